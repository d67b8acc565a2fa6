// A line of an entry says which part of its event it came from, in words, counted as people count.
import { expect, test } from 'vitest';
import { eventOf } from '../events/random-sale.fixture.ts';
import { explain } from './explain.ts';
import { journalize } from './journalize.ts';

const header = { source: 'till', sourceId: 's-1', occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' };

function explained(input: object, discounts: 'net' | 'gross' = 'net'): readonly string[] {
  const event = eventOf({ ...header, ...input });
  const journalized = journalize(event, { currency: 'USD', discounts, overShortCapMinor: 0n });
  if (!journalized.ok) throw new Error('does not foot');
  return journalized.entries.flatMap(({ lines }) => lines.map((line) => `${line.role}: ${explain(line, event)}`));
}

test('every line of a ticket', () => {
  const lines = [
    { type: 'item', itemClass: 'apparel', quantity: '1', amount: '90.00', discount: '10.00', cost: '40.00' },
    { type: 'tax', taxCode: 'ny', amount: '7.00' },
    { type: 'shipping', amount: '5.00' },
    { type: 'gift-card', amount: '20.00', discount: '5.00' },
    { type: 'tip', amount: '2.00' },
    { type: 'rounding', amount: '-0.01' },
  ];
  const payments = [
    { paymentType: 'visa', amount: '100.00' },
    { paymentType: 'cash', amount: '20.00' },
    { paymentType: 'cash', amount: '-6.01', type: 'change' },
  ];
  const depositsApplied = [{ paymentType: 'visa', amount: '10.00' }];
  expect(explained({ kind: 'sale', lines, payments, depositsApplied }, 'gross')).toEqual([
    'deposit: deposit applied 1, visa',
    'payment: payment 1, visa',
    'payment: payment 2, cash',
    'payment: payment 3, cash',
    'sales: line 1, apparel',
    'discounts: line 1, item, discount',
    'sales-tax: line 2, ny',
    'shipping: line 3, shipping',
    'gift-card-liability: line 4, gift-card',
    'discounts: line 4, gift-card, discount',
    'tips: line 5, tip',
    'rounding: line 6, rounding',
    'cogs: line 1, apparel, cost',
    'inventory: line 1, apparel, cost',
  ]);
});

test('a kind with one amount, and one with lines', () => {
  expect(explained({ kind: 'gift-card-adjustment', reason: 'goodwill', amount: '15.00' })).toEqual([
    'gift-card-adjustment: the amount, goodwill',
    'gift-card-liability: the amount',
  ]);
  const lines = [{ itemClass: 'home', quantity: '1', amount: '5.00' }];
  const transfer = { kind: 'transfer', stage: 'shipped', from: 'main', to: 'outlet', lines };
  expect(explained(transfer)).toEqual(['inventory: line 1, home', 'inventory-in-transit: line 1']);
});

test('a merged line names the first of its parts and counts the rest', () => {
  const event = eventOf({ ...header, kind: 'sale', lines: [], payments: [] });
  const from = [0, 1, 2].map((index) => ({ key: event.key, pointer: `/payments/${index}` }));
  const rule = 'sale.tender';
  const line = {
    rule,
    role: 'payment',
    subject: 'cash',
    side: 'debit',
    amountMinor: 1n,
    location: 'main',
    from,
  } as const;
  expect(explain(line, event)).toBe('payment 1, cash, and 2 more');
  expect(explain({ ...line, from: [] }, event)).toBe('');
});
