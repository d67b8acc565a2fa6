// Days and periods, whatever the clock of the reader.
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  formatDay,
  formatLongDay,
  formatMonth,
  formatMonthName,
  isDay,
  isMonth,
  periodDays,
  periodProblem,
  shopClock,
  todayIn,
  weekdayOf,
  weekdays,
} from './dates.ts';

describe('dates', () => {
  it('keeps a business date the same day in every time zone', () => {
    expect(formatDay('2026-11-03')).toBe('Nov 3, 2026');
  });

  it('names a month the same everywhere', () => {
    expect(formatMonth('2026-01')).toBe('January 2026');
    expect(formatMonthName('2026-01')).toBe('January');
  });

  it("shows an instant by the shop's clock, and names the zone to a reader who has another", () => {
    const at = '2026-11-04T02:20:05Z';
    const there = shopClock('America/New_York', { readersZone: 'America/New_York' });
    expect(plain(there.formatInstant(at))).toBe('Nov 3, 2026, 9:20 PM');
    expect(plain(there.formatSecond(at))).toBe('Nov 3, 2026, 9:20:05 PM');
    expect(there.formatDayOf(at)).toBe('Nov 3');
    const elsewhere = shopClock('America/New_York', { readersZone: 'Asia/Tokyo' });
    expect(plain(elsewhere.formatInstant(at))).toBe('Nov 3, 2026, 9:20 PM EST');
    expect(plain(elsewhere.formatSecond('2026-07-04T02:20:05Z'))).toBe('Jul 3, 2026, 10:20:05 PM EDT');
  });

  it('names the zone of a location beside a company that has another, to a reader there, too', () => {
    const zones = { readersZone: 'Pacific/Honolulu', companyZone: 'America/New_York' };
    const honolulu = shopClock('Pacific/Honolulu', zones);
    expect(plain(honolulu.formatInstant('2026-11-04T06:30:00Z'))).toBe('Nov 3, 2026, 8:30 PM HST');
  });

  it('reads an instant with an offset as the moment it names', () => {
    const berlin = shopClock('Europe/Berlin', { readersZone: 'Europe/Berlin' });
    expect(plain(berlin.formatInstant('2026-11-03T16:20:05-05:00'))).toBe('Nov 3, 2026, 10:20 PM');
  });

  it("takes today from the shop's clock, not the reader's", () => {
    const justAfterMidnightUtc = new Date('2026-11-24T02:00:00Z');
    expect(todayIn('America/New_York', justAfterMidnightUtc)).toBe('2026-11-23');
    expect(todayIn('Europe/Berlin', justAfterMidnightUtc)).toBe('2026-11-24');
  });

  it('counts days over the end of a month and a leap day', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  });

  it('counts months over the end of a year', () => {
    expect([addMonths('2026-11', 2), addMonths('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  });

  it('names the days of a week, Sunday first', () => {
    expect(weekdays.map(({ short }) => short).join(' ')).toBe('Sun Mon Tue Wed Thu Fri Sat');
    expect(weekdays[weekdayOf('2026-11-03')]?.long).toBe('Tuesday');
    expect(formatLongDay('2026-11-03')).toBe('Tuesday, November 3, 2026');
  });

  it('makes a period of as many days as it says', () => {
    const none = { from: undefined, to: undefined };
    expect(periodDays('last-7', '2026-11-24', none)).toEqual({ from: '2026-11-18', to: '2026-11-24' });
    expect(periodDays('this-month', '2026-11-24', none)).toEqual({ from: '2026-11-01', to: '2026-11-24' });
  });

  it('turns a custom period the right way round and ignores what is no day', () => {
    expect(periodDays('custom', '2026-11-24', { from: '2026-11-20', to: '2026-11-01' })).toEqual({
      from: '2026-11-01',
      to: '2026-11-20',
    });
    expect(periodDays('custom', '2026-11-24', { from: '2026-13-40', to: 'x' })).toEqual({
      from: '2026-10-26',
      to: '2026-11-24',
    });
    expect(isDay('2026-02-30')).toBe(false);
    expect(['2026-02', '2026-13', 'x'].map(isMonth)).toEqual([true, false, false]);
  });
});

describe('two days', () => {
  it('are a period in their order, of days that are there, and as long as a chart can show', () => {
    const problem = (from: string, to: string) => periodProblem({ from, to });
    expect(problem('2026-11-03', '2026-11-03')).toBeNull();
    expect([problem('2026-11-04', '2026-11-03'), problem('', '2026-11-03')]).toEqual(['order', 'incomplete']);
    expect([problem('0002-11-03', '2026-11-03'), problem('1000-01-01', '2026-11-03')]).toEqual(['early', 'long']);
    expect([problem('2023-01-01', '2026-01-04'), problem('2023-01-01', '2026-01-05')]).toEqual([null, 'long']);
  });
});

/** Intl puts a narrow no-break space before AM and PM. */
const plain = (text: string) => text.replace(/\s/g, ' ');
