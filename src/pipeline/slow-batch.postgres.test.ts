// A batch whose answer is slow to come: its events say that they are on their way, and what comes of it all the same.
import { expect, test } from 'vitest';
import { CrashError, openRunningBooks, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { drainLane } from './post-entries.ts';

let shop: TestBooks;
useBooks(openRunningBooks, (opened) => {
  shop = opened;
});

const record = (count: number) => shop.record(...Array.from({ length: count }, (_, index) => sale(`t-${index}`)));
const statuses = async () => {
  const { events } = await shop.books.listEvents({ limit: 500 });
  return [...new Set(events.map((event) => event.status))];
};

interface Repeated {
  readonly ms: number;
  readonly work: () => void;
}

/** Drains while `duringCall` happens between a batch and its answer; it gets what repeats by the clock until then. */
async function drainWith(duringCall: (repeated: readonly Repeated[]) => Promise<void>): Promise<void> {
  const running = new Set<Repeated>();
  const { clock } = shop.test;
  const every = (ms: number, work: () => void) => {
    const one = { ms, work };
    running.add(one);
    return () => void running.delete(one);
  };
  const { postBatch } = shop.ledger;
  const ledger = Object.assign(Object.create(shop.ledger) as typeof shop.ledger, {
    postBatch: async (batch: Parameters<typeof postBatch>[0]) => {
      await duringCall([...running]);
      return postBatch.call(shop.ledger, batch);
    },
  });
  const ports = {
    ...shop.ports,
    ledgerOf: () => ledger,
    clock: { now: () => clock.now(), sleep: (ms: number) => clock.sleep(ms), every },
  };
  await drainLane(ports, shop.companyId);
  expect(running.size).toBe(0);
}

const eventually = (wanted: readonly string[]) => expect.poll(statuses, { timeout: 20_000 }).toEqual(wanted);

test('events of a batch say that they are on their way once its answer takes longer than a second', async () => {
  await record(12);
  const seen: (readonly string[])[] = [];
  await drainWith(async (repeated) => {
    seen.push(await statuses());
    for (const { ms, work } of repeated) if (ms <= 1_000) work();
    await eventually(['syncing']);
    seen.push(await statuses());
  });
  expect(seen).toEqual([['ready'], ['syncing']]);
  expect(await statuses()).toEqual(['synced']);
});

test.each([
  ['pauses the sync', () => shop.books.pauseSync('owner')],
  ['disconnects', () => shop.books.disconnect('owner')],
])('they say so at once where a person %s meanwhile', async (_, stop) => {
  await record(12);
  const seen: (readonly string[])[] = [];
  await drainWith(async () => {
    await stop();
    seen.push(await statuses());
  });
  expect(seen).toEqual([['syncing']]);
  expect(await statuses()).toEqual(['synced']);
  expect(shop.ledger.entries).toHaveLength(12);
});

test('a word of them that comes after the outcome changes nothing', async () => {
  await record(12);
  const late: Repeated[] = [];
  await drainWith(async (repeated) => void late.push(...repeated));
  for (const { work } of late) work();
  await shop.drainAll();
  expect(await statuses()).toEqual(['synced']);
});

test('what a worker that died had sent is shown as on its way by the one that goes on with it', async () => {
  await record(12);
  shop.crashAt('batch-intent-saved');
  await expect(shop.drain()).rejects.toThrow(CrashError);
  shop.test.clock.advance(60_000);
  const seen: (readonly string[])[] = [];
  await drainWith(async () => void seen.push(await statuses()));
  expect(seen).toEqual([['syncing']]);
  await shop.drainAll();
  expect(await statuses()).toEqual(['synced']);
  expect(shop.ledger.entries).toHaveLength(12);
});

test('it is shown so by the next one also where nothing may be asked yet, and where each has to be looked up', async () => {
  await record(12);
  shop.crashAt('batch-sent');
  await expect(shop.drain()).rejects.toThrow(CrashError);
  await shop.books.pauseSync('owner');
  shop.test.clock.advance(60_000);
  await shop.drainAll();
  expect(await statuses()).toEqual(['syncing']);
  await shop.books.startSync('2026-01-01', 'owner');
  // By then QuickBooks may have forgotten the request id.
  shop.test.clock.advance(11 * 60_000);
  const seen: (readonly string[])[] = [];
  const { findEntry } = shop.ledger;
  shop.ledger.findEntry = async (sent) => {
    seen.push(await statuses());
    return findEntry.call(shop.ledger, sent);
  };
  await shop.drainAll();
  expect(seen).toHaveLength(12);
  expect(new Set(seen.flat())).toEqual(new Set(['syncing', 'synced']));
  expect(shop.ledger.entries).toHaveLength(12);
});
