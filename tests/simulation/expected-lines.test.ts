// The worked example of a sale, and what turns sides round: what the auditor expects is checked by hand here.
import { describe, expect, it } from 'vitest';
import { differencesBeyondRounding } from './audit-rounding.ts';
import { type EventJson, inThousandths } from './draw-events.ts';
import { expectedTotals, hundredths } from './expected-lines.ts';

const header = { source: 'till', sourceId: '1', businessDate: '2026-11-20', location: 'main' };
const totalsOf = (event: EventJson, gross = false, original: EventJson | null = null) => {
  const totals = expectedTotals(event, { gross, original });
  return totals === null ? null : Object.fromEntries([...totals].map(([key, amount]) => [key, Number(amount)]));
};

const sale: EventJson = {
  ...header,
  kind: 'sale',
  lines: [
    { type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00', cost: '40.00' },
    { type: 'tax', taxCode: 'state', amount: '8.00' },
  ],
  payments: [
    { paymentType: 'gift', amount: '20.00' },
    { paymentType: 'cash', amount: '100.00' },
    { paymentType: 'cash', amount: '-12.00', type: 'change' },
  ],
};
const books = {
  'payment/gift Dr': 2000,
  'payment/cash Dr': 10000,
  'payment/cash Cr': 1200,
  'sales/apparel Cr': 10000,
  'sales-tax/state Cr': 800,
  'cogs/apparel Dr': 4000,
  'inventory/apparel Cr': 4000,
};

describe('what an event must hold', () => {
  it('a sale with change: nothing is netted', () => {
    expect(totalsOf(sale)).toEqual(books);
  });

  it('a void turns its original round', () => {
    const turned = Object.entries(books).map(([key, amount]) => [
      key.endsWith('Dr') ? key.replace('Dr', 'Cr') : key.replace('Cr', 'Dr'),
      amount,
    ]);
    expect(totalsOf({ ...header, kind: 'sale', reverses: 'till/sale/1' }, false, sale)).toEqual(
      Object.fromEntries(turned),
    );
    expect(totalsOf({ ...header, kind: 'sale', reverses: 'till/sale/2' })).toBeNull();
  });

  it('a discount shows where the company chose so', () => {
    const line = { type: 'item', itemClass: 'shoes', quantity: '1', amount: '9.00', discount: '1.00' };
    const discounted: EventJson = { ...sale, lines: [line], payments: [{ paymentType: 'visa', amount: '9.00' }] };
    expect(totalsOf(discounted)).toEqual({ 'payment/visa Dr': 900, 'sales/shoes Cr': 900 });
    expect(totalsOf(discounted, true)).toEqual({ 'payment/visa Dr': 900, 'sales/shoes Cr': 1000, 'discounts Dr': 100 });
  });

  it('a sale that does not foot holds nothing', () => {
    expect(totalsOf({ ...sale, payments: [] })).toBeNull();
  });

  it.each<[EventJson, Record<string, number>]>([
    [
      { ...header, kind: 'customer-deposit', paymentType: 'visa', amount: '-5.00' },
      { 'payment/visa Cr': 500, 'deposit/visa Dr': 500 },
    ],
    [
      { ...header, kind: 'purchasing-return', lines: [{ itemClass: 'shoes', quantity: '1', amount: '5.00' }] },
      { 'inventory/shoes Cr': 500, 'purchases-returned/shoes Dr': 500 },
    ],
    [
      {
        ...header,
        kind: 'transfer',
        stage: 'received',
        lines: [{ itemClass: 'shoes', quantity: '1', amount: '5.00' }],
      },
      { 'inventory/shoes Dr': 500, 'inventory-in-transit Cr': 500 },
    ],
    [
      { ...header, kind: 'inventory-adjustment', reason: 'shrink', lines: [{ itemClass: 'shoes', amount: '-5.00' }] },
      { 'inventory/shoes Cr': 500, 'adjustment/shrink Dr': 500 },
    ],
    [
      { ...header, kind: 'gift-card-adjustment', reason: 'goodwill', amount: '5.00' },
      { 'gift-card-adjustment/goodwill Dr': 500, 'gift-card-liability Cr': 500 },
    ],
    [
      { ...header, kind: 'cash-movement', direction: 'out', reason: 'over-short', paymentType: 'cash', amount: '5.00' },
      { 'payment/cash Cr': 500, 'over-short Dr': 500 },
    ],
  ])('%j', (event, expected) => {
    expect(totalsOf(event)).toEqual(expected);
  });

  it('amounts are read as written, in texts and in numbers of QuickBooks', () => {
    expect([hundredths('-12.30'), hundredths(140.1), hundredths(7), hundredths(undefined)]).toEqual([
      -1230n,
      14010n,
      700n,
      0n,
    ]);
    expect(() => hundredths('1.234')).toThrow('no amount');
  });
});

describe('three decimals, of which QuickBooks keeps two', () => {
  const dinar = inThousandths({
    ...sale,
    lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '123.46', cost: '40.00' }],
    payments: [{ paymentType: 'cash', amount: '123.46' }],
  });
  const expected = expectedTotals(dinar, { gross: false, original: null, decimals: 3 }) ?? new Map();
  const held = (paid: number, sold: number, rounding: number) => ({
    ...{ id: '7', syncToken: '0', date: '2026-11-20', documentNumber: 'TB-1', privateNote: '' },
    lines: [
      { account: 'payment/cash', side: 'Dr' as const, amount: paid, tracked: [] },
      { account: 'sales/apparel', side: 'Cr' as const, amount: sold, tracked: [] },
      { account: 'rounding', side: 'Cr' as const, amount: rounding, tracked: [] },
      { account: 'cogs/apparel', side: 'Dr' as const, amount: 4, tracked: [] },
      { account: 'inventory/apparel', side: 'Cr' as const, amount: 4, tracked: [] },
    ],
  });
  const problems = (...amounts: Parameters<typeof held>) =>
    differencesBeyondRounding({ expected, entries: [held(...amounts)], voids: 0, under: (account) => account });

  it('are read as thousandths', () => {
    expect(Object.fromEntries(expected)).toEqual({
      'payment/cash Dr': 12346n,
      'sales/apparel Cr': 12346n,
      'cogs/apparel Dr': 4000n,
      'inventory/apparel Cr': 4000n,
    });
  });

  it('may be off by what rounding explains, and by no more', () => {
    expect(problems(12.35, 12.35, 0)).toEqual([]);
    expect(problems(12.35, 12.34, 0.01)).toEqual([]);
    expect(problems(12.37, 12.35, 0.02)).toEqual(['payment/cash Dr is 12370 and must be 12346, give or take 15']);
    expect(problems(12.35, 12.35, 0.1)).toEqual(['rounding is -100 and must be 0, give or take 65']);
  });
});
