// Connecting again to the same company fails half way, over HTTP to the local QuickBooks: the connection that stands goes on.
import { expect, it } from 'vitest';
import { sale } from './books.fixture.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';

let shop: QuickbooksBooks;

useQuickbooksBooks({}, (opened) => {
  shop = opened;
});

it('does not revoke what the company has, and entries go on', async () => {
  await shop.control('PUT', '/faults', [{ call: 'companyinfo', fault: 'error-before-write', status: 503 }]);
  expect(await shop.connect()).toMatchObject({ ok: false, code: 'company-unreadable' });
  await shop.control('PUT', '/faults', []);
  await shop.books.recordEvents([sale('t-1')]);
  await shop.drainAll();
  expect((await shop.books.connection()).state).not.toBe('reconnect-required');
  expect(await shop.held()).toHaveLength(1);
});
