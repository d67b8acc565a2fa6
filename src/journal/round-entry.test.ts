// QuickBooks has two decimals: what is finer is rounded line by line, and the entry still balances.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DraftEntry, type DraftLine, entryTotals } from './journal-entry.ts';
import { roundEntry } from './round-entry.ts';

type Sides = readonly (readonly [side: 'debit' | 'credit', amountMinor: bigint])[];

function entry(currency: string, sides: Sides): DraftEntry {
  const lines = sides.map(
    ([side, amountMinor], index): DraftLine => ({
      rule: null,
      role: side === 'debit' ? 'payment' : 'sales',
      subject: `s-${index}`,
      side,
      amountMinor,
      location: 'outlet',
      from: [{ key: 'till/sale/t-1', pointer: `/lines/${index}` }],
    }),
  );
  const head = { events: ['till/sale/t-1'], businessDate: '2026-11-03', location: 'main', exchangeRate: null };
  return { ...head, currency, memo: 'Ticket t-1', lines };
}

const shown = ({ lines }: DraftEntry) => lines.map(({ role, side, amountMinor }) => [role, side, amountMinor]);

test('an entry without anything finer stays as it is', () => {
  for (const given of [
    entry('USD', [
      ['debit', 1_005n],
      ['credit', 1_005n],
    ]),
    entry('JPY', [
      ['debit', 1_005n],
      ['credit', 1_005n],
    ]),
    entry('KWD', [
      ['debit', 12_350n],
      ['credit', 12_350n],
    ]),
  ]) {
    expect(roundEntry(given)).toBe(given);
  }
});

test.each([
  [12_344n, 12_340n],
  [12_345n, 12_340n],
  [12_346n, 12_350n],
  [12_355n, 12_360n],
  [5n, 0n],
  [6n, 10n],
  [15n, 20n],
])('%s thousandths are %s: a half goes to the even cent', (exact, rounded) => {
  const both = entry('KWD', [
    ['debit', 1_000n],
    ['debit', exact],
    ['credit', 1_000n + exact],
  ]);
  const line = roundEntry(both).lines.find(({ subject }) => subject === 's-1');
  expect(line?.amountMinor ?? 0n).toBe(rounded);
});

test('the difference goes to a line of its own, which names the lines that were rounded', () => {
  const rounded = roundEntry(
    entry('KWD', [
      ['debit', 12_355n],
      ['credit', 12_004n],
      ['credit', 341n],
      ['credit', 10n],
    ]),
  );
  expect(shown(rounded)).toEqual([
    ['payment', 'debit', 12_360n],
    ['sales', 'credit', 12_000n],
    ['sales', 'credit', 340n],
    ['sales', 'credit', 10n],
    ['rounding', 'credit', 10n],
  ]);
  expect(rounded.lines.at(-1)).toMatchObject({ subject: null, location: 'main' });
  expect(rounded.lines.at(-1)?.from.map(({ pointer }) => pointer)).toEqual(['/lines/0', '/lines/1', '/lines/2']);
});

test('the difference may be a debit', () => {
  const rounded = roundEntry(
    entry('KWD', [
      ['debit', 1_030n],
      ['credit', 515n],
      ['credit', 515n],
    ]),
  );
  expect(shown(rounded).at(-1)).toEqual(['rounding', 'debit', 10n]);
  expect(rounded.lines.at(-1)?.from.map(({ pointer }) => pointer)).toEqual(['/lines/1', '/lines/2']);
});

test('lines that round alike on both sides need no line for a difference', () => {
  const rounded = roundEntry(
    entry('KWD', [
      ['debit', 12_344n],
      ['credit', 12_344n],
    ]),
  );
  expect(shown(rounded)).toEqual([
    ['payment', 'debit', 12_340n],
    ['sales', 'credit', 12_340n],
  ]);
});

test('a line that comes to nothing falls away, and an entry of such lines has nothing to post', () => {
  const rounded = roundEntry(
    entry('KWD', [
      ['debit', 1_004n],
      ['credit', 1_000n],
      ['credit', 4n],
    ]),
  );
  expect(shown(rounded)).toEqual([
    ['payment', 'debit', 1_000n],
    ['sales', 'credit', 1_000n],
  ]);
  expect(
    roundEntry(
      entry('KWD', [
        ['debit', 4n],
        ['credit', 4n],
      ]),
    ).lines,
  ).toEqual([]);
});

test('a currency of four decimals is rounded by two', () => {
  const rounded = roundEntry(
    entry('CLF', [
      ['debit', 5_0150n],
      ['credit', 5_0149n],
      ['credit', 1n],
    ]),
  );
  expect(shown(rounded)).toEqual([
    ['payment', 'debit', 5_0200n],
    ['sales', 'credit', 5_0100n],
    ['rounding', 'credit', 100n],
  ]);
});

const amounts = fc.array(fc.bigInt({ min: 1n, max: 99_999_999n }), { minLength: 1, maxLength: 12 });
const side = fc.constantFrom('debit' as const, 'credit' as const);

/** The last line makes both sides equal. */
const balanced = fc.tuple(amounts, fc.array(side, { minLength: 12, maxLength: 12 })).map(([given, sides]) => {
  const lines: [side: 'debit' | 'credit', amountMinor: bigint][] = given.map((one, at) => [sides[at] ?? 'debit', one]);
  const { debitMinor, creditMinor } = entryTotals(lines.map(([side, amountMinor]) => ({ side, amountMinor })));
  if (debitMinor > creditMinor) lines.push(['credit', debitMinor - creditMinor]);
  if (creditMinor > debitMinor) lines.push(['debit', creditMinor - debitMinor]);
  return lines;
});

test('whatever balances in three decimals balances in two, no line is off by more than half a cent, and a mirror stays one', () => {
  const mirrored = (lines: Sides) =>
    lines.map(([side, minor]) => [side === 'debit' ? 'credit' : 'debit', minor] as const);
  fc.assert(
    fc.property(balanced, (lines) => {
      const exact = entry('KWD', lines);
      const rounded = roundEntry(exact);
      const { debitMinor, creditMinor } = entryTotals(rounded.lines);
      expect(debitMinor).toBe(creditMinor);
      for (const line of rounded.lines) {
        expect(line.amountMinor % 10n).toBe(0n);
        if (line.role === 'rounding') continue;
        const given = exact.lines.find(({ subject }) => subject === line.subject)?.amountMinor ?? 0n;
        const off = line.amountMinor - given;
        expect(off <= 5n && off >= -5n).toBe(true);
      }
      const isFiner = exact.lines.some(({ amountMinor }) => amountMinor % 10n !== 0n);
      if (!isFiner) expect(rounded).toBe(exact);
      expect(roundEntry(rounded)).toBe(rounded);
      const sides = (of: DraftEntry): Sides => of.lines.map(({ side, amountMinor }) => [side, amountMinor]);
      expect(sides(roundEntry(entry('KWD', mirrored(lines))))).toEqual(mirrored(sides(rounded)));
    }),
    { numRuns: 1000 },
  );
});
