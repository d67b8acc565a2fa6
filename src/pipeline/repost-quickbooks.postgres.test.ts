// Undo and repost over the local QuickBooks: what accountants did there stays theirs, and a quarter posted again is as if it had been right from the start.
import { describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { CrashError, sale } from './books.fixture.ts';
import type { CrashPoint } from './crash-points.ts';
import type { PeriodChoice } from './period-port.ts';
import type { PipelinePorts } from './ports.ts';
import { drainLane } from './post-entries.ts';
import { type QuickbooksBooks, type QuickbooksInStep, useQuickbooksInStep } from './quickbooks.fixture.ts';
import { november, on, previewOf, remapCash, repostAsShown, standingOf, voidOf } from './repost.fixture.ts';

const quarter: PeriodChoice = { ...november, from: '2026-09-01', to: '2026-11-30' };
const dayMs = 24 * 60 * 60_000;
let quickbooks: QuickbooksInStep;
let test: TestStorage;

useQuickbooksInStep((opened) => {
  quickbooks = opened;
  test = opened.test;
});

interface Entry {
  readonly Id: string;
  readonly TxnDate: string;
  readonly DocNumber: string;
  readonly SyncToken: string;
  readonly PrivateNote: string;
  readonly Line: readonly {
    readonly Amount: number;
    readonly JournalEntryLineDetail: { readonly PostingType: string; readonly AccountRef: { readonly value: string } };
  }[];
}

async function entriesOf(shop: QuickbooksBooks): Promise<readonly Entry[]> {
  const query = encodeURIComponent('select * from JournalEntry maxresults 1000');
  const { QueryResponse } = await shop.quickbooks<{ QueryResponse: { JournalEntry?: Entry[] } }>(
    'GET',
    `/query?query=${query}`,
  );
  return QueryResponse.JournalEntry ?? [];
}

async function post(shop: QuickbooksBooks, ...events: readonly Record<string, unknown>[]): Promise<void> {
  await shop.books.recordEvents(events);
  await shop.drainAll();
}

async function entryOf(shop: QuickbooksBooks, index = 0): Promise<Entry> {
  const entry = (await entriesOf(shop)).toSorted((a, b) => Number(a.Id) - Number(b.Id))[index];
  if (entry === undefined) throw new Error('There is no such entry.');
  return entry;
}

const cashGoesTo = async (shop: QuickbooksBooks, name: string, from: string | null = null) =>
  remapCash(shop.books, await shop.accountNamed(name), from);

const accountant = (shop: QuickbooksBooks, act: object) => shop.control<Entry>('POST', '/accountant', act);

describe('what somebody did in QuickBooks', () => {
  it('is named, once it is known, and never written over', async () => {
    const shop = await quickbooks.open();
    await post(shop, sale('edited'), sale('deleted'), sale('accepted'), sale('free'));
    const [edited, deleted, accepted] = [await entryOf(shop, 0), await entryOf(shop, 1), await entryOf(shop, 2)];
    await accountant(shop, { does: 'edit', id: edited.Id, change: { TxnDate: '2026-11-19' } });
    await accountant(shop, { does: 'delete', id: deleted.Id });
    await accountant(shop, { does: 'edit', id: accepted.Id, change: { TxnDate: '2026-11-18' } });
    await quickbooks.advance(dayMs);
    await shop.drainAll();
    const { drift } = await shop.books.drift({ settled: false, cursor: null, limit: 20 });
    const theirs = drift.find(({ quickbooksId }) => quickbooksId === accepted.Id);
    if (theirs === undefined) throw new Error('It drifted.');
    await shop.books.decideDrift({ id: theirs.id, choice: 'accept-theirs', syncToken: theirs.syncToken }, 'ann');
    await cashGoesTo(shop, 'Undeposited Funds');
    const shown = await previewOf(shop.books);
    expect(shown).toMatchObject({ changing: 1, staying: 3 });
    expect(shown.reasons.map(({ reason }) => reason).toSorted()).toEqual(['deleted', 'edited', 'theirs-accepted']);
    await repostAsShown(shop.books);
    await shop.drainAll();
    expect((await entriesOf(shop)).find(({ Id }) => Id === edited.Id)).toMatchObject({ TxnDate: '2026-11-19' });
    expect(await shop.held()).toHaveLength(3);
  });

  it('is not written over where it was done after it was shown: it is a drift, and stays', async () => {
    const shop = await quickbooks.open();
    await post(shop, sale('quicker'), sale('gone'), sale('free'));
    const [quicker, gone] = [await entryOf(shop, 0), await entryOf(shop, 1)];
    await cashGoesTo(shop, 'Undeposited Funds');
    const id = await repostAsShown(shop.books);
    await accountant(shop, { does: 'edit', id: quicker.Id, change: { TxnDate: '2026-11-19' } });
    await accountant(shop, { does: 'delete', id: gone.Id });
    await shop.drainAll();
    const view = await standingOf(shop.books, id);
    expect(view).toMatchObject({ state: 'done', written: 1, left: 2 });
    expect(view.stays.map(({ reason }) => reason).toSorted()).toEqual(['deleted', 'edited']);
    expect((await shop.books.drift({ settled: false, cursor: null, limit: 20 })).openCount).toBe(2);
    expect((await entriesOf(shop)).find(({ Id }) => Id === quicker.Id)).toMatchObject({ TxnDate: '2026-11-19' });
  });

  it('is no reason where it changed nothing: what was shown goes over that', async () => {
    const shop = await quickbooks.open();
    await post(shop, sale('touched'));
    const touched = await entryOf(shop);
    await cashGoesTo(shop, 'Undeposited Funds');
    const id = await repostAsShown(shop.books);
    await accountant(shop, { does: 'edit', id: touched.Id, change: { PrivateNote: `Seen. ${touched.PrivateNote}` } });
    await shop.drainAll();
    expect(await standingOf(shop.books, id)).toMatchObject({ written: 1, left: 0 });
  });
});

/** A quarter of a shop as a seed draws it: sales by cash and card at two locations, some voided days later, some edited. */
function drawQuarter(seed: number, locations: readonly string[]) {
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const dayOf = (index: number) => new Date(Date.UTC(2026, 8, 1 + index)).toISOString().slice(0, 10);
  const events: Record<string, unknown>[] = [];
  const edits: Record<string, unknown>[] = [];
  for (let day = 0; day < 90; day += 1) {
    const tickets = below(4) === 0 ? 0 : 1;
    for (let ticket = 0; ticket < tickets; ticket += 1) {
      const id = `t-${day}-${ticket}`;
      const amount = `${5 + below(80)}.${below(10)}0`;
      const of = (paid: string) => ({
        ...on(dayOf(day)),
        location: locations[below(locations.length)] ?? '',
        lines: [{ type: 'item', itemClass: below(4) === 0 ? 'gifts' : 'apparel', quantity: '1', amount: paid }],
        payments: [{ paymentType: below(3) === 0 ? 'visa' : 'cash', amount: paid }],
      });
      const first = sale(id, of(amount));
      events.push(first);
      const chance = below(10);
      if (chance === 0 && day < 85) events.push({ ...voidOf(id, dayOf(day + 1 + below(4))), location: first.location });
      if (chance === 1) edits.push({ ...sale(id, of(`${1 + below(90)}.00`)), location: first.location });
    }
  }
  return { events, edits };
}

async function mapShop(shop: QuickbooksBooks, to: { cash: string; apparel: string }): Promise<void> {
  const of = async (
    role: 'payment' | 'sales',
    subject: string,
    name: string,
    applicableFrom: string | null = null,
  ) => ({
    ...{ role, subject, accountId: await shop.accountNamed(name), applicableFrom },
  });
  const saved = await shop.books.saveMappings(
    [
      await of('payment', 'visa', 'Undeposited Funds'),
      await of('payment', 'cash', to.cash, '2026-10-01'),
      await of('sales', 'apparel', to.apparel),
      await of('sales', 'gifts', 'Sales - Gifts'),
    ],
    'owner',
  );
  if (!saved.ok) throw new Error(JSON.stringify(saved.refusals));
}

async function trade(shop: QuickbooksBooks, of: ReturnType<typeof drawQuarter>): Promise<void> {
  for (let from = 0; from < of.events.length; from += 100) {
    await shop.books.recordEvents(of.events.slice(from, from + 100));
  }
  await drainUnpaced(shop);
  for (const result of await shop.books.recordEvents(of.edits)) {
    if (result.status !== 'conflict') throw new Error(`An edit was ${result.status}.`);
    const event = await shop.books.listEvents({ q: (result.key ?? '').split('/')[2] ?? '', limit: 10 });
    const id = event.events.find(({ key }) => key === result.key)?.id ?? '';
    // One that was voided stays as it was in both.
    await shop.books.takeVersion({ id, contentId: null }, 'owner');
  }
  await drainUnpaced(shop);
}

const drainsMax = 2_000;
/** Of a repost, at every second step so far: each of its three steps is met many times. */
const deathsUntil = 60;
const quarterTimeoutMs = 400_000;

/** As fast as it goes; where `reached` ends the process, the next one goes on. */
async function drainUnpaced(shop: QuickbooksBooks, reached: PipelinePorts['reached'] = async () => undefined) {
  for (let drains = 0; drains < drainsMax; drains += 1) {
    const result = await drainLane({ ...shop.ports, unpaced: true, reached }, shop.companyId).catch(
      (error: unknown) => {
        if (!(error instanceof CrashError)) throw error;
        return { outcome: 'later', at: new Date(test.clock.now().getTime() + 60_000) } as const;
      },
    );
    if (result.outcome === 'idle') return;
    test.clock.advance(Math.max(result.at.getTime() - test.clock.now().getTime(), 1));
  }
  throw new Error('The lane does not come to rest.');
}

/** By day and account, in cents, debits positive: what QuickBooks holds. */
async function booksByDay(shop: QuickbooksBooks): Promise<Readonly<Record<string, number>>> {
  const names = new Map((await shop.books.accounts()).map(({ id, name }) => [id, name]));
  const sums = new Map<string, number>();
  for (const { TxnDate, Line } of await entriesOf(shop)) {
    for (const { Amount, JournalEntryLineDetail: detail } of Line) {
      const key = `${TxnDate} ${names.get(detail.AccountRef.value) ?? ''}`;
      const cents = Math.round(Amount * 100) * (detail.PostingType === 'Debit' ? 1 : -1);
      sums.set(key, (sums.get(key) ?? 0) + cents);
    }
  }
  return Object.fromEntries([...sums].filter(([, cents]) => cents !== 0).toSorted());
}

describe('a quarter, remapped and posted again with the process dying at every step', () => {
  const wrong = { cash: 'Cash in Drawer', apparel: 'Sales - Apparel' };
  const right = { cash: 'Undeposited Funds', apparel: 'Sales - Gifts' };
  const steps = ['intent-saved', 'sent', 'outcome-saved'] as const satisfies readonly CrashPoint[];

  it.each([
    [1, 'per-event', ['main', 'outlet']],
    [2, 'daily-summary', ['main']],
  ] as const)(
    'ends as if it had been posted so from the start: seed %d, %s',
    { timeout: quarterTimeoutMs },
    async (seed, mode, locations) => {
      const drawn = drawQuarter(seed, locations);
      const open = async () => {
        const shop = await quickbooks.open();
        const saved = await shop.books.saveSettings({ postingMode: mode, postingModeFrom: null }, 'owner');
        if (!saved.ok) throw new Error(saved.message);
        return shop;
      };
      const [remapped, straight] = [await open(), await open()];
      await mapShop(straight, right);
      await trade(straight, drawn);
      await mapShop(remapped, wrong);
      await trade(remapped, drawn);
      const before = await entriesOf(remapped);
      await mapShop(remapped, right);
      expect(await booksByDay(remapped)).not.toEqual(await booksByDay(straight));

      const id = await repostAsShown(remapped.books, quarter);
      let reached = 0;
      await drainUnpaced(remapped, async (point) => {
        reached += 1;
        if (reached < deathsUntil && reached % 2 === 0 && steps.some((step) => step === point))
          throw new CrashError(point);
      });
      expect(await standingOf(remapped.books, id)).toMatchObject({ state: 'done', left: 0 });
      expect(await booksByDay(remapped)).toEqual(await booksByDay(straight));
      const after = await entriesOf(remapped);
      expect(after.map(({ DocNumber }) => DocNumber).toSorted()).toEqual(
        before.map(({ DocNumber }) => DocNumber).toSorted(),
      );
      expect(after.every(({ SyncToken }) => Number(SyncToken) <= 1)).toBe(true);
      expect(await previewOf(remapped.books, quarter)).toMatchObject({ changing: 0, staying: 0 });
      await quickbooks.advance(dayMs);
      await drainUnpaced(remapped);
      expect((await remapped.books.drift({ settled: false, cursor: null, limit: 1 })).openCount).toBe(0);
    },
  );
});
