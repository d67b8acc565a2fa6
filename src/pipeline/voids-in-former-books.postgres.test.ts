// An original and its void are in one QuickBooks company, or one of them waits for a person: here, the original.
import { describe, expect, it } from 'vitest';
import { moveBooks, openRunningBooks, sale, type TestBooks, useBooks } from './books.fixture.ts';

let shop: TestBooks;
useBooks(openRunningBooks, (opened) => {
  shop = opened;
});

const nextDay = { occurredAt: '2026-11-21T12:00:00-05:00' };
const dayBefore = { occurredAt: '2026-11-19T12:00:00-05:00' };
const voiding = (sourceId: string, voided: string, change: Record<string, unknown> = nextDay) =>
  sale(sourceId, { reverses: `till/sale/${voided}`, lines: [], payments: [], ...change });

const statuses = async () => {
  const { events } = await shop.books.listEvents({ limit: 50 });
  return Object.fromEntries(events.map(({ sourceId, status }) => [sourceId, status]));
};
const idOf = async (sourceId: string) => {
  const { events } = await shop.books.listEvents({ limit: 50 });
  return events.find((event) => event.sourceId === sourceId)?.id ?? '';
};
const takeOut = async (sourceId: string) => {
  const taken = await shop.books.handleOutside(await idOf(sourceId), 'put right there', 'owner');
  await shop.drainAll();
  return taken;
};
const openAlerts = async () => (await shop.books.alerts()).map(({ kind, subject }) => `${kind} ${subject}`);
const datesPosted = () => shop.ledger.entries.map(({ body }) => (JSON.parse(body) as { date: string }).date);

/** Nobody knows that the books are closed for the day of a sale, and not for that of its void: of both in one batch QuickBooks takes the void. */
async function postVoidAlone(...more: readonly unknown[]): Promise<void> {
  shop.ledger.refusesUntil = '2026-11-20';
  await shop.record(sale('t-0'), voiding('v-0', 't-0'), ...more);
  await shop.drainAll();
  shop.ledger.refusesUntil = null;
}

describe('an original whose void is in the books that were kept before', () => {
  it('is not posted in those of now: it waits and says why', async () => {
    await postVoidAlone();
    expect(await statuses()).toEqual({ 't-0': 'action-required', 'v-0': 'synced' });
    await moveBooks(shop, 'other');
    await shop.drainAll();
    expect(datesPosted()).toEqual(['2026-11-21']);
    expect(await statuses()).toEqual({ 't-0': 'action-required', 'v-0': 'synced' });
    const [alert] = await shop.books.alerts();
    expect(alert).toMatchObject({ kind: 'reversal', subject: 'till/sale/t-0' });
    expect(alert?.title).toBe(
      'Action Required: t-0 cannot be posted: its void is in the QuickBooks company in which the books were kept before; put it right there, and take this out',
    );
  });

  it('waits again where it is retried', async () => {
    await postVoidAlone();
    await moveBooks(shop, 'other');
    await shop.drainAll();
    expect(await shop.books.retryEvent(await idOf('t-0'), 'owner')).toMatchObject({ ok: true });
    await shop.drainAll();
    expect(datesPosted()).toEqual(['2026-11-21']);
    expect(await openAlerts()).toEqual(['reversal till/sale/t-0']);
  });

  it('is taken out by a person, and waits as before where that is undone', async () => {
    await postVoidAlone();
    expect(await takeOut('t-0')).toMatchObject({ ok: false, code: 'void-sent' });
    await moveBooks(shop, 'other');
    await shop.drainAll();
    expect(await takeOut('t-0')).toEqual({ ok: true });
    expect(await statuses()).toEqual({ 't-0': 'handled-outside', 'v-0': 'synced' });
    expect(await openAlerts()).toEqual([]);
    expect(await shop.books.retryEvent(await idOf('t-0'), 'owner')).toMatchObject({ ok: true });
    await shop.drainAll();
    expect(await openAlerts()).toEqual(['reversal till/sale/t-0']);
    expect(datesPosted()).toEqual(['2026-11-21']);
  });

  it('goes where its void is once the books are kept there again', async () => {
    await postVoidAlone();
    await moveBooks(shop, 'other');
    await shop.drainAll();
    await moveBooks(shop, 'realm');
    await shop.drainAll();
    expect(await statuses()).toEqual({ 't-0': 'synced', 'v-0': 'synced' });
    expect(await openAlerts()).toEqual([]);
    expect(datesPosted()).toEqual(['2026-11-21', '2026-11-20']);
  });

  it('goes to the books of now where its void waits itself, or was taken out', async () => {
    shop.ledger.closedUntil = '2026-11-21';
    await shop.books.importAccounts('owner');
    await shop.record(sale('t-0'), voiding('v-0', 't-0'), sale('t-1'), voiding('v-1', 't-1'));
    await shop.drainAll();
    await takeOut('v-1');
    shop.ledger.closedUntil = null;
    await moveBooks(shop, 'other');
    await shop.drainAll();
    expect(await statuses()).toEqual({ 't-0': 'synced', 'v-0': 'synced', 't-1': 'synced', 'v-1': 'handled-outside' });
  });

  it('is held as well where it was never synced, and past events are', async () => {
    await shop.record(sale('t-0', { occurredAt: '2025-12-30T12:00:00-05:00' }), voiding('v-0', 't-0', dayBefore));
    await shop.drainAll();
    expect(await statuses()).toEqual({ 't-0': 'never-synced', 'v-0': 'synced' });
    await moveBooks(shop, 'other');
    await shop.books.syncPastEvents(null, 'owner');
    await shop.drainAll();
    expect(await statuses()).toEqual({ 't-0': 'action-required', 'v-0': 'synced' });
  });

  it('is told of before anything is sent', async () => {
    await postVoidAlone();
    await shop.books.pauseSync('owner');
    await moveBooks(shop, 'other');
    const problems = await shop.books.preflight();
    expect(problems.flatMap(({ kind, events }) => (events > 0 ? [[kind, events]] : []))).toEqual([['reversal', 1]]);
  });
});

describe('a void whose own void is in the books that were kept before', () => {
  /** The sale and its void are closed, and what voids that is not. */
  async function postVoidOfVoid(): Promise<void> {
    await postVoidAlone(voiding('w-0', 'v-0', { occurredAt: '2026-11-22T12:00:00-05:00' }));
  }

  it('waits with its original posted anew, and is taken out', async () => {
    shop.ledger.refusesUntil = '2026-11-21';
    const third = voiding('w-0', 'v-0', { occurredAt: '2026-11-22T12:00:00-05:00' });
    await shop.record(sale('t-0'), voiding('v-0', 't-0'), third);
    await shop.drainAll();
    expect(datesPosted()).toEqual(['2026-11-22']);
    shop.ledger.refusesUntil = null;
    await moveBooks(shop, 'other');
    await shop.drainAll();
    expect(await statuses()).toEqual({ 't-0': 'synced', 'v-0': 'action-required', 'w-0': 'synced' });
    expect(await takeOut('v-0')).toEqual({ ok: true });
    expect(datesPosted()).toEqual(['2026-11-22', '2026-11-20']);
    expect(await openAlerts()).toEqual([]);
  });

  it('is there with it, and only the original of both waits', async () => {
    await postVoidOfVoid();
    expect(datesPosted()).toEqual(['2026-11-21', '2026-11-22']);
    await moveBooks(shop, 'other');
    await shop.drainAll();
    expect(await openAlerts()).toEqual(['reversal till/sale/t-0']);
    expect(datesPosted()).toHaveLength(2);
  });
});

describe('a day with an original whose void is in the books that were kept before', () => {
  it('waits for it, and goes without it', async () => {
    const { books, test } = shop;
    await books.saveSettings({ postingMode: 'daily-summary', timeZone: 'America/New_York' }, 'owner');
    await shop.record(sale('t-0'), sale('t-1'), voiding('v-0', 't-0', dayBefore), sale('t-2', dayBefore));
    await shop.drain();
    expect(datesPosted()).toEqual([]);
    test.clock.advance(4_000);
    await shop.drain();
    expect(datesPosted()).toEqual(['2026-11-19']);
    await moveBooks(shop, 'other');
    await shop.drainAll();
    expect(datesPosted()).toEqual(['2026-11-19']);
    expect(await openAlerts()).toEqual(['reversal till/sale/t-0']);
    const { summaries } = await books.summaries({ limit: 10 });
    const day = summaries.find(({ businessDate }) => businessDate === '2026-11-20');
    expect(day).toMatchObject({ status: 'action-required', events: 2 });
    expect(await books.postWithoutBlocked(day?.id ?? '', 'owner')).toEqual({ ok: true, left: 1 });
    await shop.drainAll();
    expect(await statuses()).toEqual({ 't-0': 'action-required', 't-1': 'synced', 'v-0': 'synced', 't-2': 'synced' });
    expect(await takeOut('t-0')).toEqual({ ok: true });
    expect(datesPosted()).toEqual(['2026-11-19', '2026-11-20']);
    expect(await openAlerts()).toEqual([]);
  });
});
