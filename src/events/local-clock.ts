// What the clock of a time zone shows, and what it has shown: a clock that is put back shows some of its times twice.

const secondMs = 1000;
const quarterMs = 15 * 60 * secondMs;
const dayMs = 24 * 60 * 60 * secondMs;
const quartersKeptMax = 20_000;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Null where the clock changes within the quarter of an hour, as Newfoundland's did at a minute past midnight. */
  readonly quarters: Map<number, Quarter | null>;
}

interface Quarter {
  readonly offsetMs: number;
  readonly shownBeforeMs: number;
}

const zones = new Map<string, Zone>();

/** Offsets such as +05:00 are no zones: they know no summer time. */
const zoneName = /^[A-Za-z][\w+/-]*$/;

export function isTimeZone(name: string): boolean {
  if (!zoneName.test(name)) return false;
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * The latest date and time that the zone's clock has shown up to a moment, both in milliseconds, the first read as if it were
 * Greenwich's. It is what the clock shows now, but for the hour that the clock runs through a second time: that hour long, it
 * stands still at the last thing shown before. So it never goes back, whatever the clock does.
 */
export function latestShown(timeZone: string, at: number): number {
  const zone = zoneOf(timeZone);
  const quarter = quarterOf(zone, Math.floor(at / quarterMs));
  if (quarter !== null) return Math.max(at + quarter.offsetMs, quarter.shownBeforeMs);
  return Math.max(at + offsetMs(zone, at), shownBefore(zone, at));
}

function quarterOf(zone: Zone, index: number): Quarter | null {
  const known = zone.quarters.get(index);
  if (known !== undefined) return known;
  const start = index * quarterMs;
  const offset = offsetMs(zone, start);
  const steady = offset === offsetMs(zone, start + quarterMs - secondMs);
  const quarter = steady ? { offsetMs: offset, shownBeforeMs: shownBefore(zone, start) } : null;
  if (zone.quarters.size >= quartersKeptMax) zone.quarters.clear();
  zone.quarters.set(index, quarter);
  return quarter;
}

/** The last thing that the clock showed before it was put back within the day before; minus infinity where it was not. */
function shownBefore(zone: Zone, at: number): number {
  // No clock is put back by as much as a day, nor changed twice within one.
  let before = Math.floor((at - dayMs) / secondMs) * secondMs;
  let after = Math.floor(at / secondMs) * secondMs;
  const offset = offsetMs(zone, before);
  if (offset <= offsetMs(zone, after)) return Number.NEGATIVE_INFINITY;
  while (after - before > secondMs) {
    const middle = before + Math.floor((after - before) / (2 * secondMs)) * secondMs;
    if (offsetMs(zone, middle) === offset) before = middle;
    else after = middle;
  }
  return after + offset - 1;
}

function offsetMs(zone: Zone, at: number): number {
  const second = Math.floor(at / secondMs) * secondMs;
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of zone.format.formatToParts(second)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second: seconds = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, seconds) - second;
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
      second: 'numeric',
    });
    zone = { format, quarters: new Map() };
    zones.set(name, zone);
  }
  return zone;
}
