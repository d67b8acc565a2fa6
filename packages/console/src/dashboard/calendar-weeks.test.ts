// A month as weeks, and where keys lead.
import { expect, test } from 'vitest';
import { dayByKey, weeksOf } from './calendar-weeks.ts';

const days = (month: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ date: `${month}-${String(index + 1).padStart(2, '0')}` }));

test('a month has six weeks, whatever day it begins on, and each of its days once', () => {
  for (const [month, count] of [
    ['2026-11', 30],
    ['2026-02', 28],
    ['2026-08', 31],
  ] as const) {
    const weeks = weeksOf(days(month, count)).map((week) => week.days);
    expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7, 7]);
    expect(weeks.flat().filter((day) => day !== null)).toEqual(days(month, count));
  }
  expect(weeksOf(days('2026-08', 31))[0]?.days.findIndex((day) => day !== null)).toBe(6);
});

test.each([
  ['ArrowLeft', '2026-11-01', '2026-10-31'],
  ['ArrowRight', '2026-11-30', '2026-12-01'],
  ['ArrowUp', '2026-11-10', '2026-11-03'],
  ['ArrowDown', '2026-11-10', '2026-11-17'],
  ['Home', '2026-11-03', '2026-11-01'],
  ['End', '2026-11-03', '2026-11-07'],
  ['PageUp', '2026-03-31', '2026-02-28'],
  ['PageDown', '2026-11-03', '2026-12-03'],
  ['x', '2026-11-03', null],
])('%s leads from %s to %s', (key, from, to) => {
  expect(dayByKey(key, from)).toBe(to);
});
