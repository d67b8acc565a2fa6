// Books that begin in a QuickBooks company that is slow, or has much to read: they look right before their first entry, and it goes.
import { expect, test } from 'vitest';
import { rollFreshMs } from '../posting/beginning.ts';
import { openTestBooks, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { drainLane } from './post-entries.ts';

let shop: TestBooks;
useBooks(
  async (storage) => {
    const opened = await openTestBooks(storage);
    await opened.connect();
    await opened.mapAll();
    await opened.books.startSync('2026-01-01', 'owner');
    return opened;
  },
  (opened) => {
    shop = opened;
  },
);

const synced = async () => (await shop.books.sync()).counts.synced;

/** Each page is so long under way; answers the time of each, and of each call that sends. */
function looking({ pages, tookMs }: { readonly pages: number; readonly tookMs: (look: number) => number }) {
  const looks: Date[] = [];
  const sent: Date[] = [];
  const { postEntry } = shop.ledger;
  shop.ledger.readEntered = async ({ guard, page }) => {
    guard.assertHeld();
    shop.test.clock.advance(tookMs(looks.length));
    looks.push(shop.test.clock.now());
    return { ok: true, held: [], last: page + 1 >= pages };
  };
  shop.ledger.postEntry = async (entry) => {
    sent.push(shop.test.clock.now());
    return postEntry.call(shop.ledger, entry);
  };
  return { looks, sent };
}

test('more pages than can be read while a look is fresh: what counts is how long ago the last of them was read', async () => {
  const { looks, sent } = looking({ pages: 30, tookMs: () => 1_000 });
  await shop.record(sale('first'), sale('second'));
  await shop.drainAll();
  expect(await synced()).toBe(2);
  // Before the first entry, and after it.
  expect(looks).toHaveLength(60);
  expect((sent[0]?.getTime() ?? 0) - (looks[29]?.getTime() ?? 0)).toBeLessThan(rollFreshMs);
});

test('a worker that is long with other lanes after each turn looks no oftener', async () => {
  const { looks } = looking({ pages: 1, tookMs: () => 1_000 });
  await shop.record(sale('first'));
  for (let turns = 0; turns < 10; turns += 1) {
    if ((await shop.drain()).outcome === 'idle') break;
    shop.test.clock.advance(rollFreshMs + 1);
  }
  expect(await synced()).toBe(1);
  // As on every connection, before the entry was built; before it goes; and after it.
  expect(looks).toHaveLength(3);
});

test('a page that was long under way is read again', async () => {
  const { looks, sent } = looking({ pages: 1, tookMs: (look) => (look === 0 ? rollFreshMs + 1 : 100) });
  await shop.record(sale('first'));
  await shop.drainAll();
  const [first] = sent;
  expect(looks.map((look) => first !== undefined && look <= first)).toEqual([true, true, false]);
  expect(await synced()).toBe(1);
});

test('a worker whose clock is behind that of the process through which a person connected looks no oftener', async () => {
  const { looks } = looking({ pages: 1, tookMs: () => 0 });
  const { clock } = shop.test;
  const now = () => new Date(clock.now().getTime() - 60_000);
  const ports = { ...shop.ports, clock: { now, sleep: (ms: number) => clock.sleep(ms), every: () => () => undefined } };
  await shop.record(sale('first'), sale('second'));
  for (let drains = 0; drains < 10; drains += 1) {
    if ((await drainLane(ports, shop.companyId)).outcome === 'idle') break;
    clock.advance(1_000);
  }
  expect(await synced()).toBe(2);
  expect(looks).toHaveLength(2);
});

test('where QuickBooks takes that long each time, entries go all the same', async () => {
  looking({ pages: 1, tookMs: () => rollFreshMs + 1 });
  await shop.record(sale('first'), sale('second'), sale('third'));
  await shop.drainAll();
  expect(await synced()).toBe(3);
});
