// A company with its books, QuickBooks on paper, and a worker that drains when told: for tests of the pipeline.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { newId } from '../clock.ts';
import { accountOf } from '../journal/account.fixture.ts';
import type { Account } from '../journal/account-mapping.ts';
import { openTestStorage, type TestStorage } from '../postgres/storage.fixture.ts';
import { endBeginning } from './beginning.fixture.ts';
import { buildOnly } from './build-only.fixture.ts';
import type { CompanyBooks } from './company-books.ts';
import type { CrashPoint } from './crash-points.ts';
import type { Authorization } from './ledger-port.ts';
import { openBooks } from './open-books.ts';
import { PaperLedger } from './paper-ledger.fixture.ts';
import type { PipelinePorts } from './ports.ts';
import { type DrainResult, drainLane } from './post-entries.ts';

const account = (id: string, name: string, type: string): Account => accountOf({ id, name, type });

export const chart: readonly Account[] = [
  account('1', 'Cash in Drawer', 'Bank'),
  account('2', 'Visa Clearing', 'Other Current Asset'),
  account('3', 'Sales', 'Income'),
  account('4', 'Sales Tax Payable', 'Other Current Liability'),
  account('5', 'Accounts Receivable', 'Accounts Receivable'),
  account('6', 'Cost of Goods Sold', 'Cost of Goods Sold'),
];

export class CrashError extends Error {}

export interface TestBooks {
  readonly test: TestStorage;
  readonly books: CompanyBooks;
  readonly ports: PipelinePorts;
  readonly ledger: PaperLedger;
  readonly companyId: string;
  /** Refresh tokens whose access QuickBooks was told to end. */
  readonly revoked: readonly string[];
  /** Each request a moment later than the last: ids rise by the millisecond. */
  record(...events: readonly unknown[]): ReturnType<CompanyBooks['recordEvents']>;
  /** The process dies when it next gets there. */
  crashAt(point: CrashPoint): void;
  /** Builds what is pending, and sends nothing of it for a minute. */
  buildOnly(): Promise<void>;
  drain(): Promise<DrainResult>;
  /** Drains until nothing is left to do, moving the clock on over every wait. */
  drainAll(): Promise<void>;
  connect(
    realmId?: string,
    options?: { readonly newBooks?: boolean },
  ): Promise<Awaited<ReturnType<CompanyBooks['finishConnect']>>>;
  mapAll(): Promise<void>;
}

const tokens = {
  accessToken: 'access',
  refreshToken: 'refresh',
  accessTokenExpiresAt: new Date('2027-01-01T00:00:00Z'),
  refreshTokenExpiresAt: new Date('2027-03-01T00:00:00Z'),
  authorizationExpiresAt: null,
};

const authorization: Omit<Authorization, 'revoke'> = {
  consentUrl: async ({ state }) => `https://consent.test/?state=${state}`,
  exchangeCode: async () => ({ ok: true, tokens }),
  readCompany: async (realmId) => ({
    ok: true,
    name: `Books ${realmId}`,
    homeCurrency: realmId === 'euro' ? 'EUR' : 'USD',
  }),
};

const drainsMax = 400;

export async function openTestBooks(test: TestStorage): Promise<TestBooks> {
  const { companyId } = await test.storage.createCompany({ name: 'Test shop' });
  const ledger = new PaperLedger(chart);
  const revoked: string[] = [];
  let crashing: CrashPoint | null = null;
  const ports: PipelinePorts = {
    storage: test.storage,
    clock: test.clock,
    newId,
    ledgerOf: () => ledger,
    authorization: {
      ...authorization,
      async revoke(refreshToken) {
        revoked.push(refreshToken);
        return { ok: true, reason: null };
      },
    },
    environment: 'local',
    entryUrl: (realmId, id) => `https://books.test/${realmId}/${id}`,
    wake: async () => undefined,
    reached: async (point) => {
      if (point !== crashing) return;
      crashing = null;
      throw new CrashError(point);
    },
  };
  const books = openBooks(ports)(companyId);
  const drain = (): Promise<DrainResult> => drainLane(ports, companyId);
  return {
    test,
    books,
    ports,
    ledger,
    companyId,
    revoked,
    drain,
    record(...events) {
      test.clock.advance(1);
      return books.recordEvents(events);
    },
    crashAt(point) {
      crashing = point;
    },
    buildOnly: () => buildOnly(ports, companyId),
    async drainAll() {
      for (let drains = 0; drains < drainsMax; drains += 1) {
        const result = await drain();
        if (result.outcome === 'idle') return;
        test.clock.advance(Math.max(result.at.getTime() - test.clock.now().getTime(), 1));
      }
      throw new Error('The lane does not come to rest.');
    },
    async connect(realmId = 'realm', { newBooks = false } = {}) {
      const redirectUri = 'https://app.test/callback';
      const { consentUrl } = await books.connect({ redirectUri, who: 'owner', newBooks });
      const state = new URL(consentUrl).searchParams.get('state') ?? '';
      return books.finishConnect({ state, code: 'code', realmId, error: null }, redirectUri, 'owner');
    },
    async mapAll() {
      await books.saveMappings(
        [
          { role: 'payment', subject: 'cash', accountId: '1' },
          { role: 'sales', subject: null, accountId: '3' },
        ],
        'owner',
      );
    },
  };
}

/** Connected, mapped, and the sync running since the beginning of the year. */
export async function openRunningBooks(test: TestStorage): Promise<TestBooks> {
  const shop = await openTestBooks(test);
  await shop.connect();
  await shop.mapAll();
  await shop.books.startSync('2026-01-01', 'owner');
  // The roll is called.
  await shop.drain();
  await endBeginning(test.storage, { companyId: shop.companyId, realmId: 'realm', now: test.clock.now() });
  return shop;
}

/** A new set of books in another company, mapped. */
export async function moveBooks(shop: TestBooks, realmId: string): Promise<void> {
  const { ledger, test } = shop;
  test.clock.advance(2_000);
  // The same ids, which are other accounts there.
  ledger.accounts = ledger.accounts.map((account) => ({ ...account, name: `New ${account.name}` }));
  const connected = await shop.connect(realmId, { newBooks: true });
  if (!connected.ok) throw new Error(connected.message);
  await shop.mapAll();
  test.clock.advance(2_000);
}

/** One storage for a file of tests; before each test, books of its own in it, opened by `open` and handed to `take`. */
export function useBooks(open: (test: TestStorage) => Promise<TestBooks>, take: (shop: TestBooks) => unknown): void {
  let test: TestStorage;
  beforeAll(async () => {
    test = await openTestStorage();
  });
  afterAll(() => test?.close());
  beforeEach(async () => {
    await take(await open(test));
  });
}

export { openTestStorage };

/** A sale of one class for 10.00, paid in full. */
export function sale(sourceId: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    source: 'till',
    kind: 'sale',
    sourceId,
    occurredAt: '2026-11-20T12:00:00-05:00',
    location: 'main',
    lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '10.00' }],
    payments: [{ paymentType: 'cash', amount: '10.00' }],
    ...change,
  };
}

export const paidBy = (paymentType: string, amount = '10.00') => ({ payments: [{ paymentType, amount }] });
