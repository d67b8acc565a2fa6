// A worker that stood still and wakes after its time sends nothing: neither what it had begun to send, nor a question. What one left that died, the next sweep finds.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import type { Recheck } from '../posting/recheck.ts';
import { openRunningBooks, openTestStorage, sale, type TestBooks } from './books.fixture.ts';
import { LeaseLostError } from './errors.ts';
import { leaseMs } from './lane.ts';
import { refusal } from './paper-ledger.fixture.ts';
import type { PipelinePorts } from './ports.ts';
import { drainLane } from './post-entries.ts';

let test: TestStorage;

beforeAll(async () => {
  test = await openTestStorage();
});
afterAll(async () => {
  await test.close();
});

it('a worker that stops while it gets its access sends nothing when it wakes', async () => {
  const shop = await openRunningBooks(test);
  const { books, ledger } = shop;
  await books.recordEvents([sale('t-0')]);
  const postEntry = ledger.postEntry.bind(ledger);
  let stopped = false;
  ledger.postEntry = async (entry) => {
    if (!stopped) {
      stopped = true;
      // Longer than request ids are relied on: the next holder looks the entry up and sends it under another one.
      test.clock.advance(leaseMs + 13 * 60_000);
      await shop.drainAll();
    }
    return postEntry(entry);
  };
  expect(await shop.drain()).toMatchObject({ outcome: 'look-again' });
  await shop.drainAll();
  expect(ledger.entries).toHaveLength(1);
  expect((await books.listEvents({ limit: 1 })).events[0]).toMatchObject({ status: 'synced' });
});

type Read = 'readChanges' | 'readVersions' | 'readChart' | 'readDimensions' | 'readPreferences';

const dayMs = 24 * 60 * 60_000;
const afterDays = (days: number) => async () => void test.clock.advance(days * dayMs);
const askFor = (what: Recheck) => (shop: TestBooks) =>
  test.storage.transaction(shop.companyId, (store) => store.rechecks.ask([what], test.clock.now()));

it.each<[string, Read, (shop: TestBooks) => Promise<void>]>([
  ['a sweep of changes', 'readChanges', afterDays(1)],
  ['accounts that are read again', 'readChart', askFor('accounts')],
  ['a closing date that is read again', 'readPreferences', askFor('closing-date')],
  ['names that are read again, after a long time', 'readChart', afterDays(40)],
  ['locations and classes that are read again', 'readDimensions', afterDays(40)],
  ['entries that are read again, after a long time', 'readVersions', afterDays(40)],
])('a worker that stops while it gets its access reads nothing when it wakes: %s', async (_, read, lead) => {
  const shop = await openRunningBooks(test);
  await shop.books.recordEvents([sale('t-0')]);
  await shop.drainAll();
  await lead(shop);
  const own = shop.ledger[read].bind(shop.ledger) as (...request: unknown[]) => Promise<unknown>;
  const ends: string[] = [];
  const ask = async (...request: unknown[]) => {
    if (ends.length === 0) test.clock.advance(leaseMs);
    const answer = own(...request);
    ends.push(await answer.then(() => 'read', String));
    return answer;
  };
  Object.assign(shop.ledger, { [read]: ask });
  await shop.drainAll();
  expect(ends[0]).toBe(String(new LeaseLostError()));
  expect(ends).toContain('read');
});

/** Killed once an entry of it was accepted: nothing more of it gets to the database. */
function killedOnceAccepted(ports: PipelinePorts): PipelinePorts {
  let isDead = false;
  return {
    ...ports,
    async reached(point) {
      isDead ||= point === 'outcome-saved';
    },
    storage: {
      transaction: (companyId, work) =>
        isDead ? Promise.reject(new Error('killed')) : ports.storage.transaction(companyId, work),
    },
  };
}

it.each<[string, () => Promise<void>]>([
  ['once its time is up', async () => test.clock.advance(leaseMs)],
  ['at the next start, where it was the only one', () => test.storage.endLeases()],
])(
  'a worker that dies before it looks what a void waited for leaves its lane to be found: %s',
  async (_when, ended) => {
    const shop = await openRunningBooks(test);
    const { books, ledger, companyId } = shop;
    ledger.badCalls.push({ write: false, answer: refusal('6000', 'no') });
    await shop.record(sale('t-0'));
    await shop.drainAll();
    await shop.record({ ...sale('void'), lines: undefined, payments: undefined, reverses: 'till/sale/t-0' });
    await shop.drainAll();
    expect(await test.storage.companiesWithOpenPostings()).not.toContain(companyId);
    await books.retryFailed({}, 'owner');
    await expect(drainLane(killedOnceAccepted(shop.ports), companyId)).rejects.toThrow('killed');
    expect(ledger.entries).toHaveLength(1);
    await ended();
    expect(await test.storage.companiesWithOpenPostings()).toContain(companyId);
    await shop.drainAll();
    expect(ledger.entries).toHaveLength(2);
    expect(await test.storage.companiesWithOpenPostings()).not.toContain(companyId);
  },
);
