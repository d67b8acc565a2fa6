// What an event is about in one figure.
import { expect, test } from 'vitest';
import { eventAmount, eventAmountMinor } from './event-amount.ts';
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

test('a void without lines has the currency, the rate and the negated amount of what it takes back', () => {
  const ticket = event({ kind: 'sale', ...exchange, currency: 'EUR', exchangeRate: '1.10' });
  const undone = event({ kind: 'sale', sourceId: 'v', reverses: ticket.key });
  const again = event({ kind: 'sale', sourceId: 'w', reverses: undone.key });
  const known = new Map([ticket, undone].map((one) => [one.key, one]));
  const of = { currency: 'EUR', exchangeRate: '1.1' };
  expect(eventAmount(undone, known)).toEqual({ ...of, amountMinor: -8599n });
  expect(eventAmount(again, known)).toEqual({ ...of, amountMinor: 8599n });
  expect(eventAmount(again)).toEqual({ currency: 'USD', exchangeRate: null, amountMinor: 0n });
});
