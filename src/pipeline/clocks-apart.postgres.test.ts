// Our clock is ahead of QuickBooks', as of a machine in a shop that nobody looks after: what is changed there is found all the same.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sweepEveryMs } from '../posting/sweep.ts';
import { sale } from './books.fixture.ts';
import { drainLane } from './post-entries.ts';
import { type QuickbooksBooks, type QuickbooksInStep, useQuickbooksInStep } from './quickbooks.fixture.ts';

const minuteMs = 60_000;
const aheadMs = 20 * minuteMs;
let quickbooks: QuickbooksInStep;
let shop: QuickbooksBooks;

useQuickbooksInStep((opened) => {
  quickbooks = opened;
});
beforeEach(async () => {
  await quickbooks.beAhead(aheadMs);
  shop = await quickbooks.open();
});
afterEach(() => quickbooks.beAhead(0));

const accountant = (act: object) => shop.control('POST', '/accountant', act);
const drift = async () => (await shop.books.drift({ settled: false, cursor: null, limit: 10 })).drift;

/** Posts one sale and answers QuickBooks' id of its entry. */
async function post(sourceId: string): Promise<string> {
  const [recorded] = await shop.books.recordEvents([sale(sourceId)]);
  await shop.drainAll();
  const event = await shop.books.event(recorded?.id ?? '');
  return event?.postings[0]?.quickbooksId ?? 'none';
}

async function after(ms: number): Promise<void> {
  await quickbooks.advance(ms);
  await shop.drainAll();
}

it('an edit in the minutes after the connection was made', async () => {
  const id = await post('a');
  await quickbooks.advance(minuteMs);
  await accountant({ does: 'edit', id, change: { TxnDate: '2026-11-02' } });
  await after(sweepEveryMs);
  expect(await drift()).toMatchObject([{ state: 'open' }]);
});

it('an edit of an entry whose outcome came to be known after the sweep that passed it over', async () => {
  await post('before');
  await after(sweepEveryMs);
  const badDay = (fault: string) => shop.control('PUT', '/faults', [{ call: 'journalentry', fault, times: 1 }]);
  await badDay('drop-after-write');
  const [recorded] = await shop.books.recordEvents([sale('lost')]);
  await drainLane(shop.ports, shop.companyId);
  await quickbooks.advance(minuteMs);
  await badDay('drop-before-write');
  await drainLane(shop.ports, shop.companyId);
  const held = await shop.quickbooks<{ QueryResponse: { JournalEntry: readonly { Id: string }[] } }>(
    ...(['GET', `/query?query=${encodeURIComponent('select * from JournalEntry orderby Id desc')}`] as const),
  );
  await accountant({ does: 'edit', id: held.QueryResponse.JournalEntry[0]?.Id, change: { TxnDate: '2026-11-02' } });
  await quickbooks.advance(3 * minuteMs);
  const { companyId, realmId } = shop;
  await shop.ports.storage.transaction(companyId, (store) => store.sweeps.ask(realmId, shop.ports.clock.now()));
  await shop.drainAll();
  expect(await drift()).toEqual([]);
  expect((await shop.books.event(recorded?.id ?? ''))?.postings[0]).toMatchObject({ state: 'accepted' });
  await after(sweepEveryMs);
  expect(await drift()).toMatchObject([{ state: 'open' }]);
});

it('an edit in the minutes after all of ours were read again', async () => {
  const id = await post('a');
  await after(32 * sweepEveryMs);
  await quickbooks.advance(5 * minuteMs);
  await accountant({ does: 'edit', id, change: { TxnDate: '2026-11-02' } });
  await after(sweepEveryMs);
  expect(await drift()).toMatchObject([{ state: 'open' }]);
});
