// Time zone and day end over HTTP: set from a date on, read with their history, refused by value and rule.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sale, startTestServer, type TestServer } from './server.fixture.ts';

let app: TestServer;
beforeAll(async () => {
  app = await startTestServer();
});
afterAll(() => app?.close());

const put = (url: string, payload: object) => app.person({ method: 'PUT', url, payload });
const read = async (url: string) => (await app.person({ method: 'GET', url })).json();

async function businessDateOf(sourceId: string, change: object): Promise<string> {
  const sent = { method: 'POST', url: '/api/v1/events', payload: { events: [sale(sourceId, { ...change })] } } as const;
  const [{ id }] = (await app.till(sent)).json().results;
  return (await read(`/api/v1/events/${id}`)).businessDate;
}

test('a location that moved keeps the days before, and reads with its history', async () => {
  const first = await put('/api/v1/locations/bar', { timeZone: 'America/New_York', dayEnd: '02:00' });
  expect(first.json()).toEqual({ ok: true });
  await put('/api/v1/locations/bar', { timeZone: 'America/Los_Angeles', from: '2026-11-10' });
  const { locations } = await read('/api/v1/locations');
  expect(locations).toMatchObject([
    {
      code: 'bar',
      days: [
        { from: null, timeZone: 'America/New_York', dayEnd: '02:00' },
        { from: '2026-11-10', timeZone: 'America/Los_Angeles', dayEnd: '02:00' },
      ],
    },
  ]);
  const at = { location: 'bar', occurredAt: '2026-11-10T06:59:59Z' };
  expect(await businessDateOf('last', at)).toBe('2026-11-09');
  expect(await businessDateOf('first', { ...at, occurredAt: '2026-11-10T07:00:00Z' })).toBe('2026-11-10');
  expect(await businessDateOf('given', { ...at, businessDate: '2026-11-08' })).toBe('2026-11-08');
});

test('the company’s day has a history too, apart from the posting mode’s date', async () => {
  const answer = await put('/api/v1/settings', { timeZone: 'America/Chicago', dayFrom: '2999-01-01' });
  expect(answer.json()).toMatchObject({
    timeZone: 'America/New_York',
    dayEnd: '00:00',
    from: null,
    days: [
      { from: null, timeZone: 'America/New_York', dayEnd: '00:00' },
      { from: '2999-01-01', timeZone: 'America/Chicago', dayEnd: '00:00' },
    ],
  });
});

test.each([
  ['/api/v1/locations/bar', { timeZone: 'Mars/Olympus' }, 'unknown-time-zone', 'Mars/Olympus is not a time zone'],
  ['/api/v1/locations/bar', { dayEnd: '14:30' }, 'bad-day-end', '14:30 is not a day end'],
  ['/api/v1/locations/bar', { from: '2026-11-10' }, 'bad-from', 'comes with a time zone or a day end'],
  ['/api/v1/settings', { timeZone: 'Nowhere' }, 'unknown-time-zone', 'Nowhere is not a time zone'],
  ['/api/v1/settings', { dayEnd: '12:00' }, 'bad-day-end', 'from 00:00 to 11:59'],
  ['/api/v1/settings', { dayFrom: null }, 'bad-from', 'comes with a time zone or a day end'],
])('%s refuses %j', async (url, change, code, words) => {
  const refused = await put(url, change);
  expect(refused.headers['content-type']).toContain('application/problem+json');
  expect(refused.json()).toMatchObject({ code, detail: expect.stringContaining(words) });
  expect(refused.statusCode).toBeGreaterThanOrEqual(400);
  expect(refused.statusCode).toBeLessThan(500);
});

test('settings, a location and a payment type are put back as they were read, with one field changed', async () => {
  await put('/api/v1/payment-types/check', {});
  for (const [list, one, change] of [
    ['/api/v1/settings', '/api/v1/settings', { summaryGraceDays: 3 }],
    ['/api/v1/locations', '/api/v1/locations/bar', { name: 'Bar' }],
    ['/api/v1/payment-types', '/api/v1/payment-types/check', { name: 'Cheque' }],
  ] as const) {
    const code = one.split('/')[4];
    const readOne = async () => {
      const answer = await read(list);
      const [rows = [answer]] = Object.values<Record<string, unknown>[]>(code === undefined ? {} : answer);
      return rows.find((row) => row.code === code);
    };
    const changed = { ...(await readOne()), ...change };
    expect([one, (await put(one, changed)).json()]).toEqual([one, code === undefined ? changed : { ok: true }]);
    expect(await readOne()).toEqual(changed);
  }
  expect((await put('/api/v1/settings', { sumaryGraceDays: 3 })).json().problems).toMatchObject([
    { pointer: '/sumaryGraceDays', value: 3, rule: 'an unknown field' },
  ]);
});

test('a date that does not exist is refused by the contract', async () => {
  const refused = await put('/api/v1/locations/bar', { dayEnd: '03:00', from: '2026-02-30' });
  expect(refused.statusCode).toBe(422);
});
