// An audit of a day's summary: right as it was posted, with returns, voids and foreign sales in it; and the ticket is named that it lacks or has twice.
import { describe, expect, it } from 'vitest';
import type { JournalEntry, JournalLine } from '../journal/journal-entry.ts';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { auditBooks } from './audit-books.ts';
import { sale } from './books.fixture.ts';
import type { PostingRow } from './posting-port.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';

let test: TestStorage;
let shop: QuickbooksBooks;

const day = { occurredAt: '2026-11-19T12:00:00-05:00' };
const voidOf = (sourceId: string, reverses: string, occurredAt: string) => ({
  ...{ source: 'till', kind: 'sale', location: 'main', sourceId, occurredAt, reverses: `till/sale/${reverses}` },
});

/** Four tickets of one day, of which one came back, one is foreign and one is voided the next day and one at once. */
useQuickbooksBooks({ multiCurrency: true }, async (opened) => {
  shop = opened;
  test = opened.test;
  await shop.books.importAccounts('owner');
  await shop.books.saveMappings(
    [
      { role: 'cogs', subject: null, accountId: await shop.accountNamed('Cost of Goods - Apparel') },
      { role: 'inventory', subject: null, accountId: await shop.accountNamed('Inventory - Apparel') },
    ],
    'owner',
  );
  await shop.books.saveSettings({ postingMode: 'daily-summary', timeZone: 'America/New_York' }, 'owner');
  await shop.books.recordEvents([
    sale('t-1', day),
    sale('t-2', {
      ...day,
      lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '10.00', cost: '4.00' }],
    }),
    sale('t-3', {
      ...day,
      lines: [{ type: 'item', itemClass: 'apparel', quantity: '-1', amount: '-3.00' }],
      payments: [{ paymentType: 'cash', amount: '-3.00', type: 'refund' }],
    }),
    sale('t-4', {
      ...{ ...day, currency: 'EUR', exchangeRate: '1.0850' },
      lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '10.00', cost: '5.00' }],
    }),
    voidOf('v-1', 't-1', '2026-11-19T13:00:00-05:00'),
    voidOf('v-2', 't-2', '2026-11-20T12:00:00-05:00'),
  ]);
  test.clock.advance(30 * 60 * 60_000);
  await shop.drainAll();
});

async function audit(change: { offline?: boolean; deep?: boolean } = {}) {
  const request = { from: null, to: null, offline: true, deep: false, ...change };
  const listener = { callsAhead: () => undefined, wait: async () => test.clock.advance(1100) };
  return auditBooks(shop.ports, shop.companyId, { request, listener });
}

async function summary(): Promise<{ posting: PostingRow; entry: JournalEntry }> {
  return test.storage.transaction(shop.companyId, async (store) => {
    const event = (await store.events.byKeys(['till/sale/t-2'])).get('till/sale/t-2');
    const postings = await store.postings.byKeys([event?.postingKey ?? '']);
    const entries = await store.postings.entries(postings.map(({ id }) => id));
    const posting = postings.find(({ id }) => entries.get(id)?.currency === 'USD');
    const entry = entries.get(posting?.id ?? '');
    if (posting === undefined || entry === undefined) throw new Error('The day has no summary in dollars.');
    return { posting, entry };
  });
}

async function rebuild(change: (lines: readonly JournalLine[]) => readonly JournalLine[]): Promise<void> {
  const { posting, entry } = await summary();
  await test.storage.transaction(shop.companyId, (store) =>
    store.postings.saveEntries(
      [{ postingId: posting.id, entry: { ...entry, lines: change(entry.lines) } }],
      test.clock.now(),
    ),
  );
}

const named = ({ events }: Awaited<ReturnType<typeof audit>>) =>
  events.differences.map((one) => [one.kind, ...one.events.map(({ number }) => number)].join(' '));

/** A line with an event's share left out, or in it twice. */
const times = (key: string, count: 0 | 2) => (lines: readonly JournalLine[]) =>
  lines.flatMap((line) => {
    const ours = line.from.filter((source) => source.key === key);
    const share = ours.reduce((sum, { amountMinor }) => sum + (amountMinor ?? line.amountMinor), 0n);
    const from = count === 2 ? [...line.from, ...ours] : line.from.filter((source) => source.key !== key);
    const amountMinor = count === 2 ? line.amountMinor + share : line.amountMinor - share;
    return amountMinor === 0n ? [] : [{ ...line, amountMinor, from }];
  });

describe('a day posted as one', () => {
  it('is what its tickets come to, in each currency, and as QuickBooks holds it', async () => {
    const report = await audit({ offline: false, deep: true });
    expect(report).toMatchObject({
      differenceCount: 0,
      events: { events: 6, eventsCompared: 6, differences: [], conversion: { entries: 1, differenceHundredths: 0n } },
      quickbooks: { state: 'compared', entries: { differences: [] } },
    });
    expect(report.events.entries).toBeLessThan(6);
  });

  it('that lacks a ticket, or has one twice, names it', async () => {
    await rebuild(times('till/sale/t-3', 0));
    expect(named(await audit())).toEqual(['missing t-3']);
    await rebuild(times('till/sale/t-2', 2));
    expect(named(await audit())).toEqual(['missing t-3', 'doubled t-2']);
  });

  it('that lacks the void of a ticket names the void, and not the ticket', async () => {
    await rebuild(times('till/sale/v-1', 0));
    expect(named(await audit())).toEqual(['missing v-1']);
  });

  it('changed at QuickBooks is told with the tickets behind it', async () => {
    const { posting } = await summary();
    const { JournalEntry } = await shop.quickbooks<{ JournalEntry: { Line: readonly { Amount: number }[] } }>(
      'GET',
      `/journalentry/${posting.quickbooksId}`,
    );
    const Line = JournalEntry.Line.map((line) => ({ ...line, Amount: line.Amount * 2 }));
    await shop.quickbooks('POST', '/journalentry', { ...JournalEntry, Line });
    const { quickbooks } = await audit({ offline: false });
    expect(quickbooks).toMatchObject({
      state: 'compared',
      entries: { differences: [{ kind: 'changed', postingKey: posting.key, furtherEvents: 0 }] },
    });
    const [difference] = quickbooks.state === 'compared' ? (quickbooks.entries?.differences ?? []) : [];
    expect(difference?.events.map(({ number }) => number).sort()).toEqual(['t-1', 't-2', 't-3', 't-4', 'v-1']);
  });
});
