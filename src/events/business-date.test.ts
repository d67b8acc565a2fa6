// A sale belongs to the shop's own day: its clock, its day end, and the two nights a year on which the clock jumps.
import { expect, test } from 'vitest';
import { businessDate, isTimeZone } from './business-date.ts';

const newYork = { timeZone: 'America/New_York', dayEnd: '02:00' };
const midnight = { timeZone: 'America/New_York', dayEnd: '00:00' };

test.each([
  ['the last second of the day', '2026-11-04T01:59:59-05:00', newYork, '2026-11-03'],
  ['the first of the next', '2026-11-04T02:00:00-05:00', newYork, '2026-11-04'],
  ['with decimals of a second', '2026-11-04T01:59:59.999-05:00', newYork, '2026-11-03'],
  ['a day that ends at midnight', '2026-11-04T00:00:00-05:00', midnight, '2026-11-04'],
  ['the second before', '2026-11-03T23:59:59-05:00', midnight, '2026-11-03'],
  ['the new year', '2027-01-01T01:30:00-05:00', newYork, '2026-12-31'],
  ['a leap day', '2028-03-01T01:30:00-05:00', newYork, '2028-02-29'],
  ['an offset that is not the shop’s', '2026-11-04T08:30:00+02:00', newYork, '2026-11-03'],
  ['Greenwich time', '2026-11-04T06:59:59Z', newYork, '2026-11-03'],
  ['small letters', '2026-11-04t07:00:00z', newYork, '2026-11-04'],
])('%s', (_what, occurredAt, day, date) => {
  expect(businessDate(occurredAt, day)).toBe(date);
});

// 1 November 2026: 01:59:59 summer time is followed by 01:00:00 winter time.
test.each([
  ['01:30 for the first time', '2026-11-01T01:30:00-04:00', '2026-10-31'],
  ['01:30 for the second time', '2026-11-01T01:30:00-05:00', '2026-10-31'],
  ['01:59:59 for the second time', '2026-11-01T06:59:59Z', '2026-10-31'],
  ['02:00', '2026-11-01T07:00:00Z', '2026-11-01'],
])('the night with an hour too many: %s', (_what, occurredAt, date) => {
  expect(businessDate(occurredAt, newYork)).toBe(date);
});

// 8 March 2026: 01:59:59 winter time is followed by 03:00:00 summer time.
test.each([
  ['the last second before the jump', '2026-03-08T06:59:59Z', '02:00', '2026-03-07'],
  ['the first second after it', '2026-03-08T07:00:00Z', '02:00', '2026-03-08'],
  ['a day end within the hour that is left out', '2026-03-08T06:59:59Z', '02:30', '2026-03-07'],
  ['the first second after that', '2026-03-08T07:00:00Z', '02:30', '2026-03-08'],
  ['a day end after it', '2026-03-08T07:59:59Z', '04:00', '2026-03-07'],
])('the night with an hour too few: %s', (_what, occurredAt, dayEnd, date) => {
  expect(businessDate(occurredAt, { timeZone: 'America/New_York', dayEnd })).toBe(date);
});

test.each([
  ['a quarter of an hour off', 'Asia/Kathmandu', '2026-11-03T18:14:59Z', '2026-11-03'],
  ['and the next second', 'Asia/Kathmandu', '2026-11-03T18:15:00Z', '2026-11-04'],
  ['half an hour of summer time', 'Australia/Lord_Howe', '2026-11-03T12:59:59Z', '2026-11-03'],
  ['and in winter', 'Australia/Lord_Howe', '2026-07-03T13:29:59Z', '2026-07-03'],
  ['a clock that jumps at midnight', 'America/Santiago', '2026-09-06T04:00:00Z', '2026-09-06'],
  ['and the second before', 'America/Santiago', '2026-09-06T03:59:59Z', '2026-09-05'],
  ['the day that Samoa left out', 'Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
  ['far east', 'Pacific/Kiritimati', '2026-11-03T10:00:00Z', '2026-11-04'],
  ['far west', 'Pacific/Pago_Pago', '2026-11-04T10:59:59Z', '2026-11-03'],
])('%s: %s', (_what, timeZone, occurredAt, date) => {
  expect(businessDate(occurredAt, { timeZone, dayEnd: '00:00' })).toBe(date);
});

test('a name that is no time zone is told from one that is', () => {
  expect(['America/New_York', 'UTC', 'Europe/London'].map(isTimeZone)).toEqual([true, true, true]);
  expect(['Mars/Olympus', '', 'New York', '../etc', '__proto__'].map(isTimeZone)).not.toContain(true);
});
