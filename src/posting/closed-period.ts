// Where the books are closed: the date that an entry gets all the same, or the cause it waits on, as the company chose.
import type { Cause } from './causes.ts';

/** What becomes of an entry that is dated where the books are closed. */
export const closedPeriodPolicies = ['hold', 'first-open-day', 'ask'] as const;
export type ClosedPeriodPolicy = (typeof closedPeriodPolicies)[number];

/** What a person decides of one entry or one day, where the company is asked each time. */
export const closedPeriodChoices = ['first-open-day', 'wait'] as const;
export type ClosedPeriodChoice = (typeof closedPeriodChoices)[number];

/** What is known of the closing date. */
export interface ClosingDates {
  /** As QuickBooks gives it, YYYY-MM-DD; null: it gives none. */
  readonly closedUntil: string | null;
  /** The last date that it refused as closed although the date that it gives does not say so; null: none. */
  readonly refusedUntil: string | null;
}

/** Until when the books are closed; `given` by QuickBooks, or only learned from what it refused: then at least until then. */
export function closedUntil(dates: ClosingDates): { readonly date: string; readonly given: boolean } | null {
  const { closedUntil: given, refusedUntil: refused } = dates;
  if (refused !== null && (given === null || refused > given)) return { date: refused, given: false };
  return given === null ? null : { date: given, given: true };
}

/**
 * The day after the closing date. Where only refusals tell of one, the first of the next month, since books are closed at the
 * end of one, but not after today; null where that leaves no day.
 */
export function firstOpenDay(dates: ClosingDates, today: string): string | null {
  const closed = closedUntil(dates);
  if (closed === null) return null;
  if (closed.given) return dayAfter(closed.date);
  const monthAfter = firstOfNextMonth(closed.date);
  const day = monthAfter < today ? monthAfter : today;
  return day > closed.date ? day : null;
}

export interface EntryToDate {
  readonly businessDate: string;
  readonly dates: ClosingDates;
  readonly policy: ClosedPeriodPolicy;
  /** Null: nobody has decided. */
  readonly choice: ClosedPeriodChoice | null;
  readonly today: string;
}

/** The posting date of an entry, or why it has none for now. */
export function dateEntry(
  entry: EntryToDate,
): { readonly ok: true; readonly postingDate: string } | { readonly ok: false; readonly cause: Cause } {
  const { businessDate, dates, policy, choice, today } = entry;
  const closed = closedUntil(dates);
  if (closed === null || businessDate > closed.date) return { ok: true, postingDate: businessDate };
  const moves = policy === 'first-open-day' || (policy === 'ask' && choice === 'first-open-day');
  const postingDate = moves ? firstOpenDay(dates, today) : null;
  return postingDate === null ? { ok: false, cause: closedPeriodCause(dates) } : { ok: true, postingDate };
}

export function closedPeriodCause(dates: ClosingDates): Extract<Cause, { kind: 'closed-period' }> {
  const closed = closedUntil(dates);
  if (closed === null) return { kind: 'closed-period', closedUntil: null };
  return { kind: 'closed-period', closedUntil: closed.date, ...(!closed.given && { atLeast: true as const }) };
}

export function dayAfter(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

function firstOfNextMonth(date: string): string {
  const day = new Date(`${date.slice(0, 7)}-01T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + 1);
  return day.toISOString().slice(0, 10);
}
