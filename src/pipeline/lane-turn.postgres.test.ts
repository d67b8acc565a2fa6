// A lane with a long backlog gives its place to others after a turn, and goes on where it was in the next one; a paused one costs a look.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openRunningBooks, openTestBooks, openTestStorage, sale } from './books.fixture.ts';
import type { PipelinePorts } from './ports.ts';
import { drainLane } from './post-entries.ts';

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
  await shop.books.recordEvents(Array.from({ length: 250 }, (_, index) => sale(`t-${index}`)));
  ledger.calls.length = 0;
  // Six calls of 0.4 s each end the turn.
  expect(await shop.drain()).toEqual({ outcome: 'later', at: test.clock.now() });
  expect(ledger.calls.map(({ size }) => size)).toEqual([30, 30, 30, 30, 30, 30]);
  const alone = await openTestBooks(test);
  await alone.connect();
  await alone.mapAll();
  await alone.books.startSync('2026-01-01', 'owner');
  await alone.books.recordEvents([sale('single')]);
  test.clock.advance(2_000);
  expect(await alone.drain()).toEqual({ outcome: 'idle' });
  expect(alone.ledger.entries).toHaveLength(1);
  await shop.drainAll();
  expect(ledger.entries).toHaveLength(250);
  expect(new Set(ledger.entries.map(({ documentNumber }) => documentNumber)).size).toBe(250);
});

it('a paused lane is looked at and given back in one transaction, until the moment at which it may go on', async () => {
  const { books, ports, companyId, buildOnly, drainAll, ledger } = await openRunningBooks(test);
  await books.recordEvents([sale('paused')]);
  await buildOnly();
  const { counted, transactions } = countingTransactions(ports);
  const { pausedUntil } = await test.storage.transaction(companyId, (store) => store.lane.read());
  expect(await drainLane(counted, companyId)).toEqual({ outcome: 'look-again', at: pausedUntil });
  expect(transactions()).toBe(1);
  // It is nobody's: another worker that looks sooner may take it.
  expect(await drainLane(counted, companyId)).toEqual({ outcome: 'look-again', at: pausedUntil });
  expect(ledger.entries).toHaveLength(0);
  test.clock.advance(60_000);
  await drainAll();
  expect(ledger.entries).toHaveLength(1);
});

function countingTransactions(ports: PipelinePorts): { counted: PipelinePorts; transactions(): number } {
  let count = 0;
  const storage: PipelinePorts['storage'] = {
    transaction(companyId, work) {
      count += 1;
      return ports.storage.transaction(companyId, work);
    },
  };
  return { counted: { ...ports, storage }, transactions: () => count };
}
