// An audit of books that lie in a real database and in the local QuickBooks: clean as they are, and exact about every tampering.
import { describe, expect, it } from 'vitest';
import { newId } from '../clock.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { type AuditReport, auditBooks } from './audit-books.ts';
import { paidBy, sale } from './books.fixture.ts';
import type { PostingRow } from './posting-port.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';

let test: TestStorage;
let shop: QuickbooksBooks;

/** Three tickets, posted. */
useQuickbooksBooks({}, async (opened) => {
  shop = opened;
  test = opened.test;
  await shop.books.recordEvents([sale('t-1'), sale('t-2'), sale('t-3', paidBy('cash'))]);
  await shop.drainAll();
});

let announced: string[] = [];

function audit(change: { from?: string; to?: string; offline?: boolean; deep?: boolean } = {}): Promise<AuditReport> {
  announced = [];
  const request = { from: null, to: null, offline: false, deep: false, ...change };
  return auditBooks(shop.ports, shop.companyId, {
    request,
    listener: {
      callsAhead: (calls, what) => announced.push(`${calls} for ${what}`),
      // The clock of these tests stands still unless it is moved on.
      wait: async (until) => test.clock.advance(Math.max(1, until.getTime() - test.clock.now().getTime())),
    },
  });
}

/** The differences of an audit, by kind and event. */
const ofEvents = ({ events }: AuditReport) =>
  events.differences.map((one) => [one.kind, ...one.events.map(({ number }) => number)].join(' '));

function ofQuickbooks({ quickbooks }: AuditReport): readonly string[] | string {
  if (quickbooks.state !== 'compared') return quickbooks.state;
  if (quickbooks.entries === null) return 'settled';
  return quickbooks.entries.differences.map(({ kind, events }) =>
    [kind, ...events.map(({ number }) => number)].join(' '),
  );
}

interface WireEntry {
  readonly Id: string;
  readonly SyncToken: string;
  readonly DocNumber: string;
  readonly TxnDate: string;
  readonly PrivateNote: string;
  readonly Line: readonly Record<string, unknown>[];
}

/** The posting of a ticket, and what QuickBooks holds of it. */
async function posted(sourceId: string): Promise<{ posting: PostingRow; held: WireEntry }> {
  const [posting] = await test.storage.transaction(shop.companyId, (store) =>
    store.postings.byKeys([`till/sale/${sourceId}`]),
  );
  if (posting === undefined) throw new Error(`${sourceId} has no posting.`);
  const { JournalEntry } = await shop.quickbooks<{ JournalEntry: WireEntry }>(
    'GET',
    `/journalentry/${posting.quickbooksId}`,
  );
  return { posting, held: JournalEntry };
}

async function changeThere(sourceId: string, change: Partial<WireEntry>): Promise<void> {
  const { held } = await posted(sourceId);
  await shop.quickbooks('POST', '/journalentry', { ...held, ...change });
}

const withAmount = (lines: WireEntry['Line'], amount: number) => lines.map((line) => ({ ...line, Amount: amount }));

describe('books as Tillbook made them', () => {
  it('are as expected, and one metered call says that QuickBooks holds just that', async () => {
    const before = await shop.calls();
    const report = await audit();
    expect(report).toMatchObject({
      differenceCount: 0,
      events: { events: 3, eventsCompared: 3, entries: 3, differences: [] },
      quickbooks: { state: 'compared', calls: 1, accepted: 3, entries: null },
    });
    expect(ofQuickbooks(report)).toBe('settled');
    expect(announced).toEqual(['1 for the trial balance']);
    expect((await shop.calls()).metered - before.metered).toBe(1);
  });

  it('are as posted, one by one, for a second call', async () => {
    const report = await audit({ deep: true });
    expect(report.quickbooks).toMatchObject({ calls: 2, entries: { entries: 3, onTheirWay: 0, differences: [] } });
    expect(announced).toEqual(['1 for the trial balance', '1 for the entries one by one']);
  });

  it('are compared without a call where QuickBooks is not to be asked, or is not connected', async () => {
    const before = await shop.calls();
    expect(ofQuickbooks(await audit({ offline: true, deep: true }))).toBe('offline');
    expect((await shop.calls()).calls).toBe(before.calls);
    await shop.books.disconnect('owner');
    expect(ofQuickbooks(await audit({ deep: true }))).toBe('not-connected');
  });

  it('need not be all there yet: what waits for an account is counted by its status', async () => {
    await shop.books.recordEvents([sale('t-4', paidBy('visa'))]);
    await shop.drainAll();
    const report = await audit();
    expect(report.differenceCount).toBe(0);
    expect([...report.events.eventsWithout]).toEqual([['action-required', 1]]);
  });

  it('take voids in, and voids of voids, and a change of settings after they were built', async () => {
    const voidOf = (sourceId: string, reverses: string) => ({
      ...{ source: 'till', kind: 'sale', location: 'main', sourceId, reverses: `till/sale/${reverses}` },
      occurredAt: '2026-11-21T12:00:00-05:00',
    });
    await shop.books.recordEvents([voidOf('v-1', 't-1'), voidOf('v-2', 'v-1')]);
    await shop.drainAll();
    await shop.books.saveSettings({ discounts: 'gross' }, 'owner');
    expect(await audit()).toMatchObject({ differenceCount: 0, events: { eventsCompared: 5, entries: 5 } });
  });

  it('are audited from a date to a date, both included', async () => {
    await shop.books.recordEvents([sale('t-4', { occurredAt: '2026-11-22T12:00:00-05:00' })]);
    await shop.drainAll();
    expect((await audit({ from: '2026-11-21' })).events.eventsCompared).toBe(1);
    expect((await audit({ to: '2026-11-20' })).events.eventsCompared).toBe(3);
    const report = await audit({ from: '2026-11-22', to: '2026-11-22', deep: true });
    expect(report).toMatchObject({ differenceCount: 0, quickbooks: { entries: { entries: 1 } } });
  });
});

describe('entries built otherwise than the events say', () => {
  async function rebuild(sourceId: string, change: (entry: JournalEntry) => JournalEntry): Promise<void> {
    await test.storage.transaction(shop.companyId, async (store) => {
      const [posting] = await store.postings.byKeys([`till/sale/${sourceId}`]);
      const entry = (await store.postings.entries([posting?.id ?? ''])).get(posting?.id ?? '');
      if (posting === undefined || entry === undefined) throw new Error(`${sourceId} has no entry.`);
      await store.postings.saveEntries([{ postingId: posting.id, entry: change(entry) }], test.clock.now());
    });
  }

  it('are found by amount, with what was expected', async () => {
    await rebuild('t-2', (entry) => ({
      ...entry,
      lines: entry.lines.map((line) => ({ ...line, amountMinor: line.amountMinor + 1n })),
    }));
    const report = await audit({ offline: true });
    expect(ofEvents(report)).toEqual(['amount t-2']);
    expect(report.events.differences[0]?.totals[0]).toMatchObject({
      ...{ role: 'payment', subject: 'cash', location: 'main', currency: 'USD' },
      expected: { debitMinor: 1000n },
      found: { debitMinor: 1001n },
    });
  });

  it('are found where two entries have one event, and another has none', async () => {
    await rebuild('t-2', (entry) => ({
      ...entry,
      lines: entry.lines.map((line) => ({ ...line, from: [{ key: 'till/sale/t-1', pointer: '/payments/0' }] })),
    }));
    const report = await audit({ offline: true });
    expect(ofEvents(report)).toEqual(['not-its-own', 'missing t-2']);
    expect(report.events.differences[0]?.words).toBe('an entry has parts of till/sale/t-1');
  });

  it('are found where there is no event at all', async () => {
    await test.storage.transaction(shop.companyId, async (store) => {
      const [first] = await store.postings.byKeys(['till/sale/t-1']);
      const entry = (await store.postings.entries([first?.id ?? ''])).get(first?.id ?? '');
      if (entry === undefined) throw new Error('t-1 has no entry.');
      const now = test.clock.now();
      const part = { id: newId(now), key: 'till/sale/nobody', part: 1, businessDate: entry.businessDate };
      await store.postings.addPart(part, now);
      await store.postings.saveEntries([{ postingId: part.id, entry }], now);
    });
    const report = await audit({ offline: true });
    expect(report.events.differences).toMatchObject([{ kind: 'no-event', postingKey: 'till/sale/nobody' }]);
  });

  it('say so in QuickBooks, too: what was sent is not what is built', async () => {
    await rebuild('t-2', (entry) => ({
      ...entry,
      lines: entry.lines.map((line) => ({ ...line, amountMinor: line.amountMinor + 1n })),
    }));
    expect(ofQuickbooks(await audit())).toEqual(['changed t-2']);
  });
});

describe('entries tampered with at QuickBooks', () => {
  it('are named where an amount was changed, by account and side', async () => {
    const { held } = await posted('t-2');
    await changeThere('t-2', { Line: withAmount(held.Line, 11) });
    const report = await audit();
    expect(ofQuickbooks(report)).toEqual(['changed t-2']);
    expect(report.quickbooks).toMatchObject({
      entries: {
        differences: [
          {
            documentNumber: held.DocNumber,
            changes: [
              { what: 'amount', side: 'debit', postedHundredths: 1000n, heldHundredths: 1100n },
              { what: 'amount', side: 'credit', postedHundredths: 1000n, heldHundredths: 1100n },
            ],
          },
        ],
      },
    });
    expect(report.differenceCount).toBe(1);
  });

  it('are named where one was deleted, or added a second time', async () => {
    const { held } = await posted('t-1');
    await shop.quickbooks('POST', '/journalentry?operation=delete', { Id: held.Id, SyncToken: held.SyncToken });
    const { Id, SyncToken, ...copy } = (await posted('t-3')).held;
    expect([Id, SyncToken]).toHaveLength(2);
    await shop.quickbooks('POST', '/journalentry', copy);
    await shop.quickbooks('POST', '/journalentry', { ...copy, Line: withAmount(copy.Line, 5), DocNumber: '17' });
    expect(ofQuickbooks(await audit())).toEqual(['doubled t-3', 'missing t-1']);
  });

  it('are found by id where number or date were changed, which the trial balance does not show', async () => {
    await changeThere('t-1', { DocNumber: 'corrected' });
    await changeThere('t-2', { TxnDate: '2026-11-12' });
    expect(ofQuickbooks(await audit())).toBe('settled');
    const report = await audit({ deep: true, from: '2026-11-20' });
    expect([...ofQuickbooks(report)].sort()).toEqual(['changed t-1', 'changed t-2']);
    expect(report.quickbooks).toMatchObject({
      calls: 3,
      entries: {
        differences: expect.arrayContaining([
          expect.objectContaining({
            changes: [{ what: 'document number', posted: expect.stringMatching(/^TB-/), held: 'corrected' }],
          }),
          expect.objectContaining({ changes: [{ what: 'date', posted: '2026-11-20', held: '2026-11-12' }] }),
        ]),
      },
    });
  });

  it('are told from what other people entered', async () => {
    const { held } = await posted('t-1');
    const { Line, TxnDate } = held;
    await shop.quickbooks('POST', '/journalentry', { TxnDate, DocNumber: 'rent', Line: withAmount(Line, 500) });
    const report = await audit();
    expect(ofQuickbooks(report)).toEqual([]);
    expect(report.differenceCount).toBe(0);
    expect(report.quickbooks).toMatchObject({
      accounts: expect.arrayContaining([
        expect.objectContaining({
          ...{ name: 'Cash in Drawer', equal: false },
          ...{ oursHundredths: 3000n, heldHundredths: 53_000n },
        }),
      ]),
    });
    await shop.quickbooks('POST', '/journalentry', { TxnDate, DocNumber: 'TB-FORGED', Line });
    expect(ofQuickbooks(await audit())).toEqual(['unknown']);
  });
});

it('a QuickBooks that gives no answer is said to be unread, and the events are audited all the same', async () => {
  await shop.control('PUT', '/faults', [{ call: '*', fault: 'error-before-write', status: 503, probability: 1 }]);
  expect(await audit()).toMatchObject({
    differenceCount: 0,
    events: { eventsCompared: 3 },
    quickbooks: { state: 'unread', calls: 1 },
  });
});

it('calls are paced with those of the lane: the limit is waited for, not broken', async () => {
  await test.storage.transaction(shop.companyId, async (store) => {
    const at = test.clock.now();
    for (let call = 0; call < 9; call += 1)
      await store.lane.recordCall({ id: newId(at), kind: 'read', at, forgetBefore: at });
  });
  const before = test.clock.now();
  expect(ofQuickbooks(await audit())).toBe('settled');
  expect(test.clock.now().getTime() - before.getTime()).toBeGreaterThan(1000);
});
