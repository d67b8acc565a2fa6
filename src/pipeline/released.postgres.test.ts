// What goes once a cause goes: everything that hung on it and on nothing else, oldest first; and limits that outlive a process.
import pg from 'pg';
import { expect, it } from 'vitest';
import { testKey } from '../postgres/storage.fixture.ts';
import { openStorage } from '../postgres/storage.ts';
import { openRunningBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { drainLane } from './post-entries.ts';

let shop: TestBooks;
useBooks(openRunningBooks, (opened) => {
  shop = opened;
});

/** One less than a lane makes in a second. */
const callsBefore = 6;

const onDay = (day: string) => ({ occurredAt: `2026-11-${day}T12:00:00-05:00` });

it('what hung on a mapping alone goes once it is saved, oldest first, however it was recorded; the rest waits on', async () => {
  const { books, ledger } = shop;
  const byVisa = (day: string) => sale(`visa-${day}`, { ...paidBy('visa'), ...onDay(day) });
  const ofBoth = { payments: [...paidBy('visa', '4.00').payments, ...paidBy('klarna', '6.00').payments] };
  await shop.record(byVisa('19'), sale('both', { ...ofBoth, ...onDay('01') }), byVisa('03'), byVisa('11'));
  await shop.drainAll();
  const before = ledger.calls.length;
  await shop.drainAll();
  expect(ledger.calls).toHaveLength(before);
  await books.saveMappings([{ role: 'payment', subject: 'visa', accountId: '2' }], 'owner');
  await shop.drainAll();
  const dates = ledger.entries.map(({ body }) => (JSON.parse(body) as { date: string }).date);
  expect(dates).toEqual(['2026-11-03', '2026-11-11', '2026-11-19']);
  expect((await books.alerts()).map(({ subject, eventsHeld }) => [subject, eventsHeld])).toEqual([['klarna', 1]]);
  const [saved] = await books.auditLog();
  expect(saved).toMatchObject({ action: 'mappings-saved', detail: { repostOffer: null }, inBooks: { released: 3 } });
});

it('what waits for the inactive account of a parent goes once another parent has one that is usable', async () => {
  const { books, ledger } = shop;
  const cards = (code: string, accountId: string | null) => ({ role: 'payment', subject: code, accountId }) as const;
  const type = (code: string, parentCode: string | null = null) =>
    books.saveSubject({ kind: 'payment-type', purpose: '', code, parentCode }, 'owner');
  await type('old-terminal');
  await type('new-terminal');
  await type('visa', 'old-terminal');
  await books.saveMappings([cards('old-terminal', '2'), cards('new-terminal', '1')], 'owner');
  ledger.accounts = ledger.accounts.map((account) => (account.id === '2' ? { ...account, active: false } : account));
  await books.importAccounts('owner');
  await shop.record(sale('by-visa', paidBy('visa')));
  await shop.drainAll();
  expect(await books.alerts()).toMatchObject([{ kind: 'inactive-account', eventsHeld: 1 }]);
  expect(await type('visa', 'new-terminal')).toEqual({ ok: true });
  await shop.drainAll();
  expect(ledger.entries).toHaveLength(1);
  expect((await books.alerts()).filter(({ eventsHeld }) => eventsHeld > 0)).toEqual([]);
});

/** More than a call takes as arguments. */
const manyHeld = 130_000;

it('a cause lets go whatever it has come to hold', { timeout: 240_000 }, async () => {
  const { books, test, companyId } = shop;
  await shop.record(sale('first', paidBy('visa')));
  await shop.drainAll();
  await holdBesideFirst(test.connectionString, { companyId, postings: manyHeld - 1 });
  const saved = await books.saveMappings([{ role: 'payment', subject: 'visa', accountId: '2' }], 'owner');
  expect(saved).toMatchObject({ ok: true, released: manyHeld });
  expect(await books.alerts()).toEqual([]);
});

/** Held by what holds the company's only posting. */
async function holdBesideFirst(
  connectionString: string,
  of: { readonly companyId: string; readonly postings: number },
): Promise<void> {
  const owner = new pg.Client({ connectionString });
  await owner.connect();
  try {
    await owner.query(
      `with held as (
        insert into tillbook.posting (company_id, posting_id, posting_key, state, business_date, created_at)
        select company_id, gen_random_uuid(), posting_key || '-' || number, state, business_date, created_at
        from tillbook.posting, generate_series(1, $2) as number where company_id = $1
        returning posting_id
      )
      insert into tillbook.posting_cause (company_id, cause_id, posting_id)
      select first.company_id, first.cause_id, held.posting_id
      from tillbook.posting_cause first, held where first.company_id = $1`,
      [of.companyId, of.postings],
    );
  } finally {
    await owner.end();
  }
}

it('the calls of a process that has ended count against the limits of the next one', async () => {
  const { test, companyId, ports } = shop;
  test.clock.advance(61_000);
  const started = test.clock.now().getTime();
  const tookMs = () => test.clock.now().getTime() - started;
  const sell = (sourceId: string) => shop.books.recordEvents([sale(sourceId)]);
  for (let call = 0; call < callsBefore; call += 1) {
    await sell(`before-${call}`);
    await shop.drain();
  }
  // All at one moment: this many have room in a second.
  expect(tookMs()).toBe(0);
  const storage = openStorage({ connectionString: test.connectionString, keys: () => [testKey], clock: test.clock });
  const next = { ...ports, storage };
  try {
    await sell('after-0');
    await drainLane(next, companyId);
    expect(tookMs()).toBe(0);
    await sell('after-1');
    await drainLane(next, companyId);
  } finally {
    await storage.close();
  }
  // By its own calls alone it would have room for as many as the one before.
  expect(tookMs()).toBeGreaterThan(1_000);
  await shop.drainAll();
  expect(shop.ledger.entries).toHaveLength(callsBefore + 2);
});

it('every attempt is on record with its request id, time, outcome and Intuit’s id, in the timeline of its event', async () => {
  const { ledger, test, books } = shop;
  const lost = { outcome: 'unknown', reason: 'connection lost', pauseMs: null, httpStatus: null } as const;
  ledger.badCalls.push({ write: false, answer: { ...lost, intuitTid: '1-lost' } });
  const denied = { outcome: 'refused', code: '5020', message: 'Denied', detail: '', element: null } as const;
  const [recorded] = await shop.record(sale('t-0'));
  await shop.drainAll();
  ledger.badCalls.push({ write: false, answer: { ...denied, httpStatus: 400, intuitTid: '1-denied' } });
  const [refused] = await shop.record(sale('t-1'));
  await shop.drainAll();
  await books.retryFailed({}, 'owner');
  await shop.drainAll();
  const timelineOf = async (id: string | undefined) =>
    ((await books.event(id ?? ''))?.postings ?? []).flatMap(({ timeline }) =>
      timeline.filter(({ requestId }) => requestId !== null),
    );
  const first = await timelineOf(recorded?.id ?? '');
  expect(first.map(({ what }) => what)).toEqual(['intent-saved', 'unknown', 'accepted']);
  expect(new Set(first.map(({ requestId }) => requestId)).size).toBe(1);
  expect(first[1]).toMatchObject({ intuitTid: '1-lost', message: expect.stringContaining('connection lost') });
  const second = await timelineOf(refused?.id ?? '');
  expect(second.map(({ what }) => what)).toEqual(['intent-saved', 'refused', 'intent-saved', 'accepted']);
  expect(second[1]).toMatchObject({ intuitTid: '1-denied', detail: { code: '5020' } });
  expect(new Set(second.map(({ requestId }) => requestId)).size).toBe(2);
  const times = [...first, ...second].map(({ at }) => at.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(Math.max(...times)).toBeLessThanOrEqual(test.clock.now().getTime());
});
