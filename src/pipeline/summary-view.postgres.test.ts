// A day as a person sees it: every line down to its tickets, what holds it, and the day posted without that.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openTestBooks, openTestStorage, paidBy, sale, type TestBooks } from './books.fixture.ts';

let test: TestStorage;
let shop: TestBooks;

beforeEach(async () => {
  test = await openTestStorage();
  shop = await openTestBooks(test);
  await shop.connect();
  await shop.mapAll();
  await shop.books.saveMappings([{ role: 'over-short', subject: null, accountId: '3' }], 'owner');
  await shop.books.saveSettings({ postingMode: 'daily-summary', overShortCap: '0.05' }, 'owner');
  await shop.books.startSync('2026-01-01', 'owner');
});
afterEach(async () => {
  await test.close();
});

const yesterday = { occurredAt: '2026-11-19T12:00:00-05:00' };
const record = (...events: readonly unknown[]) => shop.record(...events);
const days = async () => (await shop.books.summaries({ limit: 50 })).summaries;
const day = async (index = 0) => {
  const row = (await days())[index];
  const view = row === undefined ? null : await shop.books.summary(row.id);
  if (view === null) throw new Error('no such day');
  return view;
};

it('a busy day shows the first tickets of a line and pages through the others', async () => {
  const sales = Array.from({ length: 45 }, (_, index) => sale(`t-${String(index).padStart(2, '0')}`, yesterday));
  await record(...sales);
  await shop.drainAll();
  const { postings, status, events, parts } = await day();
  expect({ status, events }).toEqual({ status: 'synced', events: 45 });
  expect(parts[0]).toMatchObject({ state: 'accepted', total: { amountMinor: 45_000n, currency: 'USD' } });
  const [posting] = postings;
  const line = posting?.entry?.lines.findIndex(({ role }) => role === 'sales') ?? -1;
  expect(posting?.entry?.lines[line]).toMatchObject({ creditMinor: 45_000n, fromCount: 45 });
  expect(posting?.entry?.lines[line]?.from).toHaveLength(20);
  const seen: string[] = [];
  for (let offset = 0; offset < 45; offset += 20) {
    const page = await shop.books.lineSources({ postingId: posting?.id ?? '', line: line + 1, offset, limit: 20 });
    expect(page?.total).toBe(45);
    for (const source of page?.sources ?? []) {
      expect(source).toMatchObject({ pointer: '/lines/0', amountMinor: 1000n });
      seen.push(source.number);
    }
  }
  expect(seen).toEqual(sales.map(({ sourceId }) => sourceId));
  expect(await shop.books.lineSources({ postingId: posting?.id ?? '', line: 99, offset: 0, limit: 20 })).toBeNull();
});

it('an event shows its own share of the day, by the accounts it was posted to', async () => {
  await record(sale('t-1', yesterday), sale('t-2', { ...yesterday, ...paidBy('cash', '9.97') }));
  await shop.drainAll();
  await shop.books.saveMappings([{ role: 'payment', subject: 'cash', accountId: '2' }], 'owner');
  const { events } = await shop.books.listEvents({ limit: 10 });
  const view = await shop.books.event(events.find(({ sourceId }) => sourceId === 't-2')?.id ?? '');
  expect(view?.summary).toMatchObject({ businessDate: '2026-11-19', location: 'main', sequence: 1 });
  expect(
    view?.entries.map((entry) =>
      entry.lines.map((line) => [line.role, line.account?.id, line.debitMinor, line.creditMinor]),
    ),
  ).toEqual([
    [
      ['payment', '1', 997n, 0n],
      ['sales', '3', 0n, 1000n],
      ['over-short', '3', 3n, 0n],
    ],
  ]);
  expect(view?.entries[0]?.lines[0]?.explanation).toBe('payment 1, cash');
  expect(view?.postings[0]?.entry?.totalMinor).toBe(2000n);
});

it('a day that waits names the events that hold it, and goes without them when told; they follow', async () => {
  await record(sale('t-1', yesterday), sale('t-2', { ...yesterday, ...paidBy('amex') }), sale('t-3', yesterday));
  await shop.drainAll();
  const waiting = await day();
  expect(waiting.status).toBe('action-required');
  expect(waiting.blocked.map(({ number, causes }) => [number, causes.map(({ message }) => message)])).toEqual([
    ['t-2', ['Payment type amex is missing a payment account']],
  ]);
  expect(await shop.books.postWithoutBlocked(waiting.id, 'owner')).toEqual({ ok: true, left: 1 });
  await shop.drainAll();
  const [supplement, main] = await days();
  expect([main?.sequence, main?.status, main?.events]).toEqual([1, 'synced', 2]);
  expect([supplement?.sequence, supplement?.status, supplement?.events]).toEqual([2, 'action-required', 1]);
  expect(await shop.books.postWithoutBlocked(supplement?.id ?? '', 'owner')).toMatchObject({ code: 'all-blocked' });
  expect(await shop.books.postWithoutBlocked(main?.id ?? '', 'owner')).toMatchObject({ code: 'already-sent' });
  await shop.books.saveMappings([{ role: 'payment', subject: 'amex', accountId: '2' }], 'owner');
  await shop.drainAll();
  expect((await days()).map(({ status }) => status)).toEqual(['synced', 'synced']);
  expect(shop.ledger.entries).toHaveLength(2);
  expect((await shop.books.auditLog()).map(({ action }) => action)).toContain('posted-without-blocked');
});

it('days are listed newest first, page by page, by location and date', async () => {
  for (const date of ['2026-11-16', '2026-11-17', '2026-11-18']) {
    const occurredAt = `${date}T12:00:00-05:00`;
    await record(sale(`a-${date}`, { occurredAt }), sale(`b-${date}`, { occurredAt, location: 'outlet' }));
  }
  const first = await shop.books.summaries({ limit: 4 });
  const second = await shop.books.summaries({ limit: 4, cursor: first.nextCursor ?? '' });
  expect(second.nextCursor).toBeNull();
  const all = [...first.summaries, ...second.summaries];
  expect(all.map(({ businessDate }) => businessDate)).toEqual([
    ...['2026-11-18', '2026-11-18', '2026-11-17', '2026-11-17', '2026-11-16', '2026-11-16'],
  ]);
  expect(new Set(all.map(({ id }) => id)).size).toBe(6);
  const outlet = await shop.books.summaries({
    limit: 50,
    location: 'outlet',
    dateFrom: '2026-11-17',
    dateTo: '2026-11-17',
  });
  expect(outlet.summaries.map(({ businessDate, location }) => [businessDate, location])).toEqual([
    ['2026-11-17', 'outlet'],
  ]);
});

it('what the cap let go is added up by month, each mode for itself', async () => {
  const off = (sourceId: string, amount: string, occurredAt: string) =>
    sale(sourceId, { occurredAt, ...paidBy('cash', amount) });
  await record(
    off('t-1', '9.97', '2026-11-18T12:00:00-05:00'),
    off('t-2', '10.05', '2026-11-18T12:00:00-05:00'),
    off('t-3', '9.96', '2026-10-30T12:00:00-05:00'),
    {
      ...sale('x'),
      kind: 'cash-movement',
      direction: 'out',
      reason: 'over-short',
      paymentType: 'cash',
      amount: '3.00',
      lines: undefined,
      payments: undefined,
    },
  );
  await shop.books.saveSettings({ postingMode: 'per-event', postingModeFrom: '2026-11-19' }, 'owner');
  await record(off('t-4', '9.98', '2026-11-19T12:00:00-05:00'));
  await shop.drainAll();
  expect(await shop.books.overShort()).toEqual([
    { month: '2026-11', currency: 'USD', tickets: 3, overMinor: 5n, shortMinor: 5n },
    { month: '2026-10', currency: 'USD', tickets: 1, overMinor: 0n, shortMinor: 4n },
  ]);
});
