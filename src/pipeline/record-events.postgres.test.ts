// Recording: each event once, what was refused said, what is used learned, and the day's figures kept up.
import { describe, expect, it } from 'vitest';
import { momentsTaken } from '../events/moments.fixture.ts';
import { openTestBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';

let shop: TestBooks;

useBooks(openTestBooks, (opened) => {
  shop = opened;
});

const summary = (from = '2026-11-19', to = '2026-11-21') => shop.books.salesSummary({ from, to, location: null });

describe('recording', () => {
  it('answers each event in its place, and records the valid ones beside the invalid', async () => {
    const results = await shop.books.recordEvents([
      sale('a'),
      { ...sale('b'), surprise: true },
      sale('a'),
      sale('a', { memo: 'other' }),
    ]);
    expect(results.map((result) => [result.index, result.status])).toEqual([
      [0, 'recorded'],
      [1, 'invalid'],
      [2, 'duplicate'],
      [3, 'conflict'],
    ]);
    expect(results[1]?.problems[0]?.pointer).toBe('/surprise');
    expect(results[2]?.id).toBe(results[0]?.id);
  });

  it('refuses figures that no sum could hold one by one, and keeps the rest of the request', async () => {
    const most = { type: 'item', itemClass: 'apparel', quantity: '1', amount: '9999999999999.99' };
    const [fine, rate, total] = await shop.books.recordEvents([
      sale('a'),
      sale('b', { currency: 'EUR', exchangeRate: '12345678901.5' }),
      sale('c', { lines: Array(1000).fill(most) }),
    ]);
    expect(fine?.status).toBe('recorded');
    expect(rate).toMatchObject({ status: 'invalid', problems: [{ pointer: '/exchangeRate', value: '12345678901.5' }] });
    expect(total).toMatchObject({ status: 'invalid', problems: [{ pointer: '/lines' }] });
    await shop.books.recordEvents(Array.from({ length: 40 }, (_, index) => sale(`d-${index}`, { lines: [most] })));
    expect((await summary()).netSalesMinor).toBe(40n * 999_999_999_999_999n + 1000n);
  });

  it('records every moment that the parser takes, at the business date that it says', async () => {
    const moments = momentsTaken.map(([what, occurredAt]) => sale(what, { occurredAt }));
    await shop.books.recordEvents(moments);
    const { events } = await shop.books.listEvents({ limit: 100 });
    const dates = events.map(({ number, businessDate }) => [number, businessDate]);
    expect(dates.sort()).toEqual(momentsTaken.map(([what, , businessDate]) => [what, businessDate]).sort());
  });

  it('refuses an offset that the database cannot hold, and records the other events', async () => {
    const results = await shop.books.recordEvents([
      sale('a'),
      sale('b', { occurredAt: '2026-11-20T12:00:00+16:00' }),
      sale('c', { occurredAt: '2026-11-20T12:00:00-23:59' }),
      sale('d'),
    ]);
    expect(results.map(({ status, problems }) => [status, problems[0]?.pointer])).toEqual([
      ['recorded', undefined],
      ['invalid', '/occurredAt'],
      ['invalid', '/occurredAt'],
      ['recorded', undefined],
    ]);
  });

  it('keeps a conflict for a person to see; the first one stands', async () => {
    await shop.books.recordEvents([sale('a')]);
    await shop.books.recordEvents([sale('a', { memo: 'other' })]);
    const [alert] = await shop.books.alerts();
    expect(alert).toMatchObject({ kind: 'conflict', eventsHeld: 1, amountHeldMinor: 1000n });
    const { events } = await shop.books.listEvents({ cause: 'conflict', limit: 10 });
    expect(events.map((event) => event.key)).toEqual(['till/sale/a']);
  });

  it('ends a conflict when a person keeps the first one: only other content still is news', async () => {
    const conflicts = async () => (await shop.books.alerts()).map(({ kind, subject }) => [kind, subject]);
    const open = [['conflict', 'till/sale/a']];
    const [first] = await shop.books.recordEvents([sale('a')]);
    const id = first?.id ?? '';
    expect(await shop.books.keepFirst(id, 'ann@example.com')).toMatchObject({ ok: false, code: 'no-conflict' });
    await shop.books.recordEvents([sale('a', { memo: 'second' })]);
    expect(await conflicts()).toEqual(open);
    expect(await shop.books.keepFirst(id, 'ann@example.com')).toEqual({ ok: true });
    expect(await conflicts()).toEqual([]);
    expect((await shop.books.listEvents({ cause: 'conflict', limit: 10 })).events).toEqual([]);
    expect((await shop.books.event(id))?.causes).toEqual([]);
    expect((await shop.books.event(id))?.body).toEqual(sale('a'));
    expect((await shop.books.auditLog())[0]).toMatchObject({
      who: 'ann@example.com',
      action: 'first-kept',
      detail: { key: 'till/sale/a' },
    });
    const [again] = await shop.books.recordEvents([sale('a', { memo: 'second' })]);
    expect(again?.status).toBe('conflict');
    expect(await conflicts()).toEqual([]);
    await shop.books.recordEvents([sale('a', { memo: 'third' }), sale('a', { memo: 'second' })]);
    expect(await conflicts()).toEqual(open);
  });

  it('knows no conflict of an event that is not there', async () => {
    const unknown = '01900000-0000-7000-8000-000000000000';
    expect(await shop.books.keepFirst(unknown, 'ann@example.com')).toMatchObject({
      ok: false,
      code: 'event-not-found',
    });
  });

  it('of the same events by many at once counts each once', async () => {
    const batch = Array.from({ length: 30 }, (_, index) => sale(`x-${index}`));
    const answers = await Promise.all([1, 2, 3, 4].map(() => shop.books.recordEvents(batch)));
    const statuses = answers.flat().map((result) => result.status);
    expect(statuses.filter((status) => status === 'recorded')).toHaveLength(30);
    expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(90);
    expect((await summary()).netSalesMinor).toBe(30_000n);
  });

  it('learns what an event uses, under a name a person can read', async () => {
    await shop.books.recordEvents([sale('a', paidBy('gift-card'))]);
    const [paymentType] = await shop.books.subjects('payment-type', { includeInactive: false });
    expect(paymentType).toMatchObject({ code: 'gift-card', name: 'Gift Card', active: true, lastUsed: '2026-11-20' });
    expect((await shop.books.locations({ includeInactive: false })).map((location) => location.name)).toEqual(['Main']);
    const rows = await shop.books.mappings({ includeInactive: false });
    expect(rows).toContainEqual(
      expect.objectContaining({ role: 'payment', subject: 'gift-card', accountId: null, required: true }),
    );
  });

  it('sends only what is from sync start on, and the past when asked', async () => {
    await shop.books.recordEvents([sale('old', { businessDate: '2026-01-05' }), sale('new')]);
    await shop.books.startSync('2026-11-01', 'owner');
    await shop.books.recordEvents([sale('later')]);
    const statuses = async () =>
      Object.fromEntries(
        (await shop.books.listEvents({ limit: 10 })).events.map((event) => [event.sourceId, event.status]),
      );
    expect(await statuses()).toEqual({ old: 'never-synced', new: 'ready', later: 'ready' });
    expect((await shop.books.sync()).pastEvents).toBe(1);
    expect(await shop.books.syncPastEvents(null, 'owner')).toEqual({ ok: true, events: 1 });
    expect(await statuses()).toEqual({ old: 'ready', new: 'ready', later: 'ready' });
  });

  it('loses no event to a sync that starts meanwhile', async () => {
    const recording = Array.from({ length: 20 }, (_, index) => shop.books.recordEvents([sale(`race-${index}`)]));
    await Promise.all([...recording.slice(0, 10), shop.books.startSync('2026-01-01', 'owner'), ...recording.slice(10)]);
    expect((await shop.books.sync()).counts.ready).toBe(20);
  });
});

describe('the dashboard', () => {
  it('adds up sales, tenders and every day of the period', async () => {
    await shop.books.recordEvents([sale('a'), sale('b', paidBy('visa'))]);
    const shown = await summary();
    expect(shown).toMatchObject({ netSalesMinor: 2000n, tickets: 2, averageTicketMinor: 1000n, currency: 'USD' });
    expect(shown.days.map((day) => day.netSalesMinor)).toEqual([0n, 2000n, 0n]);
    expect(shown.tenders.map((tender) => [tender.name, tender.amountMinor])).toEqual([
      ['Cash', 1000n],
      ['Visa', 1000n],
    ]);
  });

  it.each([
    ['after', ['a', 'void']],
    ['before', ['void', 'a']],
  ])('takes a void back that comes %s what it voids', async (_name, order) => {
    const events = new Map([
      ['a', sale('a')],
      [
        'void',
        {
          source: 'till',
          kind: 'sale',
          sourceId: 'void',
          occurredAt: '2026-11-20T13:00:00-05:00',
          location: 'main',
          reverses: 'till/sale/a',
        },
      ],
    ]);
    for (const name of order) {
      const [result] = await shop.books.recordEvents([events.get(name)]);
      expect(result?.problems).toEqual([]);
    }
    expect(await summary()).toMatchObject({ netSalesMinor: 0n, tickets: 0 });
  });
});
