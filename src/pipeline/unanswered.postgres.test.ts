// What was sent and not answered when the connection broke: it is on its way, waits for the connection as what is ready does, and says so.
import { expect, test } from 'vitest';
import { openRunningBooks, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { revoked, unknown } from './paper-ledger.fixture.ts';

let shop: TestBooks;
useBooks(openRunningBooks, async (opened) => {
  shop = opened;
  await shop.record(sale('sent-1'), sale('sent-2'));
  shop.ledger.badCalls.push({ write: true, answer: unknown }, { write: false, answer: revoked });
  await shop.drain();
  await shop.record(sale('later'));
  await shop.drainAll();
});

const listed = async (filter: { readonly cause?: 'authentication' } = {}) =>
  (await shop.books.listEvents({ limit: 10, ...filter })).events
    .map(({ sourceId, status }) => `${sourceId} ${status}`)
    .toSorted();

test('it is among the events that the alert counts', async () => {
  const all = ['later action-required', 'sent-1 syncing', 'sent-2 syncing'];
  expect(await listed()).toEqual(all);
  expect(await shop.books.alerts()).toMatchObject([{ kind: 'authentication', eventsHeld: 3 }]);
  expect(await listed({ cause: 'authentication' })).toEqual(all);
});

test('it names the cause on its page, and goes once a person has connected again', async () => {
  const { events } = await shop.books.listEvents({ limit: 10 });
  for (const { id, status } of events) {
    const view = await shop.books.event(id);
    expect(view).toMatchObject({ status, causes: [{ cause: { kind: 'authentication' } }] });
  }
  await shop.connect();
  await shop.drainAll();
  expect(await listed()).toEqual(['later synced', 'sent-1 synced', 'sent-2 synced']);
  expect(await listed({ cause: 'authentication' })).toEqual([]);
  expect(shop.ledger.entries).toHaveLength(3);
});
