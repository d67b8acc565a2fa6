// The whole way, over HTTP, to the local QuickBooks: real consent, real tokens, real faults; each event there once.
import { describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { documentNumber } from '../posting/posting-key.ts';
import { paidBy, sale } from './books.fixture.ts';
import type { CompanyBooks } from './company-books.ts';
import { entryId } from './entry-id.ts';
import { drainLane } from './post-entries.ts';
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
  const numbers: (string | null)[] = [];
  for (const { id } of events) numbers.push((await books.event(id))?.postings[0]?.documentNumber ?? null);
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

const minuteMs = 60_000;
const numberOf = (sourceId: string) => documentNumber(entryId({ key: `till/sale/${sourceId}`, part: 1 }));
const breakOn = (sourceId: string) =>
  fault([{ call: 'journalentry', fault: 'error-before-write', status: 500, containing: numberOf(sourceId) }]);
const statusOf = async (sourceId: string) =>
  (await books.listEvents({ limit: 500 })).events.find((event) => event.sourceId === sourceId)?.status;
const alerts = async () => (await books.alerts()).map(({ title, eventsHeld }) => [title, eventsHeld]);
const noUsableAnswer = 'Action Required: QuickBooks takes other entries and gives no usable answer to some';

/** So long the lane is worked, whatever is left to do then. */
async function drainFor(ms: number): Promise<void> {
  const endsAt = test.clock.now().getTime() + ms;
  for (;;) {
    const result = await drainLane(shop.ports, shop.companyId);
    const next = result.outcome === 'idle' ? endsAt : result.at.getTime();
    const now = test.clock.now().getTime();
    if (now >= endsAt) return;
    test.clock.advance(Math.max(Math.min(next, endsAt) - now, 1));
  }
}

/** The shop sells something each ten minutes; answers which of it was not in QuickBooks within a few seconds. */
async function sellFor(minutes: number, prefix: string): Promise<readonly string[]> {
  const late: string[] = [];
  for (let at = 0; at < minutes; at += 10) {
    await books.recordEvents([sale(`${prefix}-${at}`)]);
    await drainFor(5_000);
    if ((await statusOf(`${prefix}-${at}`)) !== 'synced') late.push(`${prefix}-${at}`);
    await drainFor(10 * minuteMs - 5_000);
  }
  return late;
}

describe('an entry to which QuickBooks answers 500 for good', () => {
  it('among others holds none of them up, is refused with a cause, and goes by a retry once it can', async () => {
    await breakOn('broken');
    await books.recordEvents([...sales(10), sale('broken'), ...sales(40).slice(10)]);
    await drainFor(10_000);
    expect(await shop.held()).toHaveLength(40);
    expect(await statusOf('broken')).toBe('syncing');
    expect(await sellFor(50, 'later')).toEqual([]);
    expect(await alerts()).toEqual([[noUsableAnswer, 1]]);
    expect(await statusOf('broken')).toBe('failed');
    // A retry begins anew.
    expect(await books.retryFailed({}, 'owner')).toEqual({ released: 1 });
    expect(await sellFor(10, 'retried')).toEqual([]);
    await drainFor(10 * minuteMs);
    expect(await alerts()).toEqual([]);
    await fault([]);
    await shop.drainAll();
    await expectPostedOnce(47);
  });

  it('is not refused while QuickBooks answers nothing else, and holds up nothing that comes then', async () => {
    await breakOn('broken');
    await books.recordEvents([sale('broken')]);
    await drainFor(60 * minuteMs);
    expect(await alerts()).toEqual([]);
    expect(await sellFor(30, 'later')).toEqual([]);
    expect(await alerts()).toEqual([[noUsableAnswer, 1]]);
    await fault([]);
    await books.retryFailed({}, 'owner');
    await shop.drainAll();
    await expectPostedOnce(4);
  });
});

it.each([
  ['everything', ['*']],
  ['writes alone', ['journalentry', 'batch']],
])('an outage of an hour that meets %s refuses nothing', async (_, calls) => {
  await fault(calls.map((call) => ({ call, fault: 'error-before-write', status: 503 })));
  await books.recordEvents(sales(12));
  expect(await sellFor(60, 'later')).toHaveLength(6);
  expect(await alerts()).toEqual([]);
  await fault([]);
  await shop.drainAll();
  expect(await alerts()).toEqual([]);
  await expectPostedOnce(18);
});
