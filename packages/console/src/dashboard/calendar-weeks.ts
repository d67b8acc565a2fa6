// A month as weeks, always six so that no month is higher than another; and where keys lead from a day.
import { addDays, addMonths, weekdayOf } from '../format/dates.ts';

const weeksShown = 6;

/** Rows of seven, Sunday first; null outside the month. */
export function weeksOf<Day extends { readonly date: string }>(
  days: readonly Day[],
): { week: number; days: (Day | null)[] }[] {
  const before = weekdayOf(days[0]?.date ?? '');
  return Array.from({ length: weeksShown }, (_, week) => ({
    week,
    days: Array.from({ length: 7 }, (_, weekday) => days[week * 7 + weekday - before] ?? null),
  }));
}

/** The day that a key leads to, within the month or beyond it; null where the key is none of the calendar's. */
export function dayByKey(key: string, date: string): string | null {
  switch (key) {
    case 'ArrowLeft':
      return addDays(date, -1);
    case 'ArrowRight':
      return addDays(date, 1);
    case 'ArrowUp':
      return addDays(date, -7);
    case 'ArrowDown':
      return addDays(date, 7);
    case 'Home':
      return addDays(date, -weekdayOf(date));
    case 'End':
      return addDays(date, 6 - weekdayOf(date));
    case 'PageUp':
      return sameDayIn(addMonths(date.slice(0, 7), -1), date);
    case 'PageDown':
      return sameDayIn(addMonths(date.slice(0, 7), 1), date);
    default:
      return null;
  }
}

/** Or the last day of a month that is too short for it. */
function sameDayIn(month: string, date: string): string {
  const last = addDays(`${addMonths(month, 1)}-01`, -1);
  const same = `${month}${date.slice(7)}`;
  return same < last ? same : last;
}
