// What the books learn from an event: every payment type, item class, reason and tax code and location that it names, each once.
import { expect, test } from 'vitest';
import { locationsOf, subjectsOf } from './event-subjects.ts';
import { eventOf } from './random-sale.fixture.ts';

const header = { source: 'till', sourceId: 's-1', occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' };
const stock = [
  { itemClass: 'apparel', quantity: '1', amount: '1.00' },
  { itemClass: 'apparel', quantity: '2', amount: '2.00' },
];
const named = (input: object): readonly string[] =>
  subjectsOf(eventOf({ ...header, ...input })).map(({ kind, purpose, code, takesDeposits }) =>
    [kind, purpose, code, takesDeposits ? 'deposits' : ''].filter((word) => word !== '').join(' '),
  );

const item = (itemClass: string, change: object = {}) => ({
  type: 'item',
  itemClass,
  quantity: '1',
  amount: '0.00',
  ...change,
});

test('a sale names item classes, tax codes and payment types, zero lines too', () => {
  const lines = [item('apparel'), item('home'), item('apparel'), { type: 'tax', taxCode: 'ny', amount: '0.00' }];
  const payments = [
    { paymentType: 'cash', amount: '5.00' },
    { paymentType: 'cash', amount: '-5.00', type: 'change' },
  ];
  expect(named({ kind: 'sale', lines, payments })).toEqual([
    'item-class apparel',
    'item-class home',
    'tax-code ny',
    'payment-type cash',
  ]);
});

test('a payment type that is tendered and applied as a deposit is named once, as taking deposits', () => {
  const payments = [{ paymentType: 'visa', amount: '5.00' }];
  const depositsApplied = [{ paymentType: 'visa', amount: '-5.00' }];
  expect(named({ kind: 'sale', lines: [], payments, depositsApplied })).toEqual(['payment-type visa deposits']);
});

test.each([
  [{ kind: 'customer-deposit', paymentType: 'check', amount: '25.00' }, ['payment-type check deposits']],
  [{ kind: 'purchasing-receipt', vendor: 'Acme', lines: stock }, ['item-class apparel']],
  [{ kind: 'purchasing-return', vendor: 'Acme', lines: stock }, ['item-class apparel']],
  [{ kind: 'transfer', stage: 'shipped', from: 'main', to: 'outlet', lines: stock }, ['item-class apparel']],
  [
    { kind: 'inventory-adjustment', reason: 'damaged', lines: stock },
    ['reason-code inventory-adjustment damaged', 'item-class apparel'],
  ],
  [{ kind: 'gift-card-adjustment', reason: 'goodwill', amount: '1.00' }, ['reason-code gift-card-adjustment goodwill']],
  [
    { kind: 'cash-movement', direction: 'out', reason: 'postage', paymentType: 'cash', amount: '7.80' },
    ['payment-type cash', 'reason-code cash-movement postage'],
  ],
  [
    { kind: 'cash-movement', direction: 'out', reason: 'over-short', paymentType: 'cash', amount: '7.80' },
    ['payment-type cash'],
  ],
])('%j', (input, subjects) => {
  expect(named(input)).toEqual(subjects);
});

test('codes that look like parts of a key stay apart', () => {
  const lines = [item('a/b'), item('["item-class"'), item('__proto__')];
  expect(named({ kind: 'sale', lines })).toEqual([
    'item-class a/b',
    'item-class ["item-class"',
    'item-class __proto__',
  ]);
});

test('a void without lines names nothing of its own, but is somewhere', () => {
  const reversal = { kind: 'transfer', reverses: 'till/transfer/x-1' };
  expect(named(reversal)).toEqual([]);
  expect(locationsOf(eventOf({ ...header, ...reversal }))).toEqual(['main']);
});

test('locations are the event’s own, those that shipped for it, and both ends of a transfer', () => {
  const lines = [item('home', { fulfilledFrom: 'outlet' }), item('home', { fulfilledFrom: 'outlet' }), item('home')];
  expect(locationsOf(eventOf({ ...header, kind: 'sale', lines }))).toEqual(['main', 'outlet']);
  const transfer = { kind: 'transfer', stage: 'received', from: 'outlet', to: 'main', lines: stock };
  expect(locationsOf(eventOf({ ...header, ...transfer }))).toEqual(['main', 'outlet']);
});
