// What holds of the entries of every event there could be, whatever its kind and currency.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { financialEventKinds } from '../events/financial-event.ts';
import { negatedVoidOf, randomEvent, voidOf } from '../events/random-event.fixture.ts';
import { eventOf, type Json } from '../events/random-sale.fixture.ts';
import { decimalPlaces } from '../money.ts';
import { linesProblem, mirrorEntries } from '../pipeline/reversals.ts';
import { type DraftEntry, entryTotals } from './journal-entry.ts';
import { journalize } from './journalize.ts';
import { quickbooksDecimals, roundEntry } from './round-entry.ts';

const shown = fc.constantFrom('net', 'gross');

function entriesOf(input: Json, discounts: 'net' | 'gross'): readonly DraftEntry[] {
  const journalized = journalize(eventOf(input), { currency: 'USD', discounts, overShortCapMinor: 0n });
  if (!journalized.ok) throw new Error(`out of balance by ${journalized.reason.amountMinor}`);
  return journalized.entries;
}

/** Side by side, without where it comes from. */
const sides = (entries: readonly DraftEntry[]) =>
  entries.map(({ currency, exchangeRate, lines }) => [
    `${currency} ${exchangeRate}`,
    ...lines.map(
      ({ role, subject, location, side, amountMinor }) => `${side} ${role} ${subject} ${location} ${amountMinor}`,
    ),
  ]);

const turned = (entries: readonly DraftEntry[]): readonly DraftEntry[] =>
  entries.map((entry) => ({
    ...entry,
    lines: entry.lines.map((line) => ({ ...line, side: line.side === 'debit' ? 'credit' : 'debit' }) as const),
  }));

/** What a JSON pointer leads to. */
const partAt = (event: Json, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], event);

test('events of every kind are tried', () => {
  const kinds = new Set(fc.sample(randomEvent, { numRuns: 500, seed: 1 }).map(({ kind }) => kind));
  expect(kinds).toEqual(new Set(financialEventKinds));
});

test('debits equal credits to the last minor unit, no line is zero, and each comes from a part that is there', () => {
  fc.assert(
    fc.property(randomEvent, shown, (input, discounts) => {
      for (const entry of entriesOf(input, discounts)) {
        const { debitMinor, creditMinor } = entryTotals(entry.lines);
        expect(debitMinor).toBe(creditMinor);
        expect(debitMinor).toBeGreaterThan(0n);
        for (const { from } of entry.lines) {
          expect(from).toHaveLength(1);
          expect(partAt(input, from[0]?.pointer ?? '')).toBeDefined();
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('a void without lines is the exact mirror, line by line, on its own date and at the rate of what it voids', () => {
  fc.assert(
    fc.property(randomEvent, shown, (input, discounts) => {
      const entries = entriesOf(input, discounts);
      const reversing = eventOf(voidOf(input));
      expect(reversing.mirrorsOriginal).toBe(true);
      const mirrored = mirrorEntries(entries, reversing);
      expect(sides(mirrored)).toEqual(sides(turned(entries)));
      expect(mirrored.map(({ businessDate }) => businessDate)).toEqual(entries.map(() => '2026-12-01'));
      expect(sides(mirrorEntries(mirrored, reversing))).toEqual(sides(entries));
    }),
    { numRuns: 500 },
  );
});

test('a void that comes with everything negated makes the mirror by the rules themselves', () => {
  fc.assert(
    fc.property(randomEvent, shown, (input, discounts) => {
      const given = entriesOf(negatedVoidOf(input), discounts);
      const entries = entriesOf(input, discounts);
      expect(sides(given)).toEqual(sides(turned(entries)));
      expect(linesProblem(given, mirrorEntries(entries, eventOf(negatedVoidOf(input))))).toBeNull();
    }),
    { numRuns: 500 },
  );
});

test('an event makes the same entries whatever came before it', () => {
  const several = fc.array(randomEvent, { minLength: 2, maxLength: 6 }).chain((events) =>
    fc.shuffledSubarray(
      events.map((event, index): Json => ({ ...event, sourceId: `t-${index}` })),
      { minLength: events.length },
    ),
  );
  fc.assert(
    fc.property(several, (events) => {
      const inThisOrder = events.map((event) => [String(event.sourceId), entriesOf(event, 'net')] as const);
      const inTheOther = [...events]
        .reverse()
        .map((event) => [String(event.sourceId), entriesOf(event, 'net')] as const);
      expect(new Map(inTheOther)).toEqual(new Map(inThisOrder));
    }),
  );
});

test('QuickBooks gets a rounding line only where rounding was needed, and an entry that balances', () => {
  fc.assert(
    fc.property(randomEvent, shown, (input, discounts) => {
      for (const entry of entriesOf(input, discounts)) {
        const rounded = roundEntry(entry);
        const unitMinor = 10n ** BigInt(Math.max(decimalPlaces(entry.currency) - quickbooksDecimals, 0));
        const added = rounded.lines.filter(({ rule }) => rule === 'quickbooks.two-decimals');
        if (entry.lines.every(({ amountMinor }) => amountMinor % unitMinor === 0n)) expect(rounded).toBe(entry);
        expect(added.length).toBeLessThanOrEqual(1);
        // Each line is off by half a cent at most, and so is their difference for each of them.
        for (const { amountMinor } of added) {
          expect(amountMinor * 2n).toBeLessThanOrEqual(unitMinor * BigInt(entry.lines.length));
        }
        const { debitMinor, creditMinor } = entryTotals(rounded.lines);
        expect(debitMinor).toBe(creditMinor);
        expect(debitMinor % unitMinor).toBe(0n);
      }
    }),
    { numRuns: 1000 },
  );
});
