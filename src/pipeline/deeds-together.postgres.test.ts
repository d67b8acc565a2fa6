// What a person does while something else is about to commit: whichever is first, what is shown and what is posted agree.
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { putInScope } from './assign-postings.ts';
import { openRunningBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { recordBatch } from './record-events.ts';
import type { CompanyStore } from './storage-port.ts';

let shop: TestBooks;
const day = '2026-11-21T12:00:00-05:00';

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

it('an event that a person brings back while past events come into scope is posted', async () => {
  const [recorded] = await shop.record(sale('old', { occurredAt: '2025-11-20T12:00:00-05:00' }));
  const id = recorded?.id ?? '';
  await shop.books.handleOutside(id, 'by hand', 'owner');
  const now = shop.ports.clock.now();
  const back = await together(
    (store) => putInScope(shop.ports, store, { dateFrom: null, now }),
    () => shop.books.retryEvent(id, 'owner'),
  );
  expect(back).toEqual({ ok: true, released: 1 });
  await shop.drainAll();
  expect(shop.ledger.entries).toHaveLength(1);
  expect((await shop.books.event(id))?.status).toBe('synced');
});

it('a sale that never footed goes out with its void while past events come into scope', async () => {
  const old = sale('t-0', { occurredAt: '2025-11-20T12:00:00-05:00', ...paidBy('cash', '9.00') });
  const { source, kind, location } = old;
  await shop.record(old, { source, kind, location, sourceId: 'void', occurredAt: day, reverses: 'till/sale/t-0' });
  const now = shop.ports.clock.now();
  await together((store) => putInScope(shop.ports, store, { dateFrom: null, now }), shop.drain);
  await shop.drainAll();
  const { events } = await shop.books.listEvents({ limit: 10 });
  expect(events.map(({ status }) => status)).toEqual(['handled-outside', 'handled-outside']);
  expect(await shop.books.alerts()).toEqual([]);
});

it('what a till sends again with other content while a person keeps the first is put aside with the rest', async () => {
  const [recorded] = await shop.record(sale('t-1'));
  await shop.record(sale('t-1', paidBy('visa')));
  await together(
    (store) => recordBatch(shop.ports, store, [sale('t-1', paidBy('amex'))]),
    () => shop.books.keepFirst(recorded?.id ?? '', 'owner'),
  );
  expect((await shop.books.event(recorded?.id ?? ''))?.otherContents).toEqual([]);
  expect(await shop.books.alerts()).toEqual([]);
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
      const open = { attempt: posting?.attempt ?? 1, nextStepAt: null, goesAlone: false, unanswered: 0 };
      await store.postings.saveChanges([{ postingId: posting?.id ?? '', state: 'accepted', ...answered, ...open }]);
      await store.events.refreshStatus(['till/sale/t-1']);
    },
    async () => void (await deed()),
  );
  expect((await shop.books.event(recorded?.id ?? ''))?.status).toBe('synced');
});
