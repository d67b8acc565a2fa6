// Lists of events over HTTP: filters, the whole as CSV, many events at once, and the views that a person keeps.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sale, startTestServer, type TestServer } from './server.fixture.ts';

let app: TestServer;
beforeAll(async () => {
  app = await startTestServer();
  const header = { source: 'office', occurredAt: '2026-11-04T16:20:05-05:00', location: 'main' };
  const lines = [{ itemClass: 'apparel', quantity: '10', amount: '180.00' }];
  const events = [
    sale('t-1'),
    sale('t-2', { location: 'outlet', number: '=1+1' }),
    { ...header, kind: 'purchasing-receipt', sourceId: 'p-1', vendor: 'Acme, Inc.', lines },
    { ...header, kind: 'purchasing-return', sourceId: 'p-2', vendor: 'Acme, Inc.', lines },
    {
      ...{ ...header, kind: 'cash-movement', sourceId: 'c-1', direction: 'out', reason: 'postage' },
      ...{ paymentType: 'cash', amount: '7.80' },
    },
  ];
  expect((await app.till({ method: 'POST', url: '/api/v1/events', payload: { events } })).statusCode).toBe(200);
});
afterAll(() => app?.close());

async function numbers(query: string): Promise<string[]> {
  const answer = await app.till({ url: `/api/v1/events?${query}` });
  expect(answer.statusCode).toBe(200);
  return answer
    .json<{ events: { number: string }[] }>()
    .events.map(({ number }) => number)
    .sort();
}

const post = (url: string, payload: Record<string, unknown>) =>
  app.person({ method: 'POST', url: `/api/v1${url}`, payload });

describe('a list of events', () => {
  it('is narrowed by kinds, source, place, and what an amount is', async () => {
    expect(await numbers('kind=purchasing-receipt,purchasing-return')).toEqual(['p-1', 'p-2']);
    expect(await numbers('kind=cash-movement')).toEqual(['c-1']);
    expect(await numbers('source=office')).toEqual(['c-1', 'p-1', 'p-2']);
    expect(await numbers('location=outlet')).toEqual(['=1+1']);
    expect(await numbers('amount=108.00')).toEqual(['=1+1', 't-1']);
    expect(await numbers('amount=108')).toEqual(['=1+1', 't-1']);
    expect(await numbers('amountFrom=7.795&amountTo=107.999')).toEqual(['c-1']);
    expect(await numbers('amountFrom=180&kind=purchasing-receipt')).toEqual(['p-1']);
    expect(await numbers('amount=7.805')).toEqual([]);
    expect(await numbers('q=108')).toEqual(['=1+1', 't-1']);
    expect(await numbers('q=till/sale/t-1')).toEqual(['t-1']);
  });

  it.each([
    ['kind=sale,nothing', '/kind'],
    ['amount=twelve', '/amount'],
    ['amountFrom=1e3', '/amountFrom'],
    ['dateFrom=2026-02-30', '/dateFrom'],
    ['nothing=1', ''],
  ])('says of %s what is wrong with it', async (query, pointer) => {
    const answer = await app.till({ url: `/api/v1/events?${query}` });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().problems[0].pointer).toContain(pointer);
  });

  it('says of each what its kind has besides an amount, and which version it is', async () => {
    const { events } = (await app.till({ url: '/api/v1/events?source=office' })).json();
    const byNumber = new Map<string, object>(events.map((event: { number: string }) => [event.number, event]));
    expect(byNumber.get('p-1')).toMatchObject({
      particulars: { vendor: 'Acme, Inc.', itemClasses: ['apparel'], quantity: '10' },
      version: 1,
      versionStanding: null,
    });
    expect(byNumber.get('c-1')).toMatchObject({
      particulars: { direction: 'out', reason: 'postage', paymentType: 'cash' },
    });
  });

  it('says which version is in force and which was replaced', async () => {
    const first = sale('edited');
    const other = sale('edited', { payments: [{ paymentType: 'visa', amount: '108.00' }] });
    await app.till({ method: 'POST', url: '/api/v1/events', payload: { events: [first] } });
    await app.till({ method: 'POST', url: '/api/v1/events', payload: { events: [other] } });
    const [{ id }] = (await app.till({ url: '/api/v1/events?q=edited' })).json().events;
    expect((await post(`/events/${id}/take-version`, {})).statusCode).toBe(200);
    const { events } = (await app.till({ url: '/api/v1/events?q=edited' })).json();
    const standings = events.map((event: Record<string, unknown>) => [event.version, event.versionStanding]);
    expect(standings.sort()).toEqual([
      [1, 'replaced'],
      [2, 'in-force'],
    ]);
  });
});

describe('the list as CSV', () => {
  it('has a row for each event of the filter, and no cell that a spreadsheet calculates', async () => {
    const answer = await app.till({ url: '/api/v1/events.csv?location=outlet' });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toContain('financial-events.csv');
    const [head, row, end] = answer.body.split('\r\n');
    expect(head).toContain('Number,Kind,Business date');
    expect(row).toContain("'=1+1,sale,2026-11-03");
    expect(end).toBe('');
    expect((await app.till({ url: '/api/v1/events.csv?source=office' })).body).toContain('"Acme, Inc."');
  });

  it('takes the filters of the list, and nobody in who is not known', async () => {
    expect((await app.till({ url: '/api/v1/events.csv?kind=nothing' })).statusCode).toBe(422);
    expect((await app.server.inject({ url: '/api/v1/events.csv' })).statusCode).toBe(401);
  });
});

describe('what is picked as CSV', () => {
  const pickedCsv = (payload: object) => app.person({ method: 'POST', url: '/api/v1/events.csv', payload });

  it('has a row for each of them and for no other', async () => {
    const { events } = (await app.till({ url: '/api/v1/events?source=office' })).json();
    const ids = events.slice(0, 2).map(({ id }: { id: string }) => id);
    const answer = await pickedCsv({ ids });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    const numbersOf = (csv: string) =>
      csv
        .split('\r\n')
        .slice(1, -1)
        .map((row) => row.split(',')[0]);
    expect(numbersOf(answer.body)).toEqual(events.slice(0, 2).map(({ number }: { number: string }) => number));
  });

  it('takes from 1 to 500 ids, and nothing besides', async () => {
    const id = randomUUID();
    expect((await pickedCsv({ ids: [] })).statusCode).toBe(422);
    expect((await pickedCsv({ ids: Array.from({ length: 501 }, () => id) })).statusCode).toBe(422);
    expect((await pickedCsv({ ids: [id], location: 'main' })).statusCode).toBe(422);
    const none = await pickedCsv({ ids: Array.from({ length: 500 }, () => id) });
    expect(none.body.trim().split('\r\n')).toHaveLength(1);
  });
});

it('pages on from the evening before the first date, and from the night after the last', async () => {
  const events = [
    sale('night', { occurredAt: '2999-12-31T23:59:59-15:59', location: 'ends' }),
    sale('day', { location: 'ends' }),
    sale('evening', { occurredAt: '1970-01-01T00:00:00Z', location: 'ends' }),
    sale('earlier', { occurredAt: '1970-01-01T00:00:00+01:00', location: 'ends' }),
  ];
  await app.till({ method: 'POST', url: '/api/v1/events', payload: { events } });
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = (await app.till({ url: `/api/v1/events?location=ends&limit=1${cursor}` })).json();
    seen.push(...page.events.map(({ number }: { number: string }) => number));
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  expect(seen.toSorted()).toEqual(['day', 'earlier', 'evening', 'night']);
});

describe('many events at once', () => {
  beforeAll(async () => {
    const events = Array.from({ length: 205 }, (_, at) => sale(`many-${at}`, { location: 'many' }));
    await app.till({ method: 'POST', url: '/api/v1/events', payload: { events } });
  });

  it('are counted as long as they are not settled', async () => {
    expect((await post('/events/count-unsettled', { location: 'many' })).json()).toEqual({ count: 205, more: false });
    expect((await post('/events/count-unsettled', { location: 'many', status: 'synced' })).json().count).toBe(0);
  });

  it('are taken out page by page with a reason, and once each', async () => {
    expect((await post('/events/handled-outside', { location: 'many', reason: '  ' })).statusCode).toBe(422);
    const asked = { location: 'many', reason: 'Entered by hand' };
    const first = (await post('/events/handled-outside', asked)).json();
    expect(first).toEqual({ handled: 200, alreadyHandled: 0, refused: [], nextCursor: expect.any(String) });
    const rest = (await post('/events/handled-outside', { ...asked, cursor: first.nextCursor })).json();
    expect(rest).toEqual({ handled: 5, alreadyHandled: 0, refused: [], nextCursor: null });
    expect((await post('/events/handled-outside', asked)).json()).toMatchObject({
      ...{ handled: 0, alreadyHandled: 200, refused: [] },
    });
    expect(await numbers('location=many&status=handled-outside&limit=500')).toHaveLength(205);
  });

  it('may be those that a person picked', async () => {
    const { events } = (await app.till({ url: '/api/v1/events?location=main&kind=sale' })).json();
    const ids = [events[0].id];
    expect((await post('/events/count-unsettled', { ids })).json().count).toBe(1);
    expect((await post('/events/retry-failed', { ids })).json()).toEqual({ released: 0 });
    expect((await post('/events/handled-outside', { ids, reason: 'By hand' })).json()).toMatchObject({ handled: 1 });
    expect((await post('/events/handled-outside', { ids: ['x'], reason: 'By hand' })).statusCode).toBe(422);
  });
});

describe('gift cards', () => {
  beforeAll(async () => {
    const lines = [{ type: 'gift-card', amount: '25.00', card: '…4821' }];
    const sold = sale('card-1', { location: 'cards', lines, payments: [{ paymentType: 'cash', amount: '25.00' }] });
    const redeemed = sale('card-2', { location: 'cards', payments: [{ paymentType: 'gift-card', amount: '108.00' }] });
    await app.till({ method: 'POST', url: '/api/v1/events', payload: { events: [sold, redeemed, sale('card-3')] } });
  });

  it('are listed by what moved, in the list and as CSV, and counted and retried by the same filter', async () => {
    expect(await numbers('moved=gift-cards')).toEqual(['card-1', 'card-2']);
    const { events } = (await app.till({ url: '/api/v1/events?moved=gift-cards&q=card-1' })).json();
    expect(events[0].giftCards).toEqual({ sold: '25.00', redeemed: '0.00', adjusted: '0.00' });
    expect(events[0].particulars).toEqual({ card: '…4821' });
    const csv = (await app.till({ url: '/api/v1/events.csv?moved=gift-cards&q=card-2' })).body.split('\r\n');
    const at = (csv[0] ?? '').split(',').indexOf('Gift cards redeemed');
    expect(csv[1]?.split(',')[at]).toBe('108.00');
    expect((await post('/events/count-unsettled', { moved: 'gift-cards' })).json()).toEqual({ count: 2, more: false });
    expect((await post('/events/retry-failed', { moved: 'gift-cards' })).json()).toEqual({ released: 0 });
    expect((await app.till({ url: '/api/v1/events?moved=deposits' })).statusCode).toBe(422);
  });

  it('are owed as the dashboard says', async () => {
    const owed = (await app.till({ url: '/api/v1/gift-cards' })).json();
    expect(owed).toEqual({ currency: 'USD', issued: '25.00', redeemed: '108.00', balance: '-83.00' });
    const dashboard = (await app.person({ url: '/api/v1/dashboard?from=2026-11-01&to=2026-11-30' })).json();
    expect(dashboard.giftCards).toEqual({ issued: '25.00', redeemed: '108.00', balance: '-83.00' });
  });
});

describe('saved views', () => {
  const views = async () => (await app.person({ url: '/api/v1/saved-views' })).json().views;

  it('are kept under a name until they are removed', async () => {
    expect(await views()).toEqual([]);
    const saved = (await post('/saved-views', { name: ' Failed ', filter: { status: 'failed' } })).json();
    expect(saved).toMatchObject({ name: 'Failed', filter: { status: 'failed' } });
    expect(await views()).toEqual([saved]);
    const url = `/api/v1/saved-views/${saved.id}`;
    expect((await app.person({ method: 'DELETE', url })).statusCode).toBe(200);
    expect((await app.person({ method: 'DELETE', url })).statusCode).toBe(404);
    expect(await views()).toEqual([]);
  });

  it('are of people, have a name, and are not without bound', async () => {
    expect((await app.till({ url: '/api/v1/saved-views' })).statusCode).toBe(403);
    expect((await post('/saved-views', { name: ' ', filter: {} })).statusCode).toBe(422);
    for (let at = 0; at < 50; at += 1) await post('/saved-views', { name: `View ${at}`, filter: {} });
    const refused = await post('/saved-views', { name: 'One more', filter: {} });
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'too-many-views']);
    expect((await post('/saved-views', { name: 'View 7', filter: { q: '7' } })).statusCode).toBe(200);
  });
});
