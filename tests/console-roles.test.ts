// What the console has people do, held against the server's table of roles: each call is of a route that there is, and each action that not
// every role may do asks for that first.
import { describe, expect, it } from 'vitest';
import { type GuardedRoute, leastRoleOf, leastRoles } from '../src/http/route-roles.ts';
import { readSourceFiles } from './source-files.ts';

const sources = readSourceFiles().filter(({ path, isTest }) => path.startsWith('packages/console/src/') && !isTest);

const call = /\bsend(?:<[^>(]*>)?\(\s*'(POST|PUT|DELETE)',\s*(?:[`']([^`']*)[`']|(\w+))/g;

/** Each as `POST /events/:/retry`; null where the path is neither there nor in a constant of the file. */
function callsIn(text: string): (string | null)[] {
  const [, constant] = /const path = `([^`]+)`/.exec(text) ?? [];
  return [...text.matchAll(call)].map(([, method, given, name]) => {
    const path = given?.replace(/^\$\{path\}/, constant ?? '') ?? (name === 'path' ? constant : undefined);
    return path === undefined ? null : `${method} ${path.replace('/api/v1', '').replaceAll(/\$\{[^}]*\}/g, ':')}`;
  });
}

const withoutNames = (route: string): string => route.replaceAll(/:\w+/g, ':');
const routes = new Map(Object.keys(leastRoles).map((route) => [withoutNames(route), route as GuardedRoute]));
const open = new Set(['POST /join', 'POST /setup/owner', 'POST /api/auth/sign-in/email']);
const named = sources.flatMap(({ text }) => callsIn(text)).filter((one) => one !== null);
const calls = [...new Set(named)].filter((one) => !open.has(one));

const asked = new Set(
  sources.flatMap(({ text }) =>
    [...text.matchAll(/(?:\bneeds=|\bneeds: |\buseWhyNot\(|\bmayUse\(|const route = )["']([A-Z]+ \/[^"']+)["']/g)].map(
      ([, route]) => route ?? '',
    ),
  ),
);

/** Reached only past another one, which asks. */
const behind: Readonly<Record<string, string>> = {
  'POST /accounts': 'PUT /mappings',
  'DELETE /api-keys/:id': 'GET /api-keys',
  'POST /invitations': 'GET /users',
  'DELETE /invitations/:id': 'GET /users',
  'PUT /users/:id': 'GET /users',
  'POST /users/:id/sign-out': 'GET /users',
  'DELETE /users/:id': 'GET /users',
};

const leastOf = (route: string) => {
  const [method = '', path = ''] = route.split(' ');
  return leastRoleOf(method, `/api/v1${path}`);
};

describe('the actions of the console', () => {
  it('call routes that the server has a role for', () => {
    expect(calls.length).toBeGreaterThan(35);
    expect(calls.filter((one) => !routes.has(one))).toEqual([]);
  });

  it('name their route where they are, but for two', () => {
    const nameless = sources.filter(({ text }) => callsIn(text).includes(null));
    expect(nameless.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))).toEqual([
      'subject-actions.tsx',
      // Signs out, here or everywhere.
      'account-menu.tsx',
    ]);
  });

  it('that not every role may do ask for that, or are behind one that does and takes the same role', () => {
    const guarded = calls.map((one) => routes.get(one) ?? one).filter((route) => leastOf(route) !== 'viewer');
    expect(guarded.length).toBeGreaterThan(30);
    expect(guarded.filter((route) => !asked.has(behind[route] ?? route))).toEqual([]);
    for (const [route, first] of Object.entries(behind))
      expect([route, leastOf(first)]).toEqual([route, leastOf(route)]);
  });
});
