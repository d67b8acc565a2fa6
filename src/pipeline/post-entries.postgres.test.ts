// Posted exactly once: through lost answers, deaths between any two steps, revoked access and two workers at a time.
import { describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { documentNumber } from '../posting/posting-key.ts';
import { CrashError, openRunningBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';
import type { CrashPoint } from './crash-points.ts';
import { entryId } from './entry-id.ts';
import { refusal, revoked, unknown } from './paper-ledger.fixture.ts';
import { type DrainResult, drainLane } from './post-entries.ts';

let test: TestStorage;
let shop: TestBooks;

useBooks(openRunningBooks, (opened) => {
  shop = opened;
  test = opened.test;
  shop.ledger.calls.length = 0;
});

const record = (...events: readonly unknown[]) => shop.record(...events);
const sales = (count: number) => Array.from({ length: count }, (_, index) => sale(`t-${index}`));
const statuses = async () => {
  const { events } = await shop.books.listEvents({ limit: 500 });
  return [...new Set(events.map((event) => event.status))];
};
async function postedKeys(): Promise<readonly (string | undefined)[]> {
  const { events } = await shop.books.listEvents({ limit: 500 });
  const keys = new Map(events.map(({ key }) => [documentNumber(entryId({ key, part: 1 })), key]));
  const sent = shop.ledger.entries.map(({ body }) => JSON.parse(body) as { documentNumber: string });
  return sent.map((entry) => keys.get(entry.documentNumber)).sort();
}

/** Each key once and no other. */
async function expectPostedOnce(count: number): Promise<void> {
  expect(await postedKeys()).toEqual(
    sales(count)
      .map((event) => `till/sale/${String(event.sourceId)}`)
      .sort(),
  );
}

describe('posting', () => {
  it('sends a lone entry alone and at once', async () => {
    await record(...sales(1));
    await shop.drain();
    expect(shop.ledger.calls.map((call) => call.kind)).toEqual(['single']);
    expect(await statuses()).toEqual(['synced']);
  });

  it('sends a backlog in batches of thirty, oldest first', async () => {
    await record(...sales(65));
    await shop.drainAll();
    expect(shop.ledger.calls.map((call) => call.size)).toEqual([30, 30, 5]);
    await expectPostedOnce(65);
  });

  it('says of an entry where it is and how it got there', async () => {
    const [result] = await record(...sales(1));
    await shop.drain();
    const view = await shop.books.event(result?.id ?? '');
    expect(view?.postings[0]?.quickbooksUrl).toBe('https://books.test/realm/1');
    expect(view?.postings[0]?.timeline.map((item) => item.what)).toEqual(['built', 'intent-saved', 'accepted']);
    expect(view?.entries[0]?.totalMinor).toBe(1000n);
  });

  it('of an event recorded twice is one posting', async () => {
    await record(...sales(1));
    await shop.drain();
    expect((await record(...sales(1)))[0]?.status).toBe('duplicate');
    await shop.drainAll();
    await expectPostedOnce(1);
  });
});

describe('a lost answer', () => {
  it.each([
    ['written', true],
    ['not written', false],
  ])('to one entry that was %s never posts twice', async (_name, write) => {
    shop.ledger.badCalls.push({ write, answer: unknown });
    await record(...sales(1));
    await shop.drainAll();
    await expectPostedOnce(1);
    const [first, second] = shop.ledger.calls;
    expect(second?.requestId).toBe(first?.requestId);
    expect(await statuses()).toEqual(['synced']);
  });

  it.each([
    ['written', true],
    ['not written', false],
  ])('to a batch that was %s is replayed as the same batch', async (_name, write) => {
    shop.ledger.badCalls.push({ write, answer: unknown });
    await record(...sales(12));
    await shop.drainAll();
    await expectPostedOnce(12);
    expect(shop.ledger.calls.map((call) => [call.requestId, call.size])).toEqual(
      Array.from({ length: 2 }, () => [shop.ledger.calls[0]?.requestId, 12]),
    );
  });

  it('is looked up by document number once QuickBooks may have forgotten the request id', async () => {
    shop.ledger.badCalls.push({ write: true, answer: unknown });
    await record(...sales(1));
    await shop.drain();
    shop.ledger.forgetRequestIds();
    test.clock.advance(15 * 60_000);
    await shop.drainAll();
    await expectPostedOnce(1);
    expect(shop.ledger.calls.at(-1)?.kind).toBe('read');
    expect(await statuses()).toEqual(['synced']);
  });

  it('keeps events waiting, and says so, while QuickBooks gives no answer at all', async () => {
    for (let failure = 0; failure < 3; failure += 1) shop.ledger.badCalls.push({ write: false, answer: unknown });
    await record(...sales(2));
    await shop.drain();
    const connection = await shop.books.connection();
    expect(connection.pausedUntil).not.toBeNull();
    expect(connection.lastError).toContain('no answer');
    expect(await statuses()).toEqual(['syncing']);
    await shop.drainAll();
    await expectPostedOnce(2);
  });
});

describe('a worker that dies', () => {
  const points: readonly (readonly [CrashPoint, number])[] = [
    ['intent-saved', 1],
    ['sent', 1],
    ['outcome-saved', 1],
    ['batch-intent-saved', 40],
    ['batch-sent', 40],
    ['batch-outcome-saved', 40],
  ];
  it.each(points)('at %s leaves %i entries posted once each', async (point, count) => {
    await record(...sales(count));
    shop.crashAt(point);
    await expect(shop.drain()).rejects.toThrow(CrashError);
    await shop.drainAll();
    await expectPostedOnce(count);
    expect(await statuses()).toEqual(['synced']);
  });

  it('at build-saved, where nothing may be sent yet, leaves it posted once', async () => {
    await record(...sales(1));
    shop.crashAt('build-saved');
    await expect(shop.buildOnly()).rejects.toThrow(CrashError);
    expect(shop.ledger.calls).toEqual([]);
    await shop.drainAll();
    await expectPostedOnce(1);
    expect(await statuses()).toEqual(['synced']);
  });
});

describe('one that is new', () => {
  it('is built and has its intent in one transaction', async () => {
    await record(...sales(1));
    const points: CrashPoint[] = [];
    const reached = async (point: CrashPoint): Promise<void> => void points.push(point);
    await drainLane({ ...shop.ports, reached }, shop.companyId);
    expect(points).toEqual(['intent-saved', 'sent', 'outcome-saved']);
    await expectPostedOnce(1);
  });
});

describe('two workers', () => {
  it('on one lane post each entry once', async () => {
    await record(...sales(40));
    const beside: DrainResult[] = [];
    // The second comes while the first is about to send.
    const reached = async (point: CrashPoint): Promise<void> => {
      if (point === 'batch-intent-saved') beside.push(await drainLane(shop.ports, shop.companyId));
    };
    const first = await drainLane({ ...shop.ports, reached }, shop.companyId);
    expect([first.outcome, ...beside.map(({ outcome }) => outcome)]).toEqual(['idle', 'look-again']);
    await expectPostedOnce(40);
  });
});

describe('a cause', () => {
  it('holds its events without calls, and lets them go when the mapping is saved', async () => {
    await record(sale('v-1', paidBy('visa')), sale('v-2', paidBy('visa')), sale('c-1'));
    await shop.drainAll();
    const [alert, ...others] = await shop.books.alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      kind: 'missing-account',
      role: 'payment',
      subject: 'visa',
      eventsHeld: 2,
      amountHeldMinor: 2000n,
      title: 'Action Required: Visa is missing a payment account',
    });
    expect(shop.ledger.entries).toHaveLength(1);
    const saved = await shop.books.saveMappings([{ role: 'payment', subject: 'visa', accountId: '2' }], 'owner');
    expect(saved).toMatchObject({ ok: true, released: 2, repostOffer: null });
    await shop.drainAll();
    expect(await postedKeys()).toEqual(['till/sale/c-1', 'till/sale/v-1', 'till/sale/v-2']);
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('refuses a mapping to an account of the wrong type and saves none of the others', async () => {
    const saved = await shop.books.saveMappings(
      [
        { role: 'payment', subject: 'visa', accountId: '2' },
        { role: 'payment', subject: 'amex', accountId: '5' },
      ],
      'owner',
    );
    expect(saved).toMatchObject({ ok: false, refusals: [{ index: 1, pointer: '/accountId', value: '5' }] });
    const rows = await shop.books.mappings({ includeInactive: true });
    expect(rows.some((row) => row.subject === 'visa' && row.accountId !== null)).toBe(false);
  });

  it('refuses a mapping, and a start, from a day that does not exist', async () => {
    const change = { role: 'payment' as const, subject: 'visa', accountId: '2', applicableFrom: '2026-02-30' };
    expect(await shop.books.saveMappings([change], 'owner')).toMatchObject({
      ok: false,
      refusals: [{ index: 0, pointer: '/applicableFrom', value: '2026-02-30' }],
    });
    expect(await shop.books.startSync('2026-02-30', 'owner')).toMatchObject({ ok: false, code: 'bad-date' });
  });

  it('keeps an event that does not foot, and says by how much', async () => {
    await record(sale('odd', paidBy('cash', '9.99')));
    await shop.drainAll();
    expect(await statuses()).toEqual(['action-required']);
    expect((await shop.books.alerts())[0]?.title).toBe('Action Required: ticket odd is out of balance by 0.01');
    expect(shop.ledger.entries).toEqual([]);
  });

  it('that QuickBooks names makes the event failed until it is retried', async () => {
    shop.ledger.badCalls.push({ write: false, answer: refusal('2020', 'Required param missing') });
    await record(...sales(1));
    await shop.drainAll();
    expect(await statuses()).toEqual(['failed']);
    expect((await shop.books.alerts())[0]).toMatchObject({ kind: 'refused', eventsHeld: 1 });
    expect(await shop.books.retryFailed({}, 'owner')).toEqual({ released: 1 });
    await shop.drainAll();
    await expectPostedOnce(1);
    expect(await shop.books.alerts()).toEqual([]);
    const [first, second] = shop.ledger.calls;
    expect(second?.requestId).not.toBe(first?.requestId);
  });

  it('is retried by a filter over the events, however many of others there are', async () => {
    const many = sales(1_005);
    shop.ledger.unwritable = 'an amount is too long';
    await record(...many.slice(0, 1000));
    await record(...many.slice(1000));
    await shop.drainAll();
    expect(await statuses()).toEqual(['action-required']);
    const retried = async (filter: Parameters<typeof shop.books.retryFailed>[0]) =>
      (await shop.books.retryFailed(filter, 'owner')).released;
    expect(await retried({ cause: 'closed-period' })).toBe(0);
    expect(await retried({ q: 't-1004' })).toBe(1);
    expect(await retried({ q: 't-100', cause: 'refused', status: 'action-required', location: 'main' })).toBe(5);
    expect(await retried({ location: 'outlet' })).toBe(0);
    expect(await retried({})).toBe(999);
    expect(await statuses()).toEqual(['ready']);
  });

  it('of a closed period holds the event until it is retried', async () => {
    shop.ledger.badCalls.push({ write: false, answer: refusal('6210', 'Account Period Closed') });
    await record(...sales(1));
    await shop.drainAll();
    expect((await shop.books.alerts())[0]?.kind).toBe('closed-period');
    await shop.books.retryFailed({}, 'owner');
    await shop.drainAll();
    await expectPostedOnce(1);
  });
});

describe('the connection', () => {
  it('says who made it by name, as the audit log does', async () => {
    expect((await shop.books.connection()).connectedBy).toBe('owner');
    const connected = (await shop.books.auditLog()).find(({ action }) => action === 'quickbooks-connected');
    expect(connected?.who).toBe('owner');
  });

  it('counts what is left to map as the mapping pages ask for it, inactive ones in use included', async () => {
    const standing = async () => {
      const rows = await shop.books.mappings({ includeInactive: true });
      const open = rows.filter((row) => row.required && row.accountId === null).map(({ subject }) => subject);
      const { left, state } = await shop.books.connection();
      return { open, left, state };
    };
    const old = { occurredAt: '2025-11-20T12:00:00-05:00' };
    await record(sale('now', paidBy('visa')), sale('then', { ...paidBy('diners'), ...old }));
    await shop.books.saveSubject({ kind: 'payment-type', purpose: '', code: 'diners', active: false }, 'owner');
    expect((await standing()).open).toEqual(['visa', 'apparel', 'apparel']);
    await shop.books.saveMappings(
      [
        { role: 'cogs', subject: null, accountId: '6' },
        { role: 'inventory', subject: null, accountId: '2' },
      ],
      'owner',
    );
    // From before the start of the sync, and inactive: nothing needs it.
    expect(await standing()).toEqual({ open: ['visa'], left: 1, state: 'set-up-incomplete' });
    await shop.books.syncPastEvents(null, 'owner');
    await shop.drainAll();
    expect(await standing()).toEqual({ open: ['diners', 'visa'], left: 2, state: 'set-up-incomplete' });
    await shop.books.saveMappings(
      ['visa', 'diners'].map((subject) => ({ role: 'payment' as const, subject, accountId: '2' })),
      'owner',
    );
    expect(await standing()).toEqual({ open: [], left: 0, state: 'connected' });
  });
});

describe('a revoked connection', () => {
  it('holds the whole lane without spending calls, and loses or doubles nothing once it is back', async () => {
    shop.ledger.badCalls.push({ write: false, answer: revoked });
    await record(...sales(3));
    await shop.drainAll();
    expect((await shop.books.connection()).state).toBe('reconnect-required');
    expect(await statuses()).toEqual(['action-required']);
    expect((await shop.books.alerts())[0]).toMatchObject({
      kind: 'authentication',
      eventsHeld: 3,
      title: 'Action Required: unable to sync with QuickBooks Online due to an authentication error',
    });
    const spent = shop.ledger.calls.length;
    await record(sale('t-3'));
    await shop.drainAll();
    expect(shop.ledger.calls).toHaveLength(spent);
    await shop.books.disconnect('owner');
    expect(await shop.connect()).toEqual({ ok: true });
    await shop.drainAll();
    await expectPostedOnce(4);
    expect(await shop.books.alerts()).toEqual([]);
  });

  it.each([
    ['was turned away at the gate goes under another request id', revoked, 2],
    ['never reached QuickBooks goes under the same', { ...revoked, why: 'unreachable', httpStatus: null }, 1],
  ] as const)('has what %s: it may read otherwise by then', async (_what, answer, ids) => {
    shop.ledger.badCalls.push({ write: false, answer });
    await record(...sales(1));
    await shop.drain();
    await shop.connect();
    await shop.drainAll();
    await expectPostedOnce(1);
    const sent = shop.ledger.calls.filter(({ kind }) => kind === 'single');
    expect(new Set(sent.map(({ requestId }) => requestId)).size).toBe(ids);
  });

  it('is not moved to another company once entries were posted, nor to one of another currency', async () => {
    await record(...sales(1));
    await shop.drainAll();
    expect(await shop.connect('other')).toMatchObject({ ok: false, code: 'other-company' });
    expect(await shop.connect('euro')).toMatchObject({ ok: false });
    expect((await shop.books.connection()).realmId).toBe('realm');
  });

  it('is not finished by a state that was used, or is not this user’s', async () => {
    const { consentUrl } = await shop.books.connect({ redirectUri: 'https://app.test/callback', who: 'owner' });
    const state = new URL(consentUrl).searchParams.get('state') ?? '';
    const finish = (user: string) =>
      shop.books.finishConnect(
        { state, code: 'code', realmId: 'realm', error: null },
        'https://app.test/callback',
        user,
      );
    expect(await finish('someone')).toMatchObject({ ok: false, code: 'bad-state' });
    expect(await finish('owner')).toEqual({ ok: true });
    expect(await finish('owner')).toMatchObject({ ok: false, code: 'bad-state' });
  });
});

describe('handled outside', () => {
  it('takes an event out, and a retry takes it in again', async () => {
    const [result] = await record(sale('v', paidBy('visa')));
    await shop.drainAll();
    expect(await shop.books.handleOutside(result?.id ?? '', 'entered by hand', 'owner')).toEqual({ ok: true });
    expect(await shop.books.alerts()).toEqual([]);
    expect(await statuses()).toEqual(['handled-outside']);
    await shop.books.saveMappings([{ role: 'payment', subject: 'visa', accountId: '2' }], 'owner');
    test.clock.advance(1);
    expect(await shop.books.retryEvent(result?.id ?? '', 'owner')).toEqual({ ok: true, released: 1 });
    await shop.drainAll();
    expect(await postedKeys()).toEqual(['till/sale/v']);
    expect((await shop.books.auditLog())[0]?.action).toBe('event-retried');
  });

  it('is refused for what QuickBooks holds', async () => {
    const [result] = await record(...sales(1));
    await shop.drainAll();
    expect(await shop.books.handleOutside(result?.id ?? '', 'by hand', 'owner')).toMatchObject({
      code: 'already-sent',
    });
  });
});

describe('an account', () => {
  it('that became inactive holds what uses it until it is active again', async () => {
    const active = shop.ledger.accounts;
    shop.ledger.accounts = active.map((account) => (account.id === '1' ? { ...account, active: false } : account));
    await shop.books.importAccounts('owner');
    await record(...sales(2));
    await shop.drainAll();
    expect((await shop.books.alerts())[0]).toMatchObject({ kind: 'inactive-account', eventsHeld: 2 });
    shop.ledger.accounts = active;
    await shop.books.importAccounts('owner');
    await shop.drainAll();
    await expectPostedOnce(2);
  });
});
