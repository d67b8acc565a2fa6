// The preflight over HTTP: all of it at once as before, the same page by page, what was outstanding at sync start, and the first day's entries as they would be posted.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerBesideQuickbooks, sale, startServerBesideQuickbooks } from './server.fixture.ts';

let shop: ServerBesideQuickbooks;

const on = (sourceId: string, day: string, change: Readonly<Record<string, unknown>> = {}) =>
  sale(sourceId, { occurredAt: `${day}T16:20:05-05:00`, ...change });
const unbalanced = { payments: [{ paymentType: 'cash', amount: '100.00' }] };

beforeAll(async () => {
  shop = await startServerBesideQuickbooks();
  await shop.comeBack(await shop.consent());
  const events = [on('t-1', '2026-11-03'), on('t-2', '2026-11-04', unbalanced), on('t-3', '2026-11-05')];
  await shop.call('POST', '/events', {
    events: [...events, on('t-0', '2026-11-04', { kind: 'sale', reverses: 'till/sale/t-1', lines: [], payments: [] })],
  });
});
afterAll(() => shop?.close());

interface Found {
  readonly key: string;
  readonly events: number;
  readonly [field: string]: unknown;
}

const look = async (query = '') =>
  (await shop.call('GET', `/preflight${query}`)).body as {
    problems: Found[];
    checked: number;
    nextCursor: string | null;
  };

test('each problem has its events, amount, first and last day, and events to look at', async () => {
  const { problems, checked, nextCursor } = await look();
  expect([checked, nextCursor]).toEqual([4, null]);
  expect(problems.find(({ role }) => role === 'payment')).toMatchObject({
    ...{ kind: 'missing-account', subject: 'cash', amount: '324.00', from: '2026-11-03', to: '2026-11-05', events: 3 },
    ...{ message: 'Payment type cash is missing a payment account', named: 'Cash is missing a payment account' },
  });
  expect(problems.find(({ kind }) => kind === 'out-of-balance')).toMatchObject({
    ...{ events: 1, from: '2026-11-04', to: '2026-11-04' },
    examples: [{ id: expect.any(String), number: 't-2' }],
  });
});

test('page by page it adds up to the same', async () => {
  const whole = (await look()).problems.map(({ key, events }) => [key, events]);
  const sums = new Map<string, number>();
  let cursor: string | null = null;
  for (let pages = 0; pages < 10; pages += 1) {
    const page = await look(`?events=1${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    expect(page.checked).toBeLessThanOrEqual(1);
    for (const { key, events } of page.problems) sums.set(key, (sums.get(key) ?? 0) + events);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  expect(cursor).toBeNull();
  expect(new Map(whole as [string, number][])).toEqual(sums);
});

test('it goes on from the evening before the first date that a till may write', async () => {
  const evening = ['e-1', 'e-2'].map((sourceId) => sale(sourceId, { occurredAt: '1970-01-01T00:00:00Z' }));
  await shop.call('POST', '/events', { events: evening });
  const { nextCursor } = await look('?events=1');
  expect(nextCursor).toMatch(/^1969-12-31/);
  expect(await look(`?events=1&cursor=${encodeURIComponent(nextCursor ?? '')}`)).toMatchObject({ checked: 1 });
  const { events } = (await shop.call('GET', '/events?dateTo=1969-12-31')).body as { events: { id: string }[] };
  const ids = events.map(({ id }) => id);
  await shop.call('POST', '/events/handled-outside', { ids, reason: 'Long ago' });
});

test('a cursor that no page gave, and a date that is none, are told', async () => {
  expect(await shop.call('GET', '/preflight?cursor=x&events=1')).toMatchObject({
    status: 400,
    body: { code: 'bad-cursor' },
  });
  expect(await shop.call('GET', '/preflight?events=0')).toMatchObject({ status: 422 });
  expect(await shop.call('GET', '/preflight/first-day?from=yesterday')).toMatchObject({ status: 422 });
});

test('the first day’s entries are those that the events show, accounts or none; a void of an earlier day is known', async () => {
  const day = (await shop.call('GET', '/preflight/first-day')).body;
  expect(day).toMatchObject({ date: '2026-11-03', mode: 'per-event', events: 1, more: false });
  const { events } = (await shop.call('GET', '/events?dateTo=2026-11-03')).body as { events: { id: string }[] };
  const detail = (await shop.call('GET', `/events/${events[0]?.id}`)).body;
  expect(day.entries).toEqual(detail.entries);
  const next = (await shop.call('GET', '/preflight/first-day?from=2026-11-04')).body;
  expect(next).toMatchObject({
    ...{ date: '2026-11-04', events: 2 },
    causes: expect.arrayContaining([expect.objectContaining({ kind: 'out-of-balance', events: ['till/sale/t-2'] })]),
  });
  expect((await shop.call('GET', '/preflight/first-day?from=2027-01-01')).body).toMatchObject({
    date: null,
    entries: [],
  });
});

test('of a company with daily summaries the day is one entry a location', async () => {
  await shop.call('PUT', '/settings', { postingMode: 'daily-summary', from: '2026-11-01' });
  const day = (await shop.call('GET', '/preflight/first-day')).body as {
    mode: string;
    entries: { lines: unknown[] }[];
  };
  expect(day.mode).toBe('daily-summary');
  expect(day.entries).toHaveLength(1);
});

test('what was outstanding before sync start, or before a day that is asked about, has its account, side and amount', async () => {
  const header = { source: 'till', location: 'main', occurredAt: '2026-10-20T16:20:05-05:00' };
  const lines = [{ itemClass: 'apparel', quantity: '18', amount: '720.00' }];
  await shop.call('POST', '/events', {
    events: [{ ...header, kind: 'purchasing-receipt', sourceId: 'r-1', vendor: 'Mill', lines }],
  });
  expect(await look('?outstandingBefore=2026-10-20')).toMatchObject({ outstanding: [] });
  const stock = {
    ...{ key: expect.any(String), kind: 'stock', subject: 'apparel', name: 'Apparel', account: null },
    ...{ side: 'debit', amount: '720.00', currency: 'USD' },
  };
  expect(await look('?outstandingBefore=2026-11-01')).toMatchObject({
    ...{ outstanding: [stock], outstandingBefore: '2026-11-01' },
  });
  expect((await shop.call('GET', '/preflight?outstandingBefore=soon')).status).toBe(422);
});
