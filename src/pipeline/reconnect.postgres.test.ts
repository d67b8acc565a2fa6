// Connecting again to the same company fails half way, over HTTP to the local QuickBooks: the connection that stands goes on.
import { type RunningEmulator, startEmulator } from '@tillbook/quickbooks-emulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openTestStorage, sale } from './books.fixture.ts';
import { openQuickbooksBooks } from './quickbooks.fixture.ts';

let test: TestStorage;
let emulator: RunningEmulator;

beforeAll(async () => {
  test = await openTestStorage();
  emulator = await startEmulator();
});
afterAll(async () => {
  await emulator.close();
  await test.close();
});

it('does not revoke what the company has, and entries go on', async () => {
  const shop = await openQuickbooksBooks(test, emulator);
  await shop.control('PUT', '/faults', [{ call: 'companyinfo', fault: 'error-before-write', status: 503 }]);
  expect(await shop.connect()).toMatchObject({ ok: false, code: 'company-unreadable' });
  await shop.control('PUT', '/faults', []);
  await shop.books.recordEvents([sale('t-1')]);
  await shop.drainAll();
  expect((await shop.books.connection()).state).not.toBe('reconnect-required');
  expect(await shop.held()).toHaveLength(1);
});
