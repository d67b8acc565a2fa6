// A void, or a new version, of what somebody changed or deleted in QuickBooks: what was accepted there counts as ours for it, too.
import { beforeEach, describe, expect, it } from 'vitest';
import { sale } from './books.fixture.ts';
import { buildOnly } from './build-only.fixture.ts';
import { findDrift } from './find-drift.ts';
import { type QuickbooksBooks, type QuickbooksInStep, useQuickbooksInStep } from './quickbooks.fixture.ts';

const dayMs = 24 * 60 * 60_000;
let quickbooks: QuickbooksInStep;
let shop: QuickbooksBooks;

useQuickbooksInStep((opened) => {
  quickbooks = opened;
});
beforeEach(async () => {
  shop = await quickbooks.open();
});

interface Line {
  readonly JournalEntryLineDetail: { readonly AccountRef: { readonly value: string } };
}

const voiding = (change: Record<string, unknown> = {}) =>
  sale('v-1', {
    ...{ occurredAt: '2026-11-23T12:00:00-05:00', reverses: 'till/sale/t-1', lines: [], payments: [] },
    ...change,
  });

async function nextDay(): Promise<void> {
  await quickbooks.advance(dayMs);
  await shop.drainAll();
}

async function record(...events: readonly unknown[]): Promise<void> {
  await shop.books.recordEvents(events);
  await shop.drainAll();
}

const rows = async () => (await shop.books.listEvents({ limit: 50 })).events;
const idOfKey = async (key: string) => (await rows()).find((event) => event.key === key)?.id ?? '';
const idOf = (sourceId: string) => idOfKey(`till/sale/${sourceId}`);
const statuses = async () => Object.fromEntries((await rows()).map(({ sourceId, status }) => [sourceId, status]));
const reasonOf = async (sourceId: string) =>
  (await shop.books.event(await idOf(sourceId)))?.handledOutsideReason ?? null;
const alertTitles = async () => (await shop.books.alerts()).map(({ title }) => title);

/** Of what is voided. */
async function entryId(): Promise<string> {
  return (await shop.books.event(await idOf('t-1')))?.postings[0]?.quickbooksId ?? '';
}
const linesOf = async (id: string) =>
  (await shop.quickbooks<{ JournalEntry: { Line: readonly Line[] } }>('GET', `/journalentry/${id}`)).JournalEntry.Line;

async function decide(choice: 'accept-theirs' | 'put-ours-back'): Promise<void> {
  const [drift] = (await shop.books.drift({ settled: false, cursor: null, limit: 10 })).drift;
  if (drift === undefined) throw new Error('There is no drift.');
  expect(await shop.books.decideDrift({ id: drift.id, choice, syncToken: drift.syncToken }, 'owner')).toEqual({
    ok: true,
  });
  await shop.drainAll();
}

async function remove(): Promise<void> {
  await shop.control('POST', '/accountant', { does: 'delete', id: await entryId() });
  await nextDay();
}

/** As a sweep that was told of nothing else. */
async function findDeleted(): Promise<void> {
  const { companyId, ports, realmId } = shop;
  const [quickbooksId, ledger, now] = [await entryId(), ports.ledgerOf(companyId), quickbooks.test.clock.now()];
  await shop.control('POST', '/accountant', { does: 'delete', id: quickbooksId });
  await ports.storage.transaction(companyId, (store) =>
    findDrift(ports, store, { ledger, realmId, seen: [{ quickbooksId, held: null }], now }),
  );
}

async function edit(change: object): Promise<void> {
  await shop.control('POST', '/accountant', { does: 'edit', id: await entryId(), change });
  await nextDay();
}

/** Its sale is on another account now. */
async function moveSale(): Promise<void> {
  const [debit, credit] = await linesOf(await entryId());
  const AccountRef = { value: await shop.accountNamed('Sales - Gifts') };
  await edit({
    Line: [debit, { ...credit, JournalEntryLineDetail: { ...credit?.JournalEntryLineDetail, AccountRef } }],
  });
}

const summarize = () => shop.books.saveSettings({ postingMode: 'daily-summary', postingModeFrom: null }, 'owner');

const undecided =
  'Action Required: v-1 cannot be posted: the entry of what it voids was changed or deleted in QuickBooks: decide about that first';
const accepted =
  'Action Required: v-1 cannot be posted: the entry of what it voids was changed in QuickBooks, and that was accepted: put the void right there, and take this out';

describe('a void of what was deleted in QuickBooks', () => {
  it('is taken out where that was accepted: nothing is left to be taken back', async () => {
    await record(sale('t-1'));
    await remove();
    await decide('accept-theirs');
    await record(voiding());
    expect(await statuses()).toEqual({ 't-1': 'synced', 'v-1': 'handled-outside' });
    expect(await reasonOf('v-1')).toBe('what it voids was deleted in QuickBooks, and that was accepted');
    expect(await shop.held()).toEqual([]);
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('waits while nobody has decided, and goes out once that was accepted', async () => {
    await record(sale('t-1'));
    await remove();
    await record(voiding());
    expect(await alertTitles()).toEqual([undecided]);
    expect(await shop.held()).toEqual([]);
    await decide('accept-theirs');
    expect(await statuses()).toEqual({ 't-1': 'synced', 'v-1': 'handled-outside' });
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('is posted once ours was posted anew', async () => {
    await record(sale('t-1'));
    await remove();
    await record(voiding());
    await decide('put-ours-back');
    expect(await statuses()).toEqual({ 't-1': 'synced', 'v-1': 'synced' });
    expect(await shop.held()).toHaveLength(2);
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('goes out also where it was built before anybody knew of that', async () => {
    await record(sale('t-1'));
    await shop.books.recordEvents([voiding()]);
    await buildOnly(shop.ports, shop.companyId);
    await findDeleted();
    await shop.drainAll();
    expect(await alertTitles()).toEqual([undecided]);
    await decide('accept-theirs');
    expect(await statuses()).toEqual({ 't-1': 'synced', 'v-1': 'handled-outside' });
    expect(await shop.held()).toEqual([]);
  });

  it('of a summary is taken out as one of an entry of its own', async () => {
    await summarize();
    await record(sale('t-1'), sale('t-2'));
    await remove();
    await decide('accept-theirs');
    await record(voiding());
    await nextDay();
    expect(await statuses()).toEqual({ 't-1': 'synced', 't-2': 'synced', 'v-1': 'handled-outside' });
    expect(await shop.held()).toEqual([]);
  });

  it('has the void of it post what it took back, where it was posted before', async () => {
    await record(sale('t-1'), voiding());
    await remove();
    await decide('accept-theirs');
    await record(voiding({ sourceId: 'v-2', reverses: 'till/sale/v-1' }));
    expect(await statuses()).toEqual({ 't-1': 'synced', 'v-1': 'synced', 'v-2': 'synced' });
    expect(await shop.held()).toHaveLength(2);
  });
});

describe('a void of what was changed in QuickBooks', () => {
  it('waits where that was accepted, says what to do, and may be taken out', async () => {
    await record(sale('t-1'));
    await moveSale();
    await decide('accept-theirs');
    await record(voiding());
    expect(await alertTitles()).toEqual([accepted]);
    expect(await shop.held()).toHaveLength(1);
    expect(await shop.books.handleOutside(await idOf('v-1'), 'put right there', 'owner')).toEqual({ ok: true });
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('waits while nobody has decided, and goes once ours is back', async () => {
    await record(sale('t-1'));
    await moveSale();
    await record(voiding());
    expect(await alertTitles()).toEqual([undecided]);
    await decide('put-ours-back');
    expect(await statuses()).toEqual({ 't-1': 'synced', 'v-1': 'synced' });
    expect(await shop.held()).toHaveLength(2);
  });

  it('waits while nobody has decided, and goes once they have put it right themselves', async () => {
    await record(sale('t-1'));
    const was = await linesOf(await entryId());
    await moveSale();
    await record(voiding());
    await edit({ Line: was });
    expect(await statuses()).toEqual({ 't-1': 'synced', 'v-1': 'synced' });
  });

  it('in its date alone is posted: it mirrors the same lines', async () => {
    await record(sale('t-1'));
    await edit({ TxnDate: '2026-11-02' });
    await record(voiding());
    await decide('accept-theirs');
    await record(sale('t-2'), voiding({ sourceId: 'v-2', reverses: 'till/sale/t-2' }));
    expect(await statuses()).toEqual({ 't-1': 'synced', 'v-1': 'synced', 't-2': 'synced', 'v-2': 'synced' });
  });

  it('of a summary waits as one of an entry of its own', async () => {
    await summarize();
    await record(sale('t-1'), sale('t-2'));
    await moveSale();
    await decide('accept-theirs');
    await record(voiding());
    await nextDay();
    expect(await alertTitles()).toEqual([accepted]);
    expect(await shop.held()).toHaveLength(1);
  });
});

describe('a new version of what was changed in QuickBooks', () => {
  const dearer = { lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '12.00' }] };
  const edited = () => sale('t-1', { ...dearer, payments: [{ paymentType: 'cash', amount: '12.00' }] });
  const takeVersion = async () => {
    const taken = await shop.books.takeVersion({ id: await idOf('t-1'), contentId: null }, 'owner');
    await shop.drainAll();
    return taken;
  };

  it('is not taken before anybody has decided, nor where that was accepted', async () => {
    await record(sale('t-1'));
    await moveSale();
    await record(edited());
    expect(await takeVersion()).toMatchObject({ ok: false, code: 'drift-undecided' });
    await decide('accept-theirs');
    expect(await takeVersion()).toMatchObject({ ok: false, code: 'theirs-accepted' });
    expect(await shop.held()).toHaveLength(1);
  });

  it('is posted alone where it was deleted there, and that was accepted', async () => {
    await record(sale('t-1'));
    await remove();
    await decide('accept-theirs');
    await record(edited());
    expect(await takeVersion()).toMatchObject({ ok: true, version: 2 });
    expect(await shop.held()).toHaveLength(1);
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('has its reversal taken out by a person where that was accepted since it was taken', async () => {
    await record(sale('t-1'));
    await shop.books.recordEvents([edited()]);
    await shop.books.takeVersion({ id: await idOf('t-1'), contentId: null }, 'owner');
    await moveSale();
    const reversal = await idOfKey('reversal/2/till/sale/t-1');
    expect(await shop.books.handleOutside(reversal, 'put right there', 'owner')).toMatchObject({ code: 'is-reversal' });
    await decide('accept-theirs');
    expect(await alertTitles()).toEqual([accepted.replace('v-1', 't-1')]);
    expect(await shop.books.handleOutside(reversal, 'put right there', 'owner')).toEqual({ ok: true });
    expect(await shop.books.alerts()).toEqual([]);
    expect(await shop.held()).toHaveLength(2);
  });
});
