// Money is exact both ways, and every way of writing an amount that could be misread is refused.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalPlaces, formatAmount, isCurrency, parseAmount } from './money.ts';

test('an amount comes back as it went in, whatever its decimals', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 11n), max: 10n ** 11n }),
      fc.constantFrom(0, 2, 3, 4),
      (amountMinor, decimals) => {
        expect(parseAmount(formatAmount(amountMinor, decimals), decimals)).toEqual({ ok: true, amountMinor });
      },
    ),
  );
});

test.each([
  '1.234',
  '1e2',
  '+1',
  '1,00',
  '1,000.00',
  '.5',
  '5.',
  '',
  ' 1',
  '-0.00',
  '-0',
  '1234567890123456',
  '١',
  '0x1',
  'NaN',
  '--1',
  '007',
])('refuses %j', (text) => {
  expect(parseAmount(text, 2).ok).toBe(false);
});

test('fewer decimals than the currency has are the same amount', () => {
  expect(parseAmount('1.5', 2)).toEqual(parseAmount('1.50', 2));
  expect(parseAmount('999999999999999', 0)).toEqual({ ok: true, amountMinor: 999999999999999n });
});

test('currencies have the decimals of ISO 4217', () => {
  expect(['JPY', 'USD', 'KWD', 'CLF'].map(decimalPlaces)).toEqual([0, 2, 3, 4]);
  expect(isCurrency('XXZ')).toBe(false);
});
