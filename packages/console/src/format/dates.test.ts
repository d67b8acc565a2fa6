// Days and periods, whatever the clock of the reader.
import { describe, expect, it } from 'vitest';
import { addDays, formatDay, isDay, periodDays, todayIn } from './dates.ts';

describe('dates', () => {
  it('keeps a business date the same day in every time zone', () => {
    expect(formatDay('2026-11-03')).toBe('Nov 3, 2026');
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
  });
});
