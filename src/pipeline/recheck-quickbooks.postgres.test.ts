// What changes in QuickBooks behind our back is noticed by its refusals, read again once, and named, over HTTP.
import { describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { sale } from './books.fixture.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';

const hourMs = 60 * 60_000;

let test: TestStorage;
let shop: QuickbooksBooks;

useQuickbooksBooks({}, (opened) => {
  shop = opened;
  test = opened.test;
});

const sales = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => sale(`${prefix}-${index}`));

async function setActive(name: string, active: boolean): Promise<void> {
  const id = await shop.accountNamed(name);
  const { Account } = await shop.quickbooks<{ Account: Record<string, unknown> }>('GET', `/account/${id}`);
  await shop.quickbooks('POST', '/account', { ...Account, Name: name, Active: active });
}

const alerts = async () => (await shop.books.alerts()).map(({ title, eventsHeld }) => [title, eventsHeld]);
const statuses = async () => [
  ...new Set((await shop.books.listEvents({ limit: 500 })).events.map((event) => event.status)),
];
const meteredSince = async (work: () => Promise<unknown>): Promise<number> => {
  const before = (await shop.calls()).metered;
  await work();
  return (await shop.calls()).metered - before;
};

async function importAccounts(): Promise<void> {
  // Out of the second's window of calls, in a clock that stands still.
  test.clock.advance(2_000);
  expect(await shop.books.importAccounts('owner')).toMatchObject({ ok: true });
}

const inactive = 'Action Required: Sales - Apparel was made inactive in QuickBooks';

describe('an account that was made inactive in QuickBooks', () => {
  it('is named by the alert after one read, however many entries wait for it', async () => {
    await setActive('Sales - Apparel', false);
    await shop.books.recordEvents(sales('t', 100));
    expect(await meteredSince(shop.drainAll)).toBe(1);
    expect(await alerts()).toEqual([[inactive, 100]]);
    expect(await shop.held()).toEqual([]);
    const before = await shop.calls();
    await shop.books.recordEvents(sales('u', 5));
    await shop.drainAll();
    expect(await alerts()).toEqual([[inactive, 105]]);
    expect((await shop.calls()).calls).toBe(before.calls);
  });

  it('lets everything go once another one is chosen', async () => {
    await setActive('Sales - Apparel', false);
    await shop.books.recordEvents(sales('t', 40));
    await shop.drainAll();
    const accountId = await shop.accountNamed('Sales - Home');
    await shop.books.saveMappings([{ role: 'sales', subject: 'apparel', accountId }], 'owner');
    await shop.drainAll();
    expect(await alerts()).toEqual([]);
    expect(await shop.held()).toHaveLength(40);
    expect(await statuses()).toEqual(['synced']);
  });

  it('lets everything go once it is active again and the accounts are imported', async () => {
    await setActive('Sales - Apparel', false);
    await shop.books.recordEvents(sales('t', 1));
    await shop.drainAll();
    expect(await alerts()).toEqual([[inactive, 1]]);
    await setActive('Sales - Apparel', true);
    await importAccounts();
    await shop.drainAll();
    expect(await alerts()).toEqual([]);
    expect(await shop.held()).toHaveLength(1);
  });

  it('is found by what was sent before it too: nothing that was accepted is sent again', async () => {
    await shop.books.recordEvents(sales('t', 3));
    await shop.drainAll();
    await setActive('Cash in Drawer', false);
    await shop.books.recordEvents(sales('u', 2));
    await shop.drainAll();
    expect(await alerts()).toEqual([['Action Required: Cash in Drawer was made inactive in QuickBooks', 2]]);
    expect(await shop.held()).toHaveLength(3);
  });
});

describe('a refusal that reading again does not explain', () => {
  it('stays a refusal, and is not read for again for an hour', async () => {
    // Something that it refers to is gone, says QuickBooks, and what is read again is as it was.
    await shop.books.recordEvents(sales('t', 1));
    await shop.refuseEntries('2500');
    expect(await meteredSince(shop.drainAll)).toBe(1);
    expect((await alerts())[0]?.[0]).toMatch(/^Action Required: QuickBooks refused/);
    const start = test.clock.now().getTime();
    expect(
      await meteredSince(async () => {
        await shop.books.recordEvents(sales('u', 3));
        await shop.drainAll();
      }),
    ).toBe(1);
    expect(test.clock.now().getTime() - start).toBeGreaterThanOrEqual(hourMs - 60_000);
    expect(await shop.held()).toEqual([]);
    await shop.takeEntries();
    await shop.books.retryFailed({}, 'owner');
    await shop.drainAll();
    expect(await shop.held()).toHaveLength(4);
    expect(await alerts()).toEqual([]);
  });
});

describe('books that were closed in QuickBooks', () => {
  const onDay = (prefix: string, day: string, count = 1) =>
    sales(prefix, count).map((event) => ({ ...event, occurredAt: `${day}T12:00:00-05:00` }));
  const close = (closingDate: string | null) => shop.control('PUT', '/settings', { closingDate });
  const closed = 'Action Required: the books are closed until 31 Oct';

  it('are named by their date after one read, and what is dated within is not sent', async () => {
    await close('2026-10-31');
    await shop.books.recordEvents([...onDay('t', '2026-10-31', 70), ...onDay('u', '2026-11-01')]);
    expect(await meteredSince(shop.drainAll)).toBe(1);
    expect(await alerts()).toEqual([[closed, 70]]);
    expect(await shop.held()).toHaveLength(1);
    const before = await shop.calls();
    await shop.books.recordEvents(onDay('v', '2026-10-30'));
    await shop.drainAll();
    expect((await shop.calls()).calls).toBe(before.calls);
    expect(await alerts()).toEqual([[closed, 71]]);
  });

  it('are known from an import on, and listed by the preflight', async () => {
    await close('2026-10-31');
    await importAccounts();
    await shop.books.pauseSync('owner');
    await shop.books.recordEvents([...onDay('t', '2026-10-31', 2), ...onDay('u', '2026-11-01')]);
    const problems = await shop.books.preflight();
    expect(problems.filter(({ kind }) => kind === 'closed-period')).toMatchObject([
      { message: 'The books are closed until 31 Oct', events: 2, amountMinor: 2000n },
    ]);
  });

  it('let go what an import shows to be open again, in part or altogether', async () => {
    await close('2026-10-31');
    await shop.books.recordEvents([...onDay('t', '2026-10-31'), ...onDay('u', '2026-09-30')]);
    await shop.drainAll();
    await close('2026-09-30');
    await importAccounts();
    await shop.drainAll();
    expect(await alerts()).toEqual([['Action Required: the books are closed until 30 Sep', 1]]);
    await close(null);
    await importAccounts();
    await shop.drainAll();
    expect(await alerts()).toEqual([]);
    expect(await shop.held()).toHaveLength(2);
  });

  it('are tried again by hand without an import, and asked about anew', async () => {
    await close('2026-10-31');
    await shop.books.recordEvents(onDay('t', '2026-10-31'));
    await shop.drainAll();
    expect(await shop.books.retryFailed({}, 'owner')).toEqual({ released: 1 });
    await shop.drainAll();
    expect(await alerts()).toEqual([[closed, 1]]);
    await close(null);
    await shop.books.retryFailed({}, 'owner');
    await shop.drainAll();
    expect(await alerts()).toEqual([]);
    expect(await shop.held()).toHaveLength(1);
  });
});
