// Time zone and day end hold from a business date on; what was recorded keeps the date that it was recorded with.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openTestBooks, openTestStorage, sale, type TestBooks } from './books.fixture.ts';

let test: TestStorage;
let shop: TestBooks;

beforeAll(async () => {
  test = await openTestStorage();
});
afterAll(() => test?.close());
beforeEach(async () => {
  shop = await openTestBooks(test);
});

let ticket = 0;
/** Recorded at a moment; answers its business date. */
async function sold(occurredAt: string, change: Record<string, unknown> = {}): Promise<string> {
  ticket += 1;
  const [result] = await shop.books.recordEvents([sale(`d-${ticket}`, { occurredAt, ...change })]);
  return (await shop.books.event(result?.id ?? ''))?.businessDate ?? '';
}

const save = (change: Parameters<TestBooks['books']['saveLocation']>[1], code = 'main') =>
  shop.books.saveLocation(code, change, 'owner');
const daysOf = async (code = 'main') =>
  (await shop.books.locations({ includeInactive: true }))
    .find((location) => location.code === code)
    ?.days.map(({ from, timeZone, dayEnd }) => `${from} ${timeZone} ${dayEnd}`);
const today = () => test.clock.now().toISOString().slice(0, 10);

const oneAtNight = '2026-11-20T01:00:00-05:00';

it('a location without a setting has the company’s day', async () => {
  expect(await sold(oneAtNight)).toBe('2026-11-20');
  expect(await daysOf()).toEqual(['null null null']);
  await shop.books.saveSettings({ dayEnd: '02:00', dayFrom: null }, 'owner');
  expect(await sold(oneAtNight)).toBe('2026-11-19');
  expect(await sold(oneAtNight, { location: 'never-seen' })).toBe('2026-11-19');
  expect(await sold(oneAtNight, { businessDate: '2026-11-18' })).toBe('2026-11-18');
});

describe('a date from which it holds', () => {
  it('divides the history, and each side keeps its own', async () => {
    await save({ timeZone: 'America/New_York', dayEnd: '02:00' });
    expect(await save({ timeZone: 'America/Los_Angeles', from: '2026-11-10' })).toEqual({ ok: true });
    expect(await daysOf()).toEqual(['null America/New_York 02:00', '2026-11-10 America/Los_Angeles 02:00']);
    // 9 November ends at 02:00 of New York, 07:00 Greenwich time; 10 November at 02:00 of Los Angeles.
    expect(await sold('2026-11-10T06:59:59Z')).toBe('2026-11-09');
    expect(await sold('2026-11-10T07:00:00Z')).toBe('2026-11-10');
    expect(await sold('2026-11-11T09:59:59Z')).toBe('2026-11-10');
    expect(await sold('2026-11-11T10:00:00Z')).toBe('2026-11-11');
    expect(await sold('2026-07-04T05:59:59Z')).toBe('2026-07-03');
  });

  it('may lie in the past, and never dates again what is recorded', async () => {
    await save({ timeZone: 'America/New_York' });
    expect(await sold(oneAtNight)).toBe('2026-11-20');
    const { events } = await shop.books.listEvents({ limit: 10 });
    await save({ dayEnd: '02:00', from: '2026-11-01' });
    expect(await sold(oneAtNight)).toBe('2026-11-19');
    expect((await shop.books.event(events[0]?.id ?? ''))?.businessDate).toBe('2026-11-20');
    const [again] = await shop.books.recordEvents([sale(events[0]?.sourceId ?? '', { occurredAt: oneAtNight })]);
    expect(again?.status).toBe('duplicate');
  });

  it('takes the place of what held from the same date, and what changes nothing is taken away', async () => {
    await save({ dayEnd: '02:00' });
    await save({ dayEnd: '03:00', from: '2026-11-10' });
    await save({ dayEnd: '04:00', from: '2026-11-10' });
    expect(await daysOf()).toEqual(['null null 02:00', '2026-11-10 null 04:00']);
    await save({ dayEnd: '02:00', from: '2026-11-10' });
    expect(await daysOf()).toEqual(['null null 02:00']);
    await save({ dayEnd: null, from: null });
    expect(await daysOf()).toEqual(['null null null']);
  });

  it('of the company holds for locations that follow it', async () => {
    await save({ dayEnd: '05:00' }, 'bar');
    await shop.books.saveSettings({ timeZone: 'America/Los_Angeles', dayFrom: '2026-11-10' }, 'owner');
    expect(await sold('2026-11-20T06:00:00Z')).toBe('2026-11-19');
    expect(await sold('2026-11-20T12:59:00Z', { location: 'bar' })).toBe('2026-11-19');
    expect(await sold('2026-11-05T06:00:00Z')).toBe('2026-11-05');
  });
});

describe('without a date', () => {
  it('a first setting holds from the beginning, and its corrections do until something is recorded there', async () => {
    await sold(oneAtNight);
    await save({ timeZone: 'America/Chicago' });
    expect(await daysOf()).toEqual(['null America/Chicago null']);
    await save({ timeZone: 'America/Chicago' }, 'bar');
    await save({ dayEnd: '02:00' }, 'bar');
    expect(await daysOf('bar')).toEqual(['null America/Chicago 02:00']);
  });

  it('a later change holds from the shop’s today', async () => {
    await save({ timeZone: 'America/Chicago' });
    await sold(oneAtNight);
    await save({ timeZone: 'America/Denver', name: 'Moved' });
    expect(await daysOf()).toEqual(['null America/Chicago null', `${today()} America/Denver null`]);
    await save({ name: 'Moved again', timeZone: 'America/Denver', dayEnd: null });
    expect(await daysOf()).toHaveLength(2);
    const details = (await shop.books.auditLog()).map(({ detail }) => detail);
    expect(details).toContainEqual({ code: 'main', timeZone: 'America/Denver', name: 'Moved', from: today() });
  });

  it('the company’s is corrected from the beginning until something is recorded, then changed from today', async () => {
    await shop.books.saveSettings({ timeZone: 'America/Chicago' }, 'owner');
    await sold(oneAtNight);
    await shop.books.saveSettings({ dayEnd: '02:00' }, 'owner');
    const { timeZone, dayEnd, days } = await shop.books.settings();
    expect([timeZone, dayEnd]).toEqual(['America/Chicago', '02:00']);
    expect(days).toEqual([
      { from: null, timeZone: 'America/Chicago', dayEnd: '00:00' },
      { from: today(), timeZone: 'America/Chicago', dayEnd: '02:00' },
    ]);
  });
});

it('what is read as in force is that of today', async () => {
  await save({ dayEnd: '02:00' });
  await save({ dayEnd: '03:00', from: '2999-01-01' });
  const [location] = await shop.books.locations({ includeInactive: false });
  expect(location).toMatchObject({ timeZone: null, dayEnd: '02:00' });
});

it('everything that is wrong is refused at once, by value and rule, and nothing is saved', async () => {
  const refused = await save({ timeZone: 'Mars/Olympus', dayEnd: '14:00', from: '2026-02-30', name: 'New' });
  expect(refused).toMatchObject({ ok: false, code: 'unknown-time-zone' });
  const { message } = refused as { message: string };
  for (const part of [
    'Mars/Olympus is not a time zone',
    '14:00 is not a day end',
    '11:59',
    '2026-02-30 is not a date',
  ]) {
    expect(message).toContain(part);
  }
  expect(await save({ from: '2026-11-10' })).toMatchObject({ ok: false, code: 'bad-from' });
  expect(await save({ timeZone: '+05:00' })).toMatchObject({ ok: false, code: 'unknown-time-zone' });
  expect(await shop.books.locations({ includeInactive: true })).toEqual([]);
});

it('changes of one location have a limit', async () => {
  for (let change = 1; change <= 49; change += 1) {
    const from = new Date(Date.UTC(2026, 0, change)).toISOString().slice(0, 10);
    expect(await save({ dayEnd: `0${change % 2}:00`, from })).toEqual({ ok: true });
  }
  expect(await save({ dayEnd: '05:00', from: '2026-11-10' })).toMatchObject({ ok: false, code: 'too-many-days' });
  expect(await daysOf()).toHaveLength(50);
});
