// The shop's own date of a moment, by the location's time zone and the hour at which its business day ends, as they were then.
import { latestShown } from './local-clock.ts';

export interface BusinessDay {
  /** IANA name. */
  readonly timeZone: string;
  /** HH:MM after midnight: what happens before it belongs to the day before. */
  readonly dayEnd: string;
  /** The business date from which it holds, and what held before; absent: it holds from the beginning. */
  readonly since?: { readonly date: string; readonly before: BusinessDay };
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * `occurredAt` is an RFC 3339 text that was checked. A business date ends at the first moment at which the clock shows the day
 * end of the next calendar day, or later: at the jump where the clock leaves that time out, and for good where it shows it twice.
 * Where zone or day end change from a date on, the day before it ends by the old ones, and all that follows belongs to that date
 * at least: no moment is left out, and no date comes back.
 */
export function businessDate(occurredAt: string, day: BusinessDay): string {
  return dateAt(Date.parse(occurredAt.toUpperCase()), day);
}

/**
 * The moment at which a business date ends and the next one begins, in milliseconds of the epoch. A date may end as it begins:
 * Samoa left out 30 December 2011, and a shop that moves that far east leaves out a date too.
 */
export function businessDayEnd(date: string, day: BusinessDay): number {
  if (day.since === undefined) return clockEnd(date, day);
  if (date < day.since.date) return businessDayEnd(date, day.since.before);
  return Math.max(clockEnd(date, day), beginning(day, day.since));
}

export function dayBefore(date: string): string {
  return dateText(Date.parse(`${date}T00:00:00Z`) - dayMs);
}

function dateAt(at: number, day: BusinessDay): string {
  const { since } = day;
  if (since !== undefined && at < beginning(day, since)) return dateAt(at, since.before);
  const date = dateText(latestShown(day.timeZone, at) - dayEndMs(day));
  return since === undefined || date > since.date ? date : since.date;
}

const beginnings = new WeakMap<BusinessDay, number>();

/** The moment from which a day holds: what held before says when the date before it ends. */
function beginning(day: BusinessDay, since: NonNullable<BusinessDay['since']>): number {
  const known = beginnings.get(day);
  if (known !== undefined) return known;
  const begins = businessDayEnd(dayBefore(since.date), since.before);
  beginnings.set(day, begins);
  return begins;
}

/** By this clock and day end alone, whenever they hold. */
function clockEnd(date: string, day: BusinessDay): number {
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

const datesKeptMax = 20_000;
const dates = new Map<number, string>();

/** What a shop sends is of few days, and each of them is put into words once. */
function dateText(ms: number): string {
  const day = Math.floor(ms / dayMs);
  const known = dates.get(day);
  if (known !== undefined) return known;
  const date = new Date(ms).toISOString().slice(0, 10);
  if (dates.size >= datesKeptMax) dates.clear();
  dates.set(day, date);
  return date;
}
