// Decimal text becomes whole numbers without anything being lost, or is refused.
import { expect, test } from 'vitest';
import { minorUnits, plainRate } from './exact-decimal.ts';

test.each([
  ['0', 2, 0n],
  ['12.5', 2, 1250n],
  ['12.50', 2, 1250n],
  ['-0.05', 2, -5n],
  ['15000', 0, 15000n],
  ['12.345', 3, 12345n],
  ['999999999999999.99', 2, 99_999_999_999_999_999n],
])('%s with %i decimals is %s in the smallest unit', (text, decimals, minor) => {
  expect(minorUnits(text, decimals)).toBe(minor);
});

test.each(['', '1.', '.5', '1,00', '1e3', '+1', ' 1', '0.001'])('%j is no amount of two decimals', (text) => {
  expect(() => minorUnits(text, 2)).toThrow(/is no decimal|more than 2 decimals/);
});

test.each([
  ['1.0850', '1.085'],
  ['1.000', '1'],
  ['110', '110'],
  ['0.0066125000', '0.0066125'],
])('the rate %s is the rate %s', (given, plain) => {
  expect(plainRate(given)).toBe(plain);
});
