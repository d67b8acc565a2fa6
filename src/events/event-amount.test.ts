// What an event is about in figures, and what a ticket adds to the day's sales or takes back.
import { expect, test } from 'vitest';
import { eventAmountMinor, salesFigures } from './event-amount.ts';
import type { FinancialEvent, Sale } from './financial-event.ts';
import { eventOf } from './random-sale.fixture.ts';

const header = { source: 'till', sourceId: 's-1', occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' };
const event = (input: object): FinancialEvent => eventOf({ ...header, ...input });

function sale(input: object): Sale {
  const made = event({ kind: 'sale', ...input });
  if (made.kind !== 'sale') throw new Error('a sale was wanted');
  return made;
}

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
const negative = (part: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(part).map(([name, value]) => {
      const signed = ['quantity', 'amount', 'discount'].includes(name);
      const text = String(value);
      return [name, signed ? (text.startsWith('-') ? text.slice(1) : `-${text}`) : value];
    }),
  );

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

test('net sales are item lines after discount; tax, cards, tips and shipping are no sales', () => {
  const figures = salesFigures(sale(exchange));
  expect(figures).toMatchObject({
    businessDate: '2026-11-03',
    location: 'main',
    currency: 'USD',
    tickets: 1,
    netSalesMinor: 5000n,
    refundsMinor: 4000n,
    taxMinor: 400n,
    discountsMinor: 800n,
  });
  expect([...figures.tenders]).toEqual([
    ['cash', 6599n],
    ['visa', 2000n],
  ]);
});

test('a void takes back exactly what its original added, with its lines or without', () => {
  const original = sale(exchange);
  const given = { lines: exchange.lines.map(negative), payments: exchange.payments.map(negative) };
  const later = { sourceId: 's-2', reverses: 'till/sale/s-1', occurredAt: '2026-11-05T12:00:00-05:00' };
  const expected = {
    businessDate: '2026-11-05',
    tickets: -1,
    netSalesMinor: -5000n,
    refundsMinor: -4000n,
    taxMinor: -400n,
    discountsMinor: -800n,
  };
  for (const figures of [
    salesFigures(sale({ ...later, ...given }), original),
    salesFigures(sale({ ...later, ...given })),
    salesFigures(sale(later), original),
  ]) {
    expect(figures).toMatchObject(expected);
    expect([...figures.tenders]).toEqual([
      ['cash', -6599n],
      ['visa', -2000n],
    ]);
  }
});

test('a void without lines counts nothing until its original is known', () => {
  const figures = salesFigures(sale({ reverses: 'till/sale/s-1' }));
  expect(figures).toMatchObject({ tickets: 0, netSalesMinor: 0n, refundsMinor: 0n });
  expect(figures.tenders.size).toBe(0);
});
