// A day's events in one entry: when it goes, what is in it, what comes late, and what holds it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { endBeginning } from './beginning.fixture.ts';
import { moveBooks, openTestBooks, openTestStorage, paidBy, sale, type TestBooks } from './books.fixture.ts';
import { refusal, unknown } from './paper-ledger.fixture.ts';

let test: TestStorage;
let shop: TestBooks;

beforeEach(async () => {
  test = await openTestStorage();
  shop = await openTestBooks(test);
  await shop.connect();
  await shop.mapAll();
  await shop.books.saveSettings({ postingMode: 'daily-summary', timeZone: 'America/New_York' }, 'owner');
  await shop.books.startSync('2026-01-01', 'owner');
  // The roll is called.
  await shop.drain();
  await endBeginning(test.storage, { companyId: shop.companyId, realmId: 'realm', now: test.clock.now() });
});
afterEach(async () => {
  await test.close();
});

const yesterday = { occurredAt: '2026-11-19T12:00:00-05:00' };
const record = (...events: readonly unknown[]) => shop.record(...events);
const statuses = async () => {
  const { events } = await shop.books.listEvents({ limit: 500 });
  return Object.fromEntries(events.map(({ sourceId, status }) => [sourceId, status]));
};
/** Account, side and amount of each line, entry by entry. */
const posted = () =>
  shop.ledger.entries.map((entry) =>
    (JSON.parse(entry.body) as { lines: [string, string, string][] }).lines
      .map(([account, side, amount]) => `${account} ${side} ${amount}`)
      .sort(),
  );
const returned = (sourceId: string, change: Record<string, unknown> = {}) =>
  sale(sourceId, {
    lines: [{ type: 'item', itemClass: 'apparel', quantity: '-1', amount: '-4.00' }],
    payments: [{ paymentType: 'cash', amount: '-4.00', type: 'refund' }],
    ...change,
  });

describe('a day', () => {
  it('goes as one entry once it is over, sales and refunds on lines of their own', async () => {
    await record(sale('t-1', yesterday), sale('t-2', yesterday), returned('t-3', yesterday));
    await shop.drainAll();
    expect(posted()).toEqual([['1 credit 400', '1 debit 2000', '3 credit 2000', '3 debit 400']]);
    expect(await statuses()).toEqual({ 't-1': 'synced', 't-2': 'synced', 't-3': 'synced' });
  });

  it('waits for its end at the shop, and takes what comes until then', async () => {
    await record(sale('t-1'));
    expect(await shop.drain()).toEqual({ outcome: 'look-again', at: new Date('2026-11-21T05:00:00Z') });
    expect(posted()).toEqual([]);
    test.clock.advance(5 * 60 * 60_000);
    await record(sale('t-2'));
    await shop.drainAll();
    expect(test.clock.now().getTime()).toBeGreaterThanOrEqual(Date.parse('2026-11-21T05:00:00Z'));
    expect(posted()).toEqual([['1 debit 2000', '3 credit 2000']]);
  });

  it('waits its days of grace, and follows when they or the end of the day change', async () => {
    await shop.books.saveSettings({ summaryGraceDays: 2, dayEnd: '02:00' }, 'owner');
    await record(sale('t-1'));
    expect(await shop.drain()).toEqual({ outcome: 'look-again', at: new Date('2026-11-23T07:00:00Z') });
    await shop.books.saveSettings({ summaryGraceDays: 1 }, 'owner');
    expect(await shop.drain()).toEqual({ outcome: 'look-again', at: new Date('2026-11-22T07:00:00Z') });
    await shop.books.saveSettings({ dayEnd: '03:00' }, 'owner');
    expect(await shop.drain()).toEqual({ outcome: 'look-again', at: new Date('2026-11-22T08:00:00Z') });
    await shop.books.saveSettings({ summaryGraceDays: 0, timeZone: 'Europe/London' }, 'owner');
    expect(await shop.drain()).toEqual({ outcome: 'look-again', at: new Date('2026-11-21T03:00:00Z') });
  });

  it('is one entry for each location and date', async () => {
    await record(
      sale('t-1', yesterday),
      sale('t-2', { ...yesterday, location: 'outlet' }),
      sale('t-3', { occurredAt: '2026-11-18T12:00:00-05:00' }),
      sale('t-4', yesterday),
    );
    await shop.drainAll();
    expect(posted().sort()).toEqual([
      ['1 debit 1000', '3 credit 1000'],
      ['1 debit 1000', '3 credit 1000'],
      ['1 debit 2000', '3 credit 2000'],
    ]);
  });

  it('without anything to post counts as synced', async () => {
    await record(sale('t-1', { ...yesterday, lines: [], payments: [] }));
    await shop.drainAll();
    expect(posted()).toEqual([]);
    expect(await statuses()).toEqual({ 't-1': 'synced' });
  });

  it('told twice changes nothing, before it goes and after', async () => {
    await record(sale('t-1', yesterday), sale('t-1', yesterday));
    await record(sale('t-1', yesterday));
    await shop.drainAll();
    await record(sale('t-1', yesterday));
    await shop.drainAll();
    expect(posted()).toEqual([['1 debit 1000', '3 credit 1000']]);
  });

  it('has a foreign sale in an entry of its currency and rate, and its cost with the others', async () => {
    await shop.books.saveMappings(
      [
        { role: 'cogs', subject: null, accountId: '6' },
        { role: 'inventory', subject: null, accountId: '2' },
      ],
      'owner',
    );
    const lines = [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '10.00', cost: '4.00' }];
    await record(
      sale('t-1', yesterday),
      sale('t-2', { ...yesterday, lines, currency: 'EUR', exchangeRate: '1.1' }),
      sale('t-3', { ...yesterday, lines, currency: 'EUR', exchangeRate: '1.10' }),
      sale('t-4', { ...yesterday, currency: 'EUR', exchangeRate: '1.2' }),
    );
    await shop.drainAll();
    expect(posted().sort()).toEqual([
      ['1 debit 1000', '2 credit 800', '3 credit 1000', '6 debit 800'],
      ['1 debit 1000', '3 credit 1000'],
      ['1 debit 2000', '3 credit 2000'],
    ]);
    expect(new Set(Object.values(await statuses()))).toEqual(new Set(['synced']));
  });
});

describe('an event that comes late', () => {
  it('joins a day that has not been sent, and makes a supplement to one that has', async () => {
    await record(sale('t-1', yesterday));
    await shop.drainAll();
    await record(sale('late-1', yesterday));
    await record(sale('late-2', yesterday));
    await shop.drainAll();
    await record(sale('late-3', yesterday));
    await shop.drainAll();
    expect(posted()).toEqual([
      ['1 debit 1000', '3 credit 1000'],
      ['1 debit 2000', '3 credit 2000'],
      ['1 debit 1000', '3 credit 1000'],
    ]);
    expect(new Set(Object.values(await statuses()))).toEqual(new Set(['synced']));
  });

  it('has what is built and unsent built anew', async () => {
    await record(sale('t-1', yesterday));
    test.clock.advance(10_000);
    await shop.buildOnly();
    test.clock.advance(60_000);
    await record(sale('late', yesterday));
    await shop.drainAll();
    expect(posted()).toEqual([['1 debit 2000', '3 credit 2000']]);
  });

  it('never joins one of which it is not known whether QuickBooks has it', async () => {
    await record(sale('t-1', yesterday));
    shop.ledger.badCalls.push({ write: true, answer: unknown });
    test.clock.advance(10_000);
    await shop.drain();
    await record(sale('late', yesterday));
    await shop.drainAll();
    expect(posted()).toEqual([
      ['1 debit 1000', '3 credit 1000'],
      ['1 debit 1000', '3 credit 1000'],
    ]);
    expect(await statuses()).toEqual({ 't-1': 'synced', late: 'synced' });
  });
});

describe('a blocked event', () => {
  it('has its location’s day wait as a whole, and no other', async () => {
    await record(
      sale('t-1', yesterday),
      sale('t-2', { ...yesterday, ...paidBy('amex') }),
      sale('t-3', { ...yesterday, location: 'outlet' }),
    );
    await shop.drainAll();
    expect(posted()).toEqual([['1 debit 1000', '3 credit 1000']]);
    expect(await statuses()).toEqual({ 't-1': 'action-required', 't-2': 'action-required', 't-3': 'synced' });
    expect((await shop.books.alerts()).map(({ title, eventsHeld }) => [title, eventsHeld])).toEqual([
      ['Action Required: Amex is missing a payment account', 2],
    ]);
    await record(sale('late', yesterday));
    expect((await statuses()).late).toBe('action-required');
    await shop.books.saveMappings([{ role: 'payment', subject: 'amex', accountId: '2' }], 'owner');
    await shop.drainAll();
    expect(posted().at(-1)).toEqual(['1 debit 2000', '2 debit 1000', '3 credit 3000']);
    expect(new Set(Object.values(await statuses()))).toEqual(new Set(['synced']));
  });

  it('is told with every cause of the day at once', async () => {
    await record(
      sale('t-1', { ...yesterday, ...paidBy('amex') }),
      sale('t-2', { ...yesterday, ...paidBy('cash', '9.99') }),
    );
    await shop.drainAll();
    expect((await shop.books.alerts()).map(({ title }) => title).sort()).toEqual([
      'Action Required: Amex is missing a payment account',
      'Action Required: ticket t-2 is out of balance by 0.01',
    ]);
    await shop.books.saveMappings([{ role: 'payment', subject: 'amex', accountId: '2' }], 'owner');
    await shop.drainAll();
    expect(posted()).toEqual([]);
    const { events } = await shop.books.listEvents({ limit: 10 });
    const id = events.find(({ sourceId }) => sourceId === 't-2')?.id ?? '';
    expect(await shop.books.handleOutside(id, 'entered by hand', 'owner')).toEqual({ ok: true });
    await shop.drainAll();
    expect(posted()).toEqual([['2 debit 1000', '3 credit 1000']]);
    expect(await statuses()).toEqual({ 't-1': 'synced', 't-2': 'handled-outside' });
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('that was taken out comes back as a supplement', async () => {
    await record(sale('t-1', yesterday), sale('t-2', yesterday));
    const { events } = await shop.books.listEvents({ limit: 10 });
    const id = events.find(({ sourceId }) => sourceId === 't-2')?.id ?? '';
    await shop.books.handleOutside(id, 'by hand', 'owner');
    await shop.drainAll();
    expect(posted()).toEqual([['1 debit 1000', '3 credit 1000']]);
    expect(
      await shop.books.handleOutside(events.find(({ id: one }) => one !== id)?.id ?? '', 'x', 'owner'),
    ).toMatchObject({
      code: 'already-sent',
      message: expect.stringContaining('The summary of its day is in QuickBooks'),
    });
    await shop.books.retryEvent(id, 'owner');
    await shop.drainAll();
    expect(posted()).toEqual([
      ['1 debit 1000', '3 credit 1000'],
      ['1 debit 1000', '3 credit 1000'],
    ]);
    expect(new Set(Object.values(await statuses()))).toEqual(new Set(['synced']));
  });
});

describe('a void', () => {
  const voidOf = (sourceId: string, change: Record<string, unknown> = {}) => ({
    ...{
      source: 'till',
      kind: 'sale',
      sourceId: `void-${sourceId}`,
      location: 'main',
      reverses: `till/sale/${sourceId}`,
    },
    ...yesterday,
    ...change,
  });

  it('of the same day is in the same entry, on lines of its own', async () => {
    await record(sale('t-1', yesterday), sale('t-2', yesterday), voidOf('t-1'));
    await shop.drainAll();
    expect(posted()).toEqual([['1 credit 1000', '1 debit 2000', '3 credit 2000', '3 debit 1000']]);
  });

  it('of a day that was sent mirrors the accounts its original was posted to', async () => {
    await record(sale('t-1', yesterday), sale('t-2', yesterday));
    await shop.drainAll();
    await shop.books.saveMappings([{ role: 'payment', subject: 'cash', accountId: '2' }], 'owner');
    await record(voidOf('t-1', { occurredAt: '2026-11-20T09:00:00-05:00' }), sale('t-3'));
    await shop.drainAll();
    expect(posted()[1]).toEqual(['1 credit 1000', '2 debit 1000', '3 credit 1000', '3 debit 1000']);
  });

  it.each(['t-1 v-1', 'v-1 t-1'])('of a foreign ticket is in the entry of its currency: %s', async (order) => {
    const ticket = sale('t-1', { ...yesterday, currency: 'EUR', exchangeRate: '1.1' });
    const given: Record<string, object> = { 't-1': ticket, 'v-1': { ...voidOf('t-1'), sourceId: 'v-1' } };
    await record(sale('t-2', yesterday));
    for (const name of order.split(' ')) await record(given[name]);
    await shop.drainAll();
    expect(posted().sort()).toEqual([
      ['1 credit 1000', '1 debit 1000', '3 credit 1000', '3 debit 1000'],
      ['1 debit 1000', '3 credit 1000'],
    ]);
    const { events } = await shop.books.listEvents({ limit: 10 });
    expect(events.find(({ sourceId }) => sourceId === 'v-1')).toMatchObject({ currency: 'EUR', amountMinor: -1000n });
    const { tickets, netSalesMinor, tenders } = (
      await shop.books.dashboard({
        ...{ from: '2026-11-19', to: '2026-11-19', location: null, comparison: 'none', month: null },
      })
    ).sales;
    expect({ tickets, netSalesMinor, paid: tenders.map(({ amountMinor }) => amountMinor) }).toEqual({
      ...{ tickets: 1, netSalesMinor: 1000n, paid: [1000n] },
    });
  });

  it('of what never footed on the same day goes out with it, and the day goes without both', async () => {
    await record(sale('t-1', { ...yesterday, ...paidBy('cash', '9.00') }), sale('t-2', yesterday));
    await record({
      source: 'till',
      kind: 'sale',
      sourceId: 't-3',
      location: 'main',
      ...yesterday,
      reverses: 'till/sale/t-1',
    });
    await shop.drainAll();
    expect(await statuses()).toEqual({ 't-1': 'handled-outside', 't-2': 'synced', 't-3': 'handled-outside' });
    expect(posted()).toEqual([['1 debit 1000', '3 credit 1000']]);
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('of what never footed goes out with it, and the day of each goes', async () => {
    await record(sale('t-1', { ...yesterday, ...paidBy('cash', '9.99') }), sale('t-2', yesterday));
    await shop.drainAll();
    expect(posted()).toEqual([]);
    await record(voidOf('t-1', { occurredAt: '2026-11-20T09:00:00-05:00' }), sale('t-3'));
    await shop.drainAll();
    expect(posted()).toEqual([
      ['1 debit 1000', '3 credit 1000'],
      ['1 debit 1000', '3 credit 1000'],
    ]);
    expect(await statuses()).toEqual({
      't-1': 'handled-outside',
      't-2': 'synced',
      't-3': 'synced',
      'void-t-1': 'handled-outside',
    });
  });
});

describe('what QuickBooks refuses', () => {
  it('fails the day, which goes again as a whole with what came in meanwhile', async () => {
    await record(sale('t-1', yesterday));
    shop.ledger.badCalls.push({ write: false, answer: refusal('6000', 'Business Validation Error') });
    await shop.drainAll();
    expect(await statuses()).toEqual({ 't-1': 'failed' });
    await record(sale('t-2', yesterday));
    expect(await statuses()).toEqual({ 't-1': 'failed', 't-2': 'failed' });
    expect(await shop.books.retryFailed({}, 'owner')).toEqual({ released: 1 });
    await shop.drainAll();
    expect(posted()).toEqual([['1 debit 2000', '3 credit 2000']]);
  });

  it('of one currency leaves the other as it was sent, and goes again as it was built', async () => {
    await record(sale('t-1', yesterday), sale('t-2', { ...yesterday, currency: 'EUR', exchangeRate: '1.1' }));
    const accepted = new Set<string>();
    shop.ledger.badCalls.push({
      write: (number) => accepted.size === 0 && accepted.add(number).has(number),
      answer: (number) =>
        accepted.has(number)
          ? { outcome: 'accepted', quickbooksId: '1', syncToken: '0', httpStatus: 200, intuitTid: 't' }
          : refusal('6000', 'not in this currency'),
    });
    await shop.drainAll();
    expect(Object.values(await statuses()).sort()).toEqual(['failed', 'synced']);
    await record(sale('late', yesterday));
    await shop.drainAll();
    expect(Object.values(await statuses()).sort()).toEqual(['failed', 'synced', 'synced']);
    await shop.books.retryFailed({}, 'owner');
    await shop.drainAll();
    expect(new Set(Object.values(await statuses()))).toEqual(new Set(['synced']));
    expect(posted()).toEqual([
      ['1 debit 1000', '3 credit 1000'],
      ['1 debit 1000', '3 credit 1000'],
      ['1 debit 1000', '3 credit 1000'],
    ]);
  });
});

describe('a day that was sent in part when the books are moved', () => {
  it('has the rest, voids as well, under what is mapped in the books of now', async () => {
    const foreign = { ...yesterday, currency: 'EUR', exchangeRate: '1.1' };
    await record(sale('t-1', yesterday), sale('t-2', foreign), sale('t-3', foreign));
    await record(sale('v-3', { ...foreign, reverses: 'till/sale/t-3', lines: [], payments: [] }));
    const sent = new Set<string>();
    shop.ledger.badCalls.push({
      write: (number) => sent.size === 0 && sent.add(number).has(number),
      answer: (number) =>
        sent.has(number)
          ? { outcome: 'accepted', quickbooksId: '1', syncToken: '0', httpStatus: 200, intuitTid: 't' }
          : refusal('6000', 'not in this currency'),
    });
    await shop.drainAll();
    expect(posted()).toHaveLength(1);
    await moveBooks(shop, 'other');
    await shop.books.saveMappings([{ role: 'payment', subject: 'cash', accountId: '2' }], 'owner');
    await shop.drainAll();
    expect(posted()[1]).toEqual(['2 credit 1000', '2 debit 2000', '3 credit 2000', '3 debit 1000']);
  });
});

describe('another mode from a date on', () => {
  it('moves what has not been sent, and leaves what has', async () => {
    await shop.books.saveSettings({ postingMode: 'per-event' }, 'owner');
    await record(sale('t-1', yesterday));
    await shop.drainAll();
    await record(sale('t-2', { ...yesterday, ...paidBy('amex') }), sale('t-3', { ...yesterday, ...paidBy('amex') }));
    await shop.drainAll();
    await shop.books.saveSettings({ postingMode: 'daily-summary', postingModeFrom: '2026-11-19' }, 'owner');
    await record(sale('t-4', yesterday));
    await shop.drainAll();
    expect(posted()).toHaveLength(1);
    await shop.books.saveMappings([{ role: 'payment', subject: 'amex', accountId: '2' }], 'owner');
    await shop.drainAll();
    expect(posted()).toEqual([
      ['1 debit 1000', '3 credit 1000'],
      ['1 debit 1000', '2 debit 2000', '3 credit 3000'],
    ]);
    expect(new Set(Object.values(await statuses()))).toEqual(new Set(['synced']));
  });

  it('and back again: each event has its entry, and none two', async () => {
    await record(sale('t-1', { ...yesterday, ...paidBy('amex') }), sale('t-2', yesterday));
    await shop.drainAll();
    await shop.books.saveSettings({ postingMode: 'per-event' }, 'owner');
    await shop.drainAll();
    expect(await statuses()).toEqual({ 't-1': 'action-required', 't-2': 'synced' });
    await shop.books.saveSettings({ postingMode: 'daily-summary' }, 'owner');
    await shop.books.saveSettings({ postingMode: 'per-event' }, 'owner');
    await shop.books.saveMappings([{ role: 'payment', subject: 'amex', accountId: '2' }], 'owner');
    await shop.drainAll();
    expect(posted()).toEqual([
      ['1 debit 1000', '3 credit 1000'],
      ['2 debit 1000', '3 credit 1000'],
    ]);
    expect(await statuses()).toEqual({ 't-1': 'synced', 't-2': 'synced' });
  });

  it('says from when it holds', async () => {
    await shop.books.saveSettings({ postingMode: 'per-event', postingModeFrom: '2026-12-01' }, 'owner');
    expect(await shop.books.settings()).toMatchObject({ postingMode: 'per-event', postingModeFrom: '2026-12-01' });
    await record(sale('t-1', yesterday), sale('t-2', yesterday));
    await shop.drainAll();
    expect(posted()).toEqual([['1 debit 2000', '3 credit 2000']]);
  });
});

it('past events go by the mode of their dates, each once', async () => {
  const { companyId } = shop;
  expect(companyId).not.toBe('');
  await shop.books.saveSettings({ postingMode: 'per-event' }, 'owner');
  await shop.books.saveSettings({ postingMode: 'daily-summary', postingModeFrom: '2025-12-02' }, 'owner');
  const on = (date: string) => ({ occurredAt: `${date}T12:00:00-05:00` });
  await record(
    sale('a', on('2025-12-01')),
    sale('b', on('2025-12-01')),
    sale('c', on('2025-12-02')),
    sale('d', on('2025-12-02')),
  );
  expect(new Set(Object.values(await statuses()))).toEqual(new Set(['never-synced']));
  expect(await shop.books.syncPastEvents(null, 'owner')).toEqual({ ok: true, events: 4 });
  await shop.drainAll();
  expect(posted()).toEqual([
    ['1 debit 1000', '3 credit 1000'],
    ['1 debit 1000', '3 credit 1000'],
    ['1 debit 2000', '3 credit 2000'],
  ]);
});
