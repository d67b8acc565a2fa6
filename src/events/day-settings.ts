// How a business day is set: the company's time zone and day end and those of a location, each from a business date on.
import type { BusinessDay } from './business-date.ts';

export interface DaySetting {
  /** The business date from which it holds; null: from the beginning. */
  readonly from: string | null;
  /** Null, of a location alone: the company's. */
  readonly timeZone: string | null;
  readonly dayEnd: string | null;
}

export interface CompanyDaySetting extends DaySetting {
  readonly timeZone: string;
  readonly dayEnd: string;
}

export const latestDayEnd = '11:59';
/** Changes of one location's day, or of the company's: each is looked through for every event from before it. */
export const daySettingsMax = 50;

const dayEndPattern = /^(?:0\d|1[01]):[0-5]\d$/;

/** A day end from noon on would put a moment of the afternoon on the day before. */
export function isDayEnd(text: string): boolean {
  return dayEndPattern.test(text);
}

/** Of a list that begins with the setting from the beginning, by date: the one in force on a date. */
export function settingOn<Setting extends DaySetting>(settings: readonly Setting[], date: string): Setting {
  const inForce = settings.findLast(({ from }) => from === null || from <= date);
  if (inForce === undefined) throw new Error('A day is set from the beginning.');
  return inForce;
}

/** The list with one more setting, which takes the place of one from the same date; what repeats the one before it falls out. */
export function withSetting<Setting extends DaySetting>(
  settings: readonly Setting[],
  setting: Setting,
): readonly Setting[] {
  const others = settings.filter(({ from }) => from !== setting.from);
  const all = [...others, setting].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
  return all.filter((one, index) => {
    const before = all[index - 1];
    return before === undefined || one.timeZone !== before.timeZone || one.dayEnd !== before.dayEnd;
  });
}

/** What a location's settings and the company's come to. */
export function businessDayOf(own: readonly DaySetting[], company: readonly CompanyDaySetting[]): BusinessDay {
  const dates = [...own, ...company].flatMap(({ from }) => from ?? []);
  // Before the first date that anything changes on, and from each of them on.
  let day = merged(settingOn(own, ''), settingOn(company, ''));
  for (const date of [...new Set(dates)].sort()) {
    const next = merged(settingOn(own, date), settingOn(company, date));
    if (next.timeZone === day.timeZone && next.dayEnd === day.dayEnd) continue;
    day = { ...next, since: { date, before: day } };
  }
  return day;
}

function merged(own: DaySetting, company: CompanyDaySetting): BusinessDay {
  return { timeZone: own.timeZone ?? company.timeZone, dayEnd: own.dayEnd ?? company.dayEnd };
}

/** By location; null: the company's own. */
export interface Days {
  readonly company: readonly CompanyDaySetting[];
  readonly locations: ReadonlyMap<string, readonly DaySetting[]>;
}

const unset: DaySetting = { from: null, timeZone: null, dayEnd: null };

/** A location that is not set up yet has the company's time zone and day end. */
export function settingsAt(days: Days, location: string | null): readonly DaySetting[] {
  return location === null ? days.company : (days.locations.get(location) ?? [unset]);
}

export function businessDayAt(days: Days, location: string | null): BusinessDay {
  return businessDayOf(location === null ? [unset] : settingsAt(days, location), days.company);
}
