// The dashboard in one answer: figures beside those before, what is owed since the first event, how far each day is, and what needs a person.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dashboard } from './contract.ts';
import { sale, startTestServer, type TestServer } from './server.fixture.ts';

let app: TestServer;

const on = (date: string) => ({ occurredAt: `${date}T12:00:00-05:00` });
const ticket = (sourceId: string, date: string, amount: string, change: object = {}) =>
  sale(sourceId, {
    ...on(date),
    lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount }],
    payments: [{ paymentType: 'cash', amount }],
    ...change,
  });
const other = (kind: string, sourceId: string, date: string, change: object) => ({
  ...{ source: 'till', kind, sourceId, location: 'main', ...on(date) },
  ...change,
});

const events = [
  ticket('y-1', '2025-11-03', '50.00'),
  ticket('p-1', '2026-10-31', '80.00', { location: 'outlet' }),
  ticket('a-1', '2026-11-02', '100.00'),
  ticket('a-2', '2026-11-03', '60.00', {
    lines: [{ type: 'item', itemClass: 'home', quantity: '1', amount: '60.00' }],
  }),
  ticket('a-3', '2026-11-03', '5.00', { payments: [{ paymentType: 'cash', amount: '4.00' }] }),
  ticket('f-1', '2026-11-04', '70.00', { currency: 'EUR', exchangeRate: '1.0850' }),
  ticket('g-1', '2026-09-10', '30.00', { lines: [{ type: 'gift-card', amount: '30.00' }] }),
  ticket('g-2', '2026-11-02', '20.00', { payments: [{ paymentType: 'gift-card', amount: '20.00' }] }),
  other('gift-card-adjustment', 'g-3', '2026-11-04', { reason: 'goodwill', amount: '5.00' }),
  other('customer-deposit', 'd-1', '2026-08-01', { paymentType: 'cash', amount: '40.00' }),
  ticket('d-2', '2026-11-04', '15.00', { payments: [], depositsApplied: [{ paymentType: 'cash', amount: '15.00' }] }),
];

beforeAll(async () => {
  app = await startTestServer();
  const recorded = await app.till({ method: 'POST', url: '/api/v1/events', payload: { events } });
  expect(recorded.statusCode).toBe(200);
});
afterAll(() => app?.close());

const get = (query: Record<string, string>) =>
  app.till({ method: 'GET', url: `/api/v1/dashboard?${new URLSearchParams(query)}` });
const week = { from: '2026-11-01', to: '2026-11-07' };
const read = async (query: Record<string, string> = {}): Promise<Dashboard> => {
  const answer = await get({ ...week, ...query });
  expect([answer.statusCode, answer.body.slice(0, 300)]).toEqual([200, expect.any(String)]);
  return answer.json();
};

describe('figures', () => {
  test('stand beside those of as many days before, as amounts and in percent', async () => {
    const { figures, compared, currency } = await read();
    expect(currency).toBe('USD');
    expect(compared).toEqual({ with: 'previous-period', from: '2026-10-25', to: '2026-10-31' });
    expect(figures.netSales).toEqual({ value: '200.00', before: '80.00', changePercent: 150 });
    expect(figures.tickets).toEqual({ value: 5, before: 1, changePercent: 400 });
    expect(figures.averageTicket).toEqual({ value: '40.00', before: '80.00', changePercent: -50 });
    expect(figures.refunds).toEqual({ value: '0.00', before: '0.00', changePercent: null });
  });

  test('or beside the same days of last year, or beside none', async () => {
    const lastYear = await read({ comparison: 'last-year' });
    expect(lastYear.compared).toEqual({ with: 'last-year', from: '2025-11-01', to: '2025-11-07' });
    expect(lastYear.figures.netSales).toMatchObject({ before: '50.00', changePercent: 300 });
    expect(lastYear.days[2]).toEqual({
      ...{ date: '2026-11-03', netSales: '65.00', tickets: 2 },
      before: { date: '2025-11-03', netSales: '50.00', tickets: 1 },
    });
    const alone = await read({ comparison: 'none' });
    expect([alone.compared, alone.figures.tickets, alone.days[0]?.before]).toEqual([
      null,
      { value: 5, before: null, changePercent: null },
      null,
    ]);
  });

  test('are of one location where one is asked for', async () => {
    const outlet = await read({ location: 'outlet' });
    expect(outlet.figures.netSales).toEqual({ value: '0.00', before: '80.00', changePercent: -100 });
    expect(outlet.locations.map(({ code }) => code).sort()).toEqual(['main', 'outlet']);
  });

  test('are by payment type and item class, the largest first, and tell what they leave out', async () => {
    const { tenders, itemClasses, otherCurrencies } = await read();
    expect(tenders.map(({ paymentType, amount }) => [paymentType, amount])).toEqual([
      ['cash', '164.00'],
      ['gift-card', '20.00'],
    ]);
    expect(itemClasses.map(({ itemClass, amount }) => [itemClass, amount])).toEqual([
      ['apparel', '140.00'],
      ['home', '60.00'],
    ]);
    expect(otherCurrencies).toEqual([{ currency: 'EUR', tickets: 1, netSales: '70.00' }]);
  });

  test('agree with the summary that programs read', async () => {
    const { figures, tenders, firstDate } = await read();
    const summary = (await app.till({ url: `/api/v1/sales/summary?${new URLSearchParams(week)}` })).json();
    expect(summary).toMatchObject({ netSales: figures.netSales.value, tickets: 5, tenders, firstDate });
  });
});

describe('what is owed', () => {
  test('is what was issued less what was redeemed, since the first event and to the last day of the period', async () => {
    expect((await read()).giftCards).toEqual({ balance: '15.00', issued: '5.00', redeemed: '20.00' });
    expect((await read({ to: '2026-11-02' })).giftCards).toEqual({
      ...{ balance: '10.00', issued: '0.00', redeemed: '20.00' },
    });
    expect((await read({ from: '2026-09-01', to: '2026-09-30' })).giftCards.balance).toBe('30.00');
  });

  test('of deposits is what was taken less what was applied', async () => {
    expect((await read()).deposits).toEqual({ balance: '25.00', taken: '0.00', applied: '15.00' });
  });
});

describe('the calendar', () => {
  const stateOf = (answer: Dashboard, date: string) => answer.calendar.days.find((day) => day.date === date);

  test('has every day of the month, and says of each how far its events are', async () => {
    const answer = await read();
    expect(answer.calendar.month).toBe('2026-11');
    expect(answer.calendar.days).toHaveLength(30);
    expect(stateOf(answer, '2026-11-03')).toMatchObject({ state: 'never-synced', events: 2 });
    expect(stateOf(answer, '2026-11-05')).toMatchObject({ state: 'none', events: 0 });
    expect((await read({ month: '2028-02' })).calendar.days).toHaveLength(29);
  });

  test('shows a day as done once a person has taken all its events out, at the location asked for', async () => {
    const list = await app.till({ url: '/api/v1/events?dateFrom=2026-11-03&dateTo=2026-11-03' });
    for (const { id } of list.json().events) {
      const url = `/api/v1/events/${id}/handled-outside`;
      expect((await app.person({ method: 'POST', url, payload: { reason: 'by hand' } })).statusCode).toBe(200);
    }
    expect(stateOf(await read(), '2026-11-03')).toMatchObject({ state: 'synced', events: 2 });
    expect(stateOf(await read({ location: 'outlet', month: '2026-10' }), '2026-10-31')).toMatchObject({ events: 1 });
  });
});

test('what needs a person comes with it: alerts, connection, sync, and changes made in QuickBooks', async () => {
  const answer = await read();
  expect(answer).toMatchObject({ alerts: [], driftCount: 0 });
  expect(answer.connection.state).toBe('not-connected');
  expect(answer.sync).toMatchObject({ state: 'not-started', from: null });
});

test.each([
  [{ from: '2026-11-08' }, '/to'],
  [{ from: '2020-01-01' }, '/from'],
  [{ from: '2026-13-01' }, '/from'],
  [{ month: '2026-13' }, '/month'],
  [{ comparison: 'yesterday' }, '/comparison'],
  [{ surprise: '1' }, ''],
])('%j is refused, and named', async (query, pointer) => {
  const answer = await get({ ...week, ...query });
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain(pointer);
});
