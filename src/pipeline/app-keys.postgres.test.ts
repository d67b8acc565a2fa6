// Intuit does not know the keys of our app, over HTTP to the local QuickBooks: that says nothing of any connection.
import { type RunningEmulator, startEmulator } from '@tillbook/quickbooks-emulator';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openTestStorage, sale } from './books.fixture.ts';
import { drainLane } from './post-entries.ts';
import { openQuickbooksBooks, type QuickbooksBooks } from './quickbooks.fixture.ts';

const dayMs = 24 * 60 * 60_000;
const words =
  'Intuit does not know the keys of this app. Whoever runs Tillbook has to put INTUIT_CLIENT_ID and INTUIT_CLIENT_SECRET right.';

let test: TestStorage;
let emulator: RunningEmulator;
let shop: QuickbooksBooks;

beforeAll(async () => {
  test = await openTestStorage();
  emulator = await startEmulator();
});
afterAll(async () => {
  await emulator.close();
  await test.close();
});
beforeEach(async () => {
  shop = await openQuickbooksBooks(test, emulator);
  return () => registerAs(null);
});

/** Ours is not it, but for `null`, which takes any. */
async function registerAs(clientSecret: string | null): Promise<void> {
  const apps = [{ clientId: 'test', clientSecret }];
  const answer = await fetch(`${emulator.url}/_emulator/apps`, { method: 'PUT', body: JSON.stringify({ apps }) });
  expect(answer.status).toBe(200);
}

it('keeps every connection: events wait, the last error says who has to do what, and all goes by itself once they are right', async () => {
  await registerAs('another secret');
  await shop.books.recordEvents([sale('t-0')]);
  test.clock.advance(dayMs);
  await drainLane(shop.ports, shop.companyId);
  const connection = await shop.books.connection();
  expect(connection).toMatchObject({
    lastError: expect.stringContaining('invalid_client'),
    lastErrorInWords: words,
    pausedUntil: expect.any(Date),
  });
  expect(connection.state).not.toBe('reconnect-required');
  expect(await shop.books.alerts()).toEqual([]);

  await registerAs(null);
  await shop.drainAll();
  expect(await shop.held()).toHaveLength(1);
});

it('is said to who connects, too', async () => {
  await registerAs('another secret');
  expect(await shop.connect()).toEqual({
    ok: false,
    code: 'exchange-failed',
    message: `QuickBooks did not give access: ${words}`,
  });
});
