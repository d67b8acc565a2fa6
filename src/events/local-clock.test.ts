// A clock that is put back shows times twice; what it has shown never goes back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTimeZone, latestShown } from './local-clock.ts';

const shown = (timeZone: string, moment: string): string =>
  new Date(latestShown(timeZone, Date.parse(moment))).toISOString().slice(0, 23);

test.each([
  ['a moment like any other', 'America/New_York', '2026-11-03T21:20:05.250Z', '2026-11-03T16:20:05.250'],
  ['01:30 for the first time', 'America/New_York', '2026-11-01T05:30:00Z', '2026-11-01T01:30:00.000'],
  ['the last of it', 'America/New_York', '2026-11-01T05:59:59.999Z', '2026-11-01T01:59:59.999'],
  ['01:00 for the second time', 'America/New_York', '2026-11-01T06:00:00Z', '2026-11-01T01:59:59.999'],
  ['01:59 for the second time', 'America/New_York', '2026-11-01T06:59:00Z', '2026-11-01T01:59:59.999'],
  ['02:00, shown once', 'America/New_York', '2026-11-01T07:00:00Z', '2026-11-01T02:00:00.000'],
  ['the day after', 'America/New_York', '2026-11-02T06:00:00Z', '2026-11-02T01:00:00.000'],
  ['the jump ahead', 'America/New_York', '2026-03-08T07:00:00Z', '2026-03-08T03:00:00.000'],
  ['half an hour put back', 'Australia/Lord_Howe', '2026-04-04T15:00:00Z', '2026-04-05T01:59:59.999'],
  ['and over', 'Australia/Lord_Howe', '2026-04-04T15:30:00Z', '2026-04-05T02:00:00.000'],
  ['seven hours put back', 'Antarctica/Vostok', '1994-01-31T23:59:59Z', '1994-01-31T23:59:59.999'],
  ['and over again', 'Antarctica/Vostok', '1994-02-01T00:00:00Z', '1994-02-01T00:00:00.000'],
  // Newfoundland put its clock back at a minute past midnight until 2011: the new day had shown for a minute.
  ['the minute after midnight', 'America/St_Johns', '2010-11-07T02:30:30Z', '2010-11-07T00:00:30.000'],
  ['the hour after that minute', 'America/St_Johns', '2010-11-07T02:31:00Z', '2010-11-07T00:00:59.999'],
  ['its last moment', 'America/St_Johns', '2010-11-07T03:30:59.999Z', '2010-11-07T00:00:59.999'],
])('%s: %s', (_what, timeZone, moment, local) => {
  expect(shown(timeZone, moment)).toBe(local);
});

const timeZones = Intl.supportedValuesOf('timeZone');
const dayMs = 24 * 60 * 60_000;

test('what a clock has shown never goes back, in any zone', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...timeZones),
      fc.integer({ min: Date.UTC(1973, 0, 1), max: Date.UTC(2037, 0, 1) }),
      fc.integer({ min: 0, max: 2 * dayMs }),
      (timeZone, at, later) => {
        expect(latestShown(timeZone, at + later)).toBeGreaterThanOrEqual(latestShown(timeZone, at));
      },
    ),
    { numRuns: 500 },
  );
});

test('a name that is no time zone is told from one that is', () => {
  const names = ['America/New_York', 'UTC', 'Europe/London', 'Etc/GMT+5', 'America/Argentina/Buenos_Aires', 'EST5EDT'];
  expect(names.filter((name) => !isTimeZone(name))).toEqual([]);
  const others = ['Mars/Olympus', '', 'New York', '../etc', '__proto__', '+05:00', '-0500', ' UTC', 'Europe/London\n'];
  expect(others.filter((name) => isTimeZone(name))).toEqual([]);
});
