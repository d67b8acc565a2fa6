// A day in three decimals: its lines are rounded once they are summed, and each is explained down to its tickets all the same.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomEvent } from '../events/random-event.fixture.ts';
import { eventOf } from '../events/random-sale.fixture.ts';
import { type DraftLine, entryTotals, type ResolvedEntry, type ResolvedLine } from './journal-entry.ts';
import { journalize } from './journalize.ts';
import { roundSummary } from './round-summary.ts';
import { startSummary } from './summarize.ts';

const day = { businessDate: '2026-11-03', location: 'main', sequence: 1 };
const unitMinor = 10n;

const accountOf = (line: DraftLine): ResolvedLine => ({ ...line, accountId: line.role, mapping: null });

function summed(entries: readonly ResolvedEntry[], linesMax?: number): readonly ResolvedEntry[] {
  const summary = startSummary(day, linesMax);
  for (const entry of entries) summary.add([entry]);
  return summary.parts().map(({ entry }) => entry);
}

type Sides = readonly (readonly [side: 'debit' | 'credit', subject: string, amountMinor: bigint])[];

function ticket(number: number, sides: Sides): ResolvedEntry {
  const key = `till/sale/t-${number}`;
  const head = { businessDate: day.businessDate, location: 'main', currency: 'KWD', exchangeRate: null, memo: '' };
  const lines = sides.map(([side, subject, amountMinor], index) =>
    accountOf({
      ...{ rule: null, role: side === 'debit' ? 'payment' : 'sales', subject, side, amountMinor, location: 'main' },
      from: [{ key, pointer: `/${index}` }],
    }),
  );
  return { ...head, events: [key], lines };
}

const paid = (number: number, amountMinor: bigint): ResolvedEntry =>
  ticket(number, [
    ['debit', 'cash', amountMinor],
    ['credit', 'home', amountMinor],
  ]);

function rounded(...entries: readonly ResolvedEntry[]) {
  const [exact] = summed(entries);
  if (exact === undefined) throw new Error('A day without lines.');
  return { exact, ...roundSummary(exact) };
}

const shown = ({ role, side, amountMinor }: DraftLine) => [role, side, amountMinor];

test('many tickets of half a hundredth come to what they are together', () => {
  const { lines, rounding } = rounded(...Array.from({ length: 300 }, (_, index) => paid(index, 5n)));
  expect(lines.map(shown)).toEqual([
    ['payment', 'debit', 1_500n],
    ['sales', 'credit', 1_500n],
  ]);
  expect(rounding).toEqual([]);
  expect(lines.map(({ from }) => from.length)).toEqual([150, 150]);
});

test.each([
  [15n, 5n, 20n],
  [20n, 5n, 20n],
  [10n, 5n, 20n],
  [4n, 1n, 0n],
  [4n, 2n, 10n],
])(
  '%s and %s thousandths are %s: a half of the sum goes to the even cent, and what comes to nothing falls away',
  (one, other, amountMinor) => {
    const both = amountMinor === 0n ? [] : [amountMinor, amountMinor];
    expect(rounded(paid(1, one), paid(2, other)).lines.map((line) => line.amountMinor)).toEqual(both);
  },
);

test('what needs no rounding has its own amount as its share, whatever stands beside it', () => {
  for (const { from } of rounded(paid(1, 5n), paid(2, 12_350n), paid(3, 5n), paid(4, 40n)).lines) {
    expect(from.find(({ key }) => key === 'till/sale/t-2')?.amountMinor).toBe(12_350n);
    expect(from.find(({ key }) => key === 'till/sale/t-4')?.amountMinor).toBe(40n);
  }
});

test('what is left is told ticket by ticket, on a line for each side', () => {
  const { lines, rounding } = rounded(
    ticket(1, [
      ['debit', 'cash', 6n],
      ['debit', 'visa', 6n],
      ['credit', 'home', 12n],
    ]),
    ticket(2, [
      ['debit', 'amex', 4n],
      ['debit', 'card', 4n],
      ['credit', 'gifts', 8n],
    ]),
  );
  expect(lines.map(({ subject, amountMinor }) => [subject, amountMinor])).toEqual([
    ['cash', 10n],
    ['visa', 10n],
    ['gifts', 10n],
    ['home', 10n],
  ]);
  const share = (number: number) => ({ key: `till/sale/t-${number}`, pointer: '', amountMinor: 10n });
  const line = { rule: 'quickbooks.two-decimals', role: 'rounding', subject: null, location: 'main', amountMinor: 10n };
  expect(rounding).toEqual([
    { ...line, side: 'debit', from: [share(2)] },
    { ...line, side: 'credit', from: [share(1)] },
  ]);
});

test('two decimals stay as they are', () => {
  const { exact, lines, rounding } = rounded({ ...paid(1, 1_005n), currency: 'USD' });
  expect(lines).toBe(exact.lines);
  expect(rounding).toEqual([]);
});

const dinar = randomEvent.filter(({ currency }) => currency === 'KWD');
const dayInDinar = fc.array(dinar, { minLength: 1, maxLength: 8 }).map((events) =>
  events.flatMap((event, index) => {
    const settings = { currency: 'USD', discounts: 'gross', overShortCapMinor: 0n } as const;
    const journalized = journalize(eventOf({ ...event, sourceId: `t-${index}` }), settings);
    if (!journalized.ok) throw new Error(`out of balance by ${journalized.reason.amountMinor}`);
    return journalized.entries
      .filter(({ currency }) => currency === 'KWD')
      .map((entry) => ({ ...entry, lines: entry.lines.map(accountOf) }));
  }),
);

const lineOf = ({ rule, role, subject, side, location }: DraftLine) => [rule, role, subject, side, location].join(' ');
const sum = (amounts: readonly (bigint | undefined)[]) => amounts.reduce<bigint>((all, one) => all + (one ?? 0n), 0n);
const off = (one: bigint, other: bigint) => (one > other ? one - other : other - one);

/** What an event has in a line. */
const shareOf = (line: DraftLine | undefined, event: string) =>
  sum((line?.from ?? []).filter(({ key }) => key === event).map(({ amountMinor }) => amountMinor));

test('no line is off by more than half a hundredth, and no share by a whole one; both sides are equal, in all and of each event', () => {
  fc.assert(
    fc.property(dayInDinar, (entries) => {
      for (const exact of summed(entries)) {
        const { lines, rounding } = roundSummary(exact);
        const byLine = new Map(lines.map((line) => [lineOf(line), line]));
        for (const line of exact.lines) {
          const held = byLine.get(lineOf(line));
          expect(off(held?.amountMinor ?? 0n, line.amountMinor)).toBeLessThanOrEqual(unitMinor / 2n);
          for (const event of exact.events) {
            expect(off(shareOf(held, event), shareOf(line, event))).toBeLessThan(unitMinor);
          }
        }
        const all = [...lines, ...rounding];
        for (const line of all) {
          expect(line.amountMinor % unitMinor).toBe(0n);
          expect(sum(line.from.map(({ amountMinor }) => amountMinor))).toBe(line.amountMinor);
        }
        expect(new Set(rounding.map(({ side }) => side)).size).toBe(rounding.length);
        for (const event of ['', ...exact.events]) {
          const own = all.map((line) => ({
            ...line,
            amountMinor: event === '' ? line.amountMinor : shareOf(line, event),
          }));
          const { debitMinor, creditMinor } = entryTotals(own.filter(({ amountMinor }) => amountMinor > 0n));
          expect(debitMinor).toBe(creditMinor);
        }
      }
    }),
  );
});

test('with the lines that rounding adds it keeps within the limit', () => {
  fc.assert(
    fc.property(dayInDinar, fc.integer({ min: 4, max: 12 }), (entries, linesMax) => {
      for (const exact of summed(entries, linesMax)) {
        const { lines, rounding } = roundSummary(exact);
        expect(lines.length + rounding.length).toBeLessThanOrEqual(linesMax);
      }
    }),
  );
});
