// The daily digest: what was posted on the shop's business day before, what waits and why, and what wants a look.
import { businessDate, businessDayEnd, dayBefore } from '../events/business-date.ts';
import { businessDayAt, type Days, settingOn } from '../events/day-settings.ts';
import { formatMinor } from '../money.ts';
import { listAlerts } from './alerts.ts';
import type { Digest } from './notification-port.ts';
import type { PipelinePorts } from './ports.ts';
import type { CompanyStore } from './storage-port.ts';
import { monthsToAttend } from './tie-out-books.ts';
import { toldAlert } from './told-alert.ts';

export const digestAtUsual = '07:00';
const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/;

export const isTimeOfDay = (text: string): boolean => timePattern.test(text);

/** The next moment at which the company's clock shows the time of day. */
export function nextDigest(days: Days, { at, after }: { readonly at: string; readonly after: Date }): Date {
  const today = businessDate(after.toISOString(), businessDayAt(days, null));
  const { timeZone } = settingOn(days.company, today);
  // A day that ends at that time ends when the clock shows it, whatever summer time does; the hour may have passed today.
  const clock = { timeZone, dayEnd: at };
  let date = dayBefore(dayBefore(today));
  for (;;) {
    const moment = businessDayEnd(date, clock);
    if (moment > after.getTime()) return new Date(moment);
    date = dayAfter(date);
  }
}

/** The last moment up to now at which one was due, and the next: what was missed while nothing ran is not made up for. */
export function lastDue(
  days: Days,
  { at, due, now }: { readonly at: string; readonly due: Date; readonly now: Date },
): { readonly due: Date; readonly nextAt: Date } {
  let last = due;
  for (;;) {
    const nextAt = nextDigest(days, { at, after: last });
    if (nextAt > now) return { due: last, nextAt };
    last = nextAt;
  }
}

/** The business day that was over last when a digest was due. */
export function dayTold(days: Days, due: Date): string {
  return dayBefore(businessDate(due.toISOString(), businessDayAt(days, null)));
}

export async function dailyDigest(
  ports: Pick<PipelinePorts, 'clock' | 'ledgerOf'>,
  store: CompanyStore,
  { companyId, date }: { readonly companyId: string; readonly date: string },
): Promise<Digest> {
  const day = businessDayAt(await store.days.read(), null);
  const posted = await store.notifications.posted({
    from: new Date(businessDayEnd(dayBefore(date), day)),
    until: new Date(businessDayEnd(date, day)),
  });
  return {
    date,
    posted: posted.entries.map(({ currency, entries, amountMinor }) => ({
      ...{ currency, entries },
      amount: formatMinor(amountMinor, currency),
    })),
    events: posted.events,
    waiting: (await listAlerts(store, ports.clock.now())).map(toldAlert),
    drifts: await store.drifts.openCount(),
    attention: await monthsToAttend(ports, store, companyId),
  };
}

const dayMs = 24 * 60 * 60_000;
const dayAfter = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
