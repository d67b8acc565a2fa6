// Every ticket of the demo's kind makes an entry whose sides are equal to the last minor unit; what does not foot makes none.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FinancialEvent } from '../events/financial-event.ts';
import { parseEvent } from '../events/parse-event.ts';
import { entryTotals } from './journal-entry.ts';
import { journalize } from './journalize.ts';

const settings = { currency: 'USD', discounts: 'net', overShortCapMinor: 0n } as const;
const context = { companyCurrency: 'USD', businessDay: () => ({ timeZone: 'UTC', dayEnd: '00:00' }) };
const header = { source: 'till', sourceId: 't-1', occurredAt: '2026-11-03T16:20:05Z', location: 'main' };

function eventOf(input: object): FinancialEvent {
  const parsed = parseEvent({ ...header, ...input }, context);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.event;
}

function linesOf(input: object): readonly string[] {
  const journalized = journalize(eventOf(input), settings);
  if (!journalized.ok) return [`out of balance by ${journalized.reason.amountMinor}`];
  return journalized.entries.flatMap((entry) =>
    entry.lines.map(
      (line) =>
        `${line.side === 'debit' ? 'Dr' : 'Cr'} ${line.role}(${line.subject ?? ''}) ${line.amountMinor} ${entry.currency}`,
    ),
  );
}

const apparel = { type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00', cost: '40.00' };
const tax = { type: 'tax', taxCode: 'ny', amount: '8.00' };

test('the worked example of the specification', () => {
  const payments = [
    { paymentType: 'gift-card', amount: '20.00' },
    { paymentType: 'cash', amount: '100.00' },
    { paymentType: 'cash', amount: '-12.00', type: 'change' },
  ];
  expect(linesOf({ kind: 'sale', lines: [apparel, tax], payments })).toEqual([
    'Dr payment(gift-card) 2000 USD',
    'Dr payment(cash) 10000 USD',
    'Cr payment(cash) 1200 USD',
    'Cr sales(apparel) 10000 USD',
    'Cr sales-tax(ny) 800 USD',
    'Dr cogs(apparel) 4000 USD',
    'Cr inventory(apparel) 4000 USD',
  ]);
});

test('a cent too much is said to the cent', () => {
  const payments = [{ paymentType: 'cash', amount: '108.01' }];
  expect(linesOf({ kind: 'sale', lines: [apparel, tax], payments })).toEqual(['out of balance by 1']);
});

test('the cost of a foreign sale is an entry of its own in the company’s currency', () => {
  const payments = [{ paymentType: 'visa', amount: '100.00' }];
  expect(linesOf({ kind: 'sale', currency: 'EUR', exchangeRate: '1.1', lines: [apparel], payments })).toEqual([
    'Dr payment(visa) 10000 EUR',
    'Cr sales(apparel) 10000 EUR',
    'Dr cogs(apparel) 4000 USD',
    'Cr inventory(apparel) 4000 USD',
  ]);
});

test('a deposit taken, and given back', () => {
  const deposit = { kind: 'customer-deposit', paymentType: 'visa' };
  expect(linesOf({ ...deposit, amount: '25.00' })).toEqual(['Dr payment(visa) 2500 USD', 'Cr deposit(visa) 2500 USD']);
  expect([...linesOf({ ...deposit, amount: '-25.00' })].sort()).toEqual([
    'Cr payment(visa) 2500 USD',
    'Dr deposit(visa) 2500 USD',
  ]);
});

test('entries of random tickets balance, and those of the negated ticket mirror them', () => {
  const cents = fc.integer({ min: -100_000, max: 100_000 });
  const money = (value: number) =>
    `${value < 0 ? '-' : ''}${Math.floor(Math.abs(value) / 100)}.${String(Math.abs(value) % 100).padStart(2, '0')}`;
  const ticket = (values: readonly number[], sign: 1 | -1) => ({
    kind: 'sale',
    reverses: 'till/sale/t-0',
    lines: values.map((value) => ({
      ...apparel,
      quantity: String(sign * Math.sign(value) + 0),
      amount: money(sign * value),
      cost: money(sign * Math.trunc(value / 2)),
    })),
    payments: [{ paymentType: 'cash', amount: money(sign * values.reduce((sum, value) => sum + value, 0)) }],
  });
  fc.assert(
    fc.property(fc.array(cents, { minLength: 1, maxLength: 12 }), (values) => {
      const journalized = journalize(eventOf(ticket(values, 1)), settings);
      if (!journalized.ok) throw new Error('does not foot');
      for (const entry of journalized.entries) {
        const totals = entryTotals(entry.lines);
        expect(totals.debitMinor).toBe(totals.creditMinor);
      }
      const swapped = linesOf(ticket(values, 1)).map((line) =>
        line.startsWith('Dr') ? `Cr${line.slice(2)}` : `Dr${line.slice(2)}`,
      );
      expect([...linesOf(ticket(values, -1))].sort()).toEqual([...swapped].sort());
    }),
  );
});
