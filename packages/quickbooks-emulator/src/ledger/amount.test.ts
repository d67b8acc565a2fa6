// Decimals as whole units, and amounts at exchange rates.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountNumber, atRate, formatAmount, parseAmount, parseDecimal, parseRate } from './amount.ts';

describe('a decimal', () => {
  test.each([
    ['1.5', 5, 150_000n],
    [2, 0, 2n],
    ['-0.000005', 5, -1n],
    ['0.0000049', 5, 0n],
    [1e-7, 7, 1n],
  ])('%s at %s places', (value, places, units) => {
    expect(parseDecimal(value, places)).toBe(units);
  });

  test.each(['', 'x', '1e9', null, undefined, {}, Number.NaN])('%s is none', (value) => {
    expect(parseDecimal(value, 5)).toBeNull();
  });

  test.each([
    ['1.005', 101n],
    ['1.0049999', 100n],
    ['0.995', 100n],
    ['-0.005', -1n],
    [0.1, 10n],
    [7, 700n],
    ['-2.5', -250n],
    ['9999999999999.99', 999_999_999_999_999n],
  ])('the amount %s is of cents, half up', (value, minor) => {
    expect(parseAmount(value)).toBe(minor);
  });
});

describe('an exchange rate', () => {
  test.each([0, -1, 'x', null, undefined])('is not %s', (value) => {
    expect(parseRate(value)).toBeNull();
  });

  test('turns an amount into the home currency, half a cent away from nothing', () => {
    const rate = parseRate('1.085') ?? 0n;
    expect([atRate(1000n, rate), atRate(100n, rate), atRate(-100n, rate)]).toEqual([1085n, 109n, -109n]);
  });
});

test('a number is the amount that its text is, whichever way it is read', () => {
  const numbers = fc.oneof(
    fc.maxSafeNat().map((minor) => minor / 100),
    fc.double(),
    fc.nat(10 ** 7).map((n) => n / 1000),
  );
  fc.assert(
    fc.property(numbers, fc.boolean(), (size, isNegative) => {
      const number = isNegative ? -size : size;
      expect(parseAmount(number)).toBe(parseAmount(String(number)));
    }),
    { numRuns: 2000 },
  );
});

test('an amount is the number that its text is', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (minor) => {
      expect(amountNumber(minor)).toBe(Number(formatAmount(minor)));
    }),
    { numRuns: 2000 },
  );
});
