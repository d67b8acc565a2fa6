// Every event of a file is accounted for: in the journal, there already, in conflict, invalid, blocked, or taken out with its void.
import { expect, test } from 'vitest';
import { accountOf } from '../journal/account.fixture.ts';
import type { Mapping } from '../journal/account-mapping.ts';
import { journalizeFile, type Refused } from './journalize-file.ts';

type Json = Readonly<Record<string, unknown>>;

const account = (id: string, type: string) => accountOf({ id, type });
const accounts = [account('1', 'Bank'), account('2', 'Income'), account('3', 'Cost of Goods Sold')].concat([
  account('4', 'Other Current Asset'),
  account('5', 'Bank'),
]);
const mapped = (
  role: Mapping['role'],
  subject: string | null,
  accountId: string,
  applicableFrom: string | null = null,
) => ({
  ...{ role, subject, accountId, applicableFrom },
});
const mappings = [
  mapped('payment', 'cash', '1'),
  mapped('payment', 'cash', '5', '2026-12-01'),
  mapped('sales', null, '2'),
  mapped('cogs', null, '3'),
  mapped('inventory', null, '4'),
];
const books = {
  context: { companyCurrency: 'USD', businessDay: () => ({ timeZone: 'America/New_York', dayEnd: '00:00' }) },
  settings: { currency: 'USD', discounts: 'net', overShortCapMinor: 0n },
  mapping: {
    ...{ mappings, parents: new Map<string, string>(), companyCurrency: 'USD' },
    accounts: new Map(accounts.map((one) => [one.id, one])),
  },
} as const;

/** What becomes of the events when they stand in a file one after the other. */
function journalOf(...inputs: readonly Json[]) {
  const refused: Refused[] = [];
  const journal = journalizeFile({ books, inputAt: (offset) => inputs[offset], refuse: (one) => refused.push(one) });
  const entries = inputs.flatMap((input, offset) => journal.entriesOf({ place: `line ${offset + 1}`, offset, input }));
  const { counts, blocked } = journal.end();
  return {
    entries,
    keys: entries.map((entry) => entry.events.join()),
    refused: refused.map(({ place, status, problems }) =>
      `${place}: ${status} ${problems.map((one) => one.pointer)}`.trim(),
    ),
    counts: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    blocked: blocked.map(({ cause, events, place }) => ({ kind: cause.kind, events, place })),
    causes: blocked.map(({ cause }) => cause),
  };
}

const header = { source: 'till', occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' };
const item = { type: 'item', itemClass: 'apparel', quantity: '1', amount: '10.00', cost: '4.00' };
const sale = (sourceId: string, change: Json = {}): Json => ({
  ...{ ...header, kind: 'sale', sourceId, lines: [item], payments: [{ paymentType: 'cash', amount: '10.00' }] },
  ...change,
});
const voidOf = (original: string, sourceId: string, change: Json = {}): Json => ({
  ...{ ...header, kind: 'sale', sourceId, occurredAt: '2026-12-05T10:00:00-05:00', reverses: `till/sale/${original}` },
  ...change,
});
const unfooted = { payments: [{ paymentType: 'cash', amount: '9.99' }] };
const unmapped = { payments: [{ paymentType: 'amex', amount: '10.00' }] };

test('entries come in the order of the file', () => {
  const { keys, counts } = journalOf(sale('b'), sale('a'), sale('c'));
  expect(keys).toEqual(['till/sale/b', 'till/sale/a', 'till/sale/c']);
  expect(counts).toEqual({ journalized: 3 });
});

test('the same content under the same key counts once, however it is written', () => {
  const { keys, counts, refused } = journalOf(sale('a'), sale('b'), sale('a', { lines: [{ ...item, amount: '10' }] }));
  expect(keys).toEqual(['till/sale/a', 'till/sale/b']);
  expect(counts).toEqual({ journalized: 2, duplicate: 1 });
  expect(refused).toEqual([]);
});

test('other content under the same key is a conflict, named by its line; the first one stands', () => {
  const { entries, counts, refused } = journalOf(sale('a'), sale('a', { memo: 'another' }), sale('a'));
  expect(entries.map(({ memo }) => memo)).toEqual(['Ticket a']);
  expect(counts).toEqual({ journalized: 1, conflict: 1, duplicate: 1 });
  expect(refused).toEqual(['line 2: conflict']);
});

test('an event that is none is named by its line and its fields, and the next is read', () => {
  const { keys, counts, refused } = journalOf(sale('a', { location: 7, extra: 1 }), sale('b'));
  expect(keys).toEqual(['till/sale/b']);
  expect(counts).toEqual({ journalized: 1, invalid: 1 });
  expect(refused).toEqual(['line 1: invalid /location,/extra']);
});

test('blocked events are counted by their causes, with the first line of each', () => {
  const { counts, blocked } = journalOf(
    sale('a', unmapped),
    sale('b'),
    sale('c', unmapped),
    sale('d', unfooted),
    sale('e', { lines: [{ type: 'tax', taxCode: 'ny', amount: '10.00' }], ...unmapped }),
  );
  expect(counts).toEqual({ journalized: 1, blocked: 4 });
  expect(blocked).toEqual([
    { kind: 'missing-account', events: 3, place: 'line 1' },
    { kind: 'missing-account', events: 1, place: 'line 5' },
    { kind: 'out-of-balance', events: 1, place: 'line 4' },
  ]);
});

test('of an event that makes two entries neither is written while one lacks an account', () => {
  const foreign = { currency: 'EUR', exchangeRate: '1.1' };
  expect(journalOf(sale('a', foreign)).entries.map(({ currency }) => currency)).toEqual(['EUR', 'USD']);
  expect(journalOf(sale('a', { ...foreign, ...unmapped })).entries).toEqual([]);
});

test('a sale of nothing is accounted for, and makes no entry', () => {
  expect(journalOf(sale('a', { lines: [], payments: [] }))).toMatchObject({ entries: [], counts: { journalized: 1 } });
});

test('a void makes the mirror of its original, on its own date, at the accounts of the original’s date', () => {
  const { entries, counts } = journalOf(sale('a'), sale('b'), voidOf('a', 'v'));
  const [original, , reversed] = entries;
  expect(reversed).toMatchObject({ events: ['till/sale/v'], businessDate: '2026-12-05', memo: 'Void of Ticket a' });
  const shown = (lines: typeof original) =>
    lines?.lines.map(({ accountId, side, amountMinor }) => [accountId, side, amountMinor]);
  const otherSide = { debit: 'credit', credit: 'debit' } as const;
  expect(shown(reversed)).toEqual(
    original?.lines.map(({ accountId, side, amountMinor }) => [accountId, otherSide[side], amountMinor]),
  );
  expect(counts).toEqual({ journalized: 3 });
});

test('a void that stands before its original waits for it, and comes behind it', () => {
  const { keys, counts } = journalOf(voidOf('a', 'v'), sale('b'), sale('a'), sale('c'));
  expect(keys).toEqual(['till/sale/b', 'till/sale/a', 'till/sale/v', 'till/sale/c']);
  expect(counts).toEqual({ journalized: 4 });
});

test('a void whose original never comes is blocked', () => {
  const { counts, causes } = journalOf(voidOf('a', 'v'), voidOf('a', 'w'), sale('b'));
  expect(counts).toEqual({ journalized: 1, blocked: 2 });
  expect(causes).toMatchObject([
    { kind: 'reversal', eventKey: 'till/sale/v', problem: expect.stringContaining('not known') },
    { kind: 'reversal', eventKey: 'till/sale/w', problem: expect.stringContaining('not known') },
  ]);
});

test.each([
  ['after', [sale('a'), voidOf('a', 'v'), voidOf('a', 'w')]],
  ['before', [voidOf('a', 'v'), voidOf('a', 'w'), sale('a')]],
  ['on both sides of', [voidOf('a', 'v'), sale('a'), voidOf('a', 'w')]],
])('of two voids %s an original the first is made, the second blocked', (_where, inputs) => {
  const { keys, causes } = journalOf(...inputs);
  expect(keys).toEqual(['till/sale/a', 'till/sale/v']);
  expect(causes).toMatchObject([
    { kind: 'reversal', eventKey: 'till/sale/w', problem: expect.stringContaining('before') },
  ]);
});

test('a void that comes twice is one void', () => {
  const { keys, counts } = journalOf(voidOf('a', 'v'), voidOf('a', 'v'), sale('a'), voidOf('a', 'v'));
  expect(keys).toEqual(['till/sale/a', 'till/sale/v']);
  expect(counts).toEqual({ journalized: 2, duplicate: 2 });
});

test.each([
  ['in their order', [sale('a'), voidOf('a', 'v'), voidOf('v', 'w')]],
  ['backwards', [voidOf('v', 'w'), voidOf('a', 'v'), sale('a')]],
  ['the original last', [voidOf('a', 'v'), voidOf('v', 'w'), sale('a')]],
])('a void of a void makes the original again, %s', (_how, inputs) => {
  const { keys, entries, counts } = journalOf(...inputs);
  expect(keys).toEqual(['till/sale/a', 'till/sale/v', 'till/sale/w']);
  const sides = entries.map((entry) => entry.lines.map(({ side, amountMinor }) => `${side} ${amountMinor}`));
  expect(sides[2]).toEqual(sides[0]);
  expect(counts).toEqual({ journalized: 3 });
});

test('a void of a void that is held is held', () => {
  expect(journalOf(voidOf('a', 'v'), voidOf('v', 'w')).causes).toMatchObject([
    { kind: 'reversal', eventKey: 'till/sale/v', problem: expect.stringContaining('not known') },
    { kind: 'reversal', eventKey: 'till/sale/w', problem: expect.stringContaining('held itself') },
  ]);
});

test('lines that come with a void must be the exact negative', () => {
  const negative = {
    lines: [{ ...item, quantity: '-1', amount: '-10.00', cost: '-4.00' }],
    payments: [{ paymentType: 'cash', amount: '-10.00' }],
  };
  expect(journalOf(sale('a'), voidOf('a', 'v', negative)).keys).toEqual(['till/sale/a', 'till/sale/v']);
  const half = { ...negative, lines: [{ ...item, quantity: '-1', amount: '-10.00', cost: '-3.00' }] };
  expect(journalOf(sale('a'), voidOf('a', 'v', half))).toMatchObject({
    keys: ['till/sale/a'],
    causes: [{ kind: 'reversal', problem: expect.stringContaining('exact negative') }],
  });
});

test('a void of another kind is blocked', () => {
  const other = { ...header, kind: 'customer-deposit', sourceId: 'v', reverses: 'till/sale/a' };
  expect(journalOf(sale('a'), other).causes).toMatchObject([
    { kind: 'reversal', problem: expect.stringContaining('kind') },
  ]);
});

test.each([
  ['after', [sale('a', unfooted), sale('b'), voidOf('a', 'v')]],
  ['before', [voidOf('a', 'v'), sale('a', unfooted), sale('b')]],
])('a void %s a sale that never footed takes both out', (_where, inputs) => {
  expect(journalOf(...inputs)).toMatchObject({
    keys: ['till/sale/b'],
    counts: { journalized: 1, takenOut: 2 },
    blocked: [],
  });
});

test('a void of a blocked event is blocked by the same cause', () => {
  expect(journalOf(sale('a', unmapped), voidOf('a', 'v')).blocked).toEqual([
    { kind: 'missing-account', events: 2, place: 'line 1' },
  ]);
});

test('a file that changed under the reading is not made a journal of', () => {
  const journal = journalizeFile({ books, inputAt: () => '(not JSON)', refuse: () => undefined });
  journal.entriesOf({ place: 'line 1', offset: 0, input: sale('a') });
  expect(() => journal.entriesOf({ place: 'line 2', offset: 9, input: sale('a') })).toThrow('changed');
});
