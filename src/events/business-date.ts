// The shop's own date of a moment, by the location's time zone and the hour at which its business day ends.
import { latestShown } from './local-clock.ts';

export interface BusinessDay {
  /** IANA name. */
  readonly timeZone: string;
  /** HH:MM after midnight: what happens before it belongs to the day before. */
  readonly dayEnd: string;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * `occurredAt` is an RFC 3339 text that was checked. A business date ends at the first moment at which the clock shows the day
 * end of the next calendar day, or later: at the jump where the clock leaves that time out, and for good where it shows it twice.
 */
export function businessDate(occurredAt: string, day: BusinessDay): string {
  const shown = latestShown(day.timeZone, Date.parse(occurredAt.toUpperCase()));
  return new Date(shown - dayEndMs(day)).toISOString().slice(0, 10);
}

/**
 * The moment at which a business date ends and the next one begins, in milliseconds of the epoch. Where days end at midnight, a
 * date that the clock leaves out ends as it begins: Samoa had no 30 December 2011.
 */
export function businessDayEnd(date: string, day: BusinessDay): number {
  const end = Date.parse(`${date}T00:00:00Z`) + dayMs + dayEndMs(day);
  const isOver = (at: number): boolean => latestShown(day.timeZone, at) >= end;
  const likely = 2 * end - latestShown(day.timeZone, end);
  if (isOver(likely) && !isOver(likely - 1)) return likely;
  // No clock is as much as a day from Greenwich's.
  let before = end - dayMs;
  let over = end + dayMs;
  while (over - before > 1) {
    const middle = Math.floor((before + over) / 2);
    if (isOver(middle)) over = middle;
    else before = middle;
  }
  return over;
}

function dayEndMs({ dayEnd }: BusinessDay): number {
  return (Number(dayEnd.slice(0, 2)) * 60 + Number(dayEnd.slice(3, 5))) * minuteMs;
}
