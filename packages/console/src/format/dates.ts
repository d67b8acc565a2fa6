// Business dates are days without a time; instants are shown in the reader's own time zone.

const dayFormat = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const shortDayFormat = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const instantFormat = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const secondFormat = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

const dayMs = 86_400_000;

/** "2026-11-03" → "Nov 3, 2026". */
export function formatDay(date: string): string {
  return dayFormat.format(new Date(`${date}T00:00:00Z`));
}

export function formatShortDay(date: string): string {
  return shortDayFormat.format(new Date(`${date}T00:00:00Z`));
}

export function formatInstant(at: string): string {
  return instantFormat.format(new Date(at));
}

export function formatSecond(at: string): string {
  return secondFormat.format(new Date(at));
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
