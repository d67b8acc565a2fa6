// A business day as it is set: by location or company, from a business date on.
import { expect, test } from 'vitest';
import { businessDayAt, businessDayOf, isDayEnd, settingOn, withSetting } from './day-settings.ts';

const setting = (from: string | null, timeZone: string | null, dayEnd: string | null) => ({ from, timeZone, dayEnd });
const companyBegins = { from: null, timeZone: 'America/New_York', dayEnd: '00:00' };
const unset = setting(null, null, null);

test.each([
  ['00:00', true],
  ['02:00', true],
  ['11:59', true],
  ['12:00', false],
  ['23:00', false],
  ['2:00', false],
  ['02:60', false],
  ['02:00:00', false],
  ['', false],
])('a day ends within the twelve hours after midnight: %j', (text, allowed) => {
  expect(isDayEnd(text)).toBe(allowed);
});

test('a location that is not set has the company’s day, and its changes', () => {
  const moved = { from: '2026-06-01', timeZone: 'America/Chicago', dayEnd: '00:00' };
  expect(businessDayOf([unset], [companyBegins])).toEqual({ timeZone: 'America/New_York', dayEnd: '00:00' });
  expect(businessDayOf([unset], [companyBegins, moved])).toEqual({
    timeZone: 'America/Chicago',
    dayEnd: '00:00',
    since: { date: '2026-06-01', before: { timeZone: 'America/New_York', dayEnd: '00:00' } },
  });
});

test('what a location sets itself, no change of the company touches; the rest follows the company', () => {
  const company = [companyBegins, { from: '2026-06-01', timeZone: 'America/Chicago', dayEnd: '03:00' }];
  const bar = [setting(null, 'America/Denver', null), setting('2026-09-01', 'America/Denver', '02:00')];
  expect(businessDayOf(bar, company)).toEqual({
    timeZone: 'America/Denver',
    dayEnd: '02:00',
    since: {
      date: '2026-09-01',
      before: {
        timeZone: 'America/Denver',
        dayEnd: '03:00',
        since: { date: '2026-06-01', before: { timeZone: 'America/Denver', dayEnd: '00:00' } },
      },
    },
  });
});

test('a change of the company that the location does not follow is none for it', () => {
  const company = [companyBegins, { from: '2026-06-01', timeZone: 'America/Chicago', dayEnd: '00:00' }];
  expect(businessDayOf([setting(null, 'America/Denver', '02:00')], company)).toEqual({
    timeZone: 'America/Denver',
    dayEnd: '02:00',
  });
});

test('a setting holds from its date on, until the next', () => {
  const settings = [unset, setting('2026-06-01', 'America/Denver', null), setting('2026-09-01', null, '02:00')];
  expect(
    ['2026-05-31', '2026-06-01', '2026-08-31', '2026-09-01'].map((date) => settingOn(settings, date).from),
  ).toEqual([null, '2026-06-01', '2026-06-01', '2026-09-01']);
});

test('a new setting takes its place by date, or that of the one from the same date', () => {
  const june = setting('2026-06-01', 'America/Denver', null);
  const july = setting('2026-07-01', 'America/Chicago', null);
  expect(withSetting(withSetting([unset], july), june)).toEqual([unset, june, july]);
  const otherJune = setting('2026-06-01', 'America/Boise', null);
  expect(withSetting([unset, june, july], otherJune)).toEqual([unset, otherJune, july]);
  expect(withSetting([unset, june], setting(null, 'UTC', null))).toEqual([setting(null, 'UTC', null), june]);
});

test('a setting that says what holds anyway falls out, and so a change is taken back', () => {
  const june = setting('2026-06-01', 'America/Denver', null);
  expect(withSetting([unset], setting('2026-06-01', null, null))).toEqual([unset]);
  expect(withSetting([unset, june], setting('2026-06-01', null, null))).toEqual([unset]);
  expect(withSetting([unset, june], setting(null, 'America/Denver', null))).toEqual([
    setting(null, 'America/Denver', null),
  ]);
});

test('a location that nobody set up follows the company, and so does the company’s own day', () => {
  const bar = [setting(null, null, '02:00')];
  const days = { company: [companyBegins], locations: new Map([['bar', bar]]) };
  expect(businessDayAt(days, 'bar')).toEqual({ timeZone: 'America/New_York', dayEnd: '02:00' });
  expect(businessDayAt(days, 'never-seen')).toEqual({ timeZone: 'America/New_York', dayEnd: '00:00' });
  expect(businessDayAt(days, null)).toEqual({ timeZone: 'America/New_York', dayEnd: '00:00' });
});
