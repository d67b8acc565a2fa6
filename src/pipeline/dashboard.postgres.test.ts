// The calendar's days as entries go their way: waiting, red, green; and gift cards by what their payment type is mapped to.
import { expect, it } from 'vitest';
import { openRunningBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { revoked } from './paper-ledger.fixture.ts';

let shop: TestBooks;

useBooks(openRunningBooks, (opened) => {
  shop = opened;
});

const view = (location: string | null = null) =>
  shop.books.dashboard({ from: '2026-11-01', to: '2026-11-30', location, comparison: 'none', month: null });
const stateOn = async (day: string, location: string | null = null) =>
  (await view(location)).calendar.find(({ date }) => date === day)?.state;
const on = (day: string) => ({ occurredAt: `${day}T12:00:00-05:00` });

it('a day waits until its entries are sent, and is synced once all of them are', async () => {
  await shop.record(sale('a'), sale('b'));
  expect(await stateOn('2026-11-20')).toBe('waiting');
  await shop.drainAll();
  expect(await stateOn('2026-11-20')).toBe('synced');
  expect(await stateOn('2026-11-19')).toBe('none');
});

it('a day needs action while one of its entries does, at its location alone', async () => {
  await shop.record(
    sale('a', on('2026-11-10')),
    sale('b', { ...on('2026-11-10'), location: 'outlet', ...paidBy('amex') }),
  );
  await shop.drainAll();
  expect([await stateOn('2026-11-10'), await stateOn('2026-11-10', 'main')]).toEqual(['action-required', 'synced']);
  await shop.books.saveMappings([{ role: 'payment', subject: 'amex', accountId: '2' }], 'owner');
  await shop.drainAll();
  expect(await stateOn('2026-11-10')).toBe('synced');
});

it('what waits for the connection needs action', async () => {
  shop.ledger.badCalls.push({ write: false, answer: revoked });
  await shop.record(sale('a', on('2026-11-11')));
  await shop.drainAll();
  expect(await stateOn('2026-11-11')).toBe('action-required');
});

it('a gift card is redeemed by the payment types that are mapped to its liability, or that are called so while none is', async () => {
  const card = { lines: [{ type: 'gift-card', amount: '50.00' }], ...paidBy('cash', '50.00') };
  await shop.record(sale('a', card), sale('b', paidBy('gift-card')), sale('c', paidBy('voucher')));
  expect((await view()).giftCards).toEqual({ addedMinor: 5000n, usedMinor: 1000n, balanceMinor: 4000n });
  const mapped = await shop.books.saveMappings(
    [
      { role: 'gift-card-liability', subject: null, accountId: '4' },
      { role: 'payment', subject: 'voucher', accountId: '4' },
      { role: 'payment', subject: 'gift-card', accountId: '4' },
    ],
    'owner',
  );
  expect(mapped.ok).toBe(true);
  expect((await view()).giftCards).toMatchObject({ usedMinor: 2000n, balanceMinor: 3000n });
});
