// Coming in and going out: the session, the first owner, and API keys.
import { z } from 'zod';
import type { ApiKey } from '../../auth/api-keys.ts';
import type { Auth, Person } from '../../auth/auth.ts';
import type { App, Routing } from '../app.ts';
import { personOf } from '../caller.ts';
import type * as wire from '../contract.ts';
import {
  apiKeysAnswerSchema,
  changePasswordRequestSchema,
  createApiKeyAnswerSchema,
  createApiKeyRequestSchema,
  emptyBodySchema,
  okSchema,
  sessionSchema,
  setupOwnerRequestSchema,
  signedInAnswerSchema,
  signInRequestSchema,
} from '../contract.ts';
import { httpProblem } from '../http-problem.ts';
import { notAllowedTo } from '../route-roles.ts';

const open = { open: true };
const done = { ok: true as const };

export function peopleRoutes(app: App, routing: Routing): void {
  sessionRoute(app, routing);
  setupRoute(app, routing);
  passwordRoute(app, routing);
  keyRoutes(app, routing);
}

export function signInRoutes(app: App, { auth, noteNews }: Routing): void {
  /** Pages that are open on the session hear of its end at once. */
  const ending = async (cookie: string | undefined, end: () => Promise<void>): Promise<void> => {
    const person = await auth.personOf(cookie);
    await end();
    for (const companyId of person?.companyIds ?? []) noteNews(companyId, 'people');
  };
  app.post(
    '/sign-in/email',
    {
      config: open,
      schema: {
        tags: ['People'],
        summary: 'Sign in: sets the session cookie',
        body: signInRequestSchema,
        response: { 200: signedInAnswerSchema },
      },
    },
    async (request, reply) => {
      const { cookies, user } = await signedIn(auth, { ...request.body, address: request.ip });
      reply.header('set-cookie', cookies);
      return { user };
    },
  );
  app.post(
    '/sign-out',
    {
      config: open,
      schema: { tags: ['People'], summary: 'End the session', body: emptyBodySchema, response: { 200: okSchema } },
    },
    async (request, reply) => {
      await ending(request.headers.cookie, async () => {
        reply.header('set-cookie', [...(await auth.signOut(request.headers.cookie))]);
      });
      return done;
    },
  );
  app.post(
    '/sign-out-everywhere',
    {
      config: open,
      schema: {
        tags: ['People'],
        summary: 'End every session of the person: this one and those on other devices',
        body: emptyBodySchema,
        response: { 200: okSchema },
      },
    },
    async (request, reply) => {
      await ending(request.headers.cookie, async () => {
        reply.header('set-cookie', [...(await auth.signOutEverywhere(request.headers.cookie))]);
      });
      return done;
    },
  );
}

async function signedIn(auth: Auth, credentials: Parameters<Auth['signIn']>[0]) {
  const answer = await auth.signIn(credentials);
  if (!answer.ok) throw httpProblem(answer.reason);
  return { cookies: [...answer.cookies], user: { email: answer.email, name: answer.name } };
}

function sessionRoute(app: App, routing: Routing): void {
  const { auth, quickbooks } = routing;
  app.get(
    '/session',
    {
      config: open,
      schema: {
        tags: ['People'],
        summary: 'Who is signed in, to which company; or that nobody has been set up yet',
        response: { 200: sessionSchema },
      },
    },
    async (request) => {
      const person = await auth.personOf(request.headers.cookie);
      return {
        setupNeeded: person === null && !(await auth.anyoneExists()),
        signedIn: person !== null,
        user: person === null ? null : userOf(person),
        company: person === null ? null : await companyOf(person, routing),
        quickbooks: person === null ? { ...quickbooks, url: null } : quickbooks,
      };
    },
  );
}

const userOf = ({ email, name, role }: Person) => ({ email, name, role, notAllowed: notAllowedTo(role) });

async function companyOf(person: Person, { booksOf }: Routing): Promise<wire.Session['company']> {
  const [id] = person.companyIds;
  if (id === undefined) return null;
  const { name, currency, timeZone } = await booksOf(id).settings();
  return { id, name, currency, timeZone };
}

function setupRoute(app: App, { auth }: Routing): void {
  app.post(
    '/setup/owner',
    {
      config: open,
      schema: {
        tags: ['People'],
        summary: 'Make the owner while nobody exists, and sign in',
        body: setupOwnerRequestSchema,
        response: { 200: signedInAnswerSchema },
      },
    },
    async (request, reply) => {
      if (!(await auth.setUpOwner(request.body))) throw httpProblem('owner-exists');
      const { cookies, user } = await signedIn(auth, { ...request.body, address: request.ip });
      reply.header('set-cookie', cookies);
      return { user };
    },
  );
}

function passwordRoute(app: App, { auth, booksOf, noteNews }: Routing): void {
  app.post(
    '/password',
    {
      schema: {
        tags: ['People'],
        summary: "Change one's own password; ends one's other sessions",
        body: changePasswordRequestSchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      const { who, person } = personOf(request);
      const { current, new: password } = request.body;
      const { cookie: cookieHeader } = request.headers;
      const changed = await auth.changePassword({ cookieHeader, address: request.ip, current, password });
      if (!changed.ok) throw httpProblem(notChanged[changed.reason]);
      for (const companyId of person.companyIds) {
        await booksOf(companyId).noteInAudit({ who, action: 'password-changed', detail: {} });
        noteNews(companyId, 'people');
      }
      return done;
    },
  );
}

/** A person with a session who mistypes is no stranger: the page they are on stays. */
const notChanged = {
  'signed-out': 'unauthenticated',
  'wrong-credentials': 'wrong-password',
  'too-many-attempts': 'too-many-attempts',
} as const;

function keyRoutes(app: App, { auth, booksFor }: Routing): void {
  app.get(
    '/api-keys',
    { schema: { tags: ['People'], summary: "The company's API keys", response: { 200: apiKeysAnswerSchema } } },
    async (request) => ({ keys: (await auth.listApiKeys(personOf(request).companyId)).map(wireApiKey) }),
  );
  app.post(
    '/api-keys',
    {
      schema: {
        tags: ['People'],
        summary: 'Make an API key; it is told this once',
        body: createApiKeyRequestSchema,
        response: { 200: createApiKeyAnswerSchema },
      },
    },
    async (request) => {
      const { companyId, who } = personOf(request);
      const made = await auth.createApiKey({ companyId, who, name: request.body.name });
      await booksFor(request).noteInAudit({
        who,
        action: 'api-key-created',
        detail: { name: made.name, prefix: made.prefix },
      });
      return { ...wireApiKey(made), key: made.key };
    },
  );
  app.delete(
    '/api-keys/:id',
    {
      schema: {
        tags: ['People'],
        summary: 'Revoke an API key: it stops working at once',
        params: z.object({ id: z.string() }),
        response: { 200: okSchema },
      },
    },
    async (request) => {
      const { companyId, who } = personOf(request);
      const revoked = await auth.revokeApiKey({ companyId, id: request.params.id });
      if (revoked === null) throw httpProblem('not-found', { detail: 'There is no such API key that still works.' });
      await booksFor(request).noteInAudit({
        who,
        action: 'api-key-revoked',
        detail: { name: revoked.name, prefix: revoked.prefix },
      });
      return done;
    },
  );
}

function wireApiKey({ id, name, prefix, createdAt, lastUsedAt, revokedAt }: ApiKey): wire.ApiKey {
  return {
    ...{ id, name, prefix },
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
