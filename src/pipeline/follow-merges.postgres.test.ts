// An accountant merges one account into another: no entry has drifted, voids, reposts and what is put back go to the account that
// is left, and a mapping to the one that is gone is told before anything meets it. Whichever way QuickBooks tells of it.
import { beforeEach, describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { sweepEveryMs } from '../posting/sweep.ts';
import { auditBooks } from './audit-books.ts';
import { sale } from './books.fixture.ts';
import { hearChanges } from './hear-changes.ts';
import { drainLane } from './post-entries.ts';
import { type QuickbooksBooks, type QuickbooksInStep, useQuickbooksInStep } from './quickbooks.fixture.ts';
import { remapCash, repostAsShown, standingOf } from './repost.fixture.ts';

let quickbooks: QuickbooksInStep;
let test: TestStorage;
let shop: QuickbooksBooks;
let cash: string;
let drawer: string;

useQuickbooksInStep((opened) => {
  quickbooks = opened;
  test = opened.test;
});
beforeEach(async () => {
  shop = await quickbooks.open();
  cash = await shop.accountNamed('Cash in Drawer');
  const made = await shop.quickbooks<{ Account: { Id: string } }>('POST', '/account', {
    ...{ Name: 'Shop drawer', AccountType: 'Bank' },
  });
  drawer = made.Account.Id;
});

const accountant = (act: object) => shop.control('POST', '/accountant', act);
const merge = () => accountant({ does: 'merge', entity: 'Account', id: cash, into: drawer });
const settings = (change: object) => shop.control('PUT', '/settings', change);
const drift = async () => (await shop.books.drift({ settled: false, cursor: null, limit: 10 })).drift;
const alerts = () => shop.books.alerts();
const metered = async () => (await shop.calls()).metered;

async function nextDay(): Promise<void> {
  await quickbooks.advance(sweepEveryMs);
  await shop.drainAll();
}

async function record(...events: readonly object[]): Promise<void> {
  await quickbooks.advance(1_000);
  await shop.books.recordEvents(events);
  await shop.drainAll();
}
const voidOf = (id: string) => ({
  ...{ source: 'till', kind: 'sale', sourceId: `${id}-void`, reverses: `till/sale/${id}` },
  ...{ occurredAt: '2026-11-20T13:00:00-05:00', location: 'main' },
});
const statuses = async () => (await shop.books.listEvents({ limit: 20 })).events.map(({ status }) => status);

interface Entry {
  readonly Id: string;
  readonly Line: readonly { readonly JournalEntryLineDetail: { readonly AccountRef: { readonly value: string } } }[];
}
async function heldEntries(): Promise<readonly Entry[]> {
  const query = encodeURIComponent('select * from JournalEntry');
  const { QueryResponse } = await shop.quickbooks<{ QueryResponse: { JournalEntry?: readonly Entry[] } }>(
    ...(['GET', `/query?query=${query}`] as const),
  );
  return QueryResponse.JournalEntry ?? [];
}
/** How many lines of QuickBooks' entries are on an account. */
async function linesOn(accountId: string): Promise<number> {
  const lines = (await heldEntries()).flatMap(({ Line }) => Line);
  return lines.filter(({ JournalEntryLineDetail }) => JournalEntryLineDetail.AccountRef.value === accountId).length;
}

/** The click on the alert: what was mapped to the one goes to the other. */
async function follow(): Promise<void> {
  const rows = (await shop.books.mappings({ includeInactive: true })).filter(({ accountId }) => accountId === cash);
  const changes = rows.map(({ role, subject, applicableFrom }) => ({
    role,
    subject,
    applicableFrom,
    accountId: drawer,
  }));
  const saved = await shop.books.saveMappings(changes, 'owner');
  expect(saved).toMatchObject({ ok: true, repostOffer: null });
  await shop.drainAll();
}

async function isEqualToQuickbooks(): Promise<boolean> {
  await settings({ limits: false });
  const listener = { callsAhead: () => undefined, wait: async () => undefined };
  const request = { from: null, to: null, offline: false, deep: true };
  const report = await auditBooks(shop.ports, shop.companyId, { request, listener });
  return report.quickbooks.state === 'compared' && (report.quickbooks.entries?.differenceCount ?? 1) === 0;
}

describe.each([
  ['kept', 'inactive'],
  ['changed', 'inactive'],
  ['changed', 'gone'],
])('accounts merged in QuickBooks: transactions %s, the account %s', (mergedTransactions, mergedAccount) => {
  beforeEach(async () => {
    await settings({ mergedTransactions, mergedAccount });
    await record(sale('a'), sale('b'), sale('c'));
    await nextDay();
    await merge();
  });

  it('are no drift of the entries, and the alert names the account that is left before the next post fails', async () => {
    const before = await shop.calls();
    await nextDay();
    expect(await drift()).toEqual([]);
    expect(await alerts()).toMatchObject([
      {
        ...{ kind: 'inactive-account', subject: cash, eventsHeld: 0 },
        mergedInto: { accountId: drawer, name: 'Shop drawer' },
      },
    ]);
    expect((await alerts())[0]?.title).toContain('was merged into Shop drawer in QuickBooks');
    await record(sale('d'));
    expect((await shop.calls()).refused).toBe(before.refused);
    expect(await alerts()).toMatchObject([{ subject: cash, eventsHeld: 1 }]);
    await follow();
    expect(await alerts()).toEqual([]);
    expect(await statuses()).toEqual(['synced', 'synced', 'synced', 'synced']);
    expect([await linesOn(cash), await linesOn(drawer)]).toEqual([0, 4]);
    await nextDay();
    const atRest = await metered();
    await nextDay();
    expect((await metered()) - atRest).toBe(1);
    expect(await drift()).toEqual([]);
    expect(await isEqualToQuickbooks()).toBe(true);
  });

  it('take the void of an entry from before with them, without a click', async () => {
    await nextDay();
    await record(voidOf('a'));
    expect(await statuses()).toContain('synced');
    expect([await linesOn(cash), await linesOn(drawer)]).toEqual([0, 4]);
    expect((await alerts()).map(({ eventsHeld }) => eventsHeld)).toEqual([0]);
    expect(await isEqualToQuickbooks()).toBe(true);
  });

  it('hold a void that comes before it is known, ask once, and let it go by itself', async () => {
    await record(voidOf('a'));
    expect([await linesOn(cash), await linesOn(drawer)]).toEqual([0, 4]);
    expect(new Set(await statuses())).toEqual(new Set(['synced']));
    const atRest = (await shop.calls()).calls;
    await shop.drainAll();
    expect((await shop.calls()).calls).toBe(atRest);
  });

  it('have an entry that somebody edits later put back on the account that is left', async () => {
    await nextDay();
    await accountant({ does: 'edit', id: (await heldEntries())[0]?.Id, change: { TxnDate: '2026-11-02' } });
    await nextDay();
    const [found] = await drift();
    expect(found).toMatchObject({ fields: [{ field: 'date' }], lines: [{ same: true }, { same: true }] });
    const { id = '', syncToken = null } = found ?? {};
    expect(await shop.books.decideDrift({ id, choice: 'put-ours-back', syncToken }, 'owner')).toEqual({ ok: true });
    await shop.drainAll();
    expect(await drift()).toEqual([]);
    expect([await linesOn(cash), await linesOn(drawer)]).toEqual([0, 3]);
    expect(await isEqualToQuickbooks()).toBe(true);
  });

  it('leave the reconciliation one account, with what was on both', async () => {
    await nextDay();
    await follow();
    const month = { accountId: drawer, month: '2026-11' };
    expect(await shop.books.readRegister(month)).toMatchObject({
      detail: { state: 'no-difference', ours: { closingHundredths: 30_00n }, counts: { matched: 3, 'only-there': 0 } },
    });
    expect(await shop.books.readRegister({ ...month, accountId: cash })).toMatchObject({ ok: false });
  });

  it('change nothing about what a repost of their days would do', async () => {
    await nextDay();
    await follow();
    const choice = { from: '2026-11-01', to: '2026-11-30', locations: null, kinds: null };
    const looked = await shop.books.previewPeriod(choice, { cursor: null, limit: 10 });
    expect(looked).toMatchObject({ ok: true, changing: 0, staying: 0 });
  });
});

describe('an entry whose answer got lost', () => {
  it('is recognised where it is looked up after its account was merged', async () => {
    await record(sale('a'));
    await shop.control('PUT', '/faults', [{ call: 'journalentry', fault: 'drop-after-write', times: 1 }]);
    await quickbooks.advance(1_000);
    await shop.books.recordEvents([sale('lost')]);
    await drainLane(shop.ports, shop.companyId);
    await merge();
    await quickbooks.advance(11 * 60_000);
    await shop.books.importAccounts('owner');
    await shop.drainAll();
    expect(await statuses()).toEqual(['synced', 'synced']);
    expect([await linesOn(cash), await linesOn(drawer)]).toEqual([0, 2]);
    await nextDay();
    expect(await drift()).toEqual([]);
    expect(await isEqualToQuickbooks()).toBe(true);
  });
});

describe('an entry whose answer got lost, and which alone is posted to an account that was merged since', () => {
  const loseTheAnswer = async () => {
    await shop.control('PUT', '/faults', [{ call: 'journalentry', fault: 'drop-after-write', times: 1 }]);
    await quickbooks.advance(1_000);
    await shop.books.recordEvents([sale('lost')]);
    await drainLane(shop.ports, shop.companyId);
  };

  it('is recognised, since nobody has changed it, and its lines follow', async () => {
    await loseTheAnswer();
    await merge();
    await quickbooks.advance(11 * 60_000);
    await shop.books.importAccounts('owner');
    await shop.drainAll();
    expect(await statuses()).toEqual(['synced']);
    await record(voidOf('lost'));
    expect([await linesOn(cash), await linesOn(drawer)]).toEqual([0, 2]);
    await nextDay();
    expect(await drift()).toEqual([]);
    expect(await isEqualToQuickbooks()).toBe(true);
  });

  /** Its lines with what was on the one account on the other. */
  const onDrawer = ({ Line }: Entry) =>
    Line.map((line) => {
      const detail = line.JournalEntryLineDetail;
      const AccountRef = detail.AccountRef.value === cash ? { value: drawer } : detail.AccountRef;
      return { ...line, JournalEntryLineDetail: { ...detail, AccountRef } };
    });
  const theOne = async (): Promise<Entry> => {
    const [entry] = await heldEntries();
    if (entry === undefined) throw new Error('QuickBooks holds no entry.');
    return entry;
  };

  it('is not, where somebody moved its line by hand and made the account inactive', async () => {
    await loseTheAnswer();
    const entry = await theOne();
    await accountant({ does: 'edit', id: entry.Id, change: { Line: onDrawer(entry) } });
    await accountant({ does: 'deactivate', entity: 'Account', id: cash });
    await quickbooks.advance(11 * 60_000);
    await shop.books.importAccounts('owner');
    await shop.drainAll();
    expect(await statuses()).toEqual(['failed']);
  });

  it('is not, where somebody entered it anew on another account while that of ours is one to post to', async () => {
    await loseTheAnswer();
    const { Id, ...entry } = await theOne();
    await accountant({ does: 'delete', id: Id });
    const anew = { ...entry, Line: onDrawer({ Id, ...entry }), SyncToken: undefined, MetaData: undefined };
    await shop.quickbooks('POST', '/journalentry', anew);
    await quickbooks.advance(11 * 60_000);
    await shop.drainAll();
    expect(await statuses()).toEqual(['failed']);
  });
});

describe('a repost that was confirmed before an account it goes to was merged', () => {
  it('goes to the account that is left', async () => {
    await record(sale('a'));
    await shop.books.importAccounts('owner');
    await remapCash(shop.books, drawer);
    await record(sale('b'));
    await repostAsShown(shop.books);
    const { Account } = await shop.quickbooks<{ Account: { Id: string } }>('POST', '/account', {
      ...{ Name: 'One drawer', AccountType: 'Bank' },
    });
    await accountant({ does: 'merge', entity: 'Account', id: drawer, into: Account.Id });
    await shop.books.importAccounts('owner');
    await shop.drainAll();
    expect([await linesOn(cash), await linesOn(drawer), await linesOn(Account.Id)]).toEqual([0, 0, 2]);
    await nextDay();
    expect(await drift()).toEqual([]);
    expect(await isEqualToQuickbooks()).toBe(true);
  });
});

describe('an account that is made inactive after a person confirmed what names it', () => {
  it('leaves the entry of a repost as it is, with what QuickBooks says, and asks no more', async () => {
    await record(sale('a'));
    await shop.books.importAccounts('owner');
    await remapCash(shop.books, drawer);
    const id = await repostAsShown(shop.books);
    await accountant({ does: 'deactivate', entity: 'Account', id: drawer });
    await shop.drainAll();
    const standing = await standingOf(shop.books, id);
    expect(standing).toMatchObject({ state: 'done', written: 0, left: 1, stays: [{ reason: 'refused' }] });
    expect([await linesOn(cash), await linesOn(drawer)]).toEqual([1, 0]);
  });

  it('leaves a drift open that was to be put back, with what QuickBooks says, and asks no more', async () => {
    await record(sale('a'));
    await accountant({ does: 'edit', id: (await heldEntries())[0]?.Id, change: { TxnDate: '2026-11-02' } });
    await nextDay();
    const [found] = await drift();
    const { id = '', syncToken = null } = found ?? {};
    expect(await shop.books.decideDrift({ id, choice: 'put-ours-back', syncToken }, 'owner')).toEqual({ ok: true });
    await accountant({ does: 'deactivate', entity: 'Account', id: cash });
    await shop.drainAll();
    expect(await drift()).toMatchObject([{ state: 'open', problem: expect.any(String) }]);
  });
});

describe('two accounts of the same entries that are merged on one day', () => {
  it('are both followed, each to the account that is left of it', async () => {
    await record(sale('a'), sale('b'));
    const sales = await shop.accountNamed('Sales - Apparel');
    const { Account } = await shop.quickbooks<{ Account: { Id: string } }>('POST', '/account', {
      ...{ Name: 'Clothes sold', AccountType: 'Income' },
    });
    await merge();
    await accountant({ does: 'merge', entity: 'Account', id: sales, into: Account.Id });
    await nextDay();
    expect(await drift()).toEqual([]);
    const told = (await alerts()).map(({ subject, mergedInto }) => [subject, mergedInto?.accountId]);
    expect(new Map(told as [string, string][])).toEqual(
      new Map([
        [cash, drawer],
        [sales, Account.Id],
      ]),
    );
    await record(voidOf('a'));
    expect([await linesOn(drawer), await linesOn(Account.Id)]).toEqual([3, 3]);
    expect(await isEqualToQuickbooks()).toBe(true);
  });
});

describe('an account that takes over another and is merged itself', () => {
  it('leaves all to the last of them', async () => {
    await record(sale('a'));
    await merge();
    await nextDay();
    await follow();
    const { Account } = await shop.quickbooks<{ Account: { Id: string } }>('POST', '/account', {
      ...{ Name: 'One drawer', AccountType: 'Bank' },
    });
    await accountant({ does: 'merge', entity: 'Account', id: drawer, into: Account.Id });
    await nextDay();
    expect(await drift()).toEqual([]);
    expect(await alerts()).toMatchObject([{ subject: drawer, mergedInto: { accountId: Account.Id } }]);
    await record(voidOf('a'));
    expect([await linesOn(cash), await linesOn(drawer), await linesOn(Account.Id)]).toEqual([0, 0, 2]);
    expect(await isEqualToQuickbooks()).toBe(true);
  });
});

describe('an account that took over others and is made inactive', () => {
  it('is offered to nobody before it is active again', async () => {
    await record(sale('a'));
    await merge();
    await nextDay();
    const { Account } = await shop.quickbooks<{ Account: { Id: string } }>('POST', '/account', {
      ...{ Name: 'One drawer', AccountType: 'Bank' },
    });
    await accountant({ does: 'merge', entity: 'Account', id: drawer, into: Account.Id });
    await nextDay();
    expect(await alerts()).toMatchObject([{ subject: cash, mergedInto: { accountId: Account.Id } }]);
    await accountant({ does: 'deactivate', entity: 'Account', id: Account.Id });
    await nextDay();
    const [alert] = await alerts();
    expect(alert).toMatchObject({ subject: cash, title: expect.stringContaining('was merged into another account') });
    expect(alert?.action).toContain('to another account');
    expect(alert).not.toHaveProperty('mergedInto');
    // What would take the entry back names the account itself.
    await record(voidOf('a'));
    expect((await alerts()).map(({ subject, eventsHeld }) => [subject, eventsHeld])).toEqual([
      [Account.Id, 1],
      [cash, 0],
    ]);
    await accountant({ does: 'activate', entity: 'Account', id: Account.Id });
    await nextDay();
    expect(await alerts()).toMatchObject([{ subject: cash, mergedInto: { accountId: Account.Id } }]);
    expect(await statuses()).toEqual(['synced', 'synced']);
    expect(await drift()).toEqual([]);
  });
});

describe('an account that is made inactive', () => {
  it('is not taken for a merge, and its entries stay where they are', async () => {
    await record(sale('a'));
    const before = await metered();
    await accountant({ does: 'deactivate', entity: 'Account', id: cash });
    await nextDay();
    // The sweep, the look at our entries, and the sweep again.
    expect((await metered()) - before).toBe(3);
    expect((await alerts())[0]).toMatchObject({ kind: 'inactive-account', subject: cash });
    expect((await alerts())[0]).not.toHaveProperty('mergedInto');
    expect([await linesOn(cash), await linesOn(drawer)]).toEqual([1, 0]);
  });

  it('is not taken for a merge where somebody moved its one entry by hand: that is a drift', async () => {
    await record(sale('a'));
    const [{ Id: id, Line } = { Id: '', Line: [] }] = await heldEntries();
    const change = JSON.parse(JSON.stringify({ Line }).replaceAll(`"value":"${cash}"`, `"value":"${drawer}"`));
    await accountant({ does: 'edit', id, change });
    await accountant({ does: 'deactivate', entity: 'Account', id: cash });
    await nextDay();
    expect(await drift()).toMatchObject([{ lines: [{ ours: { account: { id: cash } } }, {}] }]);
    expect((await alerts())[0]).not.toHaveProperty('mergedInto');
  });

  it('is one like any other once it is active again, also after a merge', async () => {
    await record(sale('a'), sale('b'));
    await settings({ mergedTransactions: 'changed' });
    await merge();
    await nextDay();
    await accountant({ does: 'activate', entity: 'Account', id: cash });
    await nextDay();
    // It can be used again, and holds nothing any more.
    expect(await alerts()).toEqual([]);
    expect(await drift()).toEqual([]);
  });
});

describe('an account that is made active again while lines go over from it', () => {
  it('keeps those that have not', async () => {
    await record(sale('a'));
    const { realmId, companyId } = shop;
    const moved = await test.storage.transaction(companyId, async (store) => {
      await store.merges.note({ realmId, accountId: cash, into: drawer });
      const account = (await store.chart.accounts()).find(({ id }) => id === cash);
      if (account === undefined) throw new Error('It was imported.');
      await store.chart.addAccount({ ...account, active: true }, realmId, test.clock.now());
      return store.merges.moveLines({ realmId, accountId: cash, limit: 10 });
    });
    expect(moved).toBe(0);
    await record(voidOf('a'));
    expect([await linesOn(cash), await linesOn(drawer)]).toEqual([2, 0]);
  });
});

describe('a webhook that tells of a merge', () => {
  it('has the whole chart read, whatever change data capture says', async () => {
    await record(sale('a'));
    await settings({ changesDelayMs: 500_000 });
    await merge();
    await quickbooks.advance(120_000);
    const notice = { realmId: shop.realmId, entity: 'account', id: drawer, isNew: false, isMerge: true } as const;
    await hearChanges(shop.ports, test.storage).hear([{ ...notice, changedAt: test.clock.now() }]);
    await shop.drainAll();
    expect(await alerts()).toMatchObject([{ subject: cash, mergedInto: { accountId: drawer } }]);
  });
});
