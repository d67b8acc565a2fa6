// A date is taken when the calendar has it, and only as it is written in ISO 8601.
import { expect, test } from 'vitest';
import { isCalendarDate, isDate, isMoment, yearMax, yearMin } from './dates.ts';

const two = (number: number): string => String(number).padStart(2, '0');

/** As Date counts on: the 30th of February is the first or second of March, and so not itself. */
const isInCalendar = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

test('every month and day of a common year, of leap years and of centuries', () => {
  for (const year of [1970, 1999, 2000, 2026, 2028, 2100, 2400, 2999]) {
    for (let month = 0; month <= 13; month += 1) {
      for (let day = 0; day <= 32; day += 1) {
        const text = `${year}-${two(month)}-${two(day)}`;
        expect([text, isDate(text), isMoment(`${text}T12:00:00Z`)]).toEqual([
          text,
          isInCalendar(text),
          isInCalendar(text),
        ]);
      }
    }
  }
});

test('years that no shop was open in are refused', () => {
  expect([yearMin - 1, yearMin, yearMax, yearMax + 1].map((year) => isDate(`${year}-01-01`))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('a date of the calendar is one of any of its years', () => {
  const texts = ['0000-01-01', '0001-01-01', '1969-12-31', '2026-02-29', '3000-01-01', '9999-12-31', '2026-1-1', ''];
  expect(texts.filter(isCalendarDate)).toEqual(['0001-01-01', '1969-12-31', '3000-01-01', '9999-12-31']);
});
