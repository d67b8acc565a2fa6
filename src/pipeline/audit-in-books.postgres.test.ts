// What the audit log says that an act changed in the books: how many events and entries, or nothing.
import { expect, it } from 'vitest';
import { openRunningBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';

let shop: TestBooks;
useBooks(openRunningBooks, (opened) => {
  shop = opened;
  shop.test.clock.advance(1);
});

const latest = async () => {
  const [entry] = await shop.books.auditLog({ limit: 1 });
  // Ids of one moment are in no order.
  shop.test.clock.advance(1);
  return [entry?.action, entry?.inBooks];
};
const idOf = async (...recorded: Parameters<TestBooks['record']>) => (await shop.record(...recorded)).at(-1)?.id ?? '';
const uneven = (sourceId: string) => sale(sourceId, paidBy('cash', '9.99'));

it('a mapping: what it released, and what was built and not sent', async () => {
  await shop.record(sale('visa', paidBy('visa')), sale('cash'));
  await shop.buildOnly();
  await shop.books.saveMappings([{ role: 'payment', subject: 'visa', accountId: '2' }], 'owner');
  expect(await latest()).toEqual(['mappings-saved', { released: 1, rebuilt: 1 }]);
  await shop.books.saveMappings([{ role: 'tips', subject: null, accountId: '4' }], 'owner');
  expect(await latest()).toEqual(['mappings-saved', {}]);
});

it('settings: what another mode moved, what a cap let go, and nothing where it is a name', async () => {
  await shop.record(sale('t-1'), sale('t-2'));
  await shop.books.saveSettings({ postingMode: 'daily-summary', postingModeFrom: '2026-11-01' }, 'owner');
  expect(await latest()).toEqual(['settings-saved', { moved: 2 }]);
  await shop.books.saveSettings({ postingMode: 'per-event', postingModeFrom: '2026-11-01' }, 'owner');
  await shop.record(uneven('t-3'));
  await shop.drainAll();
  await shop.books.saveMappings([{ role: 'over-short', subject: null, accountId: '6' }], 'owner');
  await shop.books.saveSettings({ overShortCap: '0.05' }, 'owner');
  expect(await latest()).toEqual(['settings-saved', { released: 1 }]);
  await shop.books.saveSettings({ name: 'Harbor Goods' }, 'owner');
  expect(await latest()).toEqual(['settings-saved', {}]);
});

it('a retry: what was let go, or what was brought back', async () => {
  const id = await idOf(sale('t-1'));
  await shop.books.handleOutside(id, 'by hand', 'owner');
  expect(await latest()).toEqual(['event-handled-outside', { takenOut: 1 }]);
  await shop.books.retryEvent(id, 'owner');
  expect(await latest()).toEqual(['event-retried', { broughtBack: 1 }]);
  const waiting = await idOf(sale('visa', paidBy('visa')));
  await shop.drainAll();
  await shop.books.retryEvent(waiting, 'owner');
  expect(await latest()).toEqual(['event-retried', { released: 1 }]);
  await shop.books.retryFailed({}, 'owner');
  expect(await latest()).toEqual(['failed-retried', {}]);
});

it('the sync: what is to be posted from now on, and nothing where it is paused', async () => {
  await shop.record(sale('old', { occurredAt: '2025-11-20T12:00:00-05:00' }));
  await shop.books.syncPastEvents(null, 'owner');
  expect(await latest()).toEqual(['past-events-synced', { inScope: 1 }]);
  await shop.books.pauseSync('owner');
  expect(await latest()).toEqual(['sync-paused', {}]);
});

it('a connection: what waited for it', async () => {
  await shop.record(sale('t-1'), sale('t-2'));
  const { clock } = shop.test;
  const cause = { kind: 'authentication' } as const;
  await shop.ports.storage.transaction(shop.companyId, (store) =>
    store.causes.raise([{ id: shop.ports.newId(clock.now()), key: 'authentication', cause }], clock.now()),
  );
  await shop.connect();
  const [connected] = await shop.books.auditLog({ action: 'quickbooks-connected', limit: 1 });
  expect(connected?.inBooks).toEqual({ released: 2 });
  clock.advance(1);
  await shop.books.disconnect('owner');
  expect(await latest()).toEqual(['quickbooks-disconnected', {}]);
});

it('a new version: the events that it is made of, and the one whose place it takes', async () => {
  const id = await idOf(sale('t-1'), sale('t-1', paidBy('visa')));
  await shop.books.takeVersion({ id, contentId: null }, 'owner');
  expect(await latest()).toEqual(['version-taken', { recorded: 1, takenOut: 1 }]);
});
