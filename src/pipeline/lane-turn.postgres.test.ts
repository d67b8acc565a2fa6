// A lane with a long backlog gives its place to others after a turn, and goes on where it was in the next one.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openRunningBooks, openTestBooks, openTestStorage, sale } from './books.fixture.ts';

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
