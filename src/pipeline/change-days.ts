// Changes the time zone and day end of a location or of the company from a business date on. What is recorded keeps its date.
import { isDeepStrictEqual } from 'node:util';
import { businessDate } from '../events/business-date.ts';
import { isDate, yearMax, yearMin } from '../events/dates.ts';
import {
  businessDayAt,
  type CompanyDaySetting,
  type DaySetting,
  type Days,
  daySettingsMax,
  isDayEnd,
  latestDayEnd,
  settingOn,
  settingsAt,
  withSetting,
} from '../events/day-settings.ts';
import { isTimeZone } from '../events/local-clock.ts';
import type { DaysInForce, OperationRefusal } from './company-books.ts';
import type { CompanyStore } from './storage-port.ts';

/** What is left out stays as it is. */
export interface DayChange {
  readonly timeZone?: string | null;
  readonly dayEnd?: string | null;
  /** The business date from which it holds, null from the beginning; left out: see `planDays`. */
  readonly from?: string | null;
}

function dateAt(days: Days, location: string | null, now: Date): string {
  return businessDate(now.toISOString(), businessDayAt(days, location));
}

/** What a view shows of them. */
export function daysInForce(days: Days, location: string, now: Date): DaysInForce {
  const settings = settingsAt(days, location);
  const { timeZone, dayEnd } = settingOn(settings, dateAt(days, location, now));
  return { timeZone, dayEnd, days: settings };
}

export function companyDaysInForce(days: Days, now: Date): DaysInForce<CompanyDaySetting> {
  const { timeZone, dayEnd } = settingOn(days.company, dateAt(days, null, now));
  return { timeZone, dayEnd, days: days.company };
}

/** What a change comes to: nothing where it names neither, where all is so already, and where it is refused. */
export interface PlannedDays {
  readonly refusals: readonly OperationRefusal[];
  readonly plan: { readonly from: string | null; readonly settings: readonly DaySetting[] } | null;
}

/**
 * Where no date is given, a first setting holds from the beginning, and so does its correction until an event was recorded
 * there; after that, a change holds from the shop's business date of today.
 */
export async function planDays(
  store: CompanyStore,
  of: { readonly location: string | null; readonly change: DayChange; readonly now: Date },
): Promise<PlannedDays> {
  const { location, change } = of;
  const refusals = dayRefusals(change);
  if (refusals.length > 0 || (change.timeZone === undefined && change.dayEnd === undefined)) {
    return { refusals, plan: null };
  }
  const days = await store.days.read();
  const known = settingsAt(days, location);
  const today = dateAt(days, location, of.now);
  const from = change.from === undefined ? await dateOf(store, { location, settings: known, today }) : change.from;
  const before = settingOn(known, from ?? '');
  const { timeZone = before.timeZone, dayEnd = before.dayEnd } = change;
  const settings = withSetting(known, { from, timeZone, dayEnd });
  if (isDeepStrictEqual(settings, known)) return { refusals, plan: null };
  if (settings.length <= daySettingsMax) return { refusals, plan: { from, settings } };
  const message = `The time zone and day end of one place change at most ${daySettingsMax - 1} times.`;
  return { refusals: [{ ok: false, code: 'too-many-days', message }], plan: null };
}

function dayRefusals({ timeZone, dayEnd, from }: DayChange): readonly OperationRefusal[] {
  const refusals: OperationRefusal[] = [];
  const refuse = (code: string, message: string) => refusals.push({ ok: false, code, message });
  if (typeof timeZone === 'string' && !isTimeZone(timeZone)) {
    refuse('unknown-time-zone', `${timeZone} is not a time zone of the IANA database, such as America/New_York.`);
  }
  if (typeof dayEnd === 'string' && !isDayEnd(dayEnd)) {
    refuse('bad-day-end', `${dayEnd} is not a day end: a time after midnight as HH:MM, from 00:00 to ${latestDayEnd}.`);
  }
  if (typeof from === 'string' && !isDate(from)) {
    refuse('bad-from', `${from} is not a date that exists, YYYY-MM-DD, of a year from ${yearMin} to ${yearMax}.`);
  }
  if (from !== undefined && timeZone === undefined && dayEnd === undefined) {
    refuse('bad-from', 'A date from which something holds comes with a time zone or a day end.');
  }
  return refusals;
}

async function dateOf(
  store: CompanyStore,
  of: { location: string | null; settings: readonly DaySetting[]; today: string },
): Promise<string | null> {
  const { location, settings, today } = of;
  const neverSet = settings.every(({ timeZone, dayEnd }) => timeZone === null && dayEnd === null);
  const recorded = !neverSet && (await store.events.isRecordedAt(location));
  return recorded ? today : settingOn(settings, today).from;
}
