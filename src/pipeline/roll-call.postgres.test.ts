// Databases put back to an older state, and two Tillbooks on one QuickBooks company: nothing is posted twice, and people are told.
import { type RunningEmulator, startEmulator } from '@tillbook/quickbooks-emulator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { cloneTemplate, type TestDatabase } from '../../tests/clone-template.ts';
import { createTestDatabase } from '../../tests/database.ts';
import { TestClock, type TestStorage, testKey } from '../postgres/storage.fixture.ts';
import { openStorage, type PostgresStorage } from '../postgres/storage.ts';
import { sale } from './books.fixture.ts';
import { connectTo, openQuickbooksBooks, type QuickbooksBooks, setQuickbooksClock } from './quickbooks.fixture.ts';
import { beginOn, type Tillbook, tillbookOver } from './tillbooks.fixture.ts';

const dayMs = 24 * 60 * 60_000;
let emulator: RunningEmulator;
let clock: TestClock;
let connectionString: string;
let shop: QuickbooksBooks;
let opened: Set<PostgresStorage>;
let databases: TestDatabase[];

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());
beforeEach(async () => {
  opened = new Set();
  databases = [];
  clock = new TestClock();
  connectionString = await newDatabase();
  await setClock();
  const storage = open(connectionString);
  const test: TestStorage = { storage, clock, connectionString, close: () => closeAll() };
  shop = await openQuickbooksBooks(test, emulator);
});
afterEach(async () => {
  await closeAll();
  for (const database of databases) await database.drop();
});

async function newDatabase(): Promise<string> {
  const database = await createTestDatabase();
  databases.push(database);
  return database.connectionString;
}

function open(url: string): PostgresStorage {
  const storage = openStorage({ connectionString: url, keys: () => [testKey], clock });
  opened.add(storage);
  return storage;
}

async function closeAll(): Promise<void> {
  for (const storage of opened) await storage.close();
  opened.clear();
}

const over = (storage: PostgresStorage, companyId: string) => tillbookOver(emulator, { storage, companyId, clock });
const setClock = () => setQuickbooksClock(emulator, clock.now());

/** Here and at QuickBooks. */
async function advance(ms: number): Promise<void> {
  clock.advance(ms);
  await setClock();
}

/** The Tillbook that goes on, and one over its database as it is now: nothing that is done later is in that. */
async function split(): Promise<{ today: Tillbook; putBack(): Tillbook }> {
  // A copy is made of what nobody is connected to.
  await closeAll();
  const copy = await cloneTemplate({
    adminUrl: inject('adminUrl'),
    templateName: new URL(connectionString).pathname.slice(1),
  });
  databases.push(copy);
  return {
    today: over(open(connectionString), shop.companyId),
    putBack: () => over(open(copy.connectionString), shop.companyId),
  };
}

const sales = (...sourceIds: readonly string[]) => sourceIds.map((id) => sale(id));
const numbersHeld = async () => (await shop.held()).toSorted();
const metered = async () => (await shop.calls()).metered;
const accountant = (act: object) => shop.control<Record<string, unknown>>('POST', '/accountant', act);
const openDrift = async ({ books }: Tillbook) => (await books.drift({ settled: false, cursor: null, limit: 10 })).drift;
const missing = (entries: string) => expect.stringContaining(`QuickBooks holds ${entries} of Tillbook`);
const another = expect.stringContaining('another Tillbook posts to this QuickBooks company');
const taken = expect.stringMatching(/document number TB-\w+ is taken/);

describe('a database as it was a week ago', () => {
  it('posts nothing twice: neither what it had recorded by then nor what the till sends again', async () => {
    await shop.books.recordEvents(sales('posted'));
    await shop.drainAll();
    await shop.books.recordEvents(sales('recorded'));
    const { today, putBack } = await split();
    await today.drainAll();
    await today.record(...sales('lost-1', 'lost-2', 'lost-3'));
    await today.drainAll();
    await advance(7 * dayMs);
    const before = await numbersHeld();
    expect(before).toHaveLength(5);

    const restored = putBack();
    await restored.drainAll();
    expect(await restored.titles()).toEqual([missing('3 entries')]);
    await restored.record(...sales('lost-1', 'lost-2', 'lost-3', 'new'));
    await restored.drainAll();
    expect(await restored.synced()).toBe(6);
    const after = await numbersHeld();
    expect(after).toHaveLength(6);
    expect(new Set(after).size).toBe(6);
    expect(await restored.titles()).toEqual([]);
    await advance(dayMs);
    await restored.drainAll();
    expect(await openDrift(restored)).toEqual([]);
  });

  it('knows an entry again by what is there, without a call, and says so at the event', async () => {
    const { today, putBack } = await split();
    await today.record(...sales('lost'));
    await today.drainAll();
    const restored = putBack();
    await restored.drainAll();
    const { calls } = await shop.calls();
    await restored.record(...sales('lost'));
    await restored.drainAll();
    expect((await shop.calls()).calls).toBe(calls);
    const { events } = await restored.books.listEvents({ limit: 1 });
    const [posting] = (await restored.books.event(events[0]?.id ?? ''))?.postings ?? [];
    expect(posting).toMatchObject({ state: 'accepted', quickbooksId: expect.stringMatching(/^\d+$/) });
    expect(posting?.timeline.map(({ what }) => what)).toContain('recognised');
  });

  it('costs one metered call where nothing was lost, and none for a worker that goes on over the same database', async () => {
    await shop.books.recordEvents(sales('posted'));
    await shop.drainAll();
    const { today, putBack } = await split();
    const before = await metered();
    await today.record(...sales('today'));
    await today.drainAll();
    expect(await metered()).toBe(before);
    const restored = putBack();
    await restored.drainAll();
    expect((await metered()) - before).toBe(1);
    await restored.drainAll();
    expect((await metered()) - before).toBe(1);
  });

  it('knows a daily summary again, and asks a person where a day is not what was posted', async () => {
    await shop.books.saveSettings({ postingMode: 'daily-summary', timeZone: 'America/New_York' }, 'owner');
    const of = (day: string, ...ids: readonly string[]) =>
      ids.map((id) => sale(id, { occurredAt: `2026-11-${day}T12:00:00-05:00` }));
    const { today, putBack } = await split();
    await today.record(...of('18', 'a', 'b'), ...of('19', 'c'));
    await today.drainAll();
    await today.record(...of('19', 'late'));
    await today.drainAll();
    await advance(7 * dayMs);
    const before = await numbersHeld();
    expect(before).toHaveLength(3);

    const restored = putBack();
    await restored.record(...of('18', 'a', 'b'), ...of('19', 'c', 'late'));
    await restored.drainAll();
    expect(await numbersHeld()).toEqual(before);
    expect(await restored.synced()).toBe(2);
    // The day's supplement is in the summary now, which is another one than was posted under its number.
    expect(await restored.titles()).toEqual([missing('1 entry'), taken]);
  });

  it('knows voids and what stands in the place of an earlier version again', async () => {
    const voiding = sale('void', { reverses: 'till/sale/ticket', lines: [], payments: [] });
    await shop.books.recordEvents(sales('ticket'));
    await shop.drainAll();
    const { today, putBack } = await split();
    const edit = sale('edited', {
      payments: [{ paymentType: 'cash', amount: '12.00' }],
      lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '12.00' }],
    });
    const goOn = async (tillbook: Tillbook) => {
      await tillbook.record(...sales('edited'));
      await tillbook.drainAll();
      await tillbook.record(voiding);
      await tillbook.record(edit);
      await tillbook.drainAll();
      const { events } = await tillbook.books.listEvents({ q: 'edited', limit: 10 });
      const taken = await tillbook.books.takeVersion({ id: events[0]?.id ?? '', contentId: null }, 'owner');
      expect(taken).toMatchObject({ ok: true, reversed: true });
      await tillbook.drainAll();
    };
    await goOn(today);
    const before = await numbersHeld();
    expect(before).toHaveLength(5);
    const restored = putBack();
    await goOn(restored);
    expect(await numbersHeld()).toEqual(before);
    expect(await restored.titles()).toEqual([]);
  });

  it('has an entry that was put back since looked up, and not posted beside it', async () => {
    await shop.books.recordEvents(sales('deleted'));
    await shop.drainAll();
    const { today, putBack } = await split();
    const { events } = await today.books.listEvents({ limit: 1 });
    const quickbooksIdIn = async (tillbook: Tillbook) =>
      (await tillbook.books.event(events[0]?.id ?? ''))?.postings[0]?.quickbooksId;
    await accountant({ does: 'delete', id: await quickbooksIdIn(today) });
    const putOursBack = async (tillbook: Tillbook) => {
      await advance(dayMs);
      await tillbook.drainAll();
      const [drift] = await openDrift(tillbook);
      const decision = { id: drift?.id ?? '', syncToken: null, choice: 'put-ours-back' as const };
      expect(await tillbook.books.decideDrift(decision, 'ann@shop.test')).toEqual({ ok: true });
      await tillbook.drainAll();
    };
    await putOursBack(today);
    const before = await numbersHeld();
    expect(before).toHaveLength(1);
    const restored = putBack();
    // Its tokens are of the day before, and have been refreshed since.
    await advance(dayMs);
    await restored.drainAll();
    expect((await restored.books.connection()).state).toBe('reconnect-required');
    await connectTo(restored.books, shop.realmId);
    await putOursBack(restored);
    expect(await numbersHeld()).toEqual(before);
    expect(await quickbooksIdIn(restored)).toBe(await quickbooksIdIn(today));
  });

  it('shows what somebody changed since, under its number, and posts nothing beside it', async () => {
    const { today, putBack } = await split();
    await today.record(...sales('changed'));
    await today.drainAll();
    const { events } = await today.books.listEvents({ limit: 1 });
    const id = (await today.books.event(events[0]?.id ?? ''))?.postings[0]?.quickbooksId;
    await accountant({ does: 'edit', id, change: { TxnDate: '2026-11-02' } });
    const restored = putBack();
    await restored.record(...sales('changed'));
    await restored.drainAll();
    expect(await numbersHeld()).toHaveLength(1);
    expect(await restored.titles()).toEqual([taken]);
  });

  it('knows again what was posted before the books were closed', async () => {
    const { today, putBack } = await split();
    await today.record(...sales('before-closing'));
    await today.drainAll();
    await shop.control('PUT', '/settings', { closingDate: '2026-11-30' });
    const restored = putBack();
    await restored.books.importAccounts('owner');
    await restored.record(...sales('before-closing', 'never-posted'));
    await restored.drainAll();
    expect(await restored.synced()).toBe(1);
    expect(await restored.titles()).toEqual([expect.stringContaining('the books are closed until 30 Nov')]);
    expect(await numbersHeld()).toHaveLength(1);
  });

  it('is no longer said to lack what no till sends again once somebody connects anew', async () => {
    const { today, putBack } = await split();
    await today.record(...sales('lost'));
    await today.drainAll();
    const restored = putBack();
    await restored.drainAll();
    expect(await restored.titles()).toEqual([missing('1 entry')]);
    await connectTo(restored.books, shop.realmId);
    await restored.drainAll();
    expect(await restored.titles()).toEqual([]);
    await restored.record(...sales('lost'));
    await restored.drainAll();
    expect(await numbersHeld()).toHaveLength(1);
  });
});

describe('a second Tillbook with another database', () => {
  async function secondTillbook(): Promise<Tillbook> {
    const storage = open(await newDatabase());
    const { companyId } = await storage.createCompany({ name: 'The same shop' });
    const second = over(storage, companyId);
    await beginOn(shop, second, clock);
    return second;
  }
  const first = (): Tillbook => over(shop.test.storage, shop.companyId);

  it('sends nothing where another posts, and says so from the first look on', async () => {
    await first().record(...sales('a', 'b'));
    await first().drainAll();
    const second = await secondTillbook();
    await second.drainAll();
    expect(await second.titles()).toEqual([another]);
    expect((await second.books.connection()).state).toBe('reconnect-required');
    await second.record(...sales('a', 'b', 'c'));
    await second.drainAll();
    expect(await numbersHeld()).toHaveLength(2);
    expect(await second.books.alerts()).toMatchObject([{ kind: 'authentication', eventsHeld: 3 }]);
  });

  it('goes on in the place of the first once somebody connects it anew: both are told, and one till feeding both is posted once', async () => {
    await first().record(...sales('a', 'b'));
    await first().drainAll();
    const second = await secondTillbook();
    await second.record(...sales('a', 'b', 'c'));
    await second.drainAll();
    expect(await connectTo(second.books, shop.realmId)).toEqual({ ok: true });
    await second.drainAll();
    expect(await second.synced()).toBe(3);
    expect(await second.titles()).toEqual([]);
    expect(await numbersHeld()).toHaveLength(3);
    // The first did not know: QuickBooks answers the same request id as it did the second.
    await first().record(...sales('c'));
    await first().drainAll();
    expect(await numbersHeld()).toHaveLength(3);
    await advance(dayMs);
    await first().drainAll();
    expect(await first().titles()).toEqual([another]);
    await first().record(...sales('d', 'e'));
    await second.record(...sales('d', 'e'));
    await first().drainAll();
    await second.drainAll();
    const held = await numbersHeld();
    expect(held).toHaveLength(5);
    expect(new Set(held).size).toBe(5);
  });
});
