// The shop's own date of a moment, by the location's time zone and the hour at which its business day ends.

export interface BusinessDay {
  /** IANA name. */
  readonly timeZone: string;
  /** HH:MM after midnight: what happens before it belongs to the day before. */
  readonly dayEnd: string;
}

const minuteMs = 60_000;
// No zone has changed its clock off a quarter of an hour since 1972, so one look-up serves the quarter.
const quarterMs = 15 * minuteMs;
const offsetsKeptMax = 20_000;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly offsetMsByQuarter: Map<number, number>;
}

const zones = new Map<string, Zone>();

export function isTimeZone(name: string): boolean {
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}

/** `occurredAt` is an RFC 3339 text that was checked. */
export function businessDate(occurredAt: string, day: BusinessDay): string {
  const at = Date.parse(occurredAt.toUpperCase());
  const local = at + offsetMs(zoneOf(day.timeZone), at);
  const date = new Date(local);
  const minutes = date.getUTCHours() * 60 + date.getUTCMinutes();
  const endMinutes = Number(day.dayEnd.slice(0, 2)) * 60 + Number(day.dayEnd.slice(3, 5));
  return new Date(minutes < endMinutes ? local - 24 * 60 * minuteMs : local).toISOString().slice(0, 10);
}

function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    zone = { format, offsetMsByQuarter: new Map() };
    zones.set(name, zone);
  }
  return zone;
}

function offsetMs(zone: Zone, at: number): number {
  const quarter = Math.floor(at / quarterMs);
  const known = zone.offsetMsByQuarter.get(quarter);
  if (known !== undefined) return known;
  const start = quarter * quarterMs;
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of zone.format.formatToParts(start)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
  const offset = Date.UTC(year, month - 1, day, hour, minute) - start;
  if (zone.offsetMsByQuarter.size >= offsetsKeptMax) zone.offsetMsByQuarter.clear();
  zone.offsetMsByQuarter.set(quarter, offset);
  return offset;
}
