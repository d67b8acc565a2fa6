// Who calls: a program by its API key or a person by the session cookie. Everything under /api/v1 is closed to anybody else.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Auth, Person } from '../auth/auth.ts';
import { mayAs, type UserRole } from '../auth/users-port.ts';
import { httpProblem } from './http-problem.ts';
import { leastRoleOf } from './route-roles.ts';

export type Caller =
  | { readonly kind: 'program'; readonly companyId: string; readonly who: string }
  | { readonly kind: 'person'; readonly companyId: string; readonly who: string; readonly person: Person };

declare module 'fastify' {
  interface FastifyRequest {
    /** Null on the few paths that are open. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** Nobody has to be known here. */
    readonly open?: boolean;
  }
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const bearer = /^Bearer +(\S+)$/i;

export function identifyCallers(app: FastifyInstance, options: { auth: Auth; publicUrl: string }): void {
  const origins = ownOrigins(options.publicUrl);
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request) => {
    const { authorization } = request.headers;
    if (authorization === undefined) checkOrigin(request, origins);
    // By the route that was found, not by how its address was spelled.
    const { url, config } = request.routeOptions;
    if (config.open || !url?.startsWith('/api/v1/')) return;
    if (authorization !== undefined) {
      request.caller = await programCalling(options.auth, authorization);
      return;
    }
    const caller = await personCalling(options.auth, request);
    checkRole(caller.person.role, { method: request.method, url });
    request.caller = caller;
  });
}

export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw httpProblem('unauthenticated');
  return request.caller;
}

export function personOf(request: FastifyRequest): Extract<Caller, { kind: 'person' }> {
  const caller = callerOf(request);
  if (caller.kind !== 'person') throw httpProblem('person-needed');
  return caller;
}

async function programCalling(auth: Auth, authorization: string): Promise<Caller> {
  const key = bearer.exec(authorization)?.[1];
  const found = key === undefined ? null : await auth.apiKeyOf(key);
  if (found === null) throw httpProblem('unauthenticated');
  return { kind: 'program', companyId: found.companyId, who: `API key ${found.name}` };
}

async function personCalling(auth: Auth, request: FastifyRequest): Promise<Extract<Caller, { kind: 'person' }>> {
  const person = await auth.personOf(request.headers.cookie);
  if (person === null) throw httpProblem('unauthenticated');
  const [companyId] = person.companyIds;
  if (companyId === undefined) throw httpProblem('no-company');
  return { kind: 'person', companyId, who: person.email, person };
}

const roleWords: Readonly<Record<UserRole, string>> = {
  owner: 'an owner',
  bookkeeper: 'a bookkeeper',
  viewer: 'a viewer',
};

function checkRole(role: UserRole, { method, url }: { readonly method: string; readonly url: string }): void {
  const least = leastRoleOf(method, url);
  if (mayAs(role, least)) return;
  throw httpProblem('not-allowed', {
    detail: `You are ${roleWords[role]} here, and this takes ${roleWords[least]}. Ask an owner, who can change that under Users.`,
  });
}

/** Another site's page can make a browser send the cookie along; it cannot make it send our Origin. */
function checkOrigin(request: FastifyRequest, origins: ReadonlySet<string>): void {
  if (safeMethods.has(request.method)) return;
  const { origin, cookie } = request.headers;
  if (origin === undefined && cookie === undefined) return;
  if (origin === undefined || !origins.has(origin)) throw httpProblem('wrong-origin');
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** On the own machine its names are one place. */
function ownOrigins(publicUrl: string): ReadonlySet<string> {
  const url = new URL(publicUrl);
  if (!loopbackNames.includes(url.hostname)) return new Set([url.origin]);
  const port = url.port === '' ? '' : `:${url.port}`;
  return new Set(loopbackNames.map((name) => `${url.protocol}//${name}${port}`));
}
