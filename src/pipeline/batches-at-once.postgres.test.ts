// A backlog goes in several batches at once: each under an intent of its own, and whatever befalls one is its own affair.
import { describe, expect, it } from 'vitest';
import { batchesAtOnceMax } from '../posting/limits.ts';
import { CrashError, openRunningBooks, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { LeaseLostError } from './errors.ts';
import type { PostOutcome, PreparedBatch } from './ledger-port.ts';
import { revoked, unknown } from './paper-ledger.fixture.ts';
import { drainLane } from './post-entries.ts';
import type { Storage } from './storage-port.ts';

let shop: TestBooks;
useBooks(openRunningBooks, (opened) => {
  shop = opened;
  shop.test.clock.advance(61_000);
  shop.ledger.calls.length = 0;
});

const record = (count: number) => shop.record(...Array.from({ length: count }, (_, index) => sale(`t-${index}`)));
const sizes = () => shop.ledger.calls.filter(({ kind }) => kind !== 'read').map(({ size }) => size);
const requestIds = () => shop.ledger.calls.filter(({ kind }) => kind === 'batch').map(({ requestId }) => requestId);
async function statuses(): Promise<Record<string, number>> {
  const { events } = await shop.books.listEvents({ limit: 500 });
  const counts: Record<string, number> = {};
  for (const { status } of events) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

type Answers = ReadonlyMap<string, PostOutcome>;
/** Each batch goes the way that `way` draws for it; `post` writes it as ever. */
function onTheWay(way: (batch: PreparedBatch, post: () => Promise<Answers>, number: number) => Promise<Answers>): void {
  const { ledger } = shop;
  const postBatch = ledger.postBatch.bind(ledger);
  let number = 0;
  ledger.postBatch = (batch) => {
    number += 1;
    return way(batch, () => postBatch(batch), number);
  };
}

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** What repeats by the clock, to be called by the test. */
function drainWithTicks() {
  const ticking = new Map<() => void, number>();
  const { clock } = shop.test;
  const every = (ms: number, work: () => void) => {
    ticking.set(work, ms);
    return () => void ticking.delete(work);
  };
  const ports = {
    ...shop.ports,
    clock: { now: () => clock.now(), sleep: (ms: number) => clock.sleep(ms), every },
  };
  return {
    drained: drainLane(ports, shop.companyId),
    afterASecond() {
      for (const [work, ms] of ticking) if (ms <= 1_000) work();
    },
  };
}

describe('batches of a backlog', () => {
  it('are under way at once', async () => {
    await record(170);
    const { opened, open } = gate();
    // None is answered before all have begun: one after the other, the lane would wait for ever.
    onTheWay(async (_, post, number) => {
      if (number === batchesAtOnceMax) open();
      await opened;
      return post();
    });
    await shop.drain();
    expect(sizes()).toEqual([30, 30, 30, 30, 30, 20]);
    expect(new Set(requestIds()).size).toBe(batchesAtOnceMax);
    expect(shop.ledger.entries).toHaveLength(170);
    expect(await statuses()).toEqual({ synced: 170 });
  });

  it('take two transactions together: one for the intents of all, one for what came of them', async () => {
    await record(180);
    const atCalls: number[] = [];
    let transactions = 0;
    const storage: Storage = {
      transaction: (companyId, work) => {
        transactions += 1;
        return shop.test.storage.transaction(companyId, work);
      },
    };
    onTheWay((_, post) => {
      atCalls.push(transactions);
      return post();
    });
    await drainLane({ ...shop.ports, storage }, shop.companyId);
    const [first = 0] = atCalls;
    expect(atCalls).toEqual(Array.from({ length: batchesAtOnceMax }, () => first));
    // With the last of them the lane is seen to be idle, and is given back.
    expect(transactions).toBe(first + 2);
  });

  it('are as many as the limits leave room for', async () => {
    const earlier = Array.from({ length: 38 }, (_, index) => ({ id: shop.ports.newId(shop.test.clock.now()), index }));
    await shop.test.storage.transaction(shop.companyId, async (store) => {
      const [at, forgetBefore] = [new Date(shop.test.clock.now().getTime() - 30_000), new Date(0)];
      for (const { id } of earlier) await store.lane.recordCall({ id, kind: 'batch', at, forgetBefore });
    });
    await record(200);
    const result = await shop.drain();
    expect(sizes()).toEqual([30, 30]);
    expect(result.outcome).toBe('later');
    await shop.drainAll();
    expect(shop.ledger.entries).toHaveLength(200);
  });

  it('never carry a rest that is worth no batch of its own beside them', async () => {
    const now = shop.test.clock.now();
    await shop.test.storage.transaction(shop.companyId, async (store) => {
      const [at, forgetBefore] = [new Date(now.getTime() - 30_000), new Date(0)];
      for (let number = 0; number < 19; number += 1) {
        await store.lane.recordCall({ id: shop.ports.newId(now), kind: 'batch', at, forgetBefore });
      }
    });
    await record(62);
    await shop.drainAll();
    // With half of a minute's batches used, what fills none goes one by one.
    expect(sizes()).toEqual([30, 30, 1, 1]);
  });
});

describe('of several batches under way', () => {
  it('those that are answered are saved a second later, and the slow one is shown as on its way', async () => {
    await record(90);
    const { opened, open } = gate();
    onTheWay(async (_, post, number) => {
      if (number === 2) await opened;
      return post();
    });
    const { drained, afterASecond } = drainWithTicks();
    const aSecondLater = () => {
      afterASecond();
      return statuses();
    };
    await expect.poll(aSecondLater, { timeout: 20_000 }).toEqual({ synced: 60, syncing: 30 });
    open();
    await drained;
    expect(await statuses()).toEqual({ synced: 90 });
    expect(shop.ledger.entries).toHaveLength(90);
  });

  it('one whose answer is lost goes again by itself, under the same request id', async () => {
    await record(90);
    onTheWay(async (batch, post, number) => {
      const answers = await post();
      return number === 2 ? new Map(batch.items.map(({ itemId }) => [itemId, unknown])) : answers;
    });
    await shop.drainAll();
    const [, second] = requestIds();
    expect(requestIds()).toHaveLength(4);
    expect(requestIds()[3]).toBe(second);
    expect(shop.ledger.entries).toHaveLength(90);
    expect(await statuses()).toEqual({ synced: 90 });
  });

  it('one that QuickBooks did not let in is one alert, and what the others brought is kept', async () => {
    await record(90);
    onTheWay(async (batch, post, number) =>
      number === 2 ? new Map(batch.items.map(({ itemId }) => [itemId, revoked])) : post(),
    );
    await shop.drainAll();
    expect(await statuses()).toEqual({ synced: 60, 'action-required': 30 });
    expect((await shop.books.alerts()).map(({ kind }) => kind)).toEqual(['authentication']);
  });

  it('one that fails ends the turn only once no other is under way', async () => {
    await record(90);
    const { opened, open } = gate();
    onTheWay(async (_, post, number) => {
      if (number === 1) throw new Error('nobody expected this');
      if (number === 2) await opened;
      return post();
    });
    const ended: string[] = [];
    const drained = shop.drain().catch((error: Error) => void ended.push(error.message));
    await expect.poll(() => shop.ledger.entries.length).toBe(30);
    expect(ended).toEqual([]);
    open();
    await drained;
    expect(ended).toEqual(['nobody expected this']);
    expect(await statuses()).toEqual({ synced: 60, ready: 30 });
    shop.test.clock.advance(60_000);
    await shop.drainAll();
    expect(shop.ledger.entries).toHaveLength(90);
    expect(await statuses()).toEqual({ synced: 90 });
  });

  it('none is made twice when the lane is lost meanwhile', async () => {
    await record(90);
    onTheWay(async (_, post, number) => {
      if (number === 2) throw new LeaseLostError();
      return post();
    });
    expect((await shop.drain()).outcome).toBe('look-again');
    await shop.drainAll();
    expect(shop.ledger.entries).toHaveLength(90);
    expect(await statuses()).toEqual({ synced: 90 });
  });

  it.each(['batch-intent-saved', 'batch-sent', 'batch-outcome-saved'] as const)(
    'a crash at %s doubles and loses nothing',
    async (point) => {
      await record(170);
      shop.crashAt(point);
      await expect(shop.drain()).rejects.toThrow(CrashError);
      shop.test.clock.advance(60_000);
      await shop.drainAll();
      expect(shop.ledger.entries).toHaveLength(170);
      expect(await statuses()).toEqual({ synced: 170 });
    },
  );
});

it('QuickBooks that was out of order is tried by one batch, and by several once it answers', async () => {
  await record(220);
  shop.ledger.badCalls.push({ write: false, answer: unknown });
  for (let number = 1; number < batchesAtOnceMax; number += 1) {
    shop.ledger.badCalls.push({ write: false, answer: unknown });
  }
  await shop.drain();
  expect(sizes()).toEqual([30, 30, 30, 30, 30, 30]);
  const { pausedUntil } = await shop.test.storage.transaction(shop.companyId, (store) => store.lane.read());
  shop.test.clock.advance((pausedUntil?.getTime() ?? 0) - shop.test.clock.now().getTime());
  await shop.drainAll();
  // Each of the six again, by itself, and then what was left.
  expect(sizes().slice(6)).toEqual([30, 30, 30, 30, 30, 30, 30, 10]);
  expect(shop.ledger.entries).toHaveLength(220);
});
