// What an event is about in one figure.
import { expect, test } from 'vitest';
import { eventAmountMinor } from './event-amount.ts';
import { event, exchange } from './exchange.fixture.ts';

test.each([
  [{ kind: 'sale', ...exchange }, 8599n],
  [{ kind: 'customer-deposit', paymentType: 'visa', amount: '-25.00' }, -2500n],
  [{ kind: 'gift-card-adjustment', reason: 'goodwill', amount: '15.00' }, 1500n],
  [{ kind: 'cash-movement', direction: 'out', reason: 'x', paymentType: 'cash', amount: '7.80' }, 780n],
  [
    {
      kind: 'inventory-adjustment',
      reason: 'count',
      lines: [
        { itemClass: 'a', quantity: '2', amount: '36.00' },
        { itemClass: 'a', quantity: '-1', amount: '-18.50' },
      ],
    },
    1750n,
  ],
  [{ kind: 'sale', reverses: 'till/sale/t-0' }, 0n],
])('the amount of %j', (input, amountMinor) => {
  expect(eventAmountMinor(event(input))).toBe(amountMinor);
});
