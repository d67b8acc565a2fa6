// The whole way, over HTTP, to the local QuickBooks: real consent, real tokens, real faults; each event there once.
import { describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { paidBy, sale } from './books.fixture.ts';
import type { CompanyBooks } from './company-books.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';

let test: TestStorage;
let shop: QuickbooksBooks;
let books: CompanyBooks;

useQuickbooksBooks({}, (opened) => {
  shop = opened;
  test = opened.test;
  books = shop.books;
});

const sales = (count: number) => Array.from({ length: count }, (_, index) => sale(`t-${index}`));

/** Each event once in QuickBooks, by the ids and document numbers that it gave back. */
async function expectPostedOnce(count: number): Promise<void> {
  const { events } = await books.listEvents({ limit: 500 });
  expect(events.map((event) => event.status)).toEqual(Array.from({ length: count }, () => 'synced'));
  const numbers = await Promise.all(
    events.map(async (event) => (await books.event(event.id))?.postings[0]?.documentNumber ?? null),
  );
  expect([...(await shop.held())].sort()).toEqual(numbers.sort());
}

const fault = (rules: unknown) => shop.control('PUT', '/faults', rules);

describe('to QuickBooks', () => {
  it('no call of connecting and importing goes uncounted in the lane’s limits', async () => {
    const counted = await test.storage.transaction(shop.companyId, (store) => store.lane.calls(new Date(0)));
    expect(counted.length).toBeGreaterThan(4);
    expect(counted).toHaveLength((await shop.calls()).calls);
  });

  it('connecting again waits for room beside what is being posted', async () => {
    const before = test.clock.now();
    await test.storage.transaction(shop.companyId, async (store) => {
      for (let call = 0; call < 9; call += 1) {
        await store.lane.recordCall({ id: shop.ports.newId(before), kind: 'single', at: before, forgetBefore: before });
      }
    });
    expect(await shop.connect()).toEqual({ ok: true });
    const counted = await test.storage.transaction(shop.companyId, (store) => store.lane.calls(before));
    expect(counted.filter(({ kind }) => kind === 'read')[0]?.at.getTime()).toBe(before.getTime() + 1_100);
  });

  it('one sale and a backlog arrive', async () => {
    await books.recordEvents(sales(1));
    await shop.drainAll();
    await books.recordEvents(sales(35));
    await shop.drainAll();
    await expectPostedOnce(35);
  });

  it.each(['drop-after-write', 'drop-before-write', 'error-after-write', 'error-before-write', 'throttle'])(
    '%s loses and doubles nothing',
    async (kind) => {
      await fault([{ call: '*', fault: kind, status: 500, probability: 1, times: 2 }]);
      await books.recordEvents(sales(1));
      await shop.drainAll();
      await books.recordEvents(sales(12));
      await shop.drainAll();
      await expectPostedOnce(12);
    },
  );

  it('an access token that ran out is refreshed unseen', async () => {
    await shop.control('POST', '/tokens/expire');
    await books.recordEvents(sales(3));
    await shop.drainAll();
    await expectPostedOnce(3);
    expect(await books.alerts()).toEqual([]);
  });

  it('revoked access raises the alert; a reconnect lets everything go', async () => {
    await books.recordEvents([sale('t-0')]);
    await shop.drainAll();
    await shop.control('POST', '/tokens/revoke');
    await books.recordEvents(sales(4));
    await shop.drainAll();
    expect((await books.alerts()).map((alert) => [alert.kind, alert.eventsHeld])).toEqual([['authentication', 3]]);
    await books.disconnect('owner');
    expect(await shop.connect()).toEqual({ ok: true });
    await shop.drainAll();
    await expectPostedOnce(4);
    expect(await books.alerts()).toEqual([]);
  });

  it('a subscription that lapsed and was renewed holds nothing, even where refusals are replayed', async () => {
    await shop.control('PUT', '/settings', { lapsed: true, replayFaults: true });
    await books.recordEvents(sales(1));
    await shop.drainAll();
    expect((await books.alerts()).map((alert) => alert.kind)).toEqual(['company-lapsed']);
    await shop.control('PUT', '/settings', { lapsed: false, replayFaults: true });
    test.clock.advance(15 * 60_000);
    await shop.drainAll();
    await expectPostedOnce(1);
    expect(await books.alerts()).toEqual([]);
  });

  it('a payment type without an account waits, and goes once it has one', async () => {
    await books.recordEvents([sale('visa', paidBy('visa'))]);
    await shop.drainAll();
    expect((await books.alerts())[0]?.title).toBe('Action Required: Visa is missing a payment account');
    expect(await books.preflight()).toMatchObject([
      { kind: 'missing-account', role: 'payment', subject: 'visa', events: 1 },
      { kind: 'missing-deposit-account', subject: 'visa', events: 0 },
    ]);
    await books.saveMappings(
      [{ role: 'payment', subject: 'visa', accountId: await shop.accountNamed('Visa Clearing') }],
      'owner',
    );
    await shop.drainAll();
    await expectPostedOnce(1);
  });
});
