// Money is exact both ways, and every way of writing an amount that could be misread is refused.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  currenciesWithOtherDecimals,
  decimalPlaces,
  decimalRule,
  formatAmount,
  formatMinor,
  isCurrency,
  parseAmount,
} from './money.ts';

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

test.each([
  [0n, 0, '0'],
  [-5n, 0, '-5'],
  [1234567n, 0, '1234567'],
  [0n, 2, '0.00'],
  [5n, 2, '0.05'],
  [-5n, 2, '-0.05'],
  [-100n, 2, '-1.00'],
  [999999999999999n, 2, '9999999999999.99'],
  [5n, 3, '0.005'],
  [-12345n, 3, '-12.345'],
  [1n, 4, '0.0001'],
])('%s minor units of %i decimals are written %s', (amountMinor, decimals, text) => {
  expect(formatAmount(amountMinor, decimals)).toBe(text);
});

test('an amount is written with all the decimals of its currency', () => {
  expect(['JPY', 'USD', 'KWD', 'CLF'].map((currency) => formatMinor(120000n, currency))).toEqual([
    '120000',
    '1200.00',
    '120.000',
    '12.0000',
  ]);
  expect(() => formatMinor(1n, 'XXX')).toThrow(RangeError);
});

// Facts of ISO 4217, written down apart from the table that they check.
test('currencies without decimals, with three and with four are those of ISO 4217', () => {
  const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = alphabet.flatMap((a) => alphabet.flatMap((b) => alphabet.map((c) => a + b + c))).filter(isCurrency);
  const withDecimals = (decimals: number) => codes.filter((code) => decimalPlaces(code) === decimals);
  expect(withDecimals(0)).toHaveLength(17);
  expect(withDecimals(0)).toEqual(expect.arrayContaining(['CLP', 'ISK', 'JPY', 'KRW', 'PYG', 'UGX', 'VND', 'XOF']));
  expect(withDecimals(3)).toEqual(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);
  expect(withDecimals(4)).toEqual(['CLF', 'UYW']);
  expect(withDecimals(2)).toEqual(
    expect.arrayContaining(['AUD', 'CAD', 'CHF', 'CNY', 'EUR', 'GBP', 'HUF', 'IDR', 'INR', 'MXN', 'NZD', 'TWD', 'USD']),
  );
  expect(codes).toHaveLength(166);
});

test('currencies of other decimals are all but those of the same', () => {
  expect(currenciesWithOtherDecimals(2)).toEqual(expect.arrayContaining(['JPY', 'KWD', 'CLF']));
  expect(currenciesWithOtherDecimals(2)).not.toContain('USD');
  expect(currenciesWithOtherDecimals(0)).toEqual(expect.arrayContaining(['USD', 'KWD']));
  expect(currenciesWithOtherDecimals(0)).not.toContain('JPY');
});

test.each(['usd', 'US', 'USDT', 'XXX', 'XTS', 'XAU', 'DEM', '', 'EUR '])('%j is no currency to sell in', (code) => {
  expect(isCurrency(code)).toBe(false);
});

test('a decimal is what the pattern of the API says, whatever characters come', () => {
  const pattern = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
  const isMinusZero = (text: string) => text.startsWith('-') && !/[1-9]/.test(text);
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom('-', '.', '0', '1', '9', '/', ':', ' ', '١'), maxLength: 8 }),
    fc.string(),
  );
  fc.assert(
    fc.property(text, (given) => {
      expect(decimalRule(given) === null).toBe(pattern.test(given) && !isMinusZero(given));
    }),
    { numRuns: 2000 },
  );
});
