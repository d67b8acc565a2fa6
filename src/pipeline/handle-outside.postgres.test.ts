// Handled outside: a person takes an event out, and can take it in again as if nothing had been.
import { describe, expect, it } from 'vitest';
import { openRunningBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { refusal, unknown } from './paper-ledger.fixture.ts';

let shop: TestBooks;

useBooks(openRunningBooks, (opened) => {
  shop = opened;
});

async function record(event: Record<string, unknown>): Promise<string> {
  const [result] = await shop.record(event);
  return result?.id ?? '';
}
async function standing(id: string) {
  const event = await shop.books.event(id);
  return [event?.status, event?.handledOutsideReason];
}
const takeOut = (id: string) => shop.books.handleOutside(id, 'by hand', 'owner');
const undo = (id: string) => shop.books.retryEvent(id, 'owner');

describe('handled outside, of an event that was never synced,', () => {
  const old = sale('old', { occurredAt: '2025-11-20T12:00:00-05:00' });

  it('is undone to never synced, from where past events are synced as before', async () => {
    const id = await record(old);
    expect(await takeOut(id)).toEqual({ ok: true });
    expect(await standing(id)).toEqual(['handled-outside', 'by hand']);
    expect(await undo(id)).toMatchObject({ ok: true });
    await shop.drainAll();
    expect(await standing(id)).toEqual(['never-synced', null]);
    expect(shop.ledger.entries).toEqual([]);
    expect(await shop.books.syncPastEvents(null, 'owner')).toEqual({ ok: true, events: 1 });
    await shop.drainAll();
    expect(await standing(id)).toEqual(['synced', null]);
  });

  it('stays so when past events are synced, and is posted once that is undone', async () => {
    const id = await record(old);
    await takeOut(id);
    expect(await shop.books.syncPastEvents(null, 'owner')).toEqual({ ok: true, events: 0 });
    await shop.drainAll();
    expect(await standing(id)).toEqual(['handled-outside', 'by hand']);
    expect(await undo(id)).toEqual({ ok: true, released: 1 });
    await shop.drainAll();
    expect(await standing(id)).toEqual(['synced', null]);
    expect(shop.ledger.entries).toHaveLength(1);
  });
});

describe('handled outside, of an event that was voided,', () => {
  const voiding = {
    source: 'till',
    kind: 'sale',
    sourceId: 'void',
    occurredAt: '2026-11-21T12:00:00-05:00',
    location: 'main',
    reverses: 'till/sale/t-0',
  };

  it('is undone together with the void that went out with it', async () => {
    const original = await record(sale('t-0', paidBy('visa')));
    await shop.drainAll();
    await takeOut(original);
    const reversal = await record(voiding);
    await shop.drainAll();
    expect(await standing(reversal)).toEqual(['handled-outside', 'what it voids was handled outside']);
    await shop.books.saveMappings([{ role: 'payment', subject: 'visa', accountId: '2' }], 'owner');
    await undo(original);
    await shop.drainAll();
    expect([await standing(original), await standing(reversal)]).toEqual([
      ['synced', null],
      ['synced', null],
    ]);
    expect(shop.ledger.entries).toHaveLength(2);
  });

  it('is undone together with the void of that void, which went out with it', async () => {
    const original = await record(sale('t-0', paidBy('visa')));
    await takeOut(original);
    const reversals = [await record(voiding)];
    await shop.drainAll();
    reversals.push(await record({ ...voiding, sourceId: 'again', reverses: 'till/sale/void' }));
    await shop.drainAll();
    for (const id of reversals) {
      expect(await standing(id)).toEqual(['handled-outside', 'what it voids was handled outside']);
    }
    await shop.books.saveMappings([{ role: 'payment', subject: 'visa', accountId: '2' }], 'owner');
    await undo(original);
    await shop.drainAll();
    for (const id of [original, ...reversals]) expect(await standing(id)).toEqual(['synced', null]);
    expect(shop.ledger.entries).toHaveLength(3);
  });

  it('takes out voids in a row that are built together, each after the other', async () => {
    const original = await record(sale('t-0', paidBy('visa')));
    await takeOut(original);
    const results = await shop.record(voiding, { ...voiding, sourceId: 'again', reverses: 'till/sale/void' });
    await shop.drainAll();
    for (const { id } of results) {
      expect(await standing(id ?? '')).toEqual(['handled-outside', 'what it voids was handled outside']);
    }
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('has its day go without it and the voids in a row that came on that day', async () => {
    await shop.books.saveSettings({ postingMode: 'daily-summary', postingModeFrom: null }, 'owner');
    const original = await record(sale('t-0'));
    const today = { ...voiding, occurredAt: '2026-11-20T12:30:00-05:00' };
    await shop.record(today, { ...today, sourceId: 'again', reverses: 'till/sale/void' }, sale('t-1'));
    expect(await takeOut(original)).toEqual({ ok: true });
    await shop.drainAll();
    const { events } = await shop.books.listEvents({ limit: 10 });
    expect(Object.fromEntries(events.map(({ sourceId, status }) => [sourceId, status]))).toEqual({
      ...{ 't-0': 'handled-outside', void: 'handled-outside', again: 'handled-outside' },
      't-1': 'synced',
    });
    expect(shop.ledger.entries).toHaveLength(1);
  });

  it('leaves a void outside that a person took out by itself', async () => {
    const original = await record(sale('t-0', paidBy('visa')));
    const reversal = await record(voiding);
    await shop.drainAll();
    await takeOut(reversal);
    await takeOut(original);
    await undo(original);
    await shop.drainAll();
    expect(await standing(reversal)).toEqual(['handled-outside', 'by hand']);
  });
});

describe('handled outside, of an event whose void', () => {
  const voiding = (change = {}) => ({
    ...{ source: 'till', kind: 'sale', sourceId: 'void', location: 'main', reverses: 'till/sale/t-0' },
    ...{ occurredAt: '2026-11-21T12:00:00-05:00', ...change },
  });
  async function refused(): Promise<string> {
    const original = await record(sale('t-0'));
    shop.ledger.badCalls.push({ write: false, answer: refusal('6000', 'no') });
    await shop.drainAll();
    expect(await standing(original)).toEqual(['failed', null]);
    return original;
  }

  /** Nobody knows that the books are closed for its day: of both in one batch QuickBooks takes the void. */
  async function voidedAlone(): Promise<string> {
    shop.ledger.refusesUntil = '2026-11-20';
    const [original] = await shop.record(sale('t-0'), voiding());
    await shop.drainAll();
    shop.ledger.refusesUntil = null;
    return original?.id ?? '';
  }

  it('is in QuickBooks, is refused: the void would be there alone', async () => {
    const original = await voidedAlone();
    expect(shop.ledger.entries).toHaveLength(1);
    expect(await takeOut(original)).toMatchObject({ ok: false, code: 'void-sent' });
    expect(await standing(original)).toEqual(['action-required', null]);
    await undo(original);
    await shop.drainAll();
    expect(await standing(original)).toEqual(['synced', null]);
    expect(await takeOut(original)).toMatchObject({ ok: false, code: 'already-sent' });
  });

  it('may be in QuickBooks, in the summary of its day, is refused, too', async () => {
    const original = await refused();
    await shop.books.saveSettings({ postingMode: 'daily-summary', postingModeFrom: '2026-11-21' }, 'owner');
    await record(voiding());
    shop.test.clock.advance(3 * 24 * 60 * 60_000);
    shop.ledger.badCalls.push({ write: true, answer: unknown });
    await shop.drain();
    expect(await takeOut(original)).toMatchObject({ ok: false, code: 'void-sent' });
  });

  it('is in QuickBooks while it is itself from before the sync, is done: the void takes back what was entered by hand', async () => {
    const original = await record(sale('t-0', { occurredAt: '2025-11-20T12:00:00-05:00' }));
    const reversal = await record(voiding());
    await shop.drainAll();
    expect(await takeOut(original)).toEqual({ ok: true });
    await shop.drainAll();
    expect([await standing(original), await standing(reversal)]).toEqual([
      ['handled-outside', 'by hand'],
      ['synced', null],
    ]);
    expect(shop.ledger.entries).toHaveLength(1);
  });

  it('was accepted as deleted there, is done', async () => {
    const original = await voidedAlone();
    shop.ledger.change(shop.ledger.entries[0]?.id ?? '', null);
    shop.test.clock.advance(32 * 24 * 60 * 60_000);
    await shop.drainAll();
    const [drift] = (await shop.books.drift({ settled: false, cursor: null, limit: 10 })).drift;
    const decision = { id: drift?.id ?? '', choice: 'accept-theirs', syncToken: drift?.syncToken ?? null } as const;
    expect(await shop.books.decideDrift(decision, 'owner')).toEqual({ ok: true });
    expect(await takeOut(original)).toEqual({ ok: true });
  });

  it('is built and not sent yet, takes the void out with it', async () => {
    // Its lost answer has the lane wait.
    shop.ledger.badCalls.push({ write: true, answer: unknown });
    await record(sale('other'));
    await shop.drain();
    const original = await record(sale('t-0'));
    const reversal = await record(voiding());
    await shop.drain();
    expect((await shop.books.event(reversal))?.postings).toMatchObject([{ state: 'ready' }]);
    expect(await takeOut(original)).toEqual({ ok: true });
    await shop.drainAll();
    expect(await standing(reversal)).toEqual(['handled-outside', 'what it voids was handled outside']);
    expect(shop.ledger.entries).toHaveLength(1);
  });

  it('waits for the same account, takes it out with it, and leaves no alert', async () => {
    const original = await record(sale('t-0', paidBy('visa')));
    const reversal = await record(voiding());
    await shop.drainAll();
    expect(await shop.books.alerts()).toMatchObject([{ kind: 'missing-account', eventsHeld: 2 }]);
    expect(await takeOut(original)).toEqual({ ok: true });
    await shop.drainAll();
    expect(await standing(reversal)).toEqual(['handled-outside', 'what it voids was handled outside']);
    expect(await shop.books.alerts()).toEqual([]);
    await undo(original);
    await shop.books.saveMappings([{ role: 'payment', subject: 'visa', accountId: '2' }], 'owner');
    await shop.drainAll();
    expect([await standing(original), await standing(reversal)]).toEqual([
      ['synced', null],
      ['synced', null],
    ]);
  });
});

describe('handled outside, of an event whose void was voided,', () => {
  const on = (sourceId: string, day: string, reverses: string) => ({
    ...{ source: 'till', kind: 'sale', sourceId, location: 'main', reverses, occurredAt: `${day}T12:00:00-05:00` },
  });

  it('is refused where only that last one is in QuickBooks', async () => {
    // The books are closed, and only QuickBooks knows: of the three in one batch it takes the third.
    shop.ledger.refusesUntil = '2026-10-31';
    const old = sale('t-0', { occurredAt: '2026-10-30T12:00:00-05:00' });
    const voids = [on('void', '2026-10-30', 'till/sale/t-0'), on('again', '2026-11-20', 'till/sale/void')];
    const [original] = await shop.record(old, ...voids);
    await shop.drainAll();
    const { events } = await shop.books.listEvents({ limit: 10 });
    expect(Object.fromEntries(events.map(({ sourceId, status }) => [sourceId, status]))).toEqual({
      ...{ 't-0': 'action-required', void: 'action-required', again: 'synced' },
    });
    expect(await takeOut(original?.id ?? '')).toMatchObject({ ok: false, code: 'void-sent' });
  });

  it('takes both out with it, and leaves no alert', async () => {
    const original = await record(sale('t-0', paidBy('visa')));
    const voids = [await record(on('void', '2026-11-20', 'till/sale/t-0'))];
    voids.push(await record(on('again', '2026-11-21', 'till/sale/void')));
    await shop.drainAll();
    expect(await shop.books.alerts()).toMatchObject([{ kind: 'missing-account', eventsHeld: 3 }]);
    expect(await takeOut(original)).toEqual({ ok: true });
    await shop.drainAll();
    for (const id of voids) {
      expect(await standing(id)).toEqual(['handled-outside', 'what it voids was handled outside']);
    }
    expect(await shop.books.alerts()).toEqual([]);
  });
});

describe('handled outside, of events that are taken out already,', () => {
  const takeOutAll = (ids: readonly string[], reason: string) =>
    shop.books.handleManyOutside({ filter: { ids, limit: 200 }, reason }, reason);
  const reasons = async () => {
    const entries = await shop.books.auditLog({ action: 'event-handled-outside' });
    return new Map(entries.map(({ detail, who }) => [(detail as { key: string }).key, who]));
  };

  it('leaves the first reason standing, and says that there is one', async () => {
    const id = await record(sale('t-1'));
    await takeOut(id);
    expect(await shop.books.handleOutside(id, 'another', 'bookkeeper')).toMatchObject({ code: 'already-outside' });
    expect(await standing(id)).toEqual(['handled-outside', 'by hand']);
    expect(await reasons()).toEqual(new Map([['till/sale/t-1', 'owner']]));
  });

  it('takes each out once where two people do at the same time, each for one reason', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, (_, at) => record(sale(`t-${at}`))));
    const runs = await Promise.all([takeOutAll(ids, 'paid by hand'), takeOutAll(ids, 'in the old books')]);
    const counts = runs.map((run) => (run.ok ? [run.handled, run.alreadyHandled, run.refused.length] : []));
    expect(counts.map((of) => of.reduce((sum, count) => sum + count, 0))).toEqual([12, 12]);
    expect((counts[0]?.[0] ?? 0) + (counts[1]?.[0] ?? 0)).toBe(12);
    const entered = await reasons();
    expect(entered.size).toBe(12);
    for (const id of ids) {
      const event = await shop.books.event(id);
      expect(event?.handledOutsideReason).toBe(entered.get(event?.key ?? ''));
    }
  });

  it('keeps the first reason in the table itself, whoever writes the second', async () => {
    const id = await record(sale('t-1'));
    for (const reason of ['first', 'second']) {
      await shop.ports.storage.transaction(shop.companyId, (store) => store.events.setHandledOutside(id, reason));
    }
    expect(await standing(id)).toEqual(['handled-outside', 'first']);
  });

  it('takes a new reason after it was undone', async () => {
    const id = await record(sale('t-1'));
    await takeOut(id);
    await undo(id);
    expect(await shop.books.handleOutside(id, 'another', 'bookkeeper')).toEqual({ ok: true });
    expect(await standing(id)).toEqual(['handled-outside', 'another']);
  });
});
