// What tills send is taken exactly or refused with every problem named; nothing they send makes it throw.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventContent } from './event-key.ts';
import { financialEventKinds } from './financial-event.ts';
import { parseEvent } from './parse-event.ts';

const context = {
  companyCurrency: 'USD',
  businessDay: () => ({ timeZone: 'America/New_York', dayEnd: '02:00' }),
};
const header = { source: 'till', sourceId: 't-1', occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' };
const item = { type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00', discount: '10.00', cost: '40.00' };
const sale = { ...header, kind: 'sale', lines: [item], payments: [{ paymentType: 'cash', amount: '100.00' }] };

function problemsOf(input: unknown): readonly string[] {
  const parsed = parseEvent(input, context);
  return parsed.ok ? [] : parsed.problems.map((problem) => problem.pointer);
}

const contentOf = (input: unknown): string => {
  const parsed = parseEvent(input, context);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return eventContent(parsed);
};

test('all problems of an event are told at once, each with pointer, value and rule', () => {
  const parsed = parseEvent(
    {
      ...sale,
      source: undefined,
      extra: 1,
      lines: [
        { ...item, amount: 100 },
        { type: 'tax', taxCode: 'ny', amount: '8.001' },
      ],
    },
    context,
  );
  if (parsed.ok) throw new Error('taken');
  expect(parsed.problems.map(({ pointer }) => pointer).sort()).toEqual([
    '/extra',
    '/lines/0/amount',
    '/lines/1/amount',
    '/source',
  ]);
  expect(parsed.problems.every(({ rule }) => rule.length > 3)).toBe(true);
});

test.each([
  ['a day that does not exist', { occurredAt: '2026-02-29T10:00:00Z' }, '/occurredAt'],
  ['a leap second', { occurredAt: '2026-06-30T23:59:60Z' }, '/occurredAt'],
  ['no offset', { occurredAt: '2026-06-30T23:59:00' }, '/occurredAt'],
  ['year 0', { occurredAt: '0000-01-01T00:00:00Z' }, '/occurredAt'],
  ['a business date that does not exist', { businessDate: '2026-13-01' }, '/businessDate'],
  ['control characters in a code', { location: 'ma\u0000in' }, '/location'],
  ['a code too long', { location: 'x'.repeat(10_000) }, '/location'],
  ['an unknown currency', { currency: 'ZZZ' }, '/currency'],
  ["a rate for the company's own currency", { exchangeRate: '1.1' }, '/exchangeRate'],
  ['no rate for another currency', { currency: 'EUR' }, '/exchangeRate'],
  ['a rate no column holds', { currency: 'EUR', exchangeRate: '12345678901.5' }, '/exchangeRate'],
  ['a positive refund', { payments: [{ paymentType: 'cash', amount: '1.00', type: 'refund' }] }, '/payments/0/amount'],
  ['signs that disagree', { lines: [{ ...item, quantity: '-1' }] }, '/lines/0/amount'],
  ['restocked false on what was sold', { lines: [{ ...item, restocked: false }] }, '/lines/0/restocked'],
  ['a sale without lines', { lines: undefined }, '/lines'],
])('refuses %s', (_what, change, pointer) => {
  expect(problemsOf({ ...sale, ...change })).toContain(pointer);
});

test('a void without lines may say its currency without a rate: both are those of what it voids', () => {
  const undone = { ...header, sourceId: 'v-1', kind: 'sale', reverses: 'till/sale/t-1', currency: 'EUR' };
  expect(problemsOf(undone)).toEqual([]);
  expect(problemsOf({ ...undone, payments: [{ paymentType: 'cash', amount: '-1.00' }] })).toEqual(['/exchangeRate']);
  expect(problemsOf({ ...undone, currency: 'USD', exchangeRate: '1.1' })).toEqual(['/exchangeRate']);
});

test('all amounts of an event together have a limit, by field and signs aside', () => {
  const most = '9999999999999.99';
  const lineOf = (change: object) => ({ ...item, amount: '0.00', discount: '0.00', cost: '0.00', ...change });
  expect(problemsOf({ ...sale, lines: [lineOf({ amount: most })] })).toEqual([]);
  const cent = lineOf({ amount: '-0.01', quantity: '-1' });
  expect(problemsOf({ ...sale, lines: [lineOf({ amount: most }), cent] })).toEqual(['/lines']);
  expect(problemsOf({ ...sale, lines: [lineOf({ amount: most, discount: '0.01' })] })).toEqual(['/lines']);
  expect(problemsOf({ ...sale, lines: [lineOf({ cost: most }), lineOf({ cost: '0.01' })] })).toEqual(['/lines']);
  expect(problemsOf({ ...sale, payments: Array(2).fill({ paymentType: 'cash', amount: most }) })).toEqual([
    '/payments',
  ]);
  const deposit = { ...header, kind: 'customer-deposit', paymentType: 'cash', amount: '999999999999999' };
  expect(problemsOf(deposit)).toEqual(['/amount']);
  const stock = { itemClass: 'apparel', quantity: '1', amount: most };
  const received = { ...header, kind: 'purchasing-receipt', vendor: 'mill', lines: [stock, stock] };
  expect(problemsOf(received)).toEqual(['/lines']);
});

test('a transfer is at the location that ships or receives; a cash movement is positive', () => {
  const lines = [{ itemClass: 'apparel', quantity: '0', amount: '5.00' }];
  const transfer = { ...header, kind: 'transfer', stage: 'received', from: 'main', to: 'outlet', lines };
  expect(problemsOf(transfer)).toEqual(['/location']);
  expect(problemsOf({ ...transfer, location: 'outlet' })).toEqual([]);
  const cash = { ...header, kind: 'cash-movement', direction: 'out', reason: 'postage', paymentType: 'cash' };
  expect(problemsOf({ ...cash, amount: '-1.00' })).toEqual(['/amount']);
});

describe('the same content', () => {
  test('is the same however it is written', () => {
    const other = {
      ...sale,
      currency: 'USD',
      number: 't-1',
      depositsApplied: [],
      payments: [{ paymentType: 'cash', amount: '100', type: 'tender' }],
    };
    expect(contentOf(other)).toBe(contentOf({ ...sale, lines: [{ ...item, quantity: '1.0', restocked: true }] }));
  });

  test('is another with another amount', () => {
    expect(contentOf({ ...sale, payments: [{ paymentType: 'cash', amount: '100.01' }] })).not.toBe(contentOf(sale));
  });
});

test.each([
  ['before the day ends', '2026-11-04T01:59:59-05:00', '2026-11-03'],
  ['when it has ended', '2026-11-04T02:00:00-05:00', '2026-11-04'],
  ['in the hour that comes twice', '2026-11-01T01:30:00-05:00', '2026-10-31'],
  ['after the hour that is left out', '2026-03-08T03:00:00-04:00', '2026-03-08'],
])('the business date is the shop’s own %s', (_when, occurredAt, businessDate) => {
  const parsed = parseEvent({ ...sale, occurredAt }, context);
  expect(parsed.ok && parsed.event.businessDate).toBe(businessDate);
});

test('a void without lines mirrors its original', () => {
  const parsed = parseEvent({ ...header, kind: 'sale', sourceId: 'v', reverses: 'till/sale/t-1' }, context);
  expect(parsed.ok && parsed.event.mirrorsOriginal).toBe(true);
});

test('never throws and always says why, on any JSON', () => {
  const kind = fc.constantFrom(...financialEventKinds);
  const hostile = fc.record({
    kind,
    lines: fc.jsonValue(),
    payments: fc.jsonValue(),
    amount: fc.jsonValue(),
    source: fc.jsonValue(),
  });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), hostile), (input) => {
      expect(problemsOf(input).length).toBeGreaterThan(0);
    }),
  );
});
