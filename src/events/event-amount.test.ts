// What an event is about in one figure.
import { expect, test } from 'vitest';
import { eventAmountMinor } from './event-amount.ts';
import type { FinancialEvent } from './financial-event.ts';
import { eventOf } from './random-sale.fixture.ts';

const header = { source: 'till', sourceId: 's-1', occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' };
const event = (input: object): FinancialEvent => eventOf({ ...header, ...input });

const exchange = {
  lines: [
    { type: 'item', itemClass: 'apparel', quantity: '1', amount: '90.00', discount: '10.00' },
    { type: 'item', itemClass: 'home', quantity: '-1', amount: '-40.00', discount: '-2.00' },
    { type: 'tax', taxCode: 'ny', amount: '4.00' },
    { type: 'shipping', amount: '5.00' },
    { type: 'gift-card', amount: '25.00', discount: '5.00' },
    { type: 'tip', amount: '2.00' },
    { type: 'rounding', amount: '-0.01' },
  ],
  payments: [
    { paymentType: 'cash', amount: '100.00' },
    { paymentType: 'cash', amount: '-34.01', type: 'change' },
    { paymentType: 'visa', amount: '20.00' },
  ],
};
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
