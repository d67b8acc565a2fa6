// A server over a database of its own, with an owner, a session and an API key: what the tests of HTTP talk to.
import { randomBytes } from 'node:crypto';
import { endpointsOnOneHost } from '@tillbook/quickbooks-client';
import { type RunningEmulator, startEmulator } from '@tillbook/quickbooks-emulator';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { type Logger, pino } from 'pino';
import { createTestDatabase } from '../../tests/database.ts';
import { type Auth, createAuth } from '../auth/auth.ts';
import { webhookHearing } from '../cli/compose-webhooks.ts';
import { type Clock, newId, systemClock } from '../clock.ts';
import { createNotifier, type NotifierOptions } from '../notifications/notifier.ts';
import { hearChanges } from '../pipeline/hear-changes.ts';
import { openImports } from '../pipeline/import-books.ts';
import { openBooks } from '../pipeline/open-books.ts';
import type { PipelinePorts } from '../pipeline/ports.ts';
import { type RunPorts, runImport } from '../pipeline/run-import.ts';
import { peopleDatabase, peopleStore } from '../postgres/people.ts';
import { openStorage, type PostgresStorage } from '../postgres/storage.ts';
import { userStore } from '../postgres/users.ts';
import { createAuthorization } from '../quickbooks/quickbooks-authorization.ts';
import { createLedger } from '../quickbooks/quickbooks-ledger.ts';
import { importFiles } from '../sources/import-files.ts';
import { readNdjson } from '../sources/ndjson/read-ndjson.ts';
import { createServer, type ServerOptions } from './server.ts';

export const publicUrl = 'http://localhost:4780';
export const verifierToken = 'verifier-token';
export const owner = { email: 'owner@example.com', password: 'correct horse battery' };

export interface TestServer {
  readonly server: FastifyInstance;
  readonly auth: Auth;
  readonly key: string;
  readonly cookie: string;
  readonly companyId: string;
  readonly connectionString: string;
  /** As a till, by API key. */
  till(options: InjectOptions): Promise<LightMyRequestResponse>;
  /** As the signed-in owner, from the app's own pages. */
  person(options: InjectOptions): Promise<LightMyRequestResponse>;
  dropDatabase(): Promise<void>;
  close(): Promise<void>;
}

export async function startTestServer(
  options: Pick<ComposeOptions, 'consoleDir' | 'mail' | 'log' | 'trustProxy'> = {},
): Promise<TestServer> {
  const { server, auth, companyId, database, close } = await composeServer(options);
  await auth.ensureOwner(owner);
  const { key } = await auth.createApiKey({ companyId, name: 'till', who: 'test' });
  const signedIn = await server.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { origin: publicUrl },
    payload: owner,
  });
  const cookie = cookiesOf(signedIn);
  const as = (headers: Record<string, string>) => (given: InjectOptions) =>
    server.inject({ ...given, headers: { ...headers, ...given.headers } });
  return {
    ...{ server, auth, key, cookie, companyId, connectionString: database.connectionString, close },
    till: as({ authorization: `Bearer ${key}` }),
    person: as({ cookie, origin: publicUrl }),
    dropDatabase: () => database.drop(),
  };
}

/** What a browser sends back of the cookies it was given. */
export function cookiesOf(answer: LightMyRequestResponse): string {
  return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
}

interface ComposeOptions {
  readonly consoleDir?: string;
  readonly publicUrl?: string;
  readonly quickbooksUrl?: string;
  readonly clock?: Clock;
  readonly intuit?: ServerOptions['intuit'];
  readonly mail?: NotifierOptions['mail'];
  readonly log?: Logger;
  readonly trustProxy?: boolean;
}

/** Nobody is there yet. */
export async function composeServer(options: ComposeOptions = {}) {
  const seenAt = options.publicUrl ?? publicUrl;
  const database = await createTestDatabase();
  const key = randomBytes(32);
  const storage = openStorage({ connectionString: database.connectionString, keys: () => [key], tellsNews: true });
  const { companyId } = await storage.ensureFirstCompany();
  // Nothing listens there: most tests never reach QuickBooks.
  const quickbooksUrl = options.quickbooksUrl ?? 'http://127.0.0.1:9';
  const endpoints = endpointsOnOneHost(quickbooksUrl);
  const app = { endpoints, clientId: 'test', clientSecret: 'test' };
  const clock = { ...systemClock, ...options.clock };
  const ports: PipelinePorts = {
    storage,
    clock,
    newId,
    ledgerOf: (company) => createLedger({ app, tokens: storage.tokenStore(company), clock }),
    authorization: createAuthorization({ app, clock }),
    environment: 'local',
    entryUrl: (realmId, quickbooksId) => `${quickbooksUrl}/${realmId}/${quickbooksId}`,
    wake: async () => undefined,
    notifier: createNotifier({ mail: options.mail ?? null, consoleUrl: seenAt, privateWebhooks: false, clock }),
  };
  const booksOf = openBooks(ports);
  const auth = createAuth({
    people: peopleStore(storage.authPool),
    users: userStore(storage.authPool),
    database: peopleDatabase(storage.authPool),
    secret: randomBytes(32).toString('hex'),
    publicUrl: seenAt,
    clock,
    firstCompanyId: async () => companyId,
  });
  const server = await createServer({
    ...{ booksOf, auth, readNdjson, news: storage.news, noteNews: storage.noteNews },
    importsOf: openImports(importPortsOf(ports, storage)),
    publicUrl: seenAt,
    log: options.log ?? pino({ level: 'silent' }),
    consoleDir: options.consoleDir ?? null,
    trustProxy: options.trustProxy ?? false,
    version: '0.0.0',
    quickbooks: { local: true, url: 'http://localhost:4790' },
    intuit: options.intuit ?? null,
    hearWebhook: webhookHearing({
      ...{ verifierToken, changes: hearChanges(ports, storage) },
      onUnreadable: () => undefined,
    }),
    readiness: () => storage.check(),
    fillDemo: async (books, { days }) => {
      const results = await books.recordEvents(Array.from({ length: days }, (_, day) => sale(`demo-${day}`)));
      return { recorded: results.filter(({ status }) => status === 'recorded').length };
    },
  });
  const close = async () => {
    await server.close();
    await storage.close();
    await database.drop();
  };
  return { server, auth, companyId, database, ports, booksOf, close };
}

/** A worker's job at once: a call is answered when it is done. */
function importPortsOf(ports: PipelinePorts, storage: PostgresStorage): RunPorts {
  const stopping = new AbortController().signal;
  const importPorts: RunPorts = {
    ...ports,
    files: importFiles,
    wakeImport: async (companyId, importId) => void (await runImport(importPorts, { companyId, importId, stopping })),
    unlessUnderWay: (what, work) => storage.unlessUnderWay(what, work),
  };
  return importPorts;
}

/** The whole way over HTTP: a server beside the local QuickBooks, and the owner signed in. */
export interface ServerBesideQuickbooks {
  readonly app: Composed;
  readonly quickbooks: RunningEmulator;
  /** A retail company there. */
  readonly realmId: string;
  readonly cookie: string;
  /** As the owner, below /api/v1. */
  call(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    payload?: Record<string, unknown>,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Asks for consent and answers the page at QuickBooks; gives back where that sends the browser. */
  consent(answer?: string): Promise<URL>;
  /** As the owner's browser follows it. */
  comeBack(to: URL): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

type Composed = Awaited<ReturnType<typeof composeServer>>;

export async function startServerBesideQuickbooks(options: { clock?: Clock } = {}): Promise<ServerBesideQuickbooks> {
  const quickbooks = await startEmulator({ file: ':memory:' });
  const made = await fetch(`${quickbooks.url}/_emulator/companies`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ template: 'retail', name: 'Main Street Retail' }),
  });
  const { realmId } = (await made.json()) as { realmId: string };
  const app = await composeServer({ ...options, quickbooksUrl: quickbooks.url });
  await app.auth.ensureOwner(owner);
  const cookie = cookiesOf(await app.server.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: owner }));
  const call: ServerBesideQuickbooks['call'] = async (method, path, payload) => {
    const answer = await app.server.inject({
      ...{ method, url: `/api/v1${path}`, headers: { cookie, origin: publicUrl } },
      ...(payload !== undefined && { payload }),
    });
    return { status: answer.statusCode, body: answer.json() };
  };
  return {
    ...{ app, quickbooks, realmId, cookie, call },
    async consent(answer = `emulator_approve=${realmId}`) {
      const { body } = await call('POST', '/connection/connect', {});
      const answered = await fetch(`${body.consentUrl}&${answer}`, { redirect: 'manual' });
      return new URL(answered.headers.get('location') ?? '');
    },
    comeBack: (to) => app.server.inject({ url: to.pathname + to.search, headers: { cookie } }),
    async close() {
      await app.close();
      await quickbooks.close();
    },
  };
}

export function sale(sourceId: string, change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    source: 'till',
    kind: 'sale',
    sourceId,
    occurredAt: '2026-11-03T16:20:05-05:00',
    location: 'main',
    lines: [
      { type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00', cost: '40.00' },
      { type: 'tax', taxCode: 'ny-state', amount: '8.00' },
    ],
    payments: [{ paymentType: 'cash', amount: '108.00' }],
    ...change,
  };
}
