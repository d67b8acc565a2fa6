// Connecting another company of QuickBooks: what was built, asked or answered for the one before says nothing about it.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openTestBooks, openTestStorage, sale, type TestBooks } from './books.fixture.ts';
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
  shop = await openTestBooks(test);
  await shop.connect();
  await shop.mapAll();
  await shop.books.startSync('2026-01-01', 'owner');
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
  const watched = (store: CompanyStore): CompanyStore => ({
    ...store,
    postings: {
      ...store.postings,
      async saveEntries(entries, now) {
        await meanwhile();
        await store.postings.saveEntries(entries, now);
      },
    },
  });
  const transaction: PipelinePorts['storage']['transaction'] = (companyId, work) =>
    ports.storage.transaction(companyId, (store) => work(watched(store)));
  return { ...ports, storage: { ...ports.storage, transaction } };
};

describe('another company that is connected', () => {
  it('gets nothing that was being built over the accounts of the one before', async () => {
    const { books, ledger, ports, companyId } = shop;
    await books.recordEvents([sale('t-0')]);
    const readChart = ledger.readChart.bind(ledger);
    let drained = () => {};
    const untilDrained = new Promise<void>((resolve) => {
      drained = resolve;
    });
    ledger.readChart = async () => {
      await untilDrained;
      return readChart();
    };
    let connecting: ReturnType<TestBooks['connect']> | null = null;
    const building = whileBuilding(ports, async () => {
      if (connecting !== null) return;
      connecting = shop.connect('other');
      await untilSomeoneWaits();
    });
    await drainLane(building, companyId);
    drained();
    expect(await connecting).toEqual({ ok: true });
    expect(ledger.entries).toEqual([]);
    expect((await books.listEvents({ limit: 1 })).events[0]).toMatchObject({ status: 'action-required' });
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
