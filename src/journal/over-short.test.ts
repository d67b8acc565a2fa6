// Up to the cap a difference goes to over and short, a minor unit beyond it the ticket is held; foreign ones at their own rate.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventOf, randomSale } from '../events/random-sale.fixture.ts';
import { journalize } from './journalize.ts';
import { footingDifference, isWithinCap } from './over-short.ts';

const settings = (overShortCapMinor: bigint) => ({ currency: 'USD', discounts: 'net', overShortCapMinor }) as const;

const saleOf = (change: object) => {
  const event = eventOf({
    source: 'till',
    kind: 'sale',
    sourceId: 's-1',
    occurredAt: '2026-11-03T16:20:05-05:00',
    location: 'main',
    lines: [{ type: 'item', itemClass: 'gifts', quantity: '1', amount: '10' }],
    ...change,
  });
  if (event.kind !== 'sale') throw new Error('no sale');
  return event;
};
const paid = (amount: string) => [{ paymentType: 'cash', amount }];

test('what is missing is debited, what is too much credited, to the last minor unit of the cap', () => {
  const lineOf = (amount: string, capMinor: bigint) => {
    const journalized = journalize(saleOf({ payments: paid(amount) }), settings(capMinor));
    if (!journalized.ok) return journalized.reason.amountMinor;
    const line = journalized.entries[0]?.lines.find(({ role }) => role === 'over-short');
    return line === undefined ? null : [line.side, line.amountMinor, line.from[0]?.pointer];
  };
  expect(lineOf('9.95', 5n)).toEqual(['debit', 5n, '']);
  expect(lineOf('10.05', 5n)).toEqual(['credit', 5n, '']);
  expect(lineOf('9.94', 5n)).toBe(6n);
  expect(lineOf('10.06', 5n)).toBe(6n);
  expect(lineOf('10.00', 5n)).toBeNull();
  expect(lineOf('9.99', 0n)).toBe(1n);
});

test.each([
  // currency, rate, difference in its minor units, cap in cents, whether the cap takes it
  ['JPY', '0.0065', 7n, 5n, true],
  ['JPY', '0.0065', 8n, 5n, false],
  ['JPY', '0.01', 5n, 5n, true],
  ['KWD', '3.25', 15n, 5n, true],
  ['KWD', '3.25', 16n, 5n, false],
  ['EUR', '1', 5n, 5n, true],
  ['EUR', '1.0000000001', 5n, 5n, false],
  ['EUR', '0.0000000001', 10_000_000_000n, 1n, true],
])('%s at %s: %d against a cap of %d cents', (currency, exchangeRate, differenceMinor, capMinor, within) => {
  const sale = saleOf({ currency, exchangeRate, payments: paid('10') });
  expect(isWithinCap(differenceMinor, sale, settings(capMinor))).toBe(within);
  expect(isWithinCap(-differenceMinor, sale, settings(capMinor))).toBe(within);
});

test('whatever the ticket, an entry within the cap balances and holds exactly the difference', () => {
  const off = fc.integer({ min: -20, max: 20 });
  fc.assert(
    fc.property(randomSale, off, fc.integer({ min: 0, max: 20 }), (sale, cents, cap) => {
      const amount = `${cents < 0 ? '-' : ''}0.${String(Math.abs(cents)).padStart(2, '0')}`;
      const own = { ...sale, currency: 'USD', exchangeRate: undefined };
      const { exchangeRate: _none, ...input } = own;
      const event = eventOf({ ...input, payments: [...sale.payments, ...(cents === 0 ? [] : paid(amount))] });
      if (event.kind !== 'sale') throw new Error('no sale');
      expect(footingDifference(event)).toBe(BigInt(-cents));
      const journalized = journalize(event, settings(BigInt(cap)));
      expect(journalized.ok).toBe(Math.abs(cents) <= cap);
      if (!journalized.ok) return;
      const lines = journalized.entries.flatMap((entry) => entry.lines);
      const signed = (role: string | null) =>
        lines
          .filter((line) => role === null || line.role === role)
          .reduce((sum, line) => sum + (line.side === 'debit' ? line.amountMinor : -line.amountMinor), 0n);
      expect(signed('over-short')).toBe(BigInt(-cents));
      expect(signed(null)).toBe(0n);
    }),
  );
});
