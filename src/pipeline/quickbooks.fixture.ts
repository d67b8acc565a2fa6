// A company connected over HTTP to the local QuickBooks, by real consent and real tokens: for tests of the whole way.
import { endpointsOnOneHost } from '@tillbook/quickbooks-client';
import { type RunningEmulator, startEmulator } from '@tillbook/quickbooks-emulator';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { newId } from '../clock.ts';
import { openTestStorage, type TestStorage } from '../postgres/storage.fixture.ts';
import type { PostgresStorage } from '../postgres/storage.ts';
import { createAuthorization, type QuickbooksApp } from '../quickbooks/quickbooks-authorization.ts';
import { createLedger } from '../quickbooks/quickbooks-ledger.ts';
import { endBeginning } from './beginning.fixture.ts';
import type { CompanyBooks } from './company-books.ts';
import { countMetered } from './metered.ts';
import { openBooks } from './open-books.ts';
import type { PipelinePorts } from './ports.ts';
import { drainLane } from './post-entries.ts';

const redirectUri = 'http://localhost:4780/api/v1/connection/callback';
const drainsMax = 60;

interface Snapshot {
  readonly tables: { readonly objects: readonly { readonly type: string; readonly doc_number: string | null }[] };
}

interface Calls {
  readonly counters: { readonly calls: number; readonly metered: number; readonly refused: number };
}

export interface QuickbooksBooks {
  readonly test: TestStorage;
  readonly books: CompanyBooks;
  readonly ports: PipelinePorts;
  readonly companyId: string;
  readonly realmId: string;
  /** This company, or another. */
  connect(
    realmId?: string,
    options?: { readonly newBooks?: boolean },
  ): Promise<Awaited<ReturnType<CompanyBooks['finishConnect']>>>;
  /** One more company there. */
  openAnother(): Promise<{ readonly realmId: string; held(): Promise<readonly (string | null)[]> }>;
  /** The id of an account by its name. */
  accountNamed(name: string): Promise<string>;
  /** The control API, below this company. */
  control<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Intuit's own API, as a person's other program would call it. */
  quickbooks<T>(method: string, path: string, body?: unknown): Promise<T>;
  calls(): Promise<Calls['counters']>;
  /** Every entry is refused from now on with this code, and is taken again. */
  refuseEntries(code: string): Promise<void>;
  takeEntries(): Promise<void>;
  /** Document numbers of the entries that QuickBooks holds. */
  held(): Promise<readonly (string | null)[]>;
  /** Drains until nothing is left to do, moving the clock on over every wait. */
  drainAll(): Promise<void>;
}

/** The same company in another process, as it were: ports of its own over its own storage. */
export function quickbooksPorts(
  emulator: RunningEmulator,
  of: { companyId: string; storage: PostgresStorage; test: TestStorage; app?: Partial<QuickbooksApp> },
): PipelinePorts {
  const { companyId, storage, test } = of;
  const app = { endpoints: endpointsOnOneHost(emulator.url), clientId: 'test', clientSecret: 'test', ...of.app };
  const { clock } = test;
  const onMetered = () => countMetered({ storage, clock }, companyId);
  const ledger = createLedger({ app, tokens: storage.tokenStore(companyId), clock, onMetered });
  return {
    storage,
    clock: test.clock,
    newId,
    ledgerOf: () => ledger,
    authorization: createAuthorization({ app, clock: test.clock }),
    environment: 'local',
    entryUrl: (realm, id) => `${emulator.url}/${realm}/${id}`,
    wake: async () => undefined,
  };
}

const secondsWindowMs = 2_000;

/** Connected, cash and apparel mapped, and the sync started. QuickBooks' clock runs and ours stands still: its limits are off. */
export async function openQuickbooksBooks(test: TestStorage, emulator: RunningEmulator): Promise<QuickbooksBooks> {
  const { companyId } = await test.storage.createCompany({ name: 'Test shop' });
  const ports = quickbooksPorts(emulator, { companyId, storage: test.storage, test });
  const books = openBooks(ports)(companyId);
  const ask = askOf(emulator);
  const { realmId } = await ask<{ realmId: string }>('POST', '/_emulator/companies', {
    template: 'retail',
    name: 'Retail',
    settings: { limits: false },
  });
  const company = `/_emulator/companies/${realmId}`;
  const shop: QuickbooksBooks = {
    test,
    books,
    ports,
    companyId,
    realmId,
    connect: (to = realmId, options) => connectTo(books, to, options),
    async openAnother() {
      const retail = { template: 'retail', name: 'Retail, new', settings: { limits: false } };
      const another = await ask<{ realmId: string }>('POST', '/_emulator/companies', retail);
      return { realmId: another.realmId, held: () => heldBy(ask, another.realmId) };
    },
    async accountNamed(name) {
      const account = (await books.accounts()).find((one) => one.name === name);
      if (account === undefined) throw new Error(`The retail chart has no "${name}".`);
      return account.id;
    },
    control: (method, path, body = {}) => ask(method, `${company}${path}`, body),
    async quickbooks(method, path, body) {
      const tokens = await ask<{ access_token: string }>('POST', `${company}/tokens`, { client_id: 'other' });
      return ask(method, `/v3/company/${realmId}${path}`, body, { authorization: `Bearer ${tokens.access_token}` });
    },
    refuseEntries: (code) =>
      shop.control('PUT', '/faults', [{ call: 'journalentry', fault: 'error-before-write', status: 400, code }]),
    takeEntries: () => shop.control('PUT', '/faults', []),
    calls: async () => (await ask<Calls>('GET', `${company}/calls`)).counters,
    held: () => heldBy(ask, realmId),
    async drainAll() {
      for (let drains = 0; drains < drainsMax; drains += 1) {
        const result = await drainLane(ports, companyId);
        if (result.outcome === 'idle') return;
        test.clock.advance(Math.max(result.at.getTime() - test.clock.now().getTime(), 1));
      }
      throw new Error('The lane does not come to rest.');
    },
  };
  await begin(shop);
  // The roll is called.
  await shop.drainAll();
  await endBeginning(test.storage, { companyId, realmId, now: test.clock.now() });
  // Out of the second's window of calls, in a clock that stands still.
  test.clock.advance(secondsWindowMs);
  return shop;
}

/** One storage and one QuickBooks for a file of tests; before each test, a company of its own in both, handed to `take`. */
export function useQuickbooksBooks(
  settings: Readonly<Record<string, unknown>>,
  take: (shop: QuickbooksBooks) => unknown,
): void {
  let test: TestStorage;
  let emulator: RunningEmulator;
  beforeAll(async () => {
    test = await openTestStorage();
    emulator = await startEmulator();
  });
  afterAll(async () => {
    await emulator?.close();
    await test?.close();
  });
  beforeEach(async () => {
    const shop = await openQuickbooksBooks(test, emulator);
    await shop.control('PUT', '/settings', settings);
    await take(shop);
  });
}

/** QuickBooks' clock goes on from this time. */
export async function setQuickbooksClock(emulator: RunningEmulator, now: Date): Promise<void> {
  await fetch(`${emulator.url}/_emulator/clock`, { method: 'PUT', body: JSON.stringify({ now: now.toISOString() }) });
}

/** A storage and a QuickBooks for a file of tests, whose clock goes with ours. */
export interface QuickbooksInStep {
  readonly test: TestStorage;
  /** A company of its own in both. */
  open(): Promise<QuickbooksBooks>;
  /** Here and at QuickBooks. */
  advance(ms: number): Promise<void>;
  /** So much ours is ahead of QuickBooks' from now on. */
  beAhead(ms: number): Promise<void>;
}

export function useQuickbooksInStep(take: (quickbooks: QuickbooksInStep) => unknown): void {
  let test: TestStorage;
  let emulator: RunningEmulator;
  let aheadMs = 0;
  const keepStep = () => setQuickbooksClock(emulator, new Date(test.clock.now().getTime() - aheadMs));
  beforeAll(async () => {
    test = await openTestStorage();
    emulator = await startEmulator();
    await take({
      test,
      async open() {
        await keepStep();
        return openQuickbooksBooks(test, emulator);
      },
      async advance(ms) {
        test.clock.advance(ms);
        await keepStep();
      },
      async beAhead(ms) {
        aheadMs = ms;
        await keepStep();
      },
    });
  });
  afterAll(async () => {
    await emulator?.close();
    await test?.close();
  });
}

async function begin({ books, connect, accountNamed }: QuickbooksBooks): Promise<void> {
  const connected = await connect();
  if (!connected.ok) throw new Error(connected.message);
  await books.saveMappings(
    [
      { role: 'payment', subject: 'cash', accountId: await accountNamed('Cash in Drawer') },
      { role: 'sales', subject: 'apparel', accountId: await accountNamed('Sales - Apparel') },
    ],
    'owner',
  );
  await books.startSync('2026-01-01', 'owner');
}

async function heldBy(ask: ReturnType<typeof askOf>, realmId: string): Promise<readonly (string | null)[]> {
  const { tables } = await ask<Snapshot>('GET', `/_emulator/companies/${realmId}/snapshot`);
  return tables.objects.filter((object) => object.type === 'JournalEntry').map((object) => object.doc_number);
}

function askOf(emulator: RunningEmulator) {
  return async <T>(method: string, path: string, body: unknown = {}, headers: Record<string, string> = {}) => {
    const response = await fetch(`${emulator.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json().catch(() => ({}))) as T;
  };
}

/** By a person's consent at QuickBooks. */
export async function connectTo(books: CompanyBooks, realmId: string, { newBooks = false } = {}) {
  const { consentUrl } = await books.connect({ redirectUri, who: 'owner', newBooks });
  const answer = await fetch(`${consentUrl}&emulator_approve=${realmId}`, { redirect: 'manual' });
  const { searchParams } = new URL(answer.headers.get('location') ?? '', redirectUri);
  return books.finishConnect(
    {
      state: searchParams.get('state') ?? '',
      code: searchParams.get('code'),
      realmId: searchParams.get('realmId'),
      error: searchParams.get('error'),
    },
    redirectUri,
    'owner',
  );
}
