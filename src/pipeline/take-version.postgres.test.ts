// An event that came again with other content: the person takes the new version, and the books hold it once, whatever was sent before.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { auditBooks } from './audit-books.ts';
import { openRunningBooks, openTestBooks, openTestStorage, paidBy, sale, type TestBooks } from './books.fixture.ts';
import { refusal, unknown } from './paper-ledger.fixture.ts';

let test: TestStorage;
let shop: TestBooks;

beforeAll(async () => {
  test = await openTestStorage();
});
afterAll(async () => {
  await test.close();
});
beforeEach(async () => {
  shop = await openRunningBooks(test);
});

const record = (...events: readonly unknown[]) => shop.record(...events);
/** The same ticket, charged otherwise. */
const edited = (amount: string, change: Record<string, unknown> = {}) =>
  sale('t-1', {
    lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount }],
    ...paidBy('cash', amount),
    ...change,
  });
const firstId = async () => {
  const { events } = await shop.books.listEvents({ limit: 500 });
  return events.find(({ key }) => key === 'till/sale/t-1')?.id ?? '';
};
const take = async (contentId: string | null = null) => {
  test.clock.advance(1);
  return shop.books.takeVersion({ id: await firstId(), contentId }, 'ann@shop.test');
};
/** Net of each account over everything that is posted: debits less credits. */
const balances = () => {
  const sums: Record<string, bigint> = {};
  for (const { body } of shop.ledger.entries) {
    for (const [account, side, amount] of (JSON.parse(body) as { lines: [string, string, string][] }).lines) {
      sums[account] = (sums[account] ?? 0n) + (side === 'debit' ? BigInt(amount) : -BigInt(amount));
    }
  }
  return sums;
};
const conflicts = async () => (await shop.books.alerts()).filter(({ kind }) => kind === 'conflict');
const isClean = async () => {
  const report = await auditBooks(shop.ports, shop.companyId, {
    request: { from: null, to: null, offline: true, deep: false },
    listener: { callsAhead: () => undefined, wait: async () => undefined },
  });
  return { differences: report.events.differences, events: report.events.events };
};
const view = async () => shop.books.event(await firstId());
const versions = async () =>
  (await view())?.versions.map(({ version, isReversal, status, amountMinor }) => [
    version,
    isReversal,
    status,
    amountMinor,
  ]);

describe('a new version of a ticket that was sent', () => {
  beforeEach(async () => {
    await record(sale('t-1'));
    await shop.drainAll();
    const [result] = await record(edited('12.50'));
    expect(result?.status).toBe('conflict');
  });

  it('takes the earlier entry back and is posted as one of its own, on the day of the ticket', async () => {
    expect((await conflicts())[0]).toMatchObject({ eventsHeld: 1 });
    expect(await take()).toMatchObject({ ok: true, version: 2, reversed: true });
    await shop.drainAll();
    expect(shop.ledger.entries).toHaveLength(3);
    expect(balances()).toEqual({ 1: 1250n, 3: -1250n });
    expect(new Set(shop.ledger.entries.map(({ body }) => (JSON.parse(body) as { date: string }).date))).toEqual(
      new Set(['2026-11-20']),
    );
    expect(await versions()).toEqual([
      [1, false, 'synced', 1000n],
      [2, true, 'synced', -1000n],
      [2, false, 'synced', 1250n],
    ]);
    expect(await conflicts()).toEqual([]);
    expect(await isClean()).toEqual({ differences: [], events: 3 });
    expect((await shop.books.auditLog())[0]).toMatchObject({
      who: 'ann@shop.test',
      action: 'version-taken',
      detail: { key: 'till/sale/t-1', version: 2, reversed: true },
    });
  });

  it('leaves the first event as it was, with both linked from it and from each other', async () => {
    const before = await view();
    const taken = await take();
    await shop.drainAll();
    const after = await view();
    expect([after?.body, after?.postings.map(({ id, entry }) => [id, entry])]).toEqual([
      before?.body,
      before?.postings.map(({ id, entry }) => [id, entry]),
    ]);
    const version = await shop.books.event(taken.ok ? taken.id : '');
    expect(version).toMatchObject({ key: 'version/2/till/sale/t-1', sourceId: 't-1', number: 't-1', version: 2 });
    expect(version?.versions.map(({ id }) => id)).toEqual(after?.versions.map(({ id }) => id));
  });

  it('is taken once: the second click, and the till that sends it again, change nothing', async () => {
    const both = await Promise.all([take(), take()]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ code: 'no-conflict' });
    await shop.drainAll();
    const results = await record(edited('12.50'), sale('t-1'));
    expect(results.map(({ status }) => status)).toEqual(['duplicate', 'duplicate']);
    await shop.drainAll();
    expect(balances()).toEqual({ 1: 1250n, 3: -1250n });
    expect(await conflicts()).toEqual([]);
  });

  it('can be followed by another, which takes the place of that one', async () => {
    await take();
    await record(edited('7.00'));
    expect(await conflicts()).toHaveLength(1);
    expect(await take()).toMatchObject({ ok: true, version: 3, reversed: false });
    await shop.drainAll();
    await record(edited('8.00'));
    expect(await take()).toMatchObject({ ok: true, version: 4, reversed: true });
    await shop.drainAll();
    expect(balances()).toEqual({ 1: 800n, 3: -800n });
    expect((await isClean()).differences).toEqual([]);
  });

  it('is what a void of the ticket then voids', async () => {
    await take();
    await shop.drainAll();
    await record({
      ...{ source: 'till', kind: 'sale', sourceId: 'v-1', location: 'main', reverses: 'till/sale/t-1' },
      occurredAt: '2026-11-21T12:00:00-05:00',
    });
    await shop.drainAll();
    expect(balances()).toEqual({ 1: 0n, 3: 0n });
    expect((await isClean()).differences).toEqual([]);
  });

  it('counts on the dashboard in the place of the first', async () => {
    await take();
    const sales = await shop.books.salesSummary({ from: '2026-11-20', to: '2026-11-20', location: null });
    expect(sales).toMatchObject({ netSalesMinor: 1250n, tickets: 1, refundsMinor: 0n });
  });

  it('does not come once the ticket is voided, nor for a void itself', async () => {
    const voiding = {
      ...{ source: 'till', kind: 'sale', sourceId: 'v-1', location: 'main', reverses: 'till/sale/t-1' },
      occurredAt: '2026-11-21T12:00:00-05:00',
    };
    await record(voiding);
    expect(await take()).toMatchObject({ ok: false, code: 'is-voided' });
    const [other] = await record({ ...voiding, occurredAt: '2026-11-21T13:00:00-05:00' });
    expect(await shop.books.takeVersion({ id: other?.id ?? '', contentId: null }, 'owner')).toMatchObject({
      code: 'is-void',
    });
    await shop.drainAll();
    expect(balances()).toEqual({ 1: 0n, 3: 0n });
  });

  it('can be any of several that came, and the others are put aside', async () => {
    await record(edited('13.00'));
    const contents = (await view())?.otherContents ?? [];
    expect(contents.map(({ amountMinor }) => amountMinor)).toEqual([1250n, 1300n]);
    expect(await take(contents[0]?.id ?? '')).toMatchObject({ ok: true });
    await shop.drainAll();
    expect(balances()).toEqual({ 1: 1250n, 3: -1250n });
    expect((await view())?.otherContents).toEqual([]);
    expect(await conflicts()).toEqual([]);
  });

  it('takes back what is not known to be there only together with it', async () => {
    await record(sale('t-2'));
    shop.ledger.badCalls.push({ write: true, answer: unknown });
    await shop.drain();
    await record(
      sale('t-2', {
        lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '4.00' }],
        ...paidBy('cash', '4.00'),
      }),
    );
    const id = (await shop.books.recordEvents([sale('t-2')]))[0]?.id ?? '';
    expect(await shop.books.takeVersion({ id, contentId: null }, 'owner')).toMatchObject({ reversed: true });
    await shop.drainAll();
    expect(balances()).toEqual({ 1: 1400n, 3: -1400n });
  });
});

describe('a new version of a ticket that was not sent', () => {
  it('simply takes its place, and the first cannot come back', async () => {
    await record(sale('t-1', paidBy('amex')));
    await shop.drainAll();
    expect(shop.ledger.entries).toEqual([]);
    await record(edited('12.50'));
    expect(await take()).toMatchObject({ ok: true, version: 2, reversed: false });
    await shop.drainAll();
    expect(balances()).toEqual({ 1: 1250n, 3: -1250n });
    const id = (await record(sale('t-1', paidBy('amex'))))[0]?.id ?? '';
    expect(await shop.books.event(id)).toMatchObject({
      status: 'handled-outside',
      handledOutsideReason: 'version 2 takes its place',
    });
    expect(await shop.books.retryEvent(id, 'owner')).toMatchObject({ ok: false, code: 'is-superseded' });
    await shop.drainAll();
    expect(shop.ledger.entries).toHaveLength(1);
    expect((await isClean()).differences).toEqual([]);
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('waits with the first before the sync has begun, and each is posted once', async () => {
    const fresh = await openTestBooks(test);
    await fresh.connect();
    await fresh.mapAll();
    await fresh.books.recordEvents([sale('t-1')]);
    const [result] = await fresh.books.recordEvents([edited('12.50')]);
    const id = result?.id ?? '';
    expect(await fresh.books.takeVersion({ id, contentId: null }, 'owner')).toMatchObject({ reversed: false });
    await fresh.books.startSync('2026-01-01', 'owner');
    await fresh.drainAll();
    expect(fresh.ledger.entries).toHaveLength(1);
  });
});

describe('a new version of a ticket whose number is taken by its own entry, changed there', () => {
  const ours = () => {
    const [entry] = shop.ledger.entries;
    if (entry === undefined) throw new Error('Nothing was written.');
    return entry;
  };
  let sent = '';
  beforeEach(async () => {
    const { ledger } = shop;
    const findEntry = ledger.findEntry.bind(ledger);
    // Written, changed by somebody, and only then looked up: ours, and not as it was sent.
    ledger.findEntry = async (asked) => {
      ledger.findEntry = findEntry;
      sent = ours().body;
      ledger.entries[0] = { ...ours(), body: JSON.stringify({ ...JSON.parse(sent), date: '2026-11-02' }) };
      return findEntry(asked);
    };
    ledger.badCalls.push({ write: true, answer: refusal('6140', 'Duplicate Document Number') });
    await record(sale('t-1'));
    await shop.drainAll();
    expect((await view())?.postings[0]?.state).toBe('number-taken');
    await record(edited('12.50'));
    expect(await take()).toMatchObject({ ok: true, version: 2, reversed: true });
    await shop.drainAll();
  });

  it('leaves it to be settled, and its reversal waits for that', async () => {
    expect((await view())?.postings[0]?.state).toBe('number-taken');
    expect(await versions()).toEqual([
      [1, false, 'failed', 1000n],
      [2, true, 'action-required', -1000n],
      [2, false, 'synced', 1250n],
    ]);
    expect((await shop.books.alerts()).map(({ kind }) => kind).sort()).toEqual(['number-taken', 'reversal']);
  });

  it('takes it back once it is ours again, whether or not it was retried before that', async () => {
    await shop.books.retryEvent(await firstId(), 'owner');
    await shop.drainAll();
    expect(balances()).toEqual({ 1: 2250n, 3: -2250n });
    shop.ledger.entries[0] = { ...ours(), body: sent };
    await shop.books.retryEvent(await firstId(), 'owner');
    await shop.drainAll();
    expect(balances()).toEqual({ 1: 1250n, 3: -1250n });
    expect(await shop.books.alerts()).toEqual([]);
    expect(await isClean()).toEqual({ differences: [], events: 3 });
  });

  it('has nothing to take back once a person handled it outside', async () => {
    shop.ledger.entries.shift();
    expect(await shop.books.handleOutside(await firstId(), 'deleted there', 'owner')).toEqual({ ok: true });
    await shop.drainAll();
    expect(balances()).toEqual({ 1: 1250n, 3: -1250n });
    expect(await versions()).toEqual([
      [1, false, 'handled-outside', 1000n],
      [2, true, 'handled-outside', -1000n],
      [2, false, 'synced', 1250n],
    ]);
    expect(await shop.books.alerts()).toEqual([]);
    expect((await isClean()).differences).toEqual([]);
  });
});

describe('a new version of a ticket of a day', () => {
  beforeEach(async () => {
    await shop.books.saveSettings({ postingMode: 'daily-summary', timeZone: 'America/New_York' }, 'owner');
  });

  it('that was sent makes a supplement of both, and the day comes to the new amounts', async () => {
    await record(sale('t-1'), sale('t-0'));
    test.clock.advance(24 * 60 * 60_000);
    await shop.drainAll();
    await record(edited('12.50'));
    expect(await take()).toMatchObject({ reversed: true });
    await shop.drainAll();
    expect(shop.ledger.entries).toHaveLength(2);
    expect(balances()).toEqual({ 1: 2250n, 3: -2250n });
    expect((await isClean()).differences).toEqual([]);
    const { summaries } = await shop.books.summaries({ limit: 10 });
    expect(summaries.map(({ sequence, events }) => [sequence, events])).toEqual([
      [2, 2],
      [1, 2],
    ]);
    // The original, the change and, together, the day.
    const day = (await shop.books.summary(summaries[0]?.id ?? ''))?.day;
    expect(day?.map(({ sequence, ticketsMinor }) => [sequence, ticketsMinor])).toEqual([
      [1, 2000n],
      [2, 250n],
    ]);
  });

  it('that was not sent is in the day instead of the first', async () => {
    await record(sale('t-1'), sale('t-0'));
    await record(edited('12.50'));
    expect(await take()).toMatchObject({ reversed: false });
    test.clock.advance(24 * 60 * 60_000);
    await shop.drainAll();
    expect(shop.ledger.entries).toHaveLength(1);
    expect(balances()).toEqual({ 1: 2250n, 3: -2250n });
    expect((await isClean()).differences).toEqual([]);
  });
});
