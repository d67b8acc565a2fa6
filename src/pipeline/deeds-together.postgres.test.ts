// What a person does while something else is about to commit: whichever is first, what is shown and what is posted agree.
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { putInScope } from './assign-postings.ts';
import { openRunningBooks, sale, type TestBooks, useBooks } from './books.fixture.ts';
import type { CompanyStore } from './storage-port.ts';

let shop: TestBooks;

useBooks(openRunningBooks, (opened) => {
  shop = opened;
});

/** `first` is done and not committed before `second` waits for it. */
async function together<T>(first: (store: CompanyStore) => Promise<unknown>, second: () => Promise<T>): Promise<T> {
  const watcher = new Client({ connectionString: shop.test.connectionString });
  await watcher.connect();
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  try {
    let answer: Promise<T> | undefined;
    await shop.ports.storage.transaction(shop.companyId, async (store) => {
      await first(store);
      answer = second();
      while ((await watcher.query(waiting)).rowCount === 0);
    });
    if (answer === undefined) throw new Error('It was not begun.');
    return await answer;
  } finally {
    await watcher.end();
  }
}

it('an event that a person takes out while past events come into scope stays out', async () => {
  const [recorded] = await shop.record(sale('old', { occurredAt: '2025-11-20T12:00:00-05:00' }));
  const id = recorded?.id ?? '';
  const now = shop.ports.clock.now();
  const taken = await together(
    (store) => putInScope(shop.ports, store, { dateFrom: null, now }),
    () => shop.books.handleOutside(id, 'by hand', 'owner'),
  );
  expect(taken).toEqual({ ok: true });
  await shop.drainAll();
  expect(shop.ledger.entries).toEqual([]);
  expect((await shop.books.event(id))?.status).toBe('handled-outside');
});

it.each([
  ['pauses the sync', () => shop.books.pauseSync('owner')],
  ['disconnects', () => shop.books.disconnect('owner')],
])('what is answered while a person %s is shown as synced', async (_, deed) => {
  const [recorded] = await shop.record(sale('t-1'));
  const [posting] = await shop.ports.storage.transaction(shop.companyId, (store) =>
    store.postings.byKeys(['till/sale/t-1']),
  );
  shop.crashAt('sent');
  await shop.drain().catch(() => undefined);
  await together(
    async (store) => {
      await store.lane.lock();
      const now = shop.ports.clock.now();
      const answered = { quickbooksId: '77', syncToken: '0', realmId: 'realm', acceptedAt: now };
      const open = { attempt: posting?.attempt ?? 1, nextStepAt: null, goesAlone: false };
      await store.postings.saveChanges([{ postingId: posting?.id ?? '', state: 'accepted', ...answered, ...open }]);
      await store.events.refreshStatus(['till/sale/t-1']);
    },
    async () => void (await deed()),
  );
  expect((await shop.books.event(recorded?.id ?? ''))?.status).toBe('synced');
});
