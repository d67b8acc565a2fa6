// The named periods of reports, on a Wednesday in the middle of a month, of a quarter, and of a leap year.
import { describe, expect, test } from 'vitest';
import { periodOf } from './period.ts';

const today = '2028-05-17';
const named = (macro: string, day = today) => {
  const { from, to } = periodOf(new URLSearchParams({ date_macro: macro }), day);
  return [from, to];
};

describe('the period', () => {
  test.each([
    ['All', '1900-01-01', today],
    ['Today', today, today],
    ['Yesterday', '2028-05-16', '2028-05-16'],
    ['This Week', '2028-05-14', '2028-05-20'],
    ['This Week-to-date', '2028-05-14', today],
    ['This Month', '2028-05-01', '2028-05-31'],
    ['This Month-to-date', '2028-05-01', today],
    ['This Fiscal Quarter', '2028-04-01', '2028-06-30'],
    ['This Fiscal Quarter-to-date', '2028-04-01', today],
    ['This Fiscal Year', '2028-01-01', '2028-12-31'],
    ['This Fiscal Year-to-date', '2028-01-01', today],
    ['This Calendar Quarter', '2028-04-01', '2028-06-30'],
    ['This Calendar Year-to-date', '2028-01-01', today],
    ['Last Week', '2028-05-07', '2028-05-13'],
    ['Last Week-to-date', '2028-05-07', '2028-05-10'],
    ['Last Month', '2028-04-01', '2028-04-30'],
    ['Last Month-to-date', '2028-04-01', '2028-04-17'],
    ['Last Fiscal Quarter', '2028-01-01', '2028-03-31'],
    ['Last Fiscal Quarter-to-date', '2028-01-01', '2028-02-16'],
    ['Last Calendar Year', '2027-01-01', '2027-12-31'],
    ['Last Calendar Year-to-date', '2027-01-01', '2027-05-18'],
    ['Next Week', '2028-05-21', '2028-05-27'],
    ['Next 4 Weeks', '2028-05-21', '2028-06-17'],
    ['Next Month', '2028-06-01', '2028-06-30'],
    ['Next Fiscal Quarter', '2028-07-01', '2028-09-30'],
    ['Next Calendar Year', '2029-01-01', '2029-12-31'],
  ])('%s is from %s to %s', (macro, from, to) => {
    expect(named(macro)).toEqual([from, to]);
    expect(named(macro.toLowerCase())).toEqual([from, to]);
  });

  test('before a year began is of the year before', () => {
    expect(named('Last Month', '2028-01-31')).toEqual(['2027-12-01', '2027-12-31']);
    expect(named('Last Fiscal Quarter', '2028-01-31')).toEqual(['2027-10-01', '2027-12-31']);
  });

  test('to a day that the month before did not have ends with it', () => {
    expect(named('Last Month-to-date', '2028-03-31')).toEqual(['2028-02-01', '2028-02-29']);
  });

  test.each(['Someday', 'Next Week-to-date', 'This Fortnight', 'last'])('%s is none', (macro) => {
    expect(() => named(macro)).toThrow(/^2170/);
  });
});
