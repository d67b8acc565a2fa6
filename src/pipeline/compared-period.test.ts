// What a period is compared with, and changes in percent.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changePercent, comparedDays, dayCount, daysOfMonth } from './compared-period.ts';

test('the previous period has as many days and ends the day before', () => {
  const period = { from: '2026-03-01', to: '2026-03-07' };
  expect(comparedDays(period, 'previous-period')).toEqual({ from: '2026-02-22', to: '2026-02-28' });
  expect(comparedDays({ from: '2026-01-01', to: '2026-01-01' }, 'previous-period')).toEqual({
    from: '2025-12-31',
    to: '2025-12-31',
  });
});

test('last year has the same days; a leap day has the one before it', () => {
  expect(comparedDays({ from: '2026-11-01', to: '2026-11-30' }, 'last-year')).toEqual({
    from: '2025-11-01',
    to: '2025-11-30',
  });
  expect(comparedDays({ from: '2028-02-29', to: '2028-03-01' }, 'last-year')).toEqual({
    from: '2027-02-28',
    to: '2027-03-01',
  });
});

test('with none there is nothing to compare with', () => {
  expect(comparedDays({ from: '2026-11-01', to: '2026-11-30' }, 'none')).toBeNull();
});

test('a month ends on its last day, in leap years too', () => {
  expect(daysOfMonth('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
  expect(daysOfMonth('2026-12')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  expect(dayCount(daysOfMonth('2026-02'))).toBe(28);
});

test.each([
  [110n, 100n, 10],
  [90n, 100n, -10],
  [50n, -100n, 150],
  [1n, 3n, -66.7],
  [2001n, 2000n, 0.1],
  [0n, 100n, -100],
  [100n, 0n, null],
])('%s after %s is a change of %s percent', (now, before, expected) => {
  expect(changePercent(now, before)).toBe(expected);
});

test('a change in percent has the sign of the change', () => {
  const amount = fc.bigInt(-(10n ** 15n), 10n ** 15n);
  fc.assert(
    fc.property(amount, amount, (now, before) => {
      const percent = changePercent(now, before);
      if (before === 0n) return percent === null;
      return percent === 0 || (percent ?? 0) > 0 === now > before;
    }),
  );
});
