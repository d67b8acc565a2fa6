// A look-up that QuickBooks does not answer: it pauses the lane as any call does, and speaks of its own connection alone.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { throttlePauseMs } from '../posting/next-step.ts';
import { openRunningBooks, openTestStorage, sale, type TestBooks } from './books.fixture.ts';
import { refusal } from './paper-ledger.fixture.ts';

let test: TestStorage;
let shop: TestBooks;

beforeAll(async () => {
  test = await openTestStorage();
});
afterAll(async () => {
  await test.close();
});
beforeEach(async () => {
  shop = await openRunningBooks(test);
  // A document number that is taken has the entry looked up at once.
  shop.ledger.badCalls.push({ write: true, answer: refusal('6140', 'Duplicate Document Number') });
});

it('that is throttled waits for as long as QuickBooks asks', async () => {
  const { books, ledger } = shop;
  ledger.findEntry = async () => ({ ok: false, why: 'throttled', reason: 'HTTP 429' });
  await books.recordEvents([sale('t-0')]);
  await shop.drain();
  const { pausedUntil } = await books.connection();
  expect(pausedUntil?.getTime()).toBe(test.clock.now().getTime() + throttlePauseMs);
});
