// Amounts in QuickBooks' two decimals and in home currency are exact, rounded half up where they must be.
import { expect, test } from 'vitest';
import { conversionDifference, homeHundredths, toHundredths } from './home-amounts.ts';

test.each([
  [1250n, 'USD', 1250n],
  [15000n, 'JPY', 1_500_000n],
  [12_345n, 'KWD', 1235n],
  [-12_345n, 'KWD', -1235n],
  [12_344n, 'KWD', 1234n],
])('%s in the smallest unit of %s are %s hundredths', (minor, currency, hundredths) => {
  expect(toHundredths(minor, currency)).toBe(hundredths);
});

test.each([
  [10_000n, 'EUR', '1.085', 10_850n],
  [1n, 'EUR', '1.5', 2n],
  [-1n, 'EUR', '1.5', -2n],
  [15_000n, 'JPY', '0.0066125', 9919n],
  [2500n, 'USD', null, 2500n],
])('%s %s at %s are %s hundredths at home', (minor, currency, exchangeRate, home) => {
  expect(homeHundredths(minor, { currency, exchangeRate })).toBe(home);
});

test('an entry that balances in its own currency may not balance at home, line by line', () => {
  const line = (side: 'debit' | 'credit', amountMinor: bigint) => ({
    ...{ side, amountMinor, role: 'sales', subject: null, location: 'main' },
    from: [],
  });
  const entry = {
    ...{ businessDate: '2026-11-03', currency: 'EUR', exchangeRate: '1.5' },
    lines: [line('debit', 2n), line('credit', 1n), line('credit', 1n)],
  };
  expect(conversionDifference(entry)).toBe(-1n);
  expect(conversionDifference({ ...entry, exchangeRate: '2' })).toBe(0n);
});
