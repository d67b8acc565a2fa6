// Several Tillbooks, each over a database of its own, on one company of the local QuickBooks: for tests of what they know of each other.
import type { RunningEmulator } from '@tillbook/quickbooks-emulator';
import type { TestClock } from '../postgres/storage.fixture.ts';
import type { PostgresStorage } from '../postgres/storage.ts';
import type { CompanyBooks } from './company-books.ts';
import type { CrashPoint } from './crash-points.ts';
import { openBooks } from './open-books.ts';
import { drainLane } from './post-entries.ts';
import { connectTo, type QuickbooksBooks, quickbooksPorts, setQuickbooksClock } from './quickbooks.fixture.ts';

const drainsMax = 200;
/** QuickBooks takes ten calls a second, and our clock stands still. */
export const secondsWindowMs = 2_000;

/** A Tillbook over one database. */
export interface Tillbook {
  readonly books: CompanyBooks;
  record(...events: readonly unknown[]): Promise<void>;
  drainAll(): Promise<void>;
  /** Of its alerts. */
  titles(): Promise<readonly string[]>;
  synced(): Promise<number>;
}

export interface TillbookOver {
  readonly storage: PostgresStorage;
  readonly companyId: string;
  readonly clock: TestClock;
  /** What happens where a process could die. */
  readonly reached?: (point: CrashPoint) => Promise<void>;
}

export function tillbookOver(
  emulator: RunningEmulator,
  { storage, companyId, clock, reached }: TillbookOver,
): Tillbook {
  const test = { storage, clock, connectionString: '', close: () => storage.close() };
  const ports = { ...quickbooksPorts(emulator, { companyId, storage, test }), ...(reached && { reached }) };
  const books = openBooks(ports)(companyId);
  return {
    books,
    async record(...events) {
      clock.advance(1);
      await books.recordEvents(events);
    },
    async drainAll() {
      for (let drains = 0; drains < drainsMax; drains += 1) {
        const result = await drainLane(ports, companyId);
        if (result.outcome === 'idle') return;
        clock.advance(Math.max(result.at.getTime() - clock.now().getTime(), 1));
        await setQuickbooksClock(emulator, clock.now());
      }
      throw new Error('The lane does not come to rest.');
    },
    titles: async () => (await books.alerts()).map(({ title }) => title),
    synced: async () => (await books.sync()).counts.synced,
  };
}

/** Connected to the same company as the shop, mapped alike, and started; nothing is drained yet. */
export async function beginOn(shop: QuickbooksBooks, { books }: Tillbook, clock: TestClock): Promise<void> {
  clock.advance(secondsWindowMs);
  const connected = await connectTo(books, shop.realmId);
  if (!connected.ok) throw new Error(connected.message);
  clock.advance(secondsWindowMs);
  const mapping = { subject: 'cash', accountId: await shop.accountNamed('Cash in Drawer') };
  const goods = { subject: 'apparel', accountId: await shop.accountNamed('Sales - Apparel') };
  await books.saveMappings(
    [
      { role: 'payment', ...mapping },
      { role: 'sales', ...goods },
    ],
    'owner',
  );
  await books.startSync('2026-01-01', 'owner');
}
