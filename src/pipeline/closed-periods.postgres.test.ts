// Books that are closed in QuickBooks, under each of the three policies: what waits, what goes on which date, and what lets it go.
import { beforeEach, describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { auditBooks } from './audit-books.ts';
import { openTestBooks, sale, type TestBooks } from './books.fixture.ts';
import { unknown } from './paper-ledger.fixture.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';

let test: TestStorage;
let shop: QuickbooksBooks;

useQuickbooksBooks({}, (opened) => {
  shop = opened;
  test = opened.test;
});

const onDay = (prefix: string, day: string, count = 1) =>
  Array.from({ length: count }, (_, index) => sale(`${prefix}-${index}`, { occurredAt: `${day}T12:00:00-05:00` }));
const close = (closingDate: string | null, closingPassword = true) =>
  shop.control('PUT', '/settings', { closingDate, closingPassword });
const choose = (closedPeriods: 'hold' | 'first-open-day' | 'ask') =>
  shop.books.saveSettings({ closedPeriods }, 'owner');
const alerts = async () => (await shop.books.alerts()).map(({ title, eventsHeld }) => [title, eventsHeld]);

interface Entry {
  readonly TxnDate: string;
  readonly DocNumber: string;
  readonly PrivateNote: string;
  readonly Line: readonly { readonly Description: string }[];
}
const entries = async (): Promise<readonly Entry[]> => {
  const query = encodeURIComponent('select * from JournalEntry orderby TxnDate');
  const answer = await shop.quickbooks<{ QueryResponse: { JournalEntry?: Entry[] } }>('GET', `/query?query=${query}`);
  return answer.QueryResponse.JournalEntry ?? [];
};
const dates = async () => (await entries()).map(({ TxnDate }) => TxnDate);
const waiting = (limit = 100) => shop.books.closedPeriod({ cursor: null, limit });
const detailOf = async (number: string) => {
  const { events } = await shop.books.listEvents({ q: number, limit: 10 });
  return shop.books.event(events[0]?.id ?? '');
};

describe('posting on the first open day', () => {
  it.each([true, false])(
    'dates the entry there and says its true date (closed with a password: %s)',
    async (password) => {
      await choose('first-open-day');
      await close('2026-10-31', password);
      await shop.books.recordEvents([...onDay('t', '2026-10-28'), ...onDay('u', '2026-11-02')]);
      await shop.drainAll();
      expect(await dates()).toEqual(['2026-11-01', '2026-11-02']);
      const [moved] = await entries();
      expect(moved?.PrivateNote).toMatch(/\nBusiness date 2026-10-28: the books were closed then\.\ntillbook:/);
      expect(moved?.Line.every(({ Description }) => Description.endsWith(', of 2026-10-28'))).toBe(true);
      expect(await alerts()).toEqual([]);
      const event = await detailOf('t-0');
      expect(event).toMatchObject({ businessDate: '2026-10-28', status: 'synced' });
      expect(event?.postings).toMatchObject([{ postingDate: '2026-11-01', entry: { businessDate: '2026-10-28' } }]);
      expect(event?.postings[0]?.timeline.map(({ message }) => message)).toContain(
        'The journal entry was built and balances. It is dated 2026-11-01: the books are closed on 2026-10-28.',
      );
    },
  );

  it('spends no refused call once the date is known', async () => {
    await choose('first-open-day');
    await close('2026-10-31');
    await shop.books.recordEvents(onDay('t', '2026-10-28'));
    await shop.drainAll();
    const before = await shop.calls();
    await shop.books.recordEvents(onDay('u', '2026-10-01', 5));
    await shop.drainAll();
    const after = await shop.calls();
    expect([after.refused - before.refused, after.metered - before.metered]).toEqual([0, 0]);
    expect(new Set(await dates())).toEqual(new Set(['2026-11-01']));
  });

  it('is understood by the audit, to the entry and to the cent', async () => {
    await choose('first-open-day');
    await close('2026-10-31');
    await shop.books.recordEvents([...onDay('t', '2026-10-28', 3), ...onDay('u', '2026-11-02')]);
    await shop.drainAll();
    const listener = { callsAhead: () => undefined, wait: async () => undefined };
    for (const range of [
      { from: null, to: null },
      { from: '2026-11-01', to: '2026-11-01' },
      { from: null, to: '2026-10-31' },
    ]) {
      const request = { ...range, offline: false, deep: true };
      const report = await auditBooks(shop.ports, shop.companyId, { request, listener });
      expect(report.differenceCount).toBe(0);
      expect(report.events.movedEntries).toBe(range.from === null ? 3 : 0);
      if (report.quickbooks.state !== 'compared') {
        expect(range.to).toBe('2026-10-31');
        expect(report.quickbooks.state).toBe('nothing-posted');
        continue;
      }
      expect(report.quickbooks.accounts.every(({ equal }) => equal)).toBe(true);
      expect(report.quickbooks.entries?.differenceCount).toBe(0);
    }
  });

  it('holds for the voids of what was moved, each on its own date', async () => {
    await choose('first-open-day');
    await close('2026-10-31');
    await shop.books.recordEvents(onDay('t', '2026-10-28'));
    await shop.drainAll();
    const reversed = (sourceId: string, day: string, reverses: string) => ({
      ...{ source: 'till', kind: 'sale', sourceId, location: 'main', reverses, occurredAt: `${day}T12:00:00-05:00` },
    });
    await shop.books.recordEvents([reversed('v-1', '2026-11-05', 'till/sale/t-0')]);
    await shop.drainAll();
    await shop.books.recordEvents([reversed('v-2', '2026-10-30', 'till/sale/v-1')]);
    await shop.drainAll();
    expect(await dates()).toEqual(['2026-11-01', '2026-11-01', '2026-11-05']);
    const report = await auditBooks(shop.ports, shop.companyId, {
      request: { from: null, to: null, offline: false, deep: true },
      listener: { callsAhead: () => undefined, wait: async () => undefined },
    });
    expect(report.differenceCount).toBe(0);
  });
});

describe('another policy', () => {
  it('applies to what waits, and to what is built and not sent', async () => {
    await close('2026-10-31');
    await shop.books.recordEvents(onDay('t', '2026-10-28', 2));
    await shop.drainAll();
    expect(await alerts()).toEqual([['Action Required: the books are closed until 31 Oct', 2]]);
    await choose('first-open-day');
    await shop.drainAll();
    expect(await dates()).toEqual(['2026-11-01', '2026-11-01']);
    await choose('hold');
    await shop.books.recordEvents(onDay('u', '2026-10-29'));
    await shop.drainAll();
    expect(await alerts()).toEqual([['Action Required: the books are closed until 31 Oct', 1]]);
    // What was sent stays where it is.
    expect(await dates()).toEqual(['2026-11-01', '2026-11-01']);
  });
});

describe('being asked each time', () => {
  beforeEach(async () => {
    await choose('ask');
    await close('2026-10-31');
    await shop.books.recordEvents([
      ...onDay('t', '2026-10-27'),
      ...onDay('v', '2026-10-28'),
      ...onDay('u', '2026-09-30'),
    ]);
    await shop.drainAll();
  });

  it('lists what waits, the oldest first, with the day it would go on', async () => {
    const view = await waiting();
    expect(view).toMatchObject({ policy: 'ask', closedUntil: '2026-10-31', given: true, firstOpenDay: '2026-11-01' });
    expect(
      view.waiting.map(({ event, businessDate, closedChoice, amountMinor }) => [
        event?.number,
        businessDate,
        closedChoice,
        amountMinor,
      ]),
    ).toEqual([
      ['u-0', '2026-09-30', null, 1000n],
      ['t-0', '2026-10-27', null, 1000n],
      ['v-0', '2026-10-28', null, 1000n],
    ]);
    expect([view.total, view.nextCursor]).toEqual([3, null]);
    const first = await waiting(2);
    const rest = await shop.books.closedPeriod({ cursor: first.nextCursor, limit: 2 });
    expect(rest.waiting.map(({ event }) => event?.number)).toEqual(['v-0']);
    await expect(shop.books.closedPeriod({ cursor: 'no', limit: 2 })).rejects.toThrow();
  });

  it('posts what a person decides and leaves the rest waiting, with who decided and when', async () => {
    const [september, october, another] = (await waiting()).waiting.map(({ postingId }) => postingId);
    const decide = (choice: 'first-open-day' | 'wait', postingIds: readonly (string | undefined)[]) =>
      shop.books.decideClosedPeriod({ choice, postingIds: postingIds.flatMap((id) => id ?? []) }, 'ann@shop.test');
    expect(await decide('first-open-day', [october])).toEqual({ ok: true, decided: 1 });
    test.clock.advance(1);
    expect(await decide('wait', [september])).toEqual({ ok: true, decided: 1 });
    await shop.drainAll();
    expect(await dates()).toEqual(['2026-11-01']);
    expect((await waiting()).waiting.map(({ postingId, closedChoice }) => [postingId, closedChoice])).toEqual([
      [september, 'wait'],
      [another, null],
    ]);
    const posted = await detailOf('t-0');
    expect(posted?.postings[0]?.timeline).toContainEqual(
      expect.objectContaining({
        message: 'ann@shop.test decided: post it on the first open day.',
        at: expect.any(Date),
      }),
    );
    expect((await shop.books.auditLog()).filter(({ action }) => action === 'closed-period-decided')).toMatchObject([
      { who: 'ann@shop.test', detail: { choice: 'wait', entries: 1, from: '2026-09-30' } },
      { who: 'ann@shop.test', detail: { choice: 'first-open-day', entries: 1, from: '2026-10-27' } },
    ]);
    // Another mind, and a decision that is there already.
    expect(await decide('first-open-day', [september])).toEqual({ ok: true, decided: 1 });
    expect(await decide('first-open-day', [october])).toEqual({ ok: true, decided: 0 });
    await shop.drainAll();
    expect(await dates()).toEqual(['2026-11-01', '2026-11-01']);
  });

  it('takes one decision for all that waits', async () => {
    expect(await shop.books.decideClosedPeriod({ choice: 'first-open-day', postingIds: null }, 'owner')).toEqual({
      ok: true,
      decided: 3,
    });
    await shop.drainAll();
    expect(await dates()).toEqual(['2026-11-01', '2026-11-01', '2026-11-01']);
    expect(await alerts()).toEqual([]);
  });

  it('lets go what was to wait once the books are reopened, on its own date', async () => {
    await shop.books.decideClosedPeriod({ choice: 'wait', postingIds: null }, 'owner');
    await close('2026-09-30');
    expect(await shop.books.retryFailed({ cause: 'closed-period' }, 'owner')).toEqual({ released: 3 });
    const { refused } = await shop.calls();
    await shop.drainAll();
    expect(await dates()).toEqual(['2026-10-27', '2026-10-28']);
    expect(await alerts()).toEqual([['Action Required: the books are closed until 30 Sep', 1]]);
    // QuickBooks was asked for the date, and nothing was sent to be refused.
    expect((await shop.calls()).refused).toBe(refused);
  });

  it('is refused where the settings decide', async () => {
    await choose('hold');
    expect(await shop.books.decideClosedPeriod({ choice: 'wait', postingIds: null }, 'owner')).toMatchObject({
      ok: false,
      code: 'not-asked',
    });
  });
});

describe('a closing date that QuickBooks does not give', () => {
  let paper: TestBooks;
  const posted = () => paper.ledger.entries.map(({ body }) => (JSON.parse(body) as { date: string }).date).sort();
  const paperAlerts = async () => (await paper.books.alerts()).map(({ title, eventsHeld }) => [title, eventsHeld]);

  beforeEach(async () => {
    paper = await openTestBooks(test);
    await paper.connect();
    await paper.mapAll();
    await paper.books.startSync('2026-01-01', 'owner');
    paper.ledger.refusesUntil = '2026-10-31';
  });

  it('is learned from refusals, one after the other, and never forgotten by itself', async () => {
    await paper.books.recordEvents(onDay('t', '2026-10-10'));
    await paper.drainAll();
    expect(await paperAlerts()).toEqual([['Action Required: the books are closed at least until 10 Oct', 1]]);
    const calls = paper.ledger.calls.length;
    await paper.books.recordEvents([...onDay('u', '2026-10-09'), ...onDay('v', '2026-10-10')]);
    await paper.drainAll();
    expect(paper.ledger.calls).toHaveLength(calls);
    await paper.books.recordEvents(onDay('w', '2026-10-20'));
    await paper.drainAll();
    expect(await paperAlerts()).toEqual([['Action Required: the books are closed at least until 20 Oct', 4]]);
    expect((await paper.books.closedPeriod({ cursor: null, limit: 1 })).given).toBe(false);
    await paper.books.recordEvents(onDay('x', '2026-11-01'));
    await paper.drainAll();
    expect(posted()).toEqual(['2026-11-01']);
  });

  it('has entries go on the first of the next month, or today where that is earlier', async () => {
    await paper.books.saveSettings({ closedPeriods: 'first-open-day' }, 'owner');
    await paper.books.recordEvents(onDay('t', '2026-10-10'));
    await paper.drainAll();
    expect(posted()).toEqual(['2026-11-01']);
    paper.ledger.refusesUntil = '2026-11-05';
    await paper.books.recordEvents(onDay('u', '2026-11-02'));
    await paper.drainAll();
    expect(posted()).toEqual(['2026-11-01', test.clock.now().toISOString().slice(0, 10)]);
  });

  it('holds where today is refused, too, until a person has it checked again', async () => {
    await paper.books.saveSettings({ closedPeriods: 'first-open-day' }, 'owner');
    paper.ledger.refusesUntil = '2999-12-31';
    await paper.books.recordEvents(onDay('t', '2026-10-10'));
    await paper.drainAll();
    expect(posted()).toEqual([]);
    expect(await paperAlerts()).toEqual([[expect.stringContaining('the books are closed at least until'), 1]]);
    paper.ledger.refusesUntil = null;
    await paper.books.retryFailed({}, 'owner');
    await paper.drainAll();
    expect(posted()).toEqual(['2026-10-10']);
    expect(await paperAlerts()).toEqual([]);
  });

  it('lets go what waits for a day to post on once there is one', async () => {
    await paper.books.saveSettings({ closedPeriods: 'first-open-day' }, 'owner');
    const today = test.clock.now().toISOString().slice(0, 10);
    paper.ledger.refusesUntil = today;
    await paper.books.recordEvents(onDay('t', '2026-10-10'));
    await paper.drainAll();
    expect(posted()).toEqual([]);
    const calls = paper.ledger.calls.length;
    await paper.drainAll();
    expect(paper.ledger.calls).toHaveLength(calls);
    test.clock.advance(24 * 60 * 60_000);
    await paper.drainAll();
    expect(posted()).toEqual([test.clock.now().toISOString().slice(0, 10)]);
    expect(await paperAlerts()).toEqual([]);
  });

  it('is believed once QuickBooks gives one that explains it', async () => {
    paper.ledger.closedUntil = '2026-10-31';
    await paper.books.recordEvents(onDay('t', '2026-10-10'));
    await paper.drain();
    expect(await paperAlerts()).toEqual([['Action Required: the books are closed until 31 Oct', 1]]);
  });
});

describe('books that close between the intent and the answer', () => {
  let paper: TestBooks;
  beforeEach(async () => {
    paper = await openTestBooks(test);
    await paper.connect();
    await paper.mapAll();
    await paper.books.saveSettings({ closedPeriods: 'first-open-day' }, 'owner');
    await paper.books.startSync('2026-01-01', 'owner');
  });

  it('have the entry dated anew under a new request id, once it is certain that it was not written', async () => {
    paper.ledger.closedUntil = '2026-10-31';
    paper.ledger.refusesUntil = '2026-10-31';
    await paper.books.recordEvents(onDay('t', '2026-10-28'));
    await paper.drainAll();
    const [first, second] = paper.ledger.calls.filter(({ kind }) => kind === 'single');
    expect(first?.requestId).not.toBe(second?.requestId);
    expect(paper.ledger.entries).toHaveLength(1);
    expect(JSON.parse(paper.ledger.entries[0]?.body ?? '')).toMatchObject({ date: '2026-11-01' });
  });

  it.each([true, false])(
    'never have an entry that may be there sent on another date (it is there: %s)',
    async (there) => {
      paper.ledger.badCalls.push({ write: there, answer: unknown });
      await paper.books.recordEvents(onDay('t', '2026-10-28'));
      await paper.drain();
      // From now on everything of October is refused, the same bytes under the same request id, too.
      paper.ledger.closedUntil = '2026-10-31';
      paper.ledger.refusesUntil = '2026-10-31';
      await paper.drainAll();
      expect(paper.ledger.entries.map(({ body }) => (JSON.parse(body) as { date: string }).date)).toEqual([
        there ? '2026-10-28' : '2026-11-01',
      ]);
      const { events } = await paper.books.listEvents({ limit: 5 });
      expect(events.map(({ status }) => status)).toEqual(['synced']);
    },
  );
});

describe('a day with one summary', () => {
  beforeEach(async () => {
    await shop.books.saveSettings({ postingMode: 'daily-summary', timeZone: 'America/New_York' }, 'owner');
    await close('2026-10-31');
  });

  it('goes on the first open day as a whole, and so do its supplements', async () => {
    await choose('first-open-day');
    await shop.books.recordEvents(onDay('t', '2026-10-28', 3));
    await shop.drainAll();
    await shop.books.recordEvents(onDay('late', '2026-10-28', 2));
    await shop.drainAll();
    expect(await dates()).toEqual(['2026-11-01', '2026-11-01']);
    const { summaries } = await shop.books.summaries({ limit: 10 });
    expect(
      summaries.map(({ businessDate, sequence, parts }) => [
        businessDate,
        sequence,
        parts.map(({ postingDate }) => postingDate),
      ]),
    ).toEqual([
      ['2026-10-28', 2, ['2026-11-01']],
      ['2026-10-28', 1, ['2026-11-01']],
    ]);
    const report = await auditBooks(shop.ports, shop.companyId, {
      request: { from: null, to: null, offline: false, deep: true },
      listener: { callsAhead: () => undefined, wait: async () => undefined },
    });
    expect(report.differenceCount).toBe(0);
  });

  it('is asked about as one', async () => {
    await choose('ask');
    await shop.books.recordEvents([...onDay('t', '2026-10-28', 3), ...onDay('u', '2026-10-29')]);
    await shop.drainAll();
    const { waiting: days, total } = await waiting();
    expect(days).toMatchObject([
      {
        businessDate: '2026-10-28',
        location: 'main',
        events: 3,
        amountMinor: 3000n,
        event: null,
        summary: { sequence: 1 },
      },
      { businessDate: '2026-10-29', events: 1, amountMinor: 1000n },
    ]);
    expect(total).toBe(2);
    await shop.books.decideClosedPeriod({ choice: 'first-open-day', postingIds: [days[0]?.postingId ?? ''] }, 'owner');
    await shop.drainAll();
    expect(await dates()).toEqual(['2026-11-01']);
    expect((await waiting()).total).toBe(1);
  });
});
