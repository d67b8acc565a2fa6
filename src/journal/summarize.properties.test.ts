// What holds of every day's summary, whatever was sold: it balances, it is the sum of its events, and every share is told.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventOf, type Json, randomSale } from '../events/random-sale.fixture.ts';
import type { ResolvedEntry, ResolvedLine } from './journal-entry.ts';
import { entryTotals } from './journal-entry.ts';
import { journalize } from './journalize.ts';
import { balancedParts, withinLineLimit } from './split-entry.ts';
import { type SummaryPart, startSummary } from './summarize.ts';

const settings = { currency: 'USD', discounts: 'gross', overShortCapMinor: 0n } as const;
const day = { businessDate: '2026-11-03', location: 'main', sequence: 1 };

/** Two roles and more on one account, as in life. */
const accountOf: Readonly<Record<string, string>> = { sales: '1', shipping: '1', payment: '2', deposit: '2' };

function entriesOf(input: Json): readonly ResolvedEntry[] {
  const journalized = journalize(eventOf(input), settings);
  if (!journalized.ok) throw new Error(`out of balance by ${journalized.reason.amountMinor}`);
  return journalized.entries.map((entry) => ({
    ...entry,
    lines: entry.lines.map((line) => ({ ...line, accountId: accountOf[line.role] ?? line.role, mapping: null })),
  }));
}

const dayOfSales = fc
  .array(randomSale, { minLength: 1, maxLength: 8 })
  .map((sales) => sales.map((sale, index) => entriesOf({ ...sale, sourceId: `t-${index}` })));

function summarize(events: readonly (readonly ResolvedEntry[])[], linesMax?: number): readonly SummaryPart[] {
  const summary = startSummary(day, linesMax);
  for (const entries of events) summary.add(entries);
  return summary.parts();
}

const linesOf = (entries: readonly { readonly lines: readonly ResolvedLine[] }[]) =>
  entries.flatMap((entry) => entry.lines);

/** By everything a summary keeps apart, each side for itself. */
function totals(entries: readonly ResolvedEntry[]): Record<string, bigint> {
  const found: Record<string, bigint> = {};
  for (const entry of entries) {
    for (const line of entry.lines) {
      const { rule, role, subject, side, location, accountId } = line;
      const key = [entry.currency, entry.exchangeRate, rule, role, subject, side, location, accountId].join(' ');
      found[key] = (found[key] ?? 0n) + line.amountMinor;
    }
  }
  return found;
}

test('it is the sum of its events, side by side, and every entry of it balances', () => {
  fc.assert(
    fc.property(dayOfSales, (events) => {
      const entries = summarize(events).map((part) => part.entry);
      expect(totals(entries)).toEqual(totals(events.flat()));
      for (const entry of entries) {
        const { debitMinor, creditMinor } = entryTotals(entry.lines);
        expect(debitMinor).toBe(creditMinor);
      }
    }),
  );
});

test('merging leaves one line a rule, role, subject, side, location and account, and changes no side of an entry', () => {
  fc.assert(
    fc.property(dayOfSales, (events) => {
      const entries = summarize(events).map((part) => part.entry);
      expect(linesOf(entries)).toHaveLength(Object.keys(totals(entries)).length);
      for (const entry of entries) {
        const same = events
          .flat()
          .filter(({ currency, exchangeRate }) => currency === entry.currency && exchangeRate === entry.exchangeRate);
        expect(entryTotals(entry.lines)).toEqual(entryTotals(linesOf(same)));
      }
    }),
  );
});

test('the order of events never matters', () => {
  const content = (parts: readonly SummaryPart[]) =>
    parts.map(({ entry }) => ({
      ...entry,
      events: [...entry.events].sort(),
      lines: entry.lines.map((line) => ({
        ...line,
        from: line.from.map((one) => JSON.stringify({ ...one, amountMinor: String(one.amountMinor) })).sort(),
      })),
    }));
  fc.assert(
    fc.property(
      dayOfSales.chain((events) =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray([...events], { minLength: events.length })),
      ),
      ([events, shuffled]) => {
        expect(content(summarize(shuffled))).toEqual(content(summarize(events)));
      },
    ),
  );
});

test('each line is explained down to its tickets: shares add up to it, and to each event’s own lines', () => {
  fc.assert(
    fc.property(dayOfSales, (events) => {
      const lines = linesOf(summarize(events).map((part) => part.entry));
      const shares = new Map<string, bigint>();
      for (const line of lines) {
        expect(line.from.reduce((sum, one) => sum + (one.amountMinor ?? 0n), 0n)).toBe(line.amountMinor);
        for (const { key, pointer, amountMinor = 0n } of line.from) {
          const share = `${key} ${pointer} ${line.role} ${line.side}`;
          shares.set(share, (shares.get(share) ?? 0n) + amountMinor);
        }
      }
      const own = linesOf(events.flat()).map(
        ({ from: [first], role, side, amountMinor }) =>
          [`${first?.key} ${first?.pointer} ${role} ${side}`, amountMinor] as const,
      );
      expect(shares).toEqual(new Map(own));
    }),
  );
});

test('over the line limit it splits into numbered parts of whole events, each of which balances', () => {
  fc.assert(
    fc.property(dayOfSales, fc.integer({ min: 2, max: 12 }), (events, linesMax) => {
      const parts = summarize(events, linesMax);
      expect(totals(parts.map((part) => part.entry))).toEqual(totals(events.flat()));
      for (const { entry } of parts) {
        expect(entry.lines.length).toBeLessThanOrEqual(linesMax);
        const { debitMinor, creditMinor } = entryTotals(entry.lines);
        expect(debitMinor).toBe(creditMinor);
      }
      const partsByEvent = new Map<string, number>();
      for (const part of parts) {
        for (const key of part.events) {
          const id = `${key} ${part.entry.currency}`;
          partsByEvent.set(id, (partsByEvent.get(id) ?? 0) + 1);
        }
      }
      for (const entry of events.flat()) {
        // Only an event that is too long by itself may be in several.
        if (
          new Set(
            linesOf([entry]).map(({ rule, role, subject, side, location }) =>
              [rule, role, subject, side, location].join(),
            ),
          ).size > linesMax
        )
          continue;
        if (entry.lines.length === 0) continue;
        expect(partsByEvent.get(`${entry.events[0]} ${entry.currency}`)).toBe(1);
      }
    }),
  );
});

test('one entry with too many lines comes apart into balanced parts of the same totals', () => {
  fc.assert(
    fc.property(randomSale, fc.integer({ min: 2, max: 6 }), (sale, linesMax) => {
      for (const entry of entriesOf(sale)) {
        const parts = withinLineLimit(entry, linesMax);
        for (const part of parts) {
          expect(part.lines.length).toBeLessThanOrEqual(linesMax);
          const { debitMinor, creditMinor } = entryTotals(part.lines);
          expect(debitMinor).toBe(creditMinor);
          expect(part.memo).toContain(entry.memo);
        }
        const lines = parts.flatMap((part) => part.lines as readonly ResolvedLine[]);
        expect(totals([{ ...entry, lines }])).toEqual(totals([entry]));
      }
    }),
  );
});

test('whatever amounts stand against each other, no part is empty and no line zero', () => {
  const amounts = fc.array(fc.bigInt({ min: 1n, max: 1000n }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(amounts, amounts, fc.integer({ min: 2, max: 7 }), (debits, credits, linesMax) => {
      const sum = (list: readonly bigint[]) => list.reduce((total, one) => total + one, 0n);
      const gap = sum(debits) - sum(credits);
      const sides = [
        ...[...debits, ...(gap < 0n ? [-gap] : [])].map((amountMinor) => ['debit', amountMinor] as const),
        ...[...credits, ...(gap > 0n ? [gap] : [])].map((amountMinor) => ['credit', amountMinor] as const),
      ];
      const lines = sides.map(
        ([side, amountMinor], index): ResolvedLine => ({
          ...{ rule: null, role: 'payment', subject: `p-${index}`, location: 'main', accountId: '1', mapping: null },
          ...{ side, amountMinor, from: [{ key: 'till/sale/t', pointer: `/payments/${index}` }] },
        }),
      );
      const parts = balancedParts(lines, linesMax);
      for (const part of parts) {
        expect(part.length).toBeGreaterThanOrEqual(2);
        expect(part.length).toBeLessThanOrEqual(Math.min(linesMax, lines.length));
        const { debitMinor, creditMinor } = entryTotals(part);
        expect(debitMinor).toBe(creditMinor);
      }
      for (const line of lines) {
        const pieces = parts.flat().filter(({ subject }) => subject === line.subject);
        expect(sum(pieces.map(({ amountMinor }) => amountMinor))).toBe(line.amountMinor);
      }
    }),
  );
});
