// Connecting another company of QuickBooks: what was built, asked or answered for the one before says nothing about it.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openRunningBooks, openTestBooks, openTestStorage, sale, type TestBooks } from './books.fixture.ts';
import { buildOnly } from './build-only.fixture.ts';
import type { LedgerPreferences, LookUp, Unread } from './ledger-port.ts';
import { refusal } from './paper-ledger.fixture.ts';
import type { PipelinePorts } from './ports.ts';
import { drainLane } from './post-entries.ts';
import type { CompanyStore } from './storage-port.ts';

let test: TestStorage;
let shop: TestBooks;
let watcher: pg.Client;

beforeAll(async () => {
  test = await openTestStorage();
  watcher = new pg.Client({ connectionString: test.connectionString });
  await watcher.connect();
});
afterAll(async () => {
  await watcher.end();
  await test.close();
});
beforeEach(async () => {
  shop = await openRunningBooks(test);
});

/** Until another transaction waits for what this one has locked. */
const untilSomeoneWaits = () =>
  expect
    .poll(async () => {
      const waiting = await watcher.query(`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`);
      return waiting.rowCount;
    })
    .toBe(1);

/** The same ports, told when built entries are about to be saved, within their transaction. */
const whileBuilding = (ports: PipelinePorts, meanwhile: () => Promise<void>): PipelinePorts => {
  const watched = (store: CompanyStore): CompanyStore => {
    const postings: CompanyStore['postings'] = {
      ...store.postings,
      async saveEntries(entries, now) {
        await meanwhile();
        await store.postings.saveEntries(entries, now);
      },
    };
    return Object.create(store, { postings: { value: postings } });
  };
  const transaction: PipelinePorts['storage']['transaction'] = (companyId, work) =>
    ports.storage.transaction(companyId, (store) => work(watched(store)));
  return { ...ports, storage: { ...ports.storage, transaction } };
};

describe('another company that is connected', () => {
  /** In the middle of the build that `drain` does. */
  async function connectWhile(drain: (ports: PipelinePorts) => Promise<unknown>): ReturnType<TestBooks['connect']> {
    const connecting: ReturnType<TestBooks['connect']>[] = [];
    const building = whileBuilding(shop.ports, async () => {
      if (connecting.length > 0) return;
      connecting.push(shop.connect('other'));
      await untilSomeoneWaits();
    });
    await drain(building);
    const [first] = await Promise.all(connecting);
    if (first === undefined) throw new Error('Nothing was built.');
    return first;
  }

  it('gets nothing that was being built over the accounts of the one before', async () => {
    const { books, ledger, companyId } = shop;
    await books.recordEvents([sale('t-0')]);
    expect(await connectWhile((ports) => buildOnly(ports, companyId))).toEqual({ ok: true });
    await shop.drainAll();
    expect(ledger.entries).toEqual([]);
    expect((await books.listEvents({ limit: 1 })).events[0]).toMatchObject({ status: 'action-required' });
  });

  it('is refused where that goes at once', async () => {
    const { books, ledger, companyId } = shop;
    await books.recordEvents([sale('t-0')]);
    const connected = await connectWhile((ports) => drainLane(ports, companyId));
    expect(connected).toMatchObject({ ok: false, code: 'other-company' });
    expect(ledger.entries).toHaveLength(1);
  });

  it('is refused while an entry may be on its way to the one before', async () => {
    const { books, ledger } = shop;
    shop.crashAt('sent');
    await books.recordEvents([sale('t-0')]);
    await expect(shop.drain()).rejects.toThrow();
    expect(await shop.connect('other')).toMatchObject({ ok: false, code: 'other-company' });
    test.clock.advance(31_000);
    await shop.drainAll();
    expect(ledger.entries).toHaveLength(1);
  });

  it('lets go what waited for an account of the one before to be active', async () => {
    const { books, ledger } = shop;
    const [cash, , sales] = ledger.accounts;
    if (cash === undefined || sales === undefined) throw new Error('The chart has both.');
    ledger.accounts = ledger.accounts.map((account) => (account.id === '1' ? { ...account, active: false } : account));
    await books.importAccounts('owner');
    await books.recordEvents([sale('t-0')]);
    await shop.drainAll();
    expect((await books.alerts()).map((alert) => alert.kind)).toEqual(['inactive-account']);
    ledger.accounts = [
      { ...cash, id: '11', active: true },
      { ...sales, id: '13' },
    ];
    // Calls of the same second would have it wait for QuickBooks' limit.
    test.clock.advance(2_000);
    expect(await shop.connect('other')).toEqual({ ok: true });
    await shop.drainAll();
    expect((await books.alerts()).map((alert) => alert.kind)).toEqual(['missing-account', 'missing-account']);
    await books.saveMappings(
      [
        { role: 'payment', subject: 'cash', accountId: '11' },
        { role: 'sales', subject: null, accountId: '13' },
      ],
      'owner',
    );
    await shop.drainAll();
    expect(ledger.entries).toHaveLength(1);
    expect(await books.alerts()).toEqual([]);
  });
});

describe('access that is given back', () => {
  it('is ended at QuickBooks once no company of this database is connected there any more', async () => {
    const other = await openRunningBooks(test);
    for (const one of [shop, other]) {
      test.clock.advance(2_000);
      expect(await one.connect('shared', { newBooks: true })).toEqual({ ok: true });
    }
    await shop.books.disconnect('owner');
    expect((await shop.books.connection()).state).toBe('not-connected');
    expect(shop.revoked).toEqual([]);
    await other.books.disconnect('owner');
    expect(other.revoked).toEqual(['refresh']);
  });

  it('is not ended there where it was refused to one company, and another uses it', async () => {
    const other = await openTestBooks(test);
    expect(await other.connect('used')).toEqual({ ok: true });
    // Its entries are in another one.
    await shop.books.recordEvents([sale('t-0')]);
    await shop.drainAll();
    test.clock.advance(2_000);
    expect(await shop.connect('used')).toMatchObject({ ok: false, code: 'other-company' });
    expect(shop.revoked).toEqual([]);
    test.clock.advance(2_000);
    expect(await shop.connect('unused')).toMatchObject({ ok: false, code: 'other-company' });
    expect(shop.revoked).toEqual(['refresh']);
  });
});

/** Connects the given company while the first question is being answered; questions after it are answered as ever. */
function connectingMeanwhile<T>(realmId: string, of: { first: () => Promise<T>; others: () => Promise<T> }) {
  let asked = 0;
  return async (): Promise<T> => {
    asked += 1;
    if (asked > 1) return of.others();
    const answer = await of.first();
    test.clock.advance(2_000);
    await shop.connect(realmId);
    return answer;
  };
}

describe('an answer to the connection of before', () => {
  const revoked = async () => ({ ok: false, why: 'authentication', reason: 'revoked' }) as const;

  it('that names its accounts does not name those of the company connected since', async () => {
    const { books, ledger } = shop;
    test.clock.advance(2_000);
    const [cash] = ledger.accounts;
    if (cash === undefined) throw new Error('The chart has one.');
    const readChart = ledger.readChart.bind(ledger);
    const first = async () => {
      const chart = await readChart();
      ledger.accounts = [{ ...cash, id: '11' }];
      return chart;
    };
    ledger.readChart = connectingMeanwhile('other', { first, others: readChart });
    expect(await books.importAccounts('owner')).toMatchObject({ ok: false, code: 'connected-again' });
    expect((await books.connection()).realmId).toBe('other');
    expect((await books.accounts()).map(({ id }) => id)).toEqual(['11']);
  });

  it.each(['realm', 'other'])(
    'that refuses the access does not void the one to %s that was given since',
    async (realmId) => {
      const { books, ledger } = shop;
      test.clock.advance(2_000);
      const others = ledger.readPreferences.bind(ledger);
      const asking = connectingMeanwhile<LedgerPreferences | Unread>(realmId, { first: revoked, others });
      Object.assign(ledger, { readPreferences: asking });
      await test.storage.transaction(shop.companyId, (store) => store.rechecks.ask(['closing-date'], test.clock.now()));
      await shop.drain();
      const connection = await books.connection();
      expect(connection).toMatchObject({ realmId, lastError: null });
      expect(connection.state).not.toBe('reconnect-required');
      expect((await books.alerts()).map(({ kind }) => kind)).not.toContain('authentication');
    },
  );

  it('to a look-up does not void the one that was given since', async () => {
    const { books, ledger } = shop;
    ledger.badCalls.push({ write: true, answer: refusal('6140', 'Duplicate Document Number') });
    ledger.findEntry = connectingMeanwhile<LookUp>('realm', { first: revoked, others: revoked });
    await books.recordEvents([sale('t-0')]);
    await shop.drainAll();
    expect((await books.connection()).state).not.toBe('reconnect-required');
    expect(ledger.entries).toHaveLength(1);
    expect((await books.listEvents({ limit: 1 })).events[0]?.status).toBe('synced');
  });
});
