import { describe, expect, it } from 'vitest';
import {
  type ClosingDates,
  closedPeriodCause,
  closedUntil,
  dateEntry,
  type EntryToDate,
  firstOpenDay,
} from './closed-period.ts';

const dates = (given: string | null, refused: string | null = null): ClosingDates => ({
  closedUntil: given,
  refusedUntil: refused,
});
const today = '2026-12-10';

describe('the closing date', () => {
  it('is the one that QuickBooks gives, and a later refusal goes beyond it', () => {
    expect(closedUntil(dates(null))).toBeNull();
    expect(closedUntil(dates('2026-11-30'))).toEqual({ date: '2026-11-30', given: true });
    expect(closedUntil(dates('2026-11-30', '2026-11-30'))).toEqual({ date: '2026-11-30', given: true });
    expect(closedUntil(dates('2026-11-30', '2026-12-02'))).toEqual({ date: '2026-12-02', given: false });
    expect(closedUntil(dates(null, '2026-11-28'))).toEqual({ date: '2026-11-28', given: false });
  });

  it('says in the cause whether it is given or only learned', () => {
    expect(closedPeriodCause(dates('2026-11-30'))).toEqual({ kind: 'closed-period', closedUntil: '2026-11-30' });
    expect(closedPeriodCause(dates(null, '2026-11-28'))).toEqual({
      kind: 'closed-period',
      closedUntil: '2026-11-28',
      atLeast: true,
    });
    expect(closedPeriodCause(dates(null))).toEqual({ kind: 'closed-period', closedUntil: null });
  });
});

describe('the first open day', () => {
  it.each([
    ['2026-11-30', '2026-12-01'],
    ['2026-12-31', '2027-01-01'],
    ['2028-02-28', '2028-02-29'],
    ['2026-11-15', '2026-11-16'],
  ])('after %s is %s, whatever day it is today', (closed, open) => {
    expect(firstOpenDay(dates(closed), today)).toBe(open);
  });

  it('is the first of the next month where only a refusal tells of a closing date', () => {
    expect(firstOpenDay(dates(null, '2026-10-05'), today)).toBe('2026-11-01');
    expect(firstOpenDay(dates('2026-10-31', '2026-11-02'), today)).toBe('2026-12-01');
  });

  it('is then never after today, and none once today was refused', () => {
    expect(firstOpenDay(dates(null, '2026-12-05'), today)).toBe('2026-12-10');
    expect(firstOpenDay(dates(null, today), today)).toBeNull();
    expect(firstOpenDay(dates(null, '2026-12-31'), today)).toBeNull();
  });

  it('rises with every refusal, so that refusals come to an end', () => {
    let refused = '2026-07-03';
    const tried: string[] = [];
    for (;;) {
      const day = firstOpenDay(dates(null, refused), today);
      if (day === null) break;
      expect(day > refused).toBe(true);
      tried.push(day);
      refused = day;
    }
    expect(tried).toEqual(['2026-08-01', '2026-09-01', '2026-10-01', '2026-11-01', '2026-12-01', '2026-12-10']);
  });

  it('is none where the books are open', () => {
    expect(firstOpenDay(dates(null), today)).toBeNull();
  });
});

describe('the posting date of an entry', () => {
  const entry: EntryToDate = {
    businessDate: '2026-11-28',
    dates: dates('2026-11-30'),
    policy: 'hold',
    choice: null,
    today,
  };
  const held = { ok: false, cause: { kind: 'closed-period', closedUntil: '2026-11-30' } };
  const moved = { ok: true, postingDate: '2026-12-01' };

  it('is its business date where the books are open then', () => {
    expect(dateEntry({ ...entry, businessDate: '2026-12-01' })).toEqual({ ok: true, postingDate: '2026-12-01' });
    expect(dateEntry({ ...entry, dates: dates(null) })).toEqual({ ok: true, postingDate: '2026-11-28' });
  });

  it('is none on the closing date itself and before, while entries are held', () => {
    expect(dateEntry(entry)).toEqual(held);
    expect(dateEntry({ ...entry, businessDate: '2026-11-30' })).toEqual(held);
  });

  it('is the first open day where the company chose so', () => {
    expect(dateEntry({ ...entry, policy: 'first-open-day' })).toEqual(moved);
  });

  it('is what a person decides where the company is asked', () => {
    expect(dateEntry({ ...entry, policy: 'ask' })).toEqual(held);
    expect(dateEntry({ ...entry, policy: 'ask', choice: 'wait' })).toEqual(held);
    expect(dateEntry({ ...entry, policy: 'ask', choice: 'first-open-day' })).toEqual(moved);
  });

  it('leaves a decision aside where the company is not asked', () => {
    expect(dateEntry({ ...entry, policy: 'hold', choice: 'first-open-day' })).toEqual(held);
    expect(dateEntry({ ...entry, policy: 'first-open-day', choice: 'wait' })).toEqual(moved);
  });

  it('is none where no open day is known', () => {
    const refused = { ...entry, dates: dates(null, today), policy: 'first-open-day' as const };
    expect(dateEntry(refused)).toMatchObject({ ok: false, cause: { closedUntil: today, atLeast: true } });
  });
});
