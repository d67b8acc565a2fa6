// Daily summaries through the API: the mode and its date, the list of days, a preview, and what is not there.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sale, startTestServer, type TestServer } from './server.fixture.ts';

let app: TestServer;
beforeAll(async () => {
  app = await startTestServer();
});
afterAll(() => app?.close());

const put = (payload: object) => app.person({ method: 'PUT', url: '/api/v1/settings', payload });
const get = async (url: string) => app.till({ method: 'GET', url });
const preview = async (events: readonly unknown[], mode: string) =>
  (await app.till({ method: 'POST', url: '/api/v1/journal/preview', payload: { events, mode } })).json();

describe('settings', () => {
  test('the mode and the date from which it holds are answered as they were given', async () => {
    expect((await get('/api/v1/settings')).json()).toMatchObject({
      ...{ postingMode: 'per-event', from: null, overShortCap: '0.00', summaryGraceDays: 0 },
    });
    const change = { postingMode: 'daily-summary', from: '2026-11-01', summaryGraceDays: 2, overShortCap: '0.05' };
    const saved = await put(change);
    expect([saved.statusCode, saved.json()]).toEqual([200, expect.objectContaining(change)]);
    expect((await get('/api/v1/settings')).json()).toMatchObject(change);
  });

  test('what is wrong with them is named', async () => {
    const refused = await put({ overShortCap: '0.005', summaryGraceDays: 400 });
    expect(refused.statusCode).toBe(422);
    expect(refused.json().detail).toContain('0.005');
    expect(refused.json().detail).toContain('0 to 31 days');
    expect((await put({ from: '2026-02-30' })).statusCode).toBe(422);
    expect((await put({ postingMode: 'weekly' })).statusCode).toBe(422);
  });
});

test('a preview sums up each location’s business date, every line told down to its tickets', async () => {
  const { entries, causes } = await preview(
    [
      sale('p-1'),
      sale('p-2'),
      sale('p-3', { location: 'outlet' }),
      sale('p-4', { payments: [{ paymentType: 'cash', amount: '1.00' }] }),
    ],
    'daily-summary',
  );
  expect(entries).toHaveLength(2);
  const [main, outlet] = entries;
  expect(main).toMatchObject({ location: 'main', events: ['till/sale/p-1', 'till/sale/p-2'] });
  expect(main.memo).toContain('Daily summary');
  expect(outlet).toMatchObject({ location: 'outlet', events: ['till/sale/p-3'] });
  const revenue = main.lines.find(({ role }: { role: string }) => role === 'sales');
  expect(revenue).toMatchObject({
    ...{ debit: '0.00', credit: '200.00', fromCount: 2, account: null },
    from: [
      { key: 'till/sale/p-1', pointer: '/lines/0', amount: '100.00' },
      { key: 'till/sale/p-2', pointer: '/lines/0', amount: '100.00' },
    ],
  });
  expect(causes.map(({ kind }: { kind: string }) => kind)).toContain('out-of-balance');
  expect(causes.map(({ kind }: { kind: string }) => kind)).toContain('missing-account');
});

test('a day is listed once it is in scope, and says when it is made', async () => {
  await put({ postingMode: 'daily-summary', from: null, summaryGraceDays: 0 });
  await app.person({ method: 'POST', url: '/api/v1/sync/start', payload: { from: '2026-01-01' } });
  const now = new Date().toISOString();
  await app.till({
    method: 'POST',
    url: '/api/v1/events',
    payload: { events: [sale('l-1', { occurredAt: now }), sale('l-2', { occurredAt: now })] },
  });
  const { summaries, nextCursor } = (await get('/api/v1/summaries')).json();
  expect(nextCursor).toBeNull();
  expect(summaries).toEqual([
    {
      ...{ id: expect.any(String), businessDate: expect.any(String), location: 'main', sequence: 1 },
      ...{ status: 'ready', dueAt: expect.any(String), events: 2 },
      parts: [
        {
          part: 1,
          state: 'pending',
          documentNumber: null,
          postingDate: expect.any(String),
          quickbooksUrl: null,
          total: null,
          currency: null,
        },
      ],
    },
  ]);
  expect(Date.parse(summaries[0].dueAt)).toBeGreaterThan(Date.now());
  const { events } = (await get('/api/v1/events?limit=10')).json();
  const event = (await get(`/api/v1/events/${events[0].id}`)).json();
  expect(event.summary).toEqual({
    ...{ id: summaries[0].id, businessDate: summaries[0].businessDate, location: 'main', sequence: 1 },
  });
  expect((await get(`/api/v1/summaries/${summaries[0].id}`)).json()).toMatchObject({ events: 2, blockedCount: 0 });
  const refused = await app.person({
    ...{ method: 'POST', url: `/api/v1/summaries/${summaries[0].id}/post-without-blocked`, payload: {} },
  });
  expect([refused.statusCode, refused.json().code]).toEqual([409, expect.stringMatching(/^(all|nothing)-blocked$/)]);
});

test('what is not there is a 404, and a cursor that no list gave a 400', async () => {
  const none = '019ab000-0000-7000-8000-000000000000';
  for (const url of [`/summaries/${none}`, '/summaries/nonsense', `/postings/${none}/lines/1/sources`]) {
    expect((await get(`/api/v1${url}`)).statusCode).toBe(404);
  }
  const without = await app.person({
    ...{ method: 'POST', url: `/api/v1/summaries/${none}/post-without-blocked`, payload: {} },
  });
  expect(without.statusCode).toBe(404);
  expect((await get('/api/v1/summaries?cursor=2026-11-01_nonsense')).json()).toMatchObject({ code: 'bad-cursor' });
  expect((await get(`/api/v1/postings/${none}/lines/0/sources`)).statusCode).toBe(422);
  expect((await get('/api/v1/over-short')).json()).toEqual({ months: [] });
});
