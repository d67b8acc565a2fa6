// The columns of days that a report is summarized by: where each begins and ends, and what stands above it.
import { describe, expect, test } from 'vitest';
import type { WriteContext } from '../entities/definition.ts';
import { summaryOf } from './slices.ts';

/** Columns of days look at nothing but the period. */
const context = {} as WriteContext;
const slicesOf = (by: string, from: string, to: string) => {
  const query = new URLSearchParams({ summarize_column_by: by });
  return summaryOf(query, { from, to, macro: null }, context).slices;
};
const titles = (by: string, from: string, to: string) => slicesOf(by, from, to).map(({ title }) => title);

describe('a column', () => {
  test.each([
    ['Month', '2020-01-01', '2020-03-31', ['Jan 2020', 'Feb 2020', 'Mar 2020']],
    ['month', '2026-01-15', '2026-02-10', ['Jan 15 - 31, 2026', 'Feb 1 - 10, 2026']],
    ['Quarter', '2026-01-01', '2026-06-30', ['Jan - Mar 2026', 'Apr - Jun 2026']],
    ['FiscalQuarter', '2026-02-01', '2026-03-31', ['Feb - Mar 2026']],
    ['Year', '2013-07-04', '2015-06-21', ['Jul 4 - Dec 31, 2013', 'Jan - Dec 2014', 'Jan 1 - Jun 21, 2015']],
    ['Week', '2026-11-01', '2026-11-16', ['Nov 1 - 7, 2026', 'Nov 8 - 14, 2026', 'Nov 15 - 16, 2026']],
    ['Week', '2025-12-28', '2026-01-04', ['Dec 28, 2025 - Jan 3, 2026', 'Jan 4, 2026']],
    ['Days', '2026-02-28', '2026-03-01', ['Feb 28, 2026', 'Mar 1, 2026']],
  ])('by %s from %s to %s', (by, from, to, wanted) => {
    expect(titles(by, from, to)).toEqual(wanted);
  });

  test('begins the day after the one before it ended, and the last ends with the period', () => {
    for (const by of ['Days', 'Week', 'Month', 'Quarter', 'Year']) {
      const slices = slicesOf(by, '2027-11-17', '2028-03-02');
      expect([slices[0]?.from, slices.at(-1)?.to]).toEqual(['2027-11-17', '2028-03-02']);
      for (const [index, { from }] of slices.slice(1).entries()) {
        expect(Date.parse(from) - Date.parse(slices[index]?.to ?? '')).toBe(86_400_000);
      }
    }
  });

  test('is one where nothing is summarized', () => {
    expect(titles('Total', '2026-01-01', '2026-12-31')).toEqual(['Total']);
    expect(titles('', '2026-01-01', '2026-12-31')).toEqual(['Total']);
  });

  test('is of no unit that the schema does not know, and not one of thousands', () => {
    expect(() => titles('Fortnight', '2026-01-01', '2026-12-31')).toThrow(/^2170/);
    expect(() => titles('Days', '2020-01-01', '2026-12-31')).toThrow(/^10100/);
  });
});
