// Users: invited by a link, bounded by their role on every route, and never without an owner.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UserRole } from '../auth/users-port.ts';
import { leastRoleOf, leastRoles } from './route-roles.ts';
import { cookiesOf, owner, publicUrl, startTestServer, type TestServer } from './server.fixture.ts';

let app: TestServer;
beforeAll(async () => {
  app = await startTestServer();
});
afterAll(() => app?.close());

const password = 'correct horse battery';

async function invite(email: string, role: UserRole): Promise<string> {
  const answer = await app.person({ method: 'POST', url: '/api/v1/invitations', payload: { email, role } });
  return new URL(answer.json().link).searchParams.get('token') ?? '';
}
const join = (token: string) =>
  app.server.inject({
    method: 'POST',
    url: '/api/v1/join',
    payload: { token, password },
    headers: { origin: publicUrl },
  });
const signIn = async (email: string) =>
  cookiesOf(await app.server.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password } }));
async function bringIn(email: string, role: UserRole): Promise<string> {
  expect((await join(await invite(email, role))).statusCode).toBe(200);
  return signIn(email);
}
const as = (cookie: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) =>
  app.server.inject({
    method,
    url: `/api/v1${path}`,
    headers: { cookie, origin: publicUrl },
    ...(payload && { payload }),
  });
async function users() {
  const { users: all } = (await app.person({ url: '/api/v1/users' })).json();
  return all as { id: string; email: string; role: string; sessions: number; you: boolean }[];
}
const idOf = async (email: string) => (await users()).find((user) => user.email === email)?.id ?? '';

const unknownId = '019ac0de-0000-7000-8000-000000000000';
const receiver = {
  kind: 'slack',
  name: 'Books',
  address: 'https://example.com/x',
  wantsAlerts: true,
  wantsDigest: true,
};
/** Where a body is looked at before the caller is. */
const validBodies: Readonly<Record<string, { payload: object }>> = {
  'POST /api-keys': { payload: { name: 'another' } },
  'POST /connection/connect': { payload: {} },
  'POST /invitations': { payload: { email: 'a@example.com', role: 'owner' } },
  'POST /notifications/receivers': { payload: receiver },
  'POST /notifications/receivers/:id/test': { payload: {} },
  'POST /saved-views': { payload: { name: 'Mine', filter: {} } },
  'POST /users/:id/sign-out': { payload: {} },
  'PUT /notifications/digest': { payload: { digestAt: '07:00' } },
  'PUT /notifications/receivers/:id': { payload: receiver },
  'PUT /users/:id': { payload: { role: 'owner' } },
};

/** Every route that changes something, as the API describes itself. */
async function changingRoutes(): Promise<{ method: 'POST' | 'PUT' | 'DELETE'; path: string }[]> {
  const { paths } = (await app.server.inject({ url: '/api/openapi.json' })).json() as { paths: Record<string, object> };
  const open = new Set(['/setup/owner', '/join']);
  return Object.entries(paths).flatMap(([path, methods]) => {
    if (!path.startsWith('/api/v1/')) return [];
    const own = path.slice('/api/v1'.length).replaceAll(/\{(\w+)\}/g, ':$1');
    if (open.has(own)) return [];
    return Object.keys(methods)
      .map((method) => method.toUpperCase() as 'POST' | 'PUT' | 'DELETE')
      .filter((method) => (method as string) !== 'GET')
      .map((method) => ({ method, path: own }));
  });
}

test('every route that changes something says which role it takes, and no other is named', async () => {
  const routes = (await changingRoutes()).map(({ method, path }) => `${method} ${path}`);
  expect(routes.length).toBeGreaterThan(30);
  expect(Object.keys(leastRoles).sort()).toEqual(routes.sort());
});

test('a viewer and a bookkeeper are kept from each route above their role, and are told why', async () => {
  const cookies = {
    viewer: await bringIn('viewer@example.com', 'viewer'),
    bookkeeper: await bringIn('bookkeeper@example.com', 'bookkeeper'),
  };
  for (const { method, path } of await changingRoutes()) {
    const least = leastRoleOf(method, `/api/v1${path}`);
    for (const role of ['viewer', 'bookkeeper'] as const) {
      const answer = await as(cookies[role], method, path.replaceAll(/:\w+/g, 'x'), {});
      const refused = answer.statusCode === 403 && answer.json().code === 'not-allowed';
      const may = role === 'viewer' ? least === 'viewer' : least !== 'owner';
      expect([role, method, path, refused]).toEqual([role, method, path, !may]);
    }
  }
  expect((await as(cookies.viewer, 'PUT', '/mappings', {})).json().detail).toBe(
    'You are a viewer here, and this takes a bookkeeper. Ask an owner, who can change that under Users.',
  );
  for (const path of ['/settings', '/events', '/alerts', '/audit-log', '/mappings']) {
    expect((await as(cookies.viewer, 'GET', path)).statusCode).toBe(200);
  }
  expect((await as(cookies.bookkeeper, 'GET', '/users')).statusCode).toBe(403);
  expect((await as(cookies.bookkeeper, 'GET', '/api-keys')).statusCode).toBe(403);
}, 120_000);

test('the session says what a person is kept from, and which role that takes', async () => {
  const kept = async (cookie: string): Promise<readonly { route: string; takes: string }[]> =>
    (await as(cookie, 'GET', '/session')).json().user.notAllowed;
  const viewer = await bringIn('looks@example.com', 'viewer');
  const bookkeeper = await bringIn('books@example.com', 'bookkeeper');
  const guarded = Object.entries({
    ...leastRoles,
    'GET /users': 'owner',
    'GET /api-keys': 'owner',
    'GET /connection/callback': 'owner',
  });
  const ofViewer = (await kept(viewer)).map(({ route, takes }) => [route, takes]);
  expect(ofViewer.sort()).toEqual(guarded.filter(([, takes]) => takes !== 'viewer').sort());
  expect((await kept(bookkeeper)).every(({ takes }) => takes === 'owner')).toBe(true);
  expect(await kept(bookkeeper)).toContainEqual({ route: 'PUT /settings', takes: 'owner' });
  expect(await kept(app.cookie)).toEqual([]);
});

test('the addresses of receivers are shown to owners alone', async () => {
  const added = await app.person({ method: 'POST', url: '/api/v1/notifications/receivers', payload: receiver });
  expect(added.statusCode).toBe(200);
  const shown = async (answer: Promise<{ json(): { receivers: { name: string }[] } }>) =>
    (await answer).json().receivers.find(({ name }) => name === receiver.name);
  const bookkeeper = await bringIn('keeps@example.com', 'bookkeeper');
  const viewer = await bringIn('sees@example.com', 'viewer');
  expect(await shown(app.person({ url: '/api/v1/notifications' }))).toMatchObject({ shownAs: 'example.com' });
  const without = { kind: 'slack', wantsAlerts: true, shownAs: null, lastError: null };
  expect(await shown(as(bookkeeper, 'GET', '/notifications'))).toMatchObject(without);
  expect(await shown(as(viewer, 'GET', '/notifications'))).toMatchObject(without);
  expect(await shown(app.till({ url: '/api/v1/notifications' }))).toMatchObject(without);
});

test('an API key is kept from each route that takes a person, and nobody from outside comes in anywhere', async () => {
  const takesPerson: string[] = [];
  for (const { method, path } of await changingRoutes()) {
    const url = `/api/v1${path.replaceAll(/:\w+/g, unknownId)}`;
    const answer = await app.till({ method, url, ...validBodies[`${method} ${path}`] });
    if (answer.json().code === 'person-needed') takesPerson.push(`${method} ${path}`);
    expect([method, path, (await app.server.inject({ method, url })).statusCode]).toEqual([method, path, 401]);
  }
  expect(takesPerson.sort()).toEqual([
    'DELETE /api-keys/:id',
    'DELETE /invitations/:id',
    'DELETE /notifications/receivers/:id',
    'DELETE /saved-views/:id',
    'DELETE /users/:id',
    'POST /api-keys',
    'POST /connection/connect',
    'POST /invitations',
    'POST /notifications/receivers',
    'POST /notifications/receivers/:id/test',
    'POST /saved-views',
    'POST /users/:id/sign-out',
    'PUT /notifications/digest',
    'PUT /notifications/receivers/:id',
    'PUT /users/:id',
  ]);
});

test('a link works once, says what it is for, and can be withdrawn; a new one takes the place of the last', async () => {
  const first = await invite('once@example.com', 'viewer');
  const second = await invite('once@example.com', 'bookkeeper');
  const shown = (token: string) => app.server.inject({ url: `/api/v1/join?token=${token}` });
  expect((await shown(first)).statusCode).toBe(404);
  expect((await shown(second)).json()).toEqual({ email: 'once@example.com', role: 'bookkeeper', company: 'My shop' });
  const answers = await Promise.all([join(second), join(second)]);
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 404]);
  const third = await invite('never@example.com', 'viewer');
  const { invitations } = (await app.person({ url: '/api/v1/users' })).json();
  const never = invitations.find(({ email }: { email: string }) => email === 'never@example.com');
  await app.person({ method: 'DELETE', url: `/api/v1/invitations/${never.id}` });
  expect((await join(third)).statusCode).toBe(404);
  const taken = await app.person({
    method: 'POST',
    url: '/api/v1/invitations',
    payload: { email: owner.email, role: 'viewer' },
  });
  expect([taken.statusCode, taken.json().code]).toEqual([409, 'address-taken']);
});

test('the last owner is neither removed nor made less, also when two owners remove each other at once', async () => {
  const own = await idOf(owner.email);
  const demoted = await app.person({ method: 'PUT', url: `/api/v1/users/${own}`, payload: { role: 'viewer' } });
  expect([demoted.statusCode, demoted.json().code]).toEqual([409, 'last-owner']);
  expect((await app.person({ method: 'DELETE', url: `/api/v1/users/${own}` })).json().code).toBe('last-owner');
  const other = await bringIn('second@example.com', 'owner');
  const otherId = await idOf('second@example.com');
  const answers = await Promise.all([
    app.person({ method: 'PUT', url: `/api/v1/users/${otherId}`, payload: { role: 'viewer' } }),
    as(other, 'PUT', `/users/${own}`, { role: 'viewer' }),
  ]);
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  const cookie = answers[0]?.statusCode === 200 ? app.cookie : other;
  const { users: left } = (await as(cookie, 'GET', '/users')).json();
  expect(left.filter(({ role }: { role: string }) => role === 'owner')).toHaveLength(1);
  const loser = answers[0]?.statusCode === 200 ? otherId : own;
  expect((await as(cookie, 'PUT', `/users/${loser}`, { role: 'owner' })).statusCode).toBe(200);
});

test('a role that is changed holds at once; who is signed out or removed is out at once', async () => {
  const cookie = await bringIn('leaving@example.com', 'viewer');
  const id = await idOf('leaving@example.com');
  const rename = () => as(cookie, 'PUT', '/locations/main', { name: 'Main' });
  expect((await rename()).statusCode).toBe(403);
  await app.person({ method: 'PUT', url: `/api/v1/users/${id}`, payload: { role: 'bookkeeper' } });
  expect((await rename()).statusCode).toBe(200);
  await app.person({ method: 'POST', url: `/api/v1/users/${id}/sign-out`, payload: {} });
  expect((await rename()).statusCode).toBe(401);
  const again = await signIn('leaving@example.com');
  await app.person({ method: 'DELETE', url: `/api/v1/users/${id}` });
  expect((await as(again, 'GET', '/settings')).statusCode).toBe(401);
  const { entries } = (await app.person({ url: '/api/v1/audit-log' })).json();
  const done = entries.map(({ what }: { what: string }) => what);
  expect(done).toEqual(
    expect.arrayContaining(['user-invited', 'user-joined', 'user-changed', 'user-signed-out', 'user-removed']),
  );
});
