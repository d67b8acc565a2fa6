// What a lane may do and has to do, read at once: each thing that opens or shuts the gate, by itself.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openRunningBooks, openTestStorage, sale, type TestBooks } from './books.fixture.ts';
import { CompanyNotFoundError } from './errors.ts';
import { isIdle, isJustPosting, readGate } from './lane-gate.ts';
import type { CompanyStore } from './storage-port.ts';

let test: TestStorage;
let shop: TestBooks;

beforeAll(async () => {
  test = await openTestStorage();
});
beforeEach(async () => {
  shop = await openRunningBooks(test);
});
afterAll(async () => {
  await test.close();
});

const within = <T>(work: (store: CompanyStore) => Promise<T>) => test.storage.transaction(shop.companyId, work);
const gate = () => within((store) => readGate(store, test.clock.now()));
const nothing = { pending: false, ready: false, unresolved: false, recheck: false, putBack: false, sweep: false };

async function recordOne(state: 'pending' | 'ready' | 'intent-saved'): Promise<void> {
  const [result] = await shop.record(sale('t-0'));
  const ids = [result?.id ?? ''];
  if (state !== 'pending') await within((store) => store.postings.setState(ids, 'ready'));
  if (state !== 'intent-saved') return;
  const sent = { realmId: 'realm', requestId: 'r', documentNumber: 'TB-1', body: '{}', digest: Buffer.alloc(32) };
  const alone = { batchId: null, batchItemId: null, batchSize: null };
  await within((store) =>
    store.postings.saveIntents([{ postingId: ids[0] ?? '', ...sent, ...alone }], test.clock.now()),
  );
}

it('is idle where nothing is open', async () => {
  const open = await gate();
  expect(open).toMatchObject({ mayBuild: true, maySend: true, pausedUntil: null, open: nothing, nextDueAt: null });
  expect([isIdle(open), isJustPosting(open)]).toEqual([true, false]);
});

it.each([
  ['pending', { ...nothing, pending: true }, true],
  ['ready', { ...nothing, ready: true }, true],
  ['intent-saved', { ...nothing, unresolved: true }, false],
] as const)('sees a posting that is %s', async (state, open, justPosting) => {
  await recordOne(state);
  const found = await gate();
  expect(found.open).toMatchObject(open);
  expect([isIdle(found), isJustPosting(found)]).toEqual([false, justPosting]);
});

it('sees what is to be read again, and then does more than send', async () => {
  await recordOne('ready');
  await within((store) => store.rechecks.ask(['accounts'], test.clock.now()));
  const found = await gate();
  expect(found.open).toMatchObject({ ready: true, recheck: true });
  expect(isJustPosting(found)).toBe(false);
});

it('tells when the first day is due only where nothing else may be built', async () => {
  await recordOne('pending');
  const due = new Date(test.clock.now().getTime() + 60_000);
  await within((store) => store.summaries.postpone([{ key: 'till/sale/t-0', notBefore: due }]));
  expect(await gate()).toMatchObject({ open: nothing, nextDueAt: due });
  await shop.record(sale('t-1'));
  expect(await gate()).toMatchObject({ open: { pending: true }, nextDueAt: null });
});

it('lets nothing out while the lane is paused, and sends on once the pause is over', async () => {
  await recordOne('ready');
  const until = new Date(test.clock.now().getTime() + 60_000);
  await within((store) => store.lane.pause({ until, reason: 'throttled', failures: 1 }));
  const paused = await gate();
  expect(paused.pausedUntil).toEqual(until);
  expect(isJustPosting(paused)).toBe(false);
  test.clock.advance(60_000);
  expect(isJustPosting(await gate())).toBe(true);
});

it.each(['authentication', 'company-lapsed'] as const)(
  'is shut by the cause %s, and opened when it goes',
  async (kind) => {
    await recordOne('ready');
    const now = test.clock.now();
    await within(async (store) => {
      await store.causes.raise([{ id: shop.ports.newId(now), key: kind, cause: { kind } }], now);
      await store.lane.pause({ until: new Date(now.getTime() + 60_000), reason: 'refused', failures: 0 });
    });
    expect(await gate()).toMatchObject({ maySend: false });
    await within(async (store) => {
      await store.causes.resolveKinds([kind], now);
      await store.lane.pause(null);
    });
    expect(await gate()).toMatchObject({ maySend: true });
  },
);

it('builds nothing while the sync is paused or QuickBooks is disconnected', async () => {
  await recordOne('pending');
  await shop.books.pauseSync('owner');
  const paused = await gate();
  expect([paused.mayBuild, isIdle(paused)]).toEqual([false, true]);
  await shop.books.startSync('2026-01-01', 'owner');
  await shop.books.disconnect('owner');
  expect(await gate()).toMatchObject({ mayBuild: false, maySend: false });
});

it('is of a company that there is', async () => {
  const nobody = shop.ports.newId(test.clock.now());
  await expect(test.storage.transaction(nobody, (store) => readGate(store, test.clock.now()))).rejects.toThrow(
    CompanyNotFoundError,
  );
});
