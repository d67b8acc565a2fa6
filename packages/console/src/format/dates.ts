// Business dates are days without a time; instants are shown by the shop's clock, wherever the reader sits.

const dayFormat = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const shortDayFormat = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const monthNameFormat = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const longDayFormat = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeZone: 'UTC' });
const shortWeekdayFormat = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' });
const longWeekdayFormat = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' });

const dayMs = 86_400_000;

/** "2026-11-03" → "Nov 3, 2026". */
export function formatDay(date: string): string {
  return dayFormat.format(new Date(`${date}T00:00:00Z`));
}

export function formatShortDay(date: string): string {
  return shortDayFormat.format(new Date(`${date}T00:00:00Z`));
}

/** "2026-11" → "November 2026". */
export function formatMonth(month: string): string {
  return monthFormat.format(new Date(`${month}-01T00:00:00Z`));
}

/** "2026-11" → "November": where the year stands beside it. */
export function formatMonthName(month: string): string {
  return monthNameFormat.format(new Date(`${month}-01T00:00:00Z`));
}

/** "2026-11-03" → "Tuesday, November 3, 2026". */
export function formatLongDay(date: string): string {
  return longDayFormat.format(new Date(`${date}T00:00:00Z`));
}

/** Short and long names, Sunday first, as weeks are shown in English. */
export const weekdays: readonly { readonly short: string; readonly long: string }[] = Array.from(
  { length: 7 },
  (_, day) => {
    // The first of November 2026 is a Sunday.
    const date = new Date(Date.UTC(2026, 10, 1 + day));
    return { short: shortWeekdayFormat.format(date), long: longWeekdayFormat.format(date) };
  },
);

/** 0 for Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** "2026-11" and 2 → "2027-01". */
export function addMonths(month: string, months: number): string {
  const [year = 0, ofYear = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, ofYear - 1 + months, 1)).toISOString().slice(0, 7);
}

export interface ShopClock {
  /** To the minute: "Nov 3, 2026, 4:20 PM". */
  formatInstant(at: string): string;
  formatSecond(at: string): string;
  /** "Nov 3". */
  formatDayOf(at: string): string;
}

/** Names the zone where the reader's own clock, or the company's beside it on the page, shows another time. */
export function shopClock(
  timeZone: string,
  { readersZone = ownTimeZone(), companyZone = timeZone }: { readersZone?: string; companyZone?: string } = {},
): ShopClock {
  const shared = { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
  const isPlain = timeZone === readersZone && timeZone === companyZone;
  const zone = isPlain ? { timeZone } : ({ timeZone, timeZoneName: 'short' } as const);
  const toTheMinute = new Intl.DateTimeFormat('en', { ...shared, ...zone });
  const toTheSecond = new Intl.DateTimeFormat('en', { ...shared, second: '2-digit', ...zone });
  return {
    formatInstant: (at) => toTheMinute.format(new Date(at)),
    formatSecond: (at) => toTheSecond.format(new Date(at)),
    formatDayOf: (at) => formatShortDay(todayIn(timeZone, new Date(at))),
  };
}

function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Today's date in a time zone, as YYYY-MM-DD. */
export function todayIn(timeZone: string, now: Date = new Date()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** YYYY-MM. */
export function isMonth(text: string): boolean {
  return isDay(`${text}-01`);
}

export const periods = ['last-7', 'last-30', 'last-90', 'this-month', 'custom'] as const;

export type Period = (typeof periods)[number];

/** First and last day of a period that ends today; a custom one keeps its own days where they are days. */
export function periodDays(
  period: Period,
  today: string,
  custom: { from: string | undefined; to: string | undefined },
): { from: string; to: string } {
  switch (period) {
    case 'last-7':
      return { from: addDays(today, -6), to: today };
    case 'last-30':
      return { from: addDays(today, -29), to: today };
    case 'last-90':
      return { from: addDays(today, -89), to: today };
    case 'this-month':
      return { from: `${today.slice(0, 8)}01`, to: today };
    case 'custom': {
      const from = custom.from && isDay(custom.from) ? custom.from : addDays(today, -29);
      const to = custom.to && isDay(custom.to) ? custom.to : today;
      return from <= to ? { from, to } : { from: to, to: from };
    }
  }
}

/** As many as the dashboard's request takes. */
const periodDaysMax = 1100;
const firstDay = '1000-01-01';

/** What keeps two days from being a period. */
export function periodProblem({
  from,
  to,
}: {
  from: string;
  to: string;
}): 'incomplete' | 'order' | 'early' | 'long' | null {
  if (!isDay(from) || !isDay(to)) return 'incomplete';
  if (from > to) return 'order';
  if (from < firstDay) return 'early';
  return addDays(from, periodDaysMax) <= to ? 'long' : null;
}
