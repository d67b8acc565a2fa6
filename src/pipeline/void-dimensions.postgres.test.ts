// A void mirrors its original by department and class as by account: as that carries them, whatever is chosen since.
import { describe, expect, it } from 'vitest';
import { sale } from './books.fixture.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';
import { november, on, previewOf, repostAsShown, standingOf, voidOf } from './repost.fixture.ts';

let shop: QuickbooksBooks;
useQuickbooksBooks({}, (opened) => {
  shop = opened;
});

interface Entry {
  readonly Id: string;
  readonly TxnDate: string;
  readonly Line: readonly {
    readonly Amount: number;
    readonly JournalEntryLineDetail: {
      readonly PostingType: string;
      readonly DepartmentRef?: { readonly value: string };
      readonly ClassRef?: { readonly value: string };
    };
  }[];
}

async function make(entity: 'department' | 'class', Name: string): Promise<string> {
  const made = await shop.quickbooks<Record<string, { readonly Id: string }>>('POST', `/${entity}`, { Name });
  return (entity === 'class' ? made.Class : made.Department)?.Id ?? '';
}

async function setActive(entity: 'department' | 'class', id: string, Active: boolean): Promise<void> {
  const found = await shop.quickbooks<Record<string, Record<string, unknown>>>('GET', `/${entity}/${id}`);
  const [object] = Object.values(found).filter((one) => typeof one === 'object');
  await shop.quickbooks('POST', `/${entity}`, { ...object, Name: `${entity} of before`, Active });
}

const choose = async (department: string | null, ofClass: string | null) => {
  const apparel = { kind: 'item-class', purpose: '', code: 'apparel', quickbooksClassId: ofClass } as const;
  expect(await shop.books.saveLocation('main', { quickbooksDepartmentId: department }, 'owner')).toEqual({ ok: true });
  expect(await shop.books.saveSubject(apparel, 'owner')).toEqual({ ok: true });
};

async function importAgain(): Promise<void> {
  shop.test.clock.advance(2_000);
  expect(await shop.books.importAccounts('owner')).toMatchObject({ ok: true });
}

/** Two departments and two classes, of which the first of each are chosen. */
async function chooseFirst() {
  const [pier, harbor] = [await make('department', 'Pier'), await make('department', 'Harbor')];
  const [clothing, toys] = [await make('class', 'Clothing'), await make('class', 'Toys')];
  await importAgain();
  await choose(pier, clothing);
  return { pier, harbor, clothing, toys };
}

async function post(...events: readonly Record<string, unknown>[]): Promise<void> {
  await shop.books.recordEvents(events);
  await shop.drainAll();
}

const statuses = async () =>
  Object.fromEntries((await shop.books.listEvents({ limit: 20 })).events.map((one) => [one.sourceId, one.status]));

/** Of each entry in the first company, by its date: side, amount, department and class of its lines. */
async function carried(): Promise<Readonly<Record<string, readonly string[]>>> {
  const query = encodeURIComponent('select * from JournalEntry maxresults 1000');
  const { QueryResponse } = await shop.quickbooks<{ QueryResponse: { JournalEntry?: Entry[] } }>(
    'GET',
    `/query?query=${query}`,
  );
  return Object.fromEntries(
    (QueryResponse.JournalEntry ?? []).map(({ TxnDate, Line }) => [
      TxnDate,
      Line.map(({ Amount, JournalEntryLineDetail: { PostingType, DepartmentRef, ClassRef } }) =>
        [PostingType, Amount, DepartmentRef?.value ?? '-', ClassRef?.value ?? '-'].join(' '),
      ),
    ]),
  );
}

const saleOf = (department: string, ofClass: string, amount = 10) => [
  `Debit ${amount} ${department} -`,
  `Credit ${amount} ${department} ${ofClass}`,
];
const voidOfIt = (department: string, ofClass: string, amount = 10) => [
  `Credit ${amount} ${department} -`,
  `Debit ${amount} ${department} ${ofClass}`,
];

describe('a void', () => {
  it('carries the department and the class of its original after others are chosen', async () => {
    const { pier, harbor, clothing, toys } = await chooseFirst();
    await post(sale('t-0', on('2026-11-19')));
    await choose(harbor, toys);
    await post(voidOf('t-0', '2026-11-20'), sale('t-1', on('2026-11-21')));
    expect(await carried()).toEqual({
      '2026-11-19': saleOf(pier, clothing),
      '2026-11-20': voidOfIt(pier, clothing),
      '2026-11-21': saleOf(harbor, toys),
    });
  });

  it('carries none where its original has none', async () => {
    const { pier, clothing } = await chooseFirst();
    await choose(null, null);
    await post(sale('t-0', on('2026-11-19')));
    await choose(pier, clothing);
    await post(voidOf('t-0', '2026-11-20'));
    expect((await carried())['2026-11-20']).toEqual(voidOfIt('-', '-'));
  });

  it('carries them through the void that it voids itself, posted or not', async () => {
    const { pier, harbor, clothing, toys } = await chooseFirst();
    const voiding = (sourceId: string, voided: string, day: string) =>
      sale(sourceId, { reverses: `till/sale/${voided}`, lines: [], payments: [], ...on(day) });
    await post(sale('t-0', on('2026-11-17')), sale('t-1', on('2026-11-18')));
    await choose(harbor, toys);
    await post(voiding('v-0', 't-0', '2026-11-19'));
    await post(voiding('w-0', 'v-0', '2026-11-20'));
    await post(voiding('v-1', 't-1', '2026-11-21'), voiding('w-1', 'v-1', '2026-11-22'));
    const held = await carried();
    expect(held['2026-11-20']).toEqual(saleOf(pier, clothing));
    expect(held['2026-11-21']).toEqual(voidOfIt(pier, clothing));
    expect(held['2026-11-22']).toEqual(saleOf(pier, clothing));
  });

  it('takes what is chosen where its original is not posted yet', async () => {
    const { harbor, toys } = await chooseFirst();
    await shop.books.recordEvents([sale('t-0', on('2026-11-19'))]);
    await choose(harbor, toys);
    await post(voidOf('t-0', '2026-11-20'));
    expect(await carried()).toEqual({ '2026-11-19': saleOf(harbor, toys), '2026-11-20': voidOfIt(harbor, toys) });
  });

  it('waits by its name for one that is inactive, though another is chosen by now', async () => {
    const { pier, harbor, clothing, toys } = await chooseFirst();
    await post(sale('t-0', on('2026-11-19')));
    await choose(harbor, toys);
    await setActive('class', clothing, false);
    await importAgain();
    await post(voidOf('t-0', '2026-11-20'), sale('t-1', on('2026-11-21')));
    expect((await shop.books.alerts()).map(({ title, eventsHeld }) => [title, eventsHeld])).toEqual([
      ['Action Required: the class class of before was made inactive in QuickBooks', 1],
    ]);
    expect(await statuses()).toEqual({ 't-0': 'synced', 'void-t-0': 'action-required', 't-1': 'synced' });
    // Another choice changes nothing for it.
    await choose(harbor, null);
    await shop.drainAll();
    expect(await statuses()).toMatchObject({ 'void-t-0': 'action-required' });
    await setActive('class', clothing, true);
    await importAgain();
    await shop.drainAll();
    expect((await carried())['2026-11-20']).toEqual(voidOfIt(pier, clothing));
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('that QuickBooks refuses over one that went inactive unnoticed waits for that by its name', async () => {
    const { pier, harbor, clothing, toys } = await chooseFirst();
    await post(sale('t-0', on('2026-11-19')));
    await choose(harbor, toys);
    await setActive('class', clothing, false);
    await post(voidOf('t-0', '2026-11-20'), sale('t-1', on('2026-11-21')));
    expect((await shop.books.alerts()).map(({ title, eventsHeld }) => [title, eventsHeld])).toEqual([
      ['Action Required: the class class of before was made inactive in QuickBooks', 1],
    ]);
    expect(await statuses()).toEqual({ 't-0': 'synced', 'void-t-0': 'action-required', 't-1': 'synced' });
    await setActive('class', clothing, true);
    await importAgain();
    await shop.drainAll();
    expect((await carried())['2026-11-20']).toEqual(voidOfIt(pier, clothing));
  });

  it('goes while what is chosen now is inactive, and its original carries another', async () => {
    const { pier, harbor, clothing, toys } = await chooseFirst();
    await post(sale('t-0', on('2026-11-19')));
    await choose(harbor, toys);
    await setActive('class', toys, false);
    await importAgain();
    await post(voidOf('t-0', '2026-11-20'));
    expect((await carried())['2026-11-20']).toEqual(voidOfIt(pier, clothing));
  });

  it('carries none while QuickBooks does not track them', async () => {
    await chooseFirst();
    await post(sale('t-0', on('2026-11-19')));
    await shop.control('PUT', '/settings', { classTracking: false, departmentTracking: false });
    await importAgain();
    await post(voidOf('t-0', '2026-11-20'));
    expect((await carried())['2026-11-20']).toEqual(voidOfIt('-', '-'));
  });

  it('that waited in other books goes with them on the way back, though nothing is chosen any more', async () => {
    const { pier, clothing } = await chooseFirst();
    await post(sale('t-0', on('2026-11-19')));
    const second = await shop.openAnother();
    shop.test.clock.advance(2_000);
    expect(await shop.connect(second.realmId, { newBooks: true })).toEqual({ ok: true });
    await post(voidOf('t-0', '2026-11-20'));
    expect(await statuses()).toEqual({ 't-0': 'synced', 'void-t-0': 'action-required' });
    shop.test.clock.advance(2_000);
    expect(await shop.connect(shop.realmId, { newBooks: true })).toEqual({ ok: true });
    shop.test.clock.advance(2_000);
    await shop.drainAll();
    expect(await statuses()).toEqual({ 't-0': 'synced', 'void-t-0': 'synced' });
    expect((await carried())['2026-11-20']).toEqual(voidOfIt(pier, clothing));
    expect(await second.held()).toEqual([]);
  });
});

describe('voids in a daily summary', () => {
  const waitForTheDay = async () => {
    shop.test.clock.advance(5 * 24 * 60 * 60_000);
    await shop.drainAll();
  };

  it('stay apart where their originals carry others, and each mirrors its own', async () => {
    const { pier, harbor, clothing, toys } = await chooseFirst();
    await shop.books.saveSettings({ postingMode: 'daily-summary' }, 'owner');
    await shop.books.recordEvents([sale('t-0', on('2026-11-16')), sale('t-1', on('2026-11-16'))]);
    await waitForTheDay();
    await choose(harbor, toys);
    await shop.books.recordEvents([sale('t-2', on('2026-11-17'))]);
    await waitForTheDay();
    await shop.books.recordEvents([
      voidOf('t-0', '2026-11-18'),
      voidOf('t-1', '2026-11-18'),
      voidOf('t-2', '2026-11-18'),
      sale('t-3', on('2026-11-18')),
    ]);
    await waitForTheDay();
    const held = await carried();
    expect(held['2026-11-16']).toEqual(saleOf(pier, clothing, 20));
    expect(held['2026-11-17']).toEqual(saleOf(harbor, toys));
    expect(held['2026-11-18']?.toSorted()).toEqual(
      [...voidOfIt(pier, clothing, 20), ...voidOfIt(harbor, toys), ...saleOf(harbor, toys)].toSorted(),
    );
  });
});

describe('a period that is posted again after others are chosen', () => {
  it('takes the voids of its entries with it, in the period or later', async () => {
    const { harbor, toys } = await chooseFirst();
    await post(sale('t-0', on('2026-11-18')), sale('t-1', on('2026-11-18')));
    await post(voidOf('t-0', '2026-11-19'), voidOf('t-1', '2026-12-01'));
    await choose(harbor, toys);
    const id = await repostAsShown(shop.books, november);
    await shop.drainAll();
    expect(await standingOf(shop.books, id)).toMatchObject({ left: 0, written: 4 });
    const held = await carried();
    for (const day of ['2026-11-19', '2026-12-01']) expect(held[day]).toEqual(voidOfIt(harbor, toys));
    expect(await previewOf(shop.books, november)).toMatchObject({ changing: 0 });
  });

  it('leaves a void as it is whose original is not in it', async () => {
    const { pier, harbor, clothing, toys } = await chooseFirst();
    await post(sale('t-0', on('2026-10-31')), voidOf('t-0', '2026-11-01'), sale('t-1', on('2026-11-02')));
    await choose(harbor, toys);
    await repostAsShown(shop.books, november);
    await shop.drainAll();
    expect(await carried()).toEqual({
      '2026-10-31': saleOf(pier, clothing),
      '2026-11-01': voidOfIt(pier, clothing),
      '2026-11-02': saleOf(harbor, toys),
    });
  });

  it('has a later void mirror what it is by then', async () => {
    const { harbor, toys, pier, clothing } = await chooseFirst();
    await post(sale('t-0', on('2026-11-18')));
    await choose(harbor, toys);
    await repostAsShown(shop.books, november);
    await shop.drainAll();
    await choose(pier, clothing);
    await post(voidOf('t-0', '2026-11-19'));
    expect((await carried())['2026-11-19']).toEqual(voidOfIt(harbor, toys));
  });
});
