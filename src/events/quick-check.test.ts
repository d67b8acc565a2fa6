// The quick check answers as the schema it is made from, whatever comes: right events of every kind, and each way of getting them wrong.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { eventSchemas } from './event-schema.ts';
import { type FinancialEventKind, financialEventKinds } from './financial-event.ts';
import { quickCheck } from './quick-check.ts';
import { ruledText } from './ruled-text.ts';

type Json = Record<string, unknown>;

const header = { source: 'till', sourceId: 't-1', occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' };
const headerOptions = {
  number: '104233',
  businessDate: '2028-02-29',
  currency: 'JPY',
  exchangeRate: '0.0067',
  reverses: 'till/sale/t-0',
  memo: 'two\nlines',
};
const stock = { lines: [{ itemClass: 'apparel', quantity: '-3', amount: '-54.00' }] };
const item = {
  ...{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00', discount: '10.00', cost: '40.00' },
  ...{ restocked: true, fulfilledFrom: 'outlet', description: 'Wool scarf', sku: 'WS-1' },
};

/** Every field of every kind, each with a right value. */
const whole: Readonly<Record<FinancialEventKind, Json>> = {
  sale: {
    lines: [
      item,
      { type: 'tax', taxCode: 'ny-state', amount: '8.00' },
      { type: 'shipping', amount: '5' },
      { type: 'gift-card', amount: '25.00', discount: '0', card: '…4821' },
      { type: 'tip', amount: '2.00' },
      { type: 'rounding', amount: '-0.01' },
    ],
    payments: [
      { paymentType: 'cash', amount: '140.00' },
      { paymentType: 'cash', amount: '-20.01', type: 'change' },
    ],
    depositsApplied: [{ paymentType: 'visa', amount: '0.00' }],
  },
  'customer-deposit': { paymentType: 'visa', amount: '25.00', order: 'L-77' },
  'purchasing-receipt': { vendor: 'Acme', ...stock },
  'purchasing-return': { vendor: 'Acme', ...stock },
  transfer: { stage: 'shipped', from: 'main', to: 'outlet', transfer: 'T-1', ...stock },
  'inventory-adjustment': { reason: 'damaged', ...stock },
  'gift-card-adjustment': { reason: 'goodwill', amount: '15.00', card: '…4821' },
  'cash-movement': { direction: 'out', reason: 'postage', paymentType: 'cash', amount: '7.80' },
};

const takes = Object.fromEntries(financialEventKinds.map((kind) => [kind, quickCheck(eventSchemas[kind])]));

function expectSameAnswer(kind: FinancialEventKind, input: unknown): boolean {
  const schemaTakes = eventSchemas[kind].safeParse(input).success;
  expect(takes[kind]?.(input), JSON.stringify(input)).toBe(schemaTakes);
  return schemaTakes;
}

const anyKind = fc.constantFrom(...financialEventKinds);

/** Any choice of its fields: none of them is required of a void. */
const rightEvent = anyKind.chain((kind) =>
  fc.subarray(Object.keys({ ...headerOptions, ...whole[kind] })).map((names): readonly [FinancialEventKind, Json] => [
    kind,
    {
      ...header,
      kind,
      ...Object.fromEntries(names.map((name) => [name, { ...headerOptions, ...whole[kind] }[name]])),
    },
  ]),
);

const hostileTexts = [
  ...[
    '',
    ' ',
    '\u00A0\u3000',
    '0',
    '-0',
    '-0.00',
    '00.5',
    '.5',
    '5.',
    '1e2',
    '+1',
    '1,000',
    '١',
    '１',
    '--1',
    '0x1',
    '1 ',
  ],
  ...['9'.repeat(15), '9'.repeat(16), '9'.repeat(25), '1.12345678901', '12345678901.5', '0.0000', '-1.5', '1.5\n'],
  ...['ma\u0000in', 'ma\nin', 'ma\tin', 'main\u007F', '\u0085', 'half\uD83D', '👩🏽‍🚀', '\u202Emain', 'a/b'],
  ...['x'.repeat(100), 'x'.repeat(101), 'x'.repeat(300), 'x'.repeat(301), 'x'.repeat(1000), 'x'.repeat(1001)],
  ...['2026-02-29', '2028-02-29', '2100-02-29', '1969-12-31', '3000-01-01', '2026-00-10', '2026-13-01', '2026-1-1'],
  ...['2026-11-03T24:00:00Z', '2026-11-03t16:20:05.5z', '2026-06-30T23:59:60Z', '2026-02-30T10:00:00+05:30'],
  ...['USD', 'usd', 'ZZZ', 'sale', 'item', 'tax', 'tender', 'refund', 'shipped', 'in', '__proto__', 'constructor'],
];
const hostileValue = fc.oneof(
  fc.constantFrom<unknown>(...hostileTexts, ...Object.values(whole).flatMap((fields) => Object.values(fields))),
  fc.constantFrom<unknown>(null, undefined, true, false, 0, -1, 1.5, 1e21, [], {}, [[]], [null], { length: 1 }),
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.integer({ min: 0, max: 1002 }).map((count) => Array<unknown>(count).fill(stock.lines[0])),
  fc.integer({ min: 99, max: 102 }).map((count) => Array<unknown>(count).fill({ paymentType: 'cash', amount: '1' })),
);
const hostileName = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'Kind', 'kind ', 'amount', 'type', 'lines', '0', ''),
  fc.string(),
);

type Change = (whole: Json) => Json;
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(fc.nat(), hostileValue).map(
    ([at, value]): Change =>
      (json) =>
        withField(json, nameAt(json, at), value),
  ),
  fc.tuple(hostileName, hostileValue).map(
    ([name, value]): Change =>
      (json) =>
        withField(json, name, value),
  ),
  fc.nat().map(
    (at): Change =>
      (json) => {
        const left = Object.entries(json).filter(([name]) => name !== nameAt(json, at));
        return Object.fromEntries(left);
      },
  ),
);

const nameAt = (json: Json, at: number): string => Object.keys(json)[at % Math.max(1, Object.keys(json).length)] ?? '';

/** A field of its own even where it is called `__proto__`, as JSON.parse makes it. */
const withField = (json: Json, name: string, value: unknown): Json =>
  Object.defineProperty({ ...json }, name, { value, enumerable: true, configurable: true, writable: true });

/** At the top, or in one record of one of its lists. */
function changed(event: Json, of: { change: Change; list: string | null; at: number }): Json {
  const records = of.list === null ? null : event[of.list];
  if (!Array.isArray(records) || of.list === null) return of.change(event);
  const place = of.at % Math.max(1, records.length);
  return {
    ...event,
    [of.list]: records.map((one: unknown, index) =>
      index === place && typeof one === 'object' && one !== null ? of.change(one as Json) : one,
    ),
  };
}

const wrongEvent = fc
  .tuple(
    rightEvent,
    fc.array(fc.record({ change, list: fc.constantFrom(null, 'lines', 'payments', 'depositsApplied'), at: fc.nat() }), {
      minLength: 1,
      maxLength: 2,
    }),
  )
  .map(([[kind, event], changes]) => [kind, changes.reduce(changed, event)] as const);

test.each(financialEventKinds)('a %s with every field there is, and one with none but the required', (kind) => {
  expect(expectSameAnswer(kind, { ...header, ...headerOptions, ...whole[kind], kind })).toBe(true);
  expect(expectSameAnswer(kind, { ...header, kind })).toBe(true);
});

test('any choice of the fields of any kind', () => {
  fc.assert(fc.property(rightEvent, ([kind, event]) => void expectSameAnswer(kind, event)));
});

test('one thing changed, added or left out, anywhere in an event: the same answer', () => {
  const answers = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(wrongEvent, ([kind, event]) => {
      answers[expectSameAnswer(kind, event) ? 'taken' : 'refused'] += 1;
    }),
    { numRuns: 3000 },
  );
  expect(Math.min(answers.taken, answers.refused)).toBeGreaterThan(100);
});

test('each hostile value in each field of each kind', () => {
  const values = [...hostileTexts, null, undefined, 0, 1.5, true, [], {}, [stock.lines[0]], [item]];
  for (const kind of financialEventKinds) {
    const event = { ...header, ...headerOptions, ...whole[kind], kind };
    for (const name of Object.keys(event))
      for (const value of values) expectSameAnswer(kind, { ...event, [name]: value });
  }
});

test('any JSON value, as an event of any kind', () => {
  fc.assert(fc.property(anyKind, fc.jsonValue(), (kind, value) => void expectSameAnswer(kind, value)));
});

test('an event of another kind', () => {
  for (const kind of financialEventKinds) {
    for (const other of financialEventKinds) {
      expect(expectSameAnswer(kind, { ...header, ...whole[other], kind: other })).toBe(kind === other);
    }
  }
});

describe('what it cannot answer for is found when it is made', () => {
  const text = ruledText(() => null, 'any text');

  test.each([
    ['a text without a rule', z.string()],
    ['a number', z.number()],
    ['a default, which changes the value', text.default('x')],
    ['an object that takes unknown fields', z.object({ text })],
    ['a list with another limit than its length', z.array(text).min(1)],
    ['a union of which every part must be tried', z.union([text, z.boolean()])],
  ])('%s', (_what, schema) => {
    expect(() => quickCheck(schema)).toThrow();
  });
});
