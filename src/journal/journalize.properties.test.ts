// What holds of the entries of every ticket that foots, whatever is on it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventOf, type Json, randomSale } from '../events/random-sale.fixture.ts';
import { type DraftEntry, type DraftLine, entryTotals } from './journal-entry.ts';
import { journalize } from './journalize.ts';

const shown = fc.constantFrom('net', 'gross');

function entriesOf(input: unknown, discounts: 'net' | 'gross'): readonly DraftEntry[] {
  const journalized = journalize(eventOf(input), { currency: 'USD', discounts, overShortCapMinor: 0n });
  if (!journalized.ok) throw new Error(`out of balance by ${journalized.reason.amountMinor}`);
  return journalized.entries;
}

const linesOf = (entries: readonly DraftEntry[]): readonly DraftLine[] => entries.flatMap((entry) => entry.lines);

test('debits equal credits to the last minor unit, in each of its entries, and no line is zero', () => {
  fc.assert(
    fc.property(randomSale, shown, (sale, discounts) => {
      const entries = entriesOf(sale, discounts);
      expect(entries.length).toBeLessThanOrEqual(sale.currency === 'EUR' ? 2 : 1);
      for (const entry of entries) {
        const { debitMinor, creditMinor } = entryTotals(entry.lines);
        expect(debitMinor).toBe(creditMinor);
        expect(debitMinor).toBeGreaterThan(0n);
      }
    }),
  );
});

test('nothing is netted: each non-zero part is found whole on the side of its sign', () => {
  const parts = (list: readonly Json[]) => list.map((one) => String(one.amount)).filter((text) => /[1-9]/.test(text));
  fc.assert(
    fc.property(randomSale, (sale) => {
      const lines = linesOf(entriesOf(sale, 'net'));
      const found = (role: string, positive: 'debit' | 'credit') =>
        lines
          .filter((line) => line.role === role)
          .map(({ side, amountMinor }) => (side === positive ? amountMinor : -amountMinor));
      const minor = (texts: readonly string[]) => texts.map((text) => BigInt(text.replace('.', '')));
      expect(found('payment', 'debit')).toEqual(minor(parts(sale.payments)));
      expect(found('deposit', 'debit')).toEqual(minor(parts(sale.depositsApplied)));
      expect(found('sales', 'credit')).toEqual(minor(parts(sale.lines.filter(({ type }) => type === 'item'))));
      expect(found('sales-tax', 'credit')).toEqual(minor(parts(sale.lines.filter(({ type }) => type === 'tax'))));
    }),
  );
});

test('shown gross or net, the tenders and the total of revenue less discounts are the same', () => {
  const net = (lines: readonly DraftLine[]) =>
    lines
      .filter(({ role }) => role === 'sales' || role === 'discounts')
      .reduce((sum, line) => (line.side === 'credit' ? sum + line.amountMinor : sum - line.amountMinor), 0n);
  fc.assert(
    fc.property(randomSale, (sale) => {
      expect(net(linesOf(entriesOf(sale, 'gross')))).toBe(net(linesOf(entriesOf(sale, 'net'))));
    }),
  );
});

test('the order of lines and payments changes no total on either side, nor any line but its place', () => {
  const reordered = randomSale.chain((sale) =>
    fc
      .record({
        lines: fc.shuffledSubarray([...sale.lines], { minLength: sale.lines.length }),
        payments: fc.shuffledSubarray([...sale.payments], { minLength: sale.payments.length }),
      })
      .map((order) => [sale, { ...sale, ...order }] as const),
  );
  const content = (entries: readonly DraftEntry[]) =>
    linesOf(entries)
      .map((line) => `${line.side} ${line.role} ${line.subject} ${line.location} ${line.amountMinor}`)
      .sort();
  fc.assert(
    fc.property(reordered, shown, ([sale, other], discounts) => {
      const [before, after] = [entriesOf(sale, discounts), entriesOf(other, discounts)];
      expect(after.map((entry) => entryTotals(entry.lines))).toEqual(before.map((entry) => entryTotals(entry.lines)));
      expect(content(after)).toEqual(content(before));
    }),
  );
});

test('a ticket that is off by any amount makes no entry and says by how much', () => {
  const off = fc.integer({ min: -99_999, max: 99_999 }).filter((minor) => minor !== 0);
  fc.assert(
    fc.property(randomSale, off, (sale, minor) => {
      const digits = String(Math.abs(minor)).padStart(3, '0');
      const amount = `${minor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
      const event = eventOf({ ...sale, payments: [...sale.payments, { paymentType: 'cash', amount }] });
      expect(journalize(event, { currency: 'USD', discounts: 'net', overShortCapMinor: 0n })).toEqual({
        ok: false,
        reason: { kind: 'out-of-balance', amountMinor: BigInt(Math.abs(minor)) },
      });
    }),
  );
});
