// Changes made in QuickBooks itself are found by the lane's sweeps: accounts, locations, and entries of ours, each once and for few calls.
import { beforeEach, describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { acceptedPerSweepMax, meteredMonth, overlapMs, sweepEveryMs } from '../posting/sweep.ts';
import { sale } from './books.fixture.ts';
import type { ChangeNotice } from './drift-port.ts';
import { hearChanges } from './hear-changes.ts';
import { drainLane } from './post-entries.ts';
import { type QuickbooksBooks, type QuickbooksInStep, useQuickbooksInStep } from './quickbooks.fixture.ts';

const dayMs = 24 * 60 * 60_000;
let quickbooks: QuickbooksInStep;
let test: TestStorage;
let shop: QuickbooksBooks;

useQuickbooksInStep((opened) => {
  quickbooks = opened;
  test = opened.test;
});
beforeEach(async () => {
  shop = await quickbooks.open();
});

const metered = async () => (await shop.calls()).metered;
const drifts = () => shop.ports.storage.transaction(shop.companyId, (store) => store.drifts.list(firstPage));
const firstPage = { settled: false, after: null, limit: 100 };

async function nextDay(): Promise<void> {
  await quickbooks.advance(sweepEveryMs);
  await shop.drainAll();
}

/** Posts one sale and answers QuickBooks' id of its entry. */
async function post(sourceId: string): Promise<string> {
  const [recorded] = await shop.books.recordEvents([sale(sourceId)]);
  await shop.drainAll();
  const event = await shop.books.event(recorded?.id ?? '');
  return event?.postings[0]?.quickbooksId ?? 'none';
}

const accountant = (act: object) => shop.control<Record<string, unknown>>('POST', '/accountant', act);

const notice = (change: Partial<ChangeNotice> = {}): ChangeNotice => ({
  realmId: shop.realmId,
  entity: 'account',
  id: '1',
  isNew: false,
  changedAt: test.clock.now(),
  ...change,
});
const hear = (...notices: ChangeNotice[]) => hearChanges(shop.ports, test.storage).hear(notices);

describe('a day’s sweep', () => {
  it('is one metered call where nothing was changed, and finds no drift in what we posted ourselves', async () => {
    await post('quiet');
    const before = await metered();
    await nextDay();
    expect((await metered()) - before).toBe(1);
    expect(await drifts()).toEqual([]);
    await shop.drainAll();
    expect((await metered()) - before).toBe(1);
  });

  it('keeps a renamed account by its id, and holds what is to be posted to one made inactive before QuickBooks refuses it', async () => {
    const cash = await shop.accountNamed('Cash in Drawer');
    const sales = await shop.accountNamed('Sales - Apparel');
    await accountant({ does: 'edit', entity: 'Account', id: sales, change: { Name: 'Clothes sold' } });
    await accountant({ does: 'deactivate', entity: 'Account', id: cash });
    await nextDay();
    expect((await shop.books.accounts()).find(({ id }) => id === sales)).toMatchObject({
      name: 'Clothes sold',
      active: true,
    });
    const refused = (await shop.calls()).refused;
    expect(await shop.books.alerts()).toMatchObject([{ kind: 'inactive-account', subject: cash, eventsHeld: 0 }]);
    await shop.books.recordEvents([sale('held')]);
    await shop.drainAll();
    expect(await shop.books.alerts()).toMatchObject([{ kind: 'inactive-account', subject: cash, eventsHeld: 1 }]);
    expect((await shop.calls()).refused).toBe(refused);
    await accountant({ does: 'activate', entity: 'Account', id: cash });
    await nextDay();
    expect(await shop.books.alerts()).toEqual([]);
    expect((await shop.books.listEvents({ limit: 1 })).events[0]?.status).toBe('synced');
  });

  it('takes a new location and a new class into their lists', async () => {
    await shop.quickbooks('POST', '/department', { Name: 'Pier' });
    await shop.quickbooks('POST', '/class', { Name: 'Seasonal' });
    await nextDay();
    const names = async (kind: 'department' | 'class') =>
      (await shop.books.dimensions(kind)).dimensions.map(({ name }) => name);
    expect(await names('department')).toContain('Pier');
    expect(await names('class')).toContain('Seasonal');
  });

  it('finds an entry that was edited, and one that was deleted, and leaves strangers’ entries alone', async () => {
    const edited = await post('edited');
    const deleted = await post('deleted');
    await post('left-alone');
    await accountant({ does: 'edit', id: edited, change: { TxnDate: '2026-11-02' } });
    await accountant({ does: 'delete', id: deleted });
    await nextDay();
    const found = await drifts();
    expect(found).toHaveLength(2);
    expect(found.find(({ quickbooksId }) => quickbooksId === deleted)).toMatchObject({ theirs: null, state: 'open' });
    expect(found.find(({ quickbooksId }) => quickbooksId === edited)?.theirs).toContain('2026-11-02');
    await nextDay();
    expect(await drifts()).toEqual(found);
  });

  it('takes other words in a memo for no drift, and a change that was taken back for one that settled itself', async () => {
    const id = await post('memo');
    await accountant({ does: 'edit', id, change: { DocNumber: 'MINE' } });
    await nextDay();
    const [drift] = await drifts();
    const number = JSON.parse((await postingOf(drift?.postingId ?? '')).body ?? '{}').DocNumber;
    await accountant({ does: 'edit', id, change: { DocNumber: number } });
    await nextDay();
    expect(await drifts()).toEqual([]);
    expect(
      await shop.ports.storage.transaction(shop.companyId, (store) => store.drifts.byId(drift?.id ?? '')),
    ).toMatchObject({
      state: 'settled',
      settledAs: 'by-itself',
    });
  });

  it('finds what was changed before the company was connected anew, though nothing was swept until then', async () => {
    const id = await post('before-reconnect');
    await accountant({ does: 'edit', id, change: { TxnDate: '2026-11-02' } });
    await quickbooks.advance(10 * overlapMs);
    expect(await shop.connect()).toEqual({ ok: true });
    await nextDay();
    expect(await drifts()).toMatchObject([{ quickbooksId: id, state: 'open' }]);
  });

  it('reads all of ours again, page by page, where QuickBooks no longer tells', async () => {
    const edited = await post('old-edited');
    const deleted = await post('old-deleted');
    await accountant({ does: 'edit', id: edited, change: { TxnDate: '2026-11-01' } });
    await accountant({ does: 'delete', id: deleted });
    await shop.quickbooks('POST', '/department', { Name: 'Jetty' });
    await quickbooks.advance(40 * dayMs);
    const before = await metered();
    await shop.drainAll();
    expect((await drifts()).map(({ quickbooksId }) => quickbooksId).sort()).toEqual([edited, deleted].sort());
    expect((await shop.books.dimensions('department')).dimensions.map(({ name }) => name)).toContain('Jetty');
    // The chart, locations, classes, one page of entries, and the count of those under numbers of ours.
    expect((await metered()) - before).toBe(5);
  });
});

describe('an entry of ours whose outcome was not known when it was swept', () => {
  const badDay = (fault: string) => shop.control('PUT', '/faults', [{ call: 'journalentry', fault, times: 1 }]);

  const onlyEntry = async (): Promise<string> => {
    type Found = { readonly QueryResponse: { readonly JournalEntry: readonly { readonly Id: string }[] } };
    const query = encodeURIComponent('select * from JournalEntry');
    const found = await shop.quickbooks<Found>('GET', `/query?query=${query}`);
    return found.QueryResponse.JournalEntry[0]?.Id ?? 'none';
  };

  it('is seen again once it is: its deletion meanwhile is found', async () => {
    await badDay('drop-after-write');
    const [recorded] = await shop.books.recordEvents([sale('lost')]);
    await drainLane(shop.ports, shop.companyId);
    const id = await onlyEntry();
    await accountant({ does: 'delete', id });
    await quickbooks.advance(overlapMs + 60_000);
    await badDay('drop-before-write');
    await hear(notice());
    const before = await metered();
    await drainLane(shop.ports, shop.companyId);
    expect((await metered()) - before).toBe(1);
    expect(await drifts()).toEqual([]);
    await shop.drainAll();
    // QuickBooks answers the same request id as it did the first time.
    expect((await shop.books.event(recorded?.id ?? ''))?.postings[0]).toMatchObject({
      state: 'accepted',
      quickbooksId: id,
    });
    await nextDay();
    expect(await drifts()).toMatchObject([{ quickbooksId: id, theirs: null, state: 'open' }]);
    expect((await metered()) - before).toBe(2);
  });
});

const postingOf = (id: string) =>
  shop.ports.storage.transaction(shop.companyId, async (store) => {
    const [posting] = await store.postings.byIds([id]);
    if (posting === undefined) throw new Error('There is no such posting.');
    return posting;
  });

describe('what a webhook tells', () => {
  it('leads to one sweep, however often and in whatever order it is told', async () => {
    const id = await post('told');
    await accountant({ does: 'edit', id, change: { TxnDate: '2026-11-02' } });
    const before = await metered();
    await quickbooks.advance(dayMs / 2);
    const told = notice({ entity: 'journalentry', id, changedAt: test.clock.now() });
    await hear(told, notice(), told);
    await hear(notice({ changedAt: new Date(0) }), told);
    await shop.drainAll();
    expect((await metered()) - before).toBe(1);
    expect(await drifts()).toHaveLength(1);
  });

  it('is passed over where it is known already, is of a stranger’s entry, of our own new one, or of nothing that we keep', async () => {
    const id = await post('ours');
    const before = await metered();
    await quickbooks.advance(dayMs / 2);
    await hear(
      notice({ changedAt: new Date(0) }),
      notice({ entity: 'journalentry', id: '999999' }),
      notice({ entity: 'journalentry', id, isNew: true }),
      notice({ entity: 'customer' }),
      notice({ realmId: '1234567' }),
    );
    await shop.drainAll();
    expect(await metered()).toBe(before);
  });

  it('has the closing date read where the preferences were changed', async () => {
    await shop.control('PUT', '/settings', { closingDate: '2026-10-31' });
    await hear(notice({ entity: 'preferences', id: '1' }));
    await shop.drainAll();
    const connection = await shop.ports.storage.transaction(shop.companyId, (store) => store.connection.read());
    expect(connection?.closedUntil).toBe('2026-10-31');
  });
});

describe('metered calls', () => {
  it('are counted one by one, as QuickBooks counts them, from the first of connecting on', async () => {
    await post('counted');
    await nextDay();
    await shop.books.importAccounts('owner');
    const months = [meteredMonth(test.clock.now()), meteredMonth(new Date(test.clock.now().getTime() - 31 * dayMs))];
    const counted = await shop.ports.storage.transaction(shop.companyId, async (store) => {
      const rows = await Promise.all(months.map((month) => store.metered.read(month)));
      return rows.reduce((sum, { calls }) => sum + calls, 0);
    });
    expect(counted).toBe(await metered());
    expect(counted).toBeGreaterThan(5);
  });

  /** With QuickBooks' clock, which keeps limits of its own, beside ours. */
  async function drainInStep(): Promise<void> {
    let result = await drainLane(shop.ports, shop.companyId);
    while (result.outcome !== 'idle') {
      await quickbooks.advance(Math.max(result.at.getTime() - test.clock.now().getTime(), 1));
      result = await drainLane(shop.ports, shop.companyId);
    }
  }

  /** Once a backlog is posted; once it lies beyond what sweeps overlap by; and a day later. */
  async function meteredAfterBacklog(entries: number): Promise<readonly number[]> {
    const before = await metered();
    const sales = Array.from({ length: entries }, (_, index) => sale(`backlog-${index}`));
    await shop.books.recordEvents(sales.slice(0, 1000));
    await shop.books.recordEvents(sales.slice(1000));
    await drainInStep();
    expect((await shop.books.sync()).counts.synced).toBe(entries);
    const whenPosted = await metered();
    await quickbooks.advance(overlapMs);
    await shop.drainAll();
    const whenQuiet = await metered();
    await nextDay();
    return [whenPosted - before, whenQuiet - whenPosted, (await metered()) - whenQuiet];
  }

  it('are none while a backlog is posted, and one once it is through', async () => {
    expect(await meteredAfterBacklog(2 * acceptedPerSweepMax + 60)).toEqual([0, 1, 1]);
  });

  describe('where an answer is full', () => {
    /** What is done to an entry of before, and then a backlog that hides it. */
    async function behindBacklog(
      name: string,
      { act, faults = [] }: { act: (id: string) => Promise<unknown>; faults?: readonly object[] },
    ): Promise<number> {
      const id = await post(name);
      await nextDay();
      await act(id);
      const before = await metered();
      const sales = Array.from({ length: 1000 }, (_, index) => sale(`${name}-${index}`));
      await shop.books.recordEvents(sales);
      await drainInStep();
      await quickbooks.advance(overlapMs);
      await shop.control('PUT', '/faults', faults);
      await drainInStep();
      return (await metered()) - before;
    }

    const edit = (id: string) => accountant({ does: 'edit', id, change: { TxnDate: '2026-11-02' } });

    it('read what was changed by its time, and tell by counting that none of ours is missing: an edit is found', async () => {
      const cost = await behindBacklog('edited', { act: edit });
      expect((await drifts()).map(({ theirs }) => theirs !== null)).toEqual([true]);
      // The changes, the chart, locations, classes, two pages of entries, and the count.
      expect(cost).toBe(1 + 3 + 2 + 1);
      const atRest = await metered();
      await nextDay();
      expect((await metered()) - atRest).toBe(1);
    }, 120_000);

    it('are made again where an answer is lost, and all of ours are not read for it', async () => {
      // After the chart, locations and classes.
      const lost = { call: 'query', fault: 'drop-after-write', skip: 3, times: 1 };
      const cost = await behindBacklog('lost', { act: edit, faults: [lost] });
      expect((await drifts()).map(({ theirs }) => theirs !== null)).toEqual([true]);
      expect(cost).toBe(1 + 3 + 1 + (1 + 3 + 2 + 1));
    }, 120_000);

    it('find an entry of before that was deleted, since one is missing: then all of ours are read', async () => {
      const cost = await behindBacklog('deleted', { act: (id) => accountant({ does: 'delete', id }) });
      expect((await drifts()).map(({ theirs }) => theirs)).toEqual([null]);
      expect(cost).toBeGreaterThan(10);
    }, 120_000);

    it('are not misled by a copy that makes up for the one that is missing', async () => {
      const copy = async (id: string) => {
        type Held = { JournalEntry: { DocNumber: string; PrivateNote: string; Line: object[]; TxnDate: string } };
        const { JournalEntry } = await shop.quickbooks<Held>('GET', `/journalentry/${id}`);
        const { DocNumber, PrivateNote, Line, TxnDate } = JournalEntry;
        await accountant({ does: 'delete', id });
        await shop.quickbooks('POST', '/journalentry', { DocNumber, PrivateNote, Line, TxnDate });
      };
      await behindBacklog('copied', { act: copy });
      expect((await drifts()).map(({ theirs }) => theirs)).toEqual([null]);
    }, 120_000);
  });

  it('are made for many of our own entries once a lane is woken for them, though nothing else happens', async () => {
    const { companyId, realmId } = shop;
    const isWoken = async () => (await test.storage.companiesToSweep()).includes(companyId);
    const accept = (entries: number) =>
      shop.ports.storage.transaction(companyId, (store) =>
        store.sweeps.noteAccepted(realmId, { entries, changesFrom: test.clock.now(), now: test.clock.now() }),
      );
    await accept(acceptedPerSweepMax - 1);
    await quickbooks.advance(overlapMs);
    expect(await isWoken()).toBe(false);
    await accept(1);
    expect(await isWoken()).toBe(false);
    await quickbooks.advance(overlapMs);
    expect(await isWoken()).toBe(true);
    await shop.drainAll();
    expect(await isWoken()).toBe(false);
  });

  it('are not spent on sweeps beyond the budget; that is said, and over once there is more', async () => {
    const id = await post('unseen');
    await accountant({ does: 'delete', id });
    await shop.books.saveSettings({ meteredBudget: 1 }, 'owner');
    const before = await metered();
    await nextDay();
    expect(await metered()).toBe(before);
    expect(await drifts()).toEqual([]);
    expect((await shop.books.connection()).metered).toMatchObject({ skippedSince: test.clock.now() });
    expect(await post('posted-all-the-same')).toMatch(/^\d+$/);
    await shop.books.saveSettings({ meteredBudget: null }, 'owner');
    await shop.drainAll();
    expect(await drifts()).toHaveLength(1);
    expect((await shop.books.connection()).metered.skippedSince).toBeNull();
  });
});
