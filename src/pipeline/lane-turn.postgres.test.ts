// A lane with a long backlog gives its place to others after a turn, and goes on where it was in the next one.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openRunningBooks, openTestBooks, openTestStorage, sale } from './books.fixture.ts';
import { drainLane } from './post-entries.ts';
import type { Storage } from './storage-port.ts';

let test: TestStorage;

beforeAll(async () => {
  test = await openTestStorage();
});
afterAll(async () => {
  await test.close();
});

it('a backlog is posted in turns of a second, each entry once', async () => {
  const shop = await openRunningBooks(test);
  test.clock.advance(61_000);
  const { ledger } = shop;
  const postBatch = ledger.postBatch.bind(ledger);
  ledger.postBatch = async (batch) => {
    test.clock.advance(400);
    return postBatch(batch);
  };
  await shop.books.recordEvents(Array.from({ length: 150 }, (_, index) => sale(`t-${index}`)));
  ledger.calls.length = 0;
  // Three calls of 0.4 s each end the turn.
  expect(await shop.drain()).toEqual({ outcome: 'later', at: test.clock.now() });
  expect(ledger.calls.map(({ size }) => size)).toEqual([30, 30, 30]);
  const alone = await openTestBooks(test);
  await alone.connect();
  await alone.mapAll();
  await alone.books.startSync('2026-01-01', 'owner');
  await alone.books.recordEvents([sale('single')]);
  test.clock.advance(2_000);
  expect(await alone.drain()).toEqual({ outcome: 'idle' });
  expect(alone.ledger.entries).toHaveLength(1);
  await shop.drainAll();
  expect(ledger.entries).toHaveLength(150);
  expect(new Set(ledger.entries.map(({ documentNumber }) => documentNumber)).size).toBe(150);
});

it('a batch of a backlog takes two transactions: one to see what there is to do and save the intents, one for the outcomes', async () => {
  const shop = await openRunningBooks(test);
  test.clock.advance(2_000);
  await shop.books.recordEvents(Array.from({ length: 90 }, (_, index) => sale(`b-${index}`)));
  let transactions = 0;
  const storage: Storage = {
    transaction: (companyId, work) => {
      transactions += 1;
      return test.storage.transaction(companyId, work);
    },
  };
  const atCalls: number[] = [];
  const { ledger } = shop;
  const postBatch = ledger.postBatch.bind(ledger);
  ledger.postBatch = async (batch) => {
    atCalls.push(transactions);
    return postBatch(batch);
  };
  expect(await drainLane({ ...shop.ports, storage }, shop.companyId)).toEqual({ outcome: 'idle' });
  const [first = 0] = atCalls;
  expect(atCalls).toEqual([first, first + 2, first + 4]);
});
