// A sale belongs to the shop's own day: its clock, its day end, and the two nights a year on which the clock jumps.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BusinessDay, businessDate, businessDayEnd, dayBefore } from './business-date.ts';

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

test.each([
  ['before it', '2026-11-01T01:29:59-04:00', '2026-10-31'],
  ['the first time', '2026-11-01T01:30:00-04:00', '2026-11-01'],
  ['01:00 for the second time', '2026-11-01T01:00:00-05:00', '2026-11-01'],
  ['the second time', '2026-11-01T01:30:00-05:00', '2026-11-01'],
])('a day end that the clock shows twice ends the day once, the first time: %s', (_what, occurredAt, date) => {
  expect(businessDate(occurredAt, { ...newYork, dayEnd: '01:30' })).toBe(date);
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

const hourMs = 60 * 60_000;
// The clocks of New York changed at 02:00 on 8 March and 1 November 2026, of London at 01:00 Greenwich time on 29 March and
// 25 October, of Lord Howe by half an hour at 02:00 on 5 April and 4 October; of Casablanca for Ramadan, on 15 February at
// 03:00 and 22 March at 02:00; of Santiago at midnight on 6 September and 5 April.
test.each([
  ['a day like any other', 'America/New_York', '00:00', '2026-11-03', '2026-11-04T05:00:00Z', 24],
  ['a bar', 'America/New_York', '02:00', '2026-11-03', '2026-11-04T07:00:00Z', 24],
  ['midnight before the jump', 'America/New_York', '00:00', '2026-03-07', '2026-03-08T05:00:00Z', 24],
  ['the day of the jump', 'America/New_York', '00:00', '2026-03-08', '2026-03-09T04:00:00Z', 23],
  ['a bar in the night of the jump, at it', 'America/New_York', '02:00', '2026-03-07', '2026-03-08T07:00:00Z', 24],
  ['a bar the day after the jump', 'America/New_York', '02:00', '2026-03-08', '2026-03-09T06:00:00Z', 23],
  ['within the hour left out, at the jump', 'America/New_York', '02:30', '2026-03-07', '2026-03-08T07:00:00Z', 23.5],
  ['the day after that', 'America/New_York', '02:30', '2026-03-08', '2026-03-09T06:30:00Z', 23.5],
  ['three o’clock in the night of the jump', 'America/New_York', '03:00', '2026-03-07', '2026-03-08T07:00:00Z', 23],
  ['and the day after', 'America/New_York', '03:00', '2026-03-08', '2026-03-09T07:00:00Z', 24],
  ['the day with an hour too many', 'America/New_York', '00:00', '2026-11-01', '2026-11-02T05:00:00Z', 25],
  ['a bar in the night with an hour too many', 'America/New_York', '02:00', '2026-10-31', '2026-11-01T07:00:00Z', 25],
  ['and the day after', 'America/New_York', '02:00', '2026-11-01', '2026-11-02T07:00:00Z', 24],
  ['three o’clock in that night', 'America/New_York', '03:00', '2026-10-31', '2026-11-01T08:00:00Z', 25],
  ['shown twice, at the first', 'America/New_York', '01:30', '2026-10-31', '2026-11-01T05:30:00Z', 24],
  ['and the day after', 'America/New_York', '01:30', '2026-11-01', '2026-11-02T06:30:00Z', 25],
  ['London’s short day', 'Europe/London', '00:00', '2026-03-29', '2026-03-29T23:00:00Z', 23],
  ['London’s bar in the short night', 'Europe/London', '02:00', '2026-03-28', '2026-03-29T01:00:00Z', 23],
  ['London’s hour left out', 'Europe/London', '01:00', '2026-03-28', '2026-03-29T01:00:00Z', 24],
  ['London’s long day', 'Europe/London', '00:00', '2026-10-25', '2026-10-26T00:00:00Z', 25],
  ['London’s bar in the long night', 'Europe/London', '02:00', '2026-10-24', '2026-10-25T02:00:00Z', 25],
  ['London’s one o’clock, shown twice', 'Europe/London', '01:00', '2026-10-24', '2026-10-25T00:00:00Z', 24],
  ['Lord Howe’s half hour more', 'Australia/Lord_Howe', '00:00', '2026-04-05', '2026-04-05T13:30:00Z', 24.5],
  ['Lord Howe’s bar that night', 'Australia/Lord_Howe', '02:00', '2026-04-04', '2026-04-04T15:30:00Z', 24.5],
  ['Lord Howe’s quarter to two, shown twice', 'Australia/Lord_Howe', '01:45', '2026-04-04', '2026-04-04T14:45:00Z', 24],
  ['Lord Howe’s half hour less', 'Australia/Lord_Howe', '00:00', '2026-10-04', '2026-10-04T13:00:00Z', 23.5],
  ['Lord Howe’s bar, at the jump', 'Australia/Lord_Howe', '02:15', '2026-10-03', '2026-10-03T15:30:00Z', 23.75],
  ['Casablanca as Ramadan begins', 'Africa/Casablanca', '00:00', '2026-02-15', '2026-02-16T00:00:00Z', 25],
  ['a bar there that night', 'Africa/Casablanca', '03:00', '2026-02-14', '2026-02-15T03:00:00Z', 25],
  ['half past two, shown twice', 'Africa/Casablanca', '02:30', '2026-02-14', '2026-02-15T01:30:00Z', 24],
  ['Casablanca as Ramadan ends', 'Africa/Casablanca', '02:00', '2026-03-21', '2026-03-22T02:00:00Z', 24],
  ['and the day after', 'Africa/Casablanca', '02:00', '2026-03-22', '2026-03-23T01:00:00Z', 23],
  ['a midnight left out', 'America/Santiago', '00:00', '2026-09-05', '2026-09-06T04:00:00Z', 24],
  ['and the day after', 'America/Santiago', '00:00', '2026-09-06', '2026-09-07T03:00:00Z', 23],
  ['an hour before midnight shown twice', 'America/Santiago', '00:00', '2026-04-04', '2026-04-05T04:00:00Z', 25],
  ['half an hour off', 'Asia/Kolkata', '02:00', '2026-11-03', '2026-11-03T20:30:00Z', 24],
  ['three quarters off', 'Asia/Kathmandu', '02:00', '2026-11-03', '2026-11-03T20:15:00Z', 24],
  ['a day end off the quarters', 'Asia/Kathmandu', '02:07', '2026-11-03', '2026-11-03T20:22:00Z', 24],
  ['the day before the one left out', 'Pacific/Apia', '00:00', '2011-12-29', '2011-12-30T10:00:00Z', 24],
  ['the day left out', 'Pacific/Apia', '00:00', '2011-12-30', '2011-12-30T10:00:00Z', 0],
  ['the day after it', 'Pacific/Apia', '00:00', '2011-12-31', '2011-12-31T10:00:00Z', 24],
  ['a bar before the day left out', 'Pacific/Apia', '02:00', '2011-12-29', '2011-12-30T10:00:00Z', 22],
  ['a bar on the day left out', 'Pacific/Apia', '02:00', '2011-12-30', '2011-12-30T12:00:00Z', 2],
])('a business date ends once: %s, %s %s', (_what, timeZone, dayEnd, date, endsAt, hours) => {
  const day = { timeZone, dayEnd };
  const end = businessDayEnd(date, day);
  expect(new Date(end).toISOString()).toBe(endsAt.replace('Z', '.000Z'));
  expect((end - businessDayEnd(dayBefore(date), day)) / hourMs).toBe(hours);
});

// From 10 November 2026 on the location is elsewhere, or closes at another hour; the day before ends by the old clock.
const moved = (before: BusinessDay, after: Omit<BusinessDay, 'since'>): BusinessDay => ({
  ...after,
  since: { date: '2026-11-10', before },
});
const day = (timeZone: string, dayEnd = '00:00'): BusinessDay => ({ timeZone, dayEnd });

test.each([
  ['west', moved(day('America/New_York'), day('America/Los_Angeles')), '2026-11-10T05:00:00Z', '2026-11-11T08:00:00Z'],
  ['east', moved(day('America/Los_Angeles'), day('America/New_York')), '2026-11-10T08:00:00Z', '2026-11-11T05:00:00Z'],
  ['a later day end', moved(newYork, day('America/New_York', '04:00')), '2026-11-10T07:00:00Z', '2026-11-11T09:00:00Z'],
  ['an earlier one', moved(day('America/New_York', '04:00'), newYork), '2026-11-10T09:00:00Z', '2026-11-11T07:00:00Z'],
  [
    'a day east',
    moved(day('Pacific/Pago_Pago'), day('Pacific/Kiritimati')),
    '2026-11-10T11:00:00Z',
    '2026-11-10T11:00:00Z',
  ],
  [
    'a day west',
    moved(day('Pacific/Kiritimati'), day('Pacific/Pago_Pago')),
    '2026-11-09T10:00:00Z',
    '2026-11-11T11:00:00Z',
  ],
])('a change takes hold as the day before it ends: %s', (_what, shop, begins, ends) => {
  expect(new Date(businessDayEnd('2026-11-09', shop)).toISOString()).toBe(begins.replace('Z', '.000Z'));
  expect(new Date(businessDayEnd('2026-11-10', shop)).toISOString()).toBe(ends.replace('Z', '.000Z'));
  const justBefore = new Date(Date.parse(begins) - 1).toISOString();
  expect(businessDate(justBefore, shop)).toBe('2026-11-09');
  // The date that a shop leaves out by moving a day to the east is no moment's.
  expect(businessDate(begins, shop)).toBe(begins === ends ? '2026-11-11' : '2026-11-10');
  expect(businessDate(new Date(Date.parse(ends)).toISOString(), shop)).toBe('2026-11-11');
});

test('before a change and after it, each day is by its own clock', () => {
  const shop = moved(day('America/New_York'), day('America/Los_Angeles', '02:00'));
  expect(businessDate('2026-07-04T03:59:59Z', shop)).toBe('2026-07-03');
  expect(businessDate('2026-07-04T04:00:00Z', shop)).toBe('2026-07-04');
  expect(businessDate('2026-12-04T09:59:59Z', shop)).toBe('2026-12-03');
  expect(businessDate('2026-12-04T10:00:00Z', shop)).toBe('2026-12-04');
  expect(businessDayEnd('2026-07-03', shop)).toBe(Date.parse('2026-07-04T04:00:00Z'));
  expect(businessDayEnd('2026-12-03', shop)).toBe(Date.parse('2026-12-04T10:00:00Z'));
});

const moments = fc.integer({ min: Date.UTC(1973, 0, 1), max: Date.UTC(2037, 0, 1) });
const plainDays = fc.record({
  timeZone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
  dayEnd: fc
    .integer({ min: 0, max: 12 * 60 - 1 })
    .map((minutes) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`),
});

/** A moment, and a day that may have changed up to three times within the week around it. */
const momentsAndDays = fc
  .record({
    at: moments,
    first: plainDays,
    changes: fc.uniqueArray(fc.tuple(fc.integer({ min: -3, max: 3 }), plainDays), {
      maxLength: 3,
      selector: ([offset]) => offset,
    }),
  })
  .map(({ at, first, changes }) => {
    const date = (offset: number) => new Date(at + offset * 24 * hourMs).toISOString().slice(0, 10);
    const sorted = [...changes].sort(([a], [b]) => a - b);
    const shop = sorted.reduce<BusinessDay>(
      (before, [offset, after]) => ({ ...after, since: { date: date(offset), before } }),
      first,
    );
    return { at, shop };
  });

test('a moment belongs to the one date that has begun and has not ended, in every zone and over every move', () => {
  fc.assert(
    fc.property(momentsAndDays, ({ at, shop }) => {
      const date = businessDate(new Date(at).toISOString(), shop);
      expect(businessDayEnd(dayBefore(date), shop)).toBeLessThanOrEqual(at);
      expect(businessDayEnd(date, shop)).toBeGreaterThan(at);
    }),
    { numRuns: 1000 },
  );
});

test('a later moment never has an earlier date', () => {
  fc.assert(
    fc.property(momentsAndDays, fc.integer({ min: 0, max: 60 * hourMs }), ({ at, shop }, later) => {
      const [first, second] = [at, at + later].map((ms) => businessDate(new Date(ms).toISOString(), shop));
      expect((second ?? '') >= (first ?? '')).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
