// What an event adds to its day, or takes back: sales, and sums by payment type, by item class and of what is owed.
import { expect, test } from 'vitest';
import { type DayFigures, dayFigures } from './day-figures.ts';
import { event, exchange } from './exchange.fixture.ts';
import type { FinancialEvent } from './financial-event.ts';

const sale = (input: object) => event({ kind: 'sale', ...input });

const known = (...events: readonly FinancialEvent[]) => new Map(events.map((one) => [one.key, one]));

/** As text, each kind and subject once. */
function sums(figures: DayFigures): string[] {
  const added = new Map<string, bigint>();
  for (const { kind, subject, amountMinor } of figures.sums) {
    const name = `${kind} ${subject}`.trim();
    added.set(name, (added.get(name) ?? 0n) + amountMinor);
  }
  return [...added].map(([name, amountMinor]) => `${name} ${amountMinor}`).sort();
}

const withDeposit = { ...exchange, depositsApplied: [{ paymentType: 'visa', amount: '10.00' }] };
const negative = (part: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(part).map(([name, value]) => {
      const signed = ['quantity', 'amount', 'discount'].includes(name);
      const text = String(value);
      return [name, signed ? (text.startsWith('-') ? text.slice(1) : `-${text}`) : value];
    }),
  );

test('net sales are item lines after discount; tax, cards at face value, tips and shipping are no sales', () => {
  const figures = dayFigures(sale(withDeposit));
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
  expect(sums(figures)).toEqual([
    'deposit-applied 1000',
    'gift-card-issued 3000',
    'item-class apparel 9000',
    'item-class home -4000',
    'tender cash 6599',
    'tender visa 2000',
  ]);
});

test('a void takes back exactly what its original added, with its lines or without', () => {
  const original = sale(withDeposit);
  const given = {
    lines: exchange.lines.map(negative),
    payments: exchange.payments.map(negative),
    depositsApplied: withDeposit.depositsApplied.map(negative),
  };
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
    dayFigures(sale({ ...later, ...given }), known(original)),
    dayFigures(sale({ ...later, ...given })),
    dayFigures(sale(later), known(original)),
  ]) {
    expect(figures).toMatchObject(expected);
    expect(sums(figures)).toEqual([
      'deposit-applied -1000',
      'gift-card-issued -3000',
      'item-class apparel -9000',
      'item-class home 4000',
      'tender cash -6599',
      'tender visa -2000',
    ]);
  }
});

test('a void without lines counts nothing until its original is known', () => {
  const figures = dayFigures(sale({ reverses: 'till/sale/s-1' }));
  expect(figures).toMatchObject({ tickets: 0, netSalesMinor: 0n, refundsMinor: 0n });
  expect(figures.sums).toEqual([]);
});

test('a void of a void adds on its own day what the first one took back', () => {
  const original = sale(withDeposit);
  const undone = sale({ sourceId: 's-2', reverses: original.key });
  const again = sale({ sourceId: 's-3', reverses: undone.key, occurredAt: '2026-11-06T12:00:00-05:00' });
  const { businessDate: _, ...added } = dayFigures(original);
  expect(dayFigures(again, known(original, undone))).toEqual({ businessDate: '2026-11-06', ...added });
  expect(dayFigures(again, known(undone))).toMatchObject({ tickets: 0, netSalesMinor: 0n, sums: [] });
});

test('voids that void each other count nothing', () => {
  const one = sale({ sourceId: 'a', reverses: 'till/sale/b' });
  const other = sale({ sourceId: 'b', reverses: 'till/sale/a' });
  expect(dayFigures(one, known(one, other))).toMatchObject({ tickets: 0, sums: [] });
});

test.each([
  [
    { kind: 'customer-deposit', paymentType: 'visa', amount: '-25.00' },
    ['deposit-taken -2500', 'other-payment visa -2500'],
  ],
  [{ kind: 'gift-card-adjustment', reason: 'goodwill', amount: '15.00' }, ['gift-card-issued 1500']],
  [
    { kind: 'cash-movement', direction: 'out', reason: 'x', paymentType: 'cash', amount: '7.80' },
    ['other-payment cash -780'],
  ],
  [{ kind: 'inventory-adjustment', reason: 'x', lines: [{ itemClass: 'a', quantity: '1', amount: '1.00' }] }, []],
])('%j adds no sales, and its sums are taken back by a void of it', (input, expected) => {
  const figures = dayFigures(event(input));
  expect(figures).toMatchObject({ tickets: 0, netSalesMinor: 0n });
  expect(sums(figures)).toEqual(expected);
  const original = event(input);
  const undone = event({ kind: input.kind, sourceId: 'v', reverses: original.key });
  const both = { ...figures, sums: [...figures.sums, ...dayFigures(undone, known(original)).sums] };
  expect(sums(both).every((sum) => sum.endsWith(' 0'))).toBe(true);
  expect(dayFigures(undone).sums).toEqual([]);
});
