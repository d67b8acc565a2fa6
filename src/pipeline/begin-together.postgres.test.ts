// Two Tillbooks that begin on one empty QuickBooks company at the same moment, fed by one till: whoever is quicker at whatever, nothing
// is there twice, one of them goes no further at least, and its owner is told.
import { type RunningEmulator, startEmulator } from '@tillbook/quickbooks-emulator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../tests/clone-template.ts';
import { createTestDatabase } from '../../tests/database.ts';
import { TestClock, testKey } from '../postgres/storage.fixture.ts';
import { openStorage, type PostgresStorage } from '../postgres/storage.ts';
import { sale } from './books.fixture.ts';
import type { CrashPoint } from './crash-points.ts';
import { connectTo, openQuickbooksBooks, type QuickbooksBooks, setQuickbooksClock } from './quickbooks.fixture.ts';
import { beginOn, type Tillbook, tillbookOver } from './tillbooks.fixture.ts';

let emulator: RunningEmulator;
let clock: TestClock;
/** Only its company at QuickBooks is of interest. */
let shop: QuickbooksBooks;
let storages: PostgresStorage[];
let databases: TestDatabase[];

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());
beforeEach(async () => {
  clock = new TestClock();
  [storages, databases] = [[], []];
  await setQuickbooksClock(emulator, clock.now());
  const storage = await newStorage();
  shop = await openQuickbooksBooks({ storage, clock, connectionString: '', close: () => storage.close() }, emulator);
});
afterEach(async () => {
  for (const storage of storages) await storage.close();
  for (const database of databases) await database.drop();
});

async function newStorage(): Promise<PostgresStorage> {
  const database = await createTestDatabase();
  databases.push(database);
  const storage = openStorage({ connectionString: database.connectionString, keys: () => [testKey], clock });
  storages.push(storage);
  return storage;
}

type Reached = (point: CrashPoint) => Promise<void>;

async function newTillbook(reached: Reached = async () => undefined): Promise<Tillbook> {
  const storage = await newStorage();
  const { companyId } = await storage.createCompany({ name: 'The same shop' });
  const tillbook = tillbookOver(emulator, { storage, companyId, clock, reached });
  await beginOn(shop, tillbook, clock);
  // Connected, and the roll called, before either has posted anything.
  await tillbook.drainAll();
  return tillbook;
}

const ids = Array.from({ length: 36 }, (_, index) => `t-${index}`);
const sales = (sourceIds: readonly string[]) => sourceIds.map((id) => sale(id));
const another = expect.stringContaining('another Tillbook posts to this QuickBooks company');

async function expectNothingTwice(): Promise<void> {
  const held = await shop.held();
  expect(held.length).toBeGreaterThan(0);
  expect(new Set(held).size).toBe(held.length);
}

async function stopped(tillbooks: readonly Tillbook[]): Promise<readonly Tillbook[]> {
  const found: Tillbook[] = [];
  for (const tillbook of tillbooks) if ((await tillbook.titles()).length > 0) found.push(tillbook);
  return found;
}

/** One of them goes on, by its owner's choice where both stopped: everything is there, and once. */
async function goOnWithOne(tillbooks: readonly Tillbook[]): Promise<void> {
  const still = await stopped(tillbooks);
  for (const tillbook of still) expect(await tillbook.titles()).toEqual([another]);
  expect(still.length).toBeGreaterThan(0);
  const [going] = still.length === tillbooks.length ? still : tillbooks.filter((one) => !still.includes(one));
  if (going === undefined) throw new Error('One goes on.');
  if (still.length === tillbooks.length) expect(await connectTo(going.books, shop.realmId)).toEqual({ ok: true });
  await going.drainAll();
  expect(await going.synced()).toBe(ids.length);
  expect(await shop.held()).toHaveLength(ids.length);
  await expectNothingTwice();
}

/** The late one waits at its first intent until the early one has had so many entries accepted. */
function lateUntil(entries: number): { readonly late: Reached; readonly early: Reached } {
  let accepted = 0;
  let letGo: () => void = () => undefined;
  const open = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return {
    late: (point) => (point === 'intent-saved' ? open : Promise.resolve()),
    early: async (point) => {
      if (point === 'outcome-saved') accepted += 1;
      if (accepted >= entries) letGo();
    },
  };
}

describe('two Tillbooks on one empty company', () => {
  it.each([
    ['in the same order', ids, ids],
    ['in the opposite one', ids, [...ids].reverse()],
    ['of which each has some that the other has not yet', ids.slice(0, 26), ids.slice(10)],
  ])('that begin at once with the same tickets, %s', async (_, some, others) => {
    const [first, second] = [await newTillbook(), await newTillbook()];
    await first.record(...sales(some));
    await second.record(...sales(others));
    await Promise.all([first.drainAll(), second.drainAll()]);
    await expectNothingTwice();
    await first.record(...sales(ids));
    await second.record(...sales(ids));
    await goOnWithOne([first, second]);
  });

  it.each([
    ['first', 1],
    ['first', 5],
    ['second', 1],
    ['second', 5],
  ])(
    'of which the %s is held up between its look and its first entry, until the other has %i',
    async (who, entries) => {
      const { late: held, early: going } = lateUntil(entries);
      const [first, second] = [
        await newTillbook(who === 'first' ? held : going),
        await newTillbook(who === 'first' ? going : held),
      ];
      const [late, early] = who === 'first' ? [first, second] : [second, first];
      // What the late one begins with is in the middle of the other's.
      await late.record(...sales([...ids.slice(20), ...ids.slice(0, 20)]));
      await early.record(...sales(ids));
      await Promise.all([late.drainAll(), early.drainAll()]);
      await expectNothingTwice();
      await goOnWithOne([first, second]);
    },
  );

  it('that were connected days before either began to post', async () => {
    const [first, second] = [await newTillbook(), await newTillbook()];
    clock.advance(3 * 24 * 60 * 60_000);
    await setQuickbooksClock(emulator, clock.now());
    await first.record(...sales(ids));
    await first.drainAll();
    await second.record(...sales(ids));
    await second.drainAll();
    expect(await second.titles()).toEqual([another]);
    expect(await first.titles()).toEqual([]);
    await goOnWithOne([first, second]);
  });
});

describe('a Tillbook alone', () => {
  it('looks once more after its first entry, goes one by one for half a minute, and in batches from then on', async () => {
    const alone = await newTillbook();
    const before = (await shop.calls()).metered;
    await alone.record(...sales(ids.slice(0, 20)));
    await alone.drainAll();
    // Fresh enough for the first entry; then the look after it.
    expect((await shop.calls()).metered - before).toBe(1);
    expect(await alone.synced()).toBe(20);
    clock.advance(31_000);
    await setQuickbooksClock(emulator, clock.now());
    const { calls } = await shop.calls();
    await alone.record(...sales(ids.slice(20)));
    await alone.drainAll();
    expect((await shop.calls()).calls - calls).toBe(1);
    expect((await shop.calls()).metered - before).toBe(1);
  });
});
