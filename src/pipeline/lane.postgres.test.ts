// A worker that stood still and wakes after its time sends nothing: neither what it had begun to send, nor a look-up.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openRunningBooks, openTestStorage, sale } from './books.fixture.ts';
import { leaseMs } from './lane.ts';

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
  expect(await shop.drain()).toMatchObject({ outcome: 'later' });
  await shop.drainAll();
  expect(ledger.entries).toHaveLength(1);
  expect((await books.listEvents({ limit: 1 })).events[0]).toMatchObject({ status: 'synced' });
});
