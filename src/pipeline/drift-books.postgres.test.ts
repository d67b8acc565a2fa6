// What a person decides of a drift: theirs counts as ours, or ours is put back once, whatever is lost on the way and whoever was quicker.
import { beforeEach, describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { overlapMs } from '../posting/sweep.ts';
import { auditBooks } from './audit-books.ts';
import { sale } from './books.fixture.ts';
import type { CrashPoint } from './crash-points.ts';
import type { DriftView } from './drift-port.ts';
import { findDrift } from './find-drift.ts';
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

async function nextDay(): Promise<void> {
  await quickbooks.advance(dayMs);
  await shop.drainAll();
}

interface Entry {
  readonly Id: string;
  readonly TxnDate: string;
  readonly DocNumber: string;
  readonly SyncToken: string;
}

const accountant = (act: object) => shop.control<Entry>('POST', '/accountant', act);
const badDay = (...rules: object[]) => shop.control('PUT', '/faults', rules);
const settings = (change: object) => shop.control('PUT', '/settings', change);
const entry = async (id: string) =>
  (await shop.quickbooks<{ JournalEntry: Entry }>('GET', `/journalentry/${id}`)).JournalEntry;
const openDrift = async () => (await shop.books.drift({ settled: false, cursor: null, limit: 10 })).drift;
const settledDrift = async () => (await shop.books.drift({ settled: true, cursor: null, limit: 10 })).drift;
const decide = (drift: DriftView | undefined, choice: 'accept-theirs' | 'put-ours-back') =>
  shop.books.decideDrift({ id: drift?.id ?? '', choice, syncToken: drift?.syncToken ?? null }, 'owner');
const eventOf = async (id: string) => {
  const event = await shop.books.event(id);
  if (event === null) throw new Error('There is no such event.');
  return event;
};

/** One sale's entry at QuickBooks, and its event. */
async function post(sourceId: string): Promise<{ readonly id: string; readonly event: string }> {
  const [recorded] = await shop.books.recordEvents([sale(sourceId)]);
  await shop.drainAll();
  const event = recorded?.id ?? '';
  return { id: (await eventOf(event)).postings[0]?.quickbooksId ?? '', event };
}

async function edited(sourceId: string, change: object = { TxnDate: '2026-11-02' }) {
  const posted = await post(sourceId);
  const left = await accountant({ does: 'edit', id: posted.id, change });
  await nextDay();
  const [drift] = await openDrift();
  return { ...posted, left, drift };
}

describe('a drift', () => {
  it('shows ours beside theirs, line by line, at the event and in the list', async () => {
    const { id, event } = await post('shown');
    const ours = await shop.quickbooks<{ JournalEntry: { Line: { Amount: number }[] } }>('GET', `/journalentry/${id}`);
    const [debit, credit] = ours.JournalEntry.Line;
    const other = await shop.accountNamed('Sales - Gifts');
    const moved = { ...credit, JournalEntryLineDetail: { PostingType: 'Credit', AccountRef: { value: other } } };
    await accountant({ does: 'edit', id, change: { TxnDate: '2026-11-02', Line: [debit, moved] } });
    await nextDay();
    const [drift] = await openDrift();
    expect(drift).toMatchObject({
      kind: 'changed',
      state: 'open',
      fields: [{ field: 'date', ours: '2026-11-20', theirs: '2026-11-02' }],
      lines: [
        { same: true },
        {
          same: false,
          ours: { account: { name: 'Sales - Apparel' }, creditHundredths: 1000n },
          theirs: { account: { name: 'Sales - Gifts' }, creditHundredths: 1000n },
        },
      ],
      events: [{ number: 'shown' }],
    });
    const seen = await eventOf(event);
    expect(seen.postings[0]?.drift?.id).toBe(drift?.id);
    expect(seen.status).toBe('synced');
    expect(seen.postings[0]?.timeline.at(-1)?.message).toBe('Somebody changed it in QuickBooks.');
  });

  it('is decided on what was seen, and once', async () => {
    const { id, drift } = await edited('seen');
    await accountant({ does: 'edit', id, change: { TxnDate: '2026-11-03' } });
    await nextDay();
    expect(await decide(drift, 'put-ours-back')).toMatchObject({ code: 'drift-changed' });
    const [now] = await openDrift();
    expect(await decide(now, 'accept-theirs')).toEqual({ ok: true });
    expect(await decide(now, 'put-ours-back')).toMatchObject({ code: 'drift-decided' });
    const entered = (await shop.books.auditLog()).filter(({ action }) => action === 'drift-decided');
    expect(entered).toMatchObject([{ who: 'owner', detail: { choice: 'accept-theirs' } }]);
    expect(
      await shop.books.decideDrift({ id: now?.postingId ?? '', choice: 'accept-theirs', syncToken: null }, 'o'),
    ).toMatchObject({
      code: 'drift-not-found',
    });
  });
});

describe('theirs, accepted', () => {
  it('counts as ours from then on and is never written over', async () => {
    const { id, left, drift } = await edited('accepted');
    await decide(drift, 'accept-theirs');
    await nextDay();
    expect(await openDrift()).toEqual([]);
    expect(await entry(id)).toMatchObject({ TxnDate: '2026-11-02', SyncToken: left.SyncToken });
    expect((await settledDrift())[0]).toMatchObject({ settledAs: 'theirs', who: 'owner' });
    // Changed again, it is compared with what was accepted, and that is what is put back.
    await accountant({ does: 'edit', id, change: { TxnDate: '2026-11-05' } });
    await nextDay();
    const [again] = await openDrift();
    expect(again).toMatchObject({ oursWasTheirs: true, fields: [{ ours: '2026-11-02', theirs: '2026-11-05' }] });
    await decide(again, 'put-ours-back');
    await shop.drainAll();
    expect(await entry(id)).toMatchObject({ TxnDate: '2026-11-02' });
    await nextDay();
    expect(await openDrift()).toEqual([]);
  });

  it('a deletion that was accepted is not posted again, nor found again', async () => {
    const { id } = await post('gone-for-good');
    await accountant({ does: 'delete', id });
    await nextDay();
    const [drift] = await openDrift();
    expect(drift).toMatchObject({ kind: 'deleted', quickbooksUrl: null, syncToken: null });
    await decide(drift, 'accept-theirs');
    test.clock.advance(40 * dayMs);
    await nextDay();
    expect(await openDrift()).toEqual([]);
    expect(await shop.held()).toEqual([]);
  });

  it('a deletion that was accepted leaves nothing to put back, should the id be read again', async () => {
    const { id } = await post('gone-and-back');
    const ledger = shop.ports.ledgerOf(shop.companyId);
    const answer = await ledger.readVersions({
      guard: { realmId: shop.realmId, assertHeld: () => undefined },
      quickbooksIds: [id],
    });
    const [was] = answer.ok ? answer.held : [];
    const held = was === undefined ? null : { ...was, syncToken: `${was.syncToken}1` };
    await accountant({ does: 'delete', id });
    await nextDay();
    await decide((await openDrift())[0], 'accept-theirs');
    const [now, { realmId, companyId, ports }] = [test.clock.now(), shop];
    await ports.storage.transaction(companyId, (store) =>
      findDrift(ports, store, { ledger, realmId, seen: [{ quickbooksId: id, held }], now }),
    );
    const [back] = await openDrift();
    expect(back).toMatchObject({ state: 'open', oursWasTheirs: false });
    expect(await decide(back, 'put-ours-back')).toMatchObject({ ok: false, code: 'nothing-to-put-back' });
    await shop.drainAll();
    await post('posted-all-the-same');
    expect(await decide(back, 'accept-theirs')).toEqual({ ok: true });
  });
});

it('the audit takes what was accepted for ours: amounts, dates and deletions', async () => {
  const { id } = await post('audited');
  const { Line } = (await shop.quickbooks<{ JournalEntry: { Line: object[] } }>('GET', `/journalentry/${id}`))
    .JournalEntry;
  const gone = await post('audited-gone');
  await post('audited-left');
  await accountant({
    does: 'edit',
    id,
    change: { TxnDate: '2026-11-02', Line: Line.map((line) => ({ ...line, Amount: 12 })) },
  });
  await accountant({ does: 'delete', id: gone.id });
  const audited = async () => {
    const request = { from: null, to: null, deep: true, offline: false };
    const wait = async (until: Date) => test.clock.advance(Math.max(1, until.getTime() - test.clock.now().getTime()));
    const listener = { callsAhead: () => undefined, wait };
    const { quickbooks } = await auditBooks(shop.ports, shop.companyId, { request, listener });
    if (quickbooks.state !== 'compared') throw new Error(quickbooks.state);
    return { equal: quickbooks.accounts.every(({ equal }) => equal), differences: quickbooks.entries?.differenceCount };
  };
  await nextDay();
  expect(await audited()).toEqual({ equal: false, differences: 2 });
  for (const drift of await openDrift()) await decide(drift, 'accept-theirs');
  expect(await audited()).toEqual({ equal: true, differences: 0 });
});

describe('ours, put back', () => {
  it('is an update over what they left: the same entry, as we sent it', async () => {
    const { id, drift } = await edited('put-back');
    const before = (await shop.calls()).metered;
    expect(await decide(drift, 'put-ours-back')).toEqual({ ok: true });
    await shop.drainAll();
    expect(await entry(id)).toMatchObject({ TxnDate: '2026-11-20', DocNumber: drift?.documentNumber });
    expect((await settledDrift())[0]).toMatchObject({ settledAs: 'ours', who: 'owner' });
    // Writes are free; the one read is this test's own.
    expect((await shop.calls()).metered - before).toBe(1);
    await nextDay();
    expect(await openDrift()).toEqual([]);
    expect(await shop.held()).toHaveLength(1);
  });

  for (const fault of ['drop-after-write', 'drop-before-write', 'error-after-write', 'ambiguous-6000']) {
    it(`is there once when the answer is lost: ${fault}`, async () => {
      const { id, left, drift } = await edited(fault);
      await decide(drift, 'put-ours-back');
      await badDay({ call: 'journalentry', fault, times: 1 });
      await shop.drainAll();
      const now = await entry(id);
      expect(now.TxnDate).toBe('2026-11-20');
      expect(Number(now.SyncToken)).toBe(Number(left.SyncToken) + 1);
      expect((await settledDrift())[0]?.settledAs).toBe('ours');
    });
  }

  it('is asked about by its id where QuickBooks may have forgotten the request', async () => {
    const { id, left, drift } = await edited('forgotten');
    await decide(drift, 'put-ours-back');
    await badDay({ call: 'journalentry', fault: 'drop-after-write', times: 1 });
    await drainLane(shop.ports, shop.companyId);
    await quickbooks.advance(11 * 60_000);
    const before = (await shop.calls()).metered;
    await shop.drainAll();
    expect((await shop.calls()).metered - before).toBe(1);
    expect(Number((await entry(id)).SyncToken)).toBe(Number(left.SyncToken) + 1);
    expect((await settledDrift())[0]?.settledAs).toBe('ours');
  });

  it('is a drift again where it was edited before its answer came, whatever was swept meanwhile', async () => {
    const { id, drift } = await edited('edited-again');
    await decide(drift, 'put-ours-back');
    await badDay({ call: 'journalentry', fault: 'drop-after-write', times: 1 });
    await drainLane(shop.ports, shop.companyId);
    await accountant({ does: 'edit', id, change: { TxnDate: '2026-11-09' } });
    await quickbooks.advance(overlapMs + 60_000);
    await badDay({ call: 'journalentry', fault: 'drop-before-write', times: 1 });
    await hearChanges(shop.ports, test.storage).hear([
      { realmId: shop.realmId, entity: 'account', id: '1', isNew: false, changedAt: test.clock.now() },
    ]);
    await shop.drainAll();
    expect((await settledDrift())[0]?.settledAs).toBe('ours');
    await nextDay();
    expect(await openDrift()).toMatchObject([{ state: 'open', fields: [{ theirs: '2026-11-09' }] }]);
  });

  it('is not written over somebody who was quicker: a person decides anew', async () => {
    const { id, drift } = await edited('quicker');
    await decide(drift, 'put-ours-back');
    await accountant({ does: 'edit', id, change: { TxnDate: '2026-11-09' } });
    await shop.drainAll();
    expect(await entry(id)).toMatchObject({ TxnDate: '2026-11-09' });
    expect(await openDrift()).toMatchObject([{ state: 'open', fields: [{ theirs: '2026-11-09' }] }]);
  });

  it('is not written where it was deleted meanwhile: a person decides anew', async () => {
    const { id, drift } = await edited('deleted-meanwhile');
    await decide(drift, 'put-ours-back');
    await accountant({ does: 'delete', id });
    await shop.drainAll();
    expect(await openDrift()).toMatchObject([{ state: 'open', kind: 'deleted' }]);
    expect(await shop.held()).toEqual([]);
  });

  it('is given up where QuickBooks never answers it but takes new entries, which go meanwhile', async () => {
    const { id, drift } = await edited('broken');
    // An update has a token, a new entry none.
    await badDay({ call: 'journalentry', fault: 'error-before-write', status: 500, containing: '"SyncToken"' });
    await decide(drift, 'put-ours-back');
    for (let minute = 1; (await openDrift())[0]?.state !== 'open'; minute += 1) {
      if (minute > 50) throw new Error('It is never given up.');
      if (minute % 6 === 0) await shop.books.recordEvents([sale(`later-${minute}`)]);
      await drainLane(shop.ports, shop.companyId);
      await quickbooks.advance(60_000);
    }
    expect((await openDrift())[0]?.problem).toMatch(/no usable answer/);
    expect(await shop.books.alerts()).toEqual([]);
    await badDay();
    expect(await decide((await openDrift())[0], 'put-ours-back')).toEqual({ ok: true });
    await shop.drainAll();
    expect(await entry(id)).toMatchObject({ TxnDate: '2026-11-20', SyncToken: '2' });
  });

  it('says why QuickBooks does not take it, and can be tried again', async () => {
    const { id, drift } = await edited('closed');
    await settings({ closingDate: '2026-11-25' });
    await decide(drift, 'put-ours-back');
    await shop.drainAll();
    const [still] = await openDrift();
    expect(still?.problem).toMatch(/closed/i);
    expect(still?.state).toBe('open');
    await settings({ closingDate: null });
    expect(await decide(still, 'put-ours-back')).toEqual({ ok: true });
    await shop.drainAll();
    expect(await entry(id)).toMatchObject({ TxnDate: '2026-11-20' });
  });

  for (const point of ['intent-saved', 'sent', 'outcome-saved'] as const satisfies readonly CrashPoint[]) {
    it(`is there once when the process dies: ${point}`, async () => {
      const { id, left, drift } = await edited(point);
      await decide(drift, 'put-ours-back');
      let died = false;
      const dying = {
        ...shop.ports,
        reached: async (at: CrashPoint) => {
          if (at !== point || died) return;
          died = true;
          throw new Error('died');
        },
      };
      await expect(drainLane(dying, shop.companyId)).rejects.toThrow('died');
      await shop.drainAll();
      expect(Number((await entry(id)).SyncToken)).toBe(Number(left.SyncToken) + 1);
      expect((await settledDrift())[0]?.settledAs).toBe('ours');
    });
  }
});

describe('ours, posted anew where it was deleted', () => {
  async function deleted(sourceId: string) {
    const posted = await post(sourceId);
    await accountant({ does: 'delete', id: posted.id });
    await nextDay();
    const [drift] = await openDrift();
    return { ...posted, drift };
  }

  it('is looked up, then sent under a new request id and the same number', async () => {
    const { id, event, drift } = await deleted('anew');
    expect(await decide(drift, 'put-ours-back')).toEqual({ ok: true });
    await shop.drainAll();
    expect(await shop.held()).toEqual([drift?.documentNumber]);
    const posting = (await eventOf(event)).postings[0];
    expect(posting?.state).toBe('accepted');
    expect(posting?.quickbooksId).not.toBe(id);
    expect(posting?.timeline.map(({ what }) => what).slice(-5)).toEqual([
      ...['drifted', 'put-back-asked', 'looked-up', 'intent-saved', 'accepted'],
    ]);
    await nextDay();
    expect(await openDrift()).toEqual([]);
  });

  it('is the entry as it was first built, and shown so, whatever was accepted in between', async () => {
    const { id } = await post('anew-first');
    const { Line } = (await shop.quickbooks<{ JournalEntry: { Line: object[] } }>('GET', `/journalentry/${id}`))
      .JournalEntry;
    await accountant({ does: 'edit', id, change: { Line: Line.map((line) => ({ ...line, Amount: 12 })) } });
    await nextDay();
    const [first] = await openDrift();
    await decide(first, 'accept-theirs');
    await accountant({ does: 'delete', id });
    await nextDay();
    const [drift] = await openDrift();
    expect(drift).toMatchObject({ kind: 'deleted', oursWasTheirs: false, fields: [] });
    expect(drift?.lines.map(({ ours }) => [ours?.debitHundredths, ours?.creditHundredths])).toEqual([
      [1000n, 0n],
      [0n, 1000n],
    ]);
    await decide(drift, 'put-ours-back');
    await shop.drainAll();
    const posted = (await eventOf(drift?.events[0]?.id ?? '')).postings[0];
    expect(await entry(posted?.quickbooksId ?? '')).toMatchObject({ TxnDate: '2026-11-20' });
    await nextDay();
    expect(await openDrift()).toEqual([]);
  });

  it('is there once when the answer is lost', async () => {
    const { drift } = await deleted('anew-lost');
    await decide(drift, 'put-ours-back');
    await badDay({ call: 'journalentry', fault: 'drop-after-write', times: 1 });
    await shop.drainAll();
    expect(await shop.held()).toEqual([drift?.documentNumber]);
  });

  it('is not posted over what somebody entered under its number meanwhile', async () => {
    const { event, drift } = await deleted('anew-taken');
    const [cash, sales] = [await shop.accountNamed('Cash in Drawer'), await shop.accountNamed('Sales - Gifts')];
    const line = (PostingType: string, value: string) => ({
      Amount: 10,
      DetailType: 'JournalEntryLineDetail',
      JournalEntryLineDetail: { PostingType, AccountRef: { value } },
    });
    const Line = [line('Debit', cash), line('Credit', sales)];
    await shop.quickbooks('POST', '/journalentry', { DocNumber: drift?.documentNumber, TxnDate: '2026-11-20', Line });
    await decide(drift, 'put-ours-back');
    await shop.drainAll();
    expect((await eventOf(event)).postings[0]?.state).toBe('number-taken');
    expect(await shop.held()).toHaveLength(1);
  });
});

it('a match with a bank line is no drift: QuickBooks tells of none', async () => {
  const { id } = await post('matched');
  await accountant({ does: 'match', id });
  await nextDay();
  expect(await openDrift()).toEqual([]);
});
