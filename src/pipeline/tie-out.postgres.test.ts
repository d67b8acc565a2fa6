// Tying out clearing accounts against the local QuickBooks: at zero, and what stands in the way or turns up later.
import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../clock.ts';
import type { Role } from '../journal/role.ts';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { paidBy, sale } from './books.fixture.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';
import type { MonthDetail } from './tie-out-port.ts';

let test: TestStorage;
let shop: QuickbooksBooks;
let cash: { readonly accountId: string; readonly month: string };

/** Two tickets in cash, posted in November. */
useQuickbooksBooks({ multiCurrency: true }, async (opened) => {
  shop = opened;
  test = opened.test;
  cash = { accountId: await shop.accountNamed('Cash in Drawer'), month: '2026-11' };
  await shop.books.recordEvents([sale('t-1'), sale('t-2', { occurredAt: '2026-11-30T23:59:00-05:00' })]);
  await shop.drainAll();
});

type Answered = { readonly ok: true; readonly detail: MonthDetail } | { readonly ok: false; readonly code: string };

async function granted(answer: Promise<Answered>): Promise<MonthDetail> {
  const answered = await answer;
  if (!answered.ok) throw new Error(answered.code);
  return answered.detail;
}
const read = (of = cash) => granted(shop.books.readRegister(of));
const look = (of = cash) => granted(shop.books.reconciliationMonth(of));
const tie = (of = cash) => granted(shop.books.tieOut(of, 'accountant'));
const refusal = async (answer: Promise<Answered>) => {
  const answered = await answer;
  return answered.ok ? 'granted' : answered.code;
};

/** An entry that somebody else makes in QuickBooks: into the drawer, or out of it where the amount is below zero. */
async function theirEntry(amount: number, date = '2026-11-25'): Promise<void> {
  const line = (type: string, account: string) => ({
    ...{ Amount: Math.abs(amount), DetailType: 'JournalEntryLineDetail' },
    JournalEntryLineDetail: { PostingType: type, AccountRef: { value: account } },
  });
  const sales = await shop.accountNamed('Sales - Apparel');
  const [into, outOf] = amount < 0 ? ['Credit', 'Debit'] : ['Debit', 'Credit'];
  const Line = [line(into, cash.accountId), line(outOf, sales)];
  await shop.quickbooks('POST', '/journalentry', { TxnDate: date, CurrencyRef: { value: 'USD' }, Line });
}

async function postingOf(id: string) {
  const [posting] = await test.storage.transaction(shop.companyId, (store) =>
    store.postings.byKeys([`till/sale/${id}`]),
  );
  if (posting === undefined) throw new Error(`Nothing is posted of ${id}.`);
  return posting;
}

/** All lines of an entry of ours, to another amount. */
async function changeThere(id: string, amount: number): Promise<void> {
  const path = `/journalentry/${(await postingOf(id)).quickbooksId}`;
  const { JournalEntry } = await shop.quickbooks<{ JournalEntry: { Line: object[] } }>('GET', path);
  const Line = JournalEntry.Line.map((line) => ({ ...line, Amount: amount }));
  await shop.quickbooks('POST', '/journalentry', { ...JournalEntry, Line });
}

describe('a month', () => {
  it('is tied out at zero, by a person, after one metered call', async () => {
    expect(await look()).toMatchObject({ state: 'unread', quickbooks: null, differenceHundredths: null, lines: [] });
    const before = await shop.calls();
    expect(await read()).toMatchObject({
      state: 'no-difference',
      ours: { openingHundredths: 0n, movementsHundredths: 20_00n, closingHundredths: 20_00n },
      quickbooks: { closingHundredths: 20_00n },
      differenceHundredths: 0n,
      counts: { matched: 2, 'only-here': 0, 'only-there': 0 },
    });
    expect(await tie()).toMatchObject({ state: 'tied-out', tieOut: { who: 'accountant', closingHundredths: 20_00n } });
    expect((await look()).state).toBe('tied-out');
    expect((await shop.calls()).metered - before.metered).toBe(1);
    expect((await shop.books.auditLog()).map(({ action }) => action)).toContain('tied-out');
  });

  it.each([
    ['at once while the lane makes all the calls it may', 7, 0],
    ['a moment later where ten a second are made', 9, 1_500],
  ])('is read %s', async (_, calls, waitedMs) => {
    await test.storage.transaction(shop.companyId, async (store) => {
      const at = test.clock.now();
      for (let call = 0; call < calls; call += 1)
        await store.lane.recordCall({ id: newId(at), kind: 'read', at, forgetBefore: at });
    });
    const before = test.clock.now().getTime();
    expect((await read()).state).toBe('no-difference');
    expect(test.clock.now().getTime() - before).toBe(waitedMs);
  });

  it('is not tied out unread', async () => {
    expect(await refusal(shop.books.tieOut(cash, 'accountant'))).toBe('register-unread');
  });

  // Once a difference: but what is only in QuickBooks and none of ours is the accountant's, and a clearing account is there to be cleared.
  it('is tied out once it was deposited: QuickBooks’ own lines are no difference, and what is left to clear is told', async () => {
    await theirEntry(-20);
    const detail = await read();
    expect(detail).toMatchObject({
      ...{ state: 'no-difference', differenceHundredths: 0n, unmatched: 0, readFirst: null },
      ours: { closingHundredths: 20_00n },
      quickbooksOwn: { openingHundredths: 0n, movementsHundredths: -20_00n, closingHundredths: -20_00n, lines: 1 },
      quickbooks: { closingHundredths: 0n },
    });
    expect(detail.counts).toEqual({ matched: 2, 'only-here': 0, 'only-there': 1 });
    expect(detail.lines[0]).toMatchObject({
      ...{ where: 'only-there', isOurs: false },
      theirs: { kind: 'Journal Entry', date: '2026-11-25' },
    });
    expect((await tie()).state).toBe('tied-out');
  });

  it('after one that was cleared is tied out, too', async () => {
    await theirEntry(-15);
    await shop.books.recordEvents([sale('t-3', { occurredAt: '2026-12-02T12:00:00-05:00' })]);
    await shop.drainAll();
    await theirEntry(-5, '2026-12-03');
    await read();
    await tie();
    const december = { ...cash, month: '2026-12' };
    expect(await read(december)).toMatchObject({
      ...{ state: 'no-difference', differenceHundredths: 0n },
      quickbooksOwn: { openingHundredths: -15_00n, movementsHundredths: -5_00n, closingHundredths: -20_00n, lines: 1 },
      quickbooks: { openingHundredths: 5_00n, closingHundredths: 10_00n },
    });
    expect((await tie(december)).state).toBe('tied-out');
  });

  it('is not tied out where somebody keyed by hand what QuickBooks refused, though both close alike', async () => {
    await shop.refuseEntries('5020');
    const [refused] = await shop.books.recordEvents([sale('t-3')]);
    await shop.drainAll();
    await shop.takeEntries();
    await theirEntry(10);
    expect(await read()).toMatchObject({
      ...{ ours: { closingHundredths: 30_00n }, quickbooks: { closingHundredths: 30_00n } },
      ...{ state: 'difference', differenceHundredths: -10_00n, unmatched: 1, refused: 1 },
    });
    expect(await refusal(shop.books.tieOut(cash, 'accountant'))).toBe('difference-left');
    await shop.books.handleOutside(refused?.id ?? '', 'keyed by hand', 'accountant');
    expect(await look()).toMatchObject({ state: 'no-difference', differenceHundredths: 0n, unmatched: 0, refused: 0 });
    expect((await tie()).state).toBe('tied-out');
  });

  it('shows what QuickBooks refused as only here', async () => {
    await shop.refuseEntries('5020');
    await shop.books.recordEvents([sale('t-3')]);
    await shop.drainAll();
    const detail = await read();
    expect(detail).toMatchObject({ state: 'difference', differenceHundredths: -10_00n });
    expect(detail.lines[0]).toMatchObject({ where: 'only-here', ours: { postingKey: 'till/sale/t-3' } });
  });

  it('is not tied out while QuickBooks refuses an entry of it: mended, it may be built into this account', async () => {
    await shop.books.saveMappings(
      [{ role: 'payment', subject: 'visa', accountId: await shop.accountNamed('Undeposited Funds') }],
      'owner',
    );
    await shop.refuseEntries('5020');
    await shop.books.recordEvents([sale('t-3', paidBy('visa'))]);
    await shop.drainAll();
    await shop.takeEntries();
    expect(await read()).toMatchObject({ state: 'no-difference', unmatched: 0, refused: 1, unbuilt: 0 });
    expect(await refusal(shop.books.tieOut(cash, 'accountant'))).toBe('entries-refused');
  });

  it('is not tied out where entries of ours were changed there so that their sum stays', async () => {
    await changeThere('t-1', 12);
    await changeThere('t-2', 8);
    const detail = await read();
    expect(detail).toMatchObject({ state: 'lines-unmatched', differenceHundredths: 0n, unmatched: 4, drifts: 0 });
    expect(detail.quickbooksOwn).toMatchObject({ closingHundredths: 0n, lines: 0 });
    expect(detail.lines.map(({ where, isOurs }) => [where, isOurs])).toEqual(
      expect.arrayContaining([
        ['only-here', true],
        ['only-there', true],
      ]),
    );
    expect(await refusal(shop.books.tieOut(cash, 'accountant'))).toBe('lines-unmatched');
    const listed = await shop.books.reconciliation({ from: '2026-11', to: '2026-11' });
    expect(listed).toMatchObject({ view: { accounts: [{ months: [{ state: 'lines-unmatched', unmatched: 4 }] }] } });
  });

  it('is not tied out while events of it wait without an entry', async () => {
    await shop.books.recordEvents([sale('t-3', paidBy('klarna'))]);
    await shop.drainAll();
    expect(await read()).toMatchObject({ state: 'no-difference', unbuilt: 1 });
    expect(await refusal(shop.books.tieOut(cash, 'accountant'))).toBe('events-waiting');
  });

  it('begins and ends with its days: the last one counts, the next does not, and both sides open alike', async () => {
    await shop.books.recordEvents([sale('t-3', { occurredAt: '2026-12-01T12:00:00-05:00' })]);
    await shop.drainAll();
    expect((await read()).counts).toMatchObject({ matched: 2, 'only-there': 0 });
    const december = await read({ ...cash, month: '2026-12' });
    expect(december).toMatchObject({ state: 'no-difference', counts: { matched: 1 } });
    expect([december.ours, december.quickbooks]).toMatchObject([
      { openingHundredths: 20_00n, closingHundredths: 30_00n },
      { openingHundredths: 20_00n, closingHundredths: 30_00n },
    ]);
  });

  it('is compared in home currency where tickets are foreign', async () => {
    const lines = [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '10.05' }];
    const euro = { currency: 'EUR', exchangeRate: '1.1', lines, ...paidBy('cash', '10.05') };
    await shop.books.importAccounts('owner');
    await shop.books.recordEvents([sale('e-1', euro), sale('e-2', euro)]);
    await shop.drainAll();
    const detail = await read();
    // 10.05 EUR is 11.055 USD, and 11.06 in the books, twice.
    expect(detail).toMatchObject({ state: 'no-difference', ours: { movementsHundredths: 42_12n } });
    expect(detail.counts).toEqual({ matched: 4, 'only-here': 0, 'only-there': 0 });
  });

  it('of a liability is signed as ours is', async () => {
    const liability = await shop.accountNamed('Gift Card Liability');
    await shop.books.saveMappings([{ role: 'payment', subject: 'gift-card', accountId: liability }], 'owner');
    await shop.books.recordEvents([sale('g-1', paidBy('gift-card'))]);
    await shop.drainAll();
    expect(await read({ ...cash, accountId: liability })).toMatchObject({
      state: 'no-difference',
      ours: { closingHundredths: 10_00n },
      counts: { matched: 1 },
    });
  });
});

describe('what an account held before Tillbook', () => {
  const december = { occurredAt: '2026-12-02T12:00:00-05:00' };

  it('is a sum of its own, and the month is tied out beyond it', async () => {
    await theirEntry(50, '2026-10-15');
    await theirEntry(7, '2026-11-05');
    const detail = await read();
    expect(detail).toMatchObject({
      ...{ state: 'no-difference', beforeHundredths: 57_00n, differenceHundredths: 0n, firstMonth: '2026-11' },
      quickbooks: { openingHundredths: 50_00n, closingHundredths: 77_00n },
      counts: { matched: 2, 'only-here': 0, 'only-there': 0 },
    });
    expect((await tie()).state).toBe('tied-out');
  });

  // Once it counted as nothing until then, and was a difference: now none is told before it is known.
  it('is not told for a later month until the first one is read', async () => {
    await theirEntry(50, '2026-10-15');
    await shop.books.recordEvents([sale('t-3', december)]);
    await shop.drainAll();
    const later = { ...cash, month: '2026-12' };
    expect(await read(later)).toMatchObject({
      ...{ state: 'earlier-unread', readFirst: '2026-11', firstMonth: '2026-11' },
      ...{ beforeHundredths: null, quickbooksOwn: null, differenceHundredths: null },
    });
    expect(await refusal(shop.books.tieOut(later, 'accountant'))).toBe('earlier-unread');
    await read();
    expect(await look(later)).toMatchObject({ state: 'no-difference', readFirst: null, beforeHundredths: 50_00n });
    await tie(later);
    await theirEntry(1, '2026-10-20');
    test.clock.advance(1_000);
    await read();
    expect(await look(later)).toMatchObject({ state: 'attention-required', beforeHundredths: 51_00n });
    expect(await look(later)).toMatchObject({ readFirst: '2026-12', differenceHundredths: null });
    expect(await read(later)).toMatchObject({ readFirst: null, differenceHundredths: 0n });
    expect((await tie(later)).state).toBe('tied-out');
  });

  it('is nothing where only what we posted is there', async () => {
    expect(await read()).toMatchObject({ beforeHundredths: 0n });
  });
});

describe('an account in another currency', () => {
  it('is said to be one, and is tied out in home currency', async () => {
    const euro = { Name: 'Euro drawer', AccountType: 'Bank', CurrencyRef: { value: 'EUR' } };
    const { Account } = await shop.quickbooks<{ Account: { Id: string } }>('POST', '/account', euro);
    await shop.books.importAccounts('owner');
    await shop.books.saveMappings([{ role: 'payment', subject: 'euro-cash', accountId: Account.Id }], 'owner');
    const lines = [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '10.05' }];
    const ticket = { currency: 'EUR', exchangeRate: '1.1', lines, ...paidBy('euro-cash', '10.05') };
    await shop.books.recordEvents([sale('e-1', ticket), sale('e-2', ticket)]);
    await shop.drainAll();
    expect(await read({ ...cash, accountId: Account.Id })).toMatchObject({
      ...{ ownCurrency: 'EUR', currency: 'USD', state: 'no-difference', ours: { closingHundredths: 22_12n } },
      counts: { matched: 2 },
    });
    expect(await read()).toMatchObject({ ownCurrency: null });
  });
});

describe('a month that was tied out requires attention', () => {
  beforeEach(async () => {
    await read();
    await tie();
  });

  it('when a late event is posted into it, and is tied out again once it was read anew', async () => {
    await shop.books.recordEvents([sale('late')]);
    await shop.drainAll();
    expect((await look()).state).toBe('attention-required');
    expect(await refusal(shop.books.tieOut(cash, 'accountant'))).toBe('difference-left');
    expect(await read()).toMatchObject({ state: 'attention-required', differenceHundredths: 0n });
    expect(await tie()).toMatchObject({ state: 'tied-out', tieOut: { closingHundredths: 30_00n } });
  });

  it('when the register is read anew and differs', async () => {
    await theirEntry(1);
    expect((await look()).state).toBe('tied-out');
    expect((await read()).state).toBe('attention-required');
  });

  it('when QuickBooks’ own lines before it changed, and says which register to read again', async () => {
    const later = { ...cash, month: '2026-12' };
    await read(later);
    await tie(later);
    await theirEntry(-20);
    test.clock.advance(1_000);
    await read();
    expect(await look(later)).toMatchObject({ state: 'attention-required', readFirst: '2026-12' });
    expect(await read(later)).toMatchObject({
      ...{ state: 'attention-required', readFirst: null, differenceHundredths: 0n },
      ...{ quickbooksOwn: { openingHundredths: -20_00n, lines: 0 }, quickbooks: { closingHundredths: 0n } },
    });
    expect((await tie(later)).state).toBe('tied-out');
  });

  it('when something came before it', async () => {
    await shop.books.recordEvents([sale('october', { occurredAt: '2026-10-31T12:00:00-04:00' })]);
    await shop.drainAll();
    expect((await look()).state).toBe('attention-required');
  });

  it('when a drift is found in it; what was accepted as theirs counts as ours then', async () => {
    const path = `/journalentry/${(await postingOf('t-1')).quickbooksId}`;
    const { JournalEntry } = await shop.quickbooks<{ JournalEntry: object }>('GET', path);
    await shop.quickbooks('POST', '/journalentry', { ...JournalEntry, TxnDate: '2026-12-05' });
    test.clock.advance(25 * 60 * 60_000);
    await shop.drainAll();
    expect(await look()).toMatchObject({ state: 'attention-required', drifts: 1 });
    expect(await read()).toMatchObject({ differenceHundredths: -10_00n, counts: { matched: 1, 'only-here': 1 } });
    await test.storage.transaction(shop.companyId, async (store) => {
      const [drift] = await store.drifts.list({ settled: false, after: null, limit: 1 });
      if (drift === undefined) throw new Error('No drift was found.');
      await store.drifts.save({ ...drift, state: 'settled', settledAs: 'theirs', settledAt: test.clock.now() });
    });
    expect(await look()).toMatchObject({ drifts: 0, differenceHundredths: 0n, counts: { matched: 1, 'only-here': 0 } });
    expect(await read({ ...cash, month: '2026-12' })).toMatchObject({ state: 'no-difference', counts: { matched: 1 } });
  });

  it('when an entry of it was deleted; once that is accepted, ours has it no more', async () => {
    const { quickbooksId, syncToken } = await postingOf('t-1');
    const gone = { Id: quickbooksId, SyncToken: syncToken };
    await shop.quickbooks('POST', '/journalentry?operation=delete', gone);
    test.clock.advance(25 * 60 * 60_000);
    await shop.drainAll();
    expect((await look()).state).toBe('attention-required');
    await read();
    expect(await refusal(shop.books.tieOut(cash, 'accountant'))).toBe('difference-left');
    await test.storage.transaction(shop.companyId, async (store) => {
      const [drift] = await store.drifts.list({ settled: false, after: null, limit: 1 });
      if (drift === undefined) throw new Error('No drift was found.');
      await store.drifts.save({ ...drift, state: 'settled', settledAs: 'theirs', settledAt: test.clock.now() });
    });
    expect(await tie()).toMatchObject({ state: 'tied-out', tieOut: { closingHundredths: 10_00n } });
  });

  it('and not by what comes after it', async () => {
    await shop.books.recordEvents([sale('december', { occurredAt: '2026-12-01T12:00:00-05:00' })]);
    await shop.drainAll();
    expect((await look()).state).toBe('tied-out');
  });
});

describe('the list', () => {
  it('has the accounts of goods received and returned, of goods in transit, and of tips, too', async () => {
    const map = async (role: Role, subject: string | null, AccountType: string) => {
      const account = { Name: `For ${role}`, AccountType };
      const { Account } = await shop.quickbooks<{ Account: { Id: string } }>('POST', '/account', account);
      await shop.books.importAccounts('owner');
      await shop.books.saveMappings([{ role, subject, accountId: Account.Id }], 'owner');
    };
    await map('purchases-received', 'apparel', 'Other Current Liability');
    await map('purchases-returned', 'apparel', 'Other Current Liability');
    await map('inventory-in-transit', null, 'Other Current Asset');
    await map('tips', null, 'Other Current Liability');
    const listed = await shop.books.reconciliation({ from: '2026-11', to: '2026-11' });
    if (!listed.ok) throw new Error(listed.code);
    expect(listed.view.accounts.map(({ name }) => name)).toEqual([
      ...['Cash in Drawer', 'For inventory-in-transit', 'For purchases-received', 'For purchases-returned', 'For tips'],
    ]);
  });

  it('has the clearing accounts and the months that have anything, newest first', async () => {
    await shop.books.recordEvents([sale('s', { occurredAt: '2026-09-05T12:00:00-04:00' })]);
    await shop.drainAll();
    const listed = await shop.books.reconciliation({ from: '2026-08', to: '2026-11' });
    if (!listed.ok) throw new Error(listed.code);
    expect(listed.view.accounts.map(({ name, months }) => [name, months.map(({ month }) => month)])).toEqual([
      ['Cash in Drawer', ['2026-11', '2026-10', '2026-09']],
    ]);
  });

  it('keeps an account that another one took the place of', async () => {
    const accountId = await shop.accountNamed('Undeposited Funds');
    await shop.books.saveMappings([{ role: 'payment', subject: 'cash', accountId }], 'owner');
    const listed = await shop.books.reconciliation({ from: '2026-11', to: '2026-11' });
    if (!listed.ok) throw new Error(listed.code);
    expect(listed.view.accounts.map(({ name, months }) => [name, months.length])).toEqual([
      ['Cash in Drawer', 1],
      ['Undeposited Funds', 0],
    ]);
  });

  it('refuses months the wrong way round, and more than three years', async () => {
    const code = async (from: string, to: string) => {
      const listed = await shop.books.reconciliation({ from, to });
      return listed.ok ? 'granted' : listed.code;
    };
    expect(await code('2026-11', '2026-10')).toBe('bad-months');
    expect(await code('2023-10', '2026-11')).toBe('bad-months');
    expect(await code('2023-12', '2026-11')).toBe('granted');
  });
});

describe('a register is not read', () => {
  it('once the budget of metered calls is spent; what was read stays', async () => {
    await read();
    await shop.books.saveSettings({ meteredBudget: 0 }, 'owner');
    const before = await shop.calls();
    expect(await refusal(shop.books.readRegister(cash))).toBe('budget-spent');
    expect((await shop.calls()).metered).toBe(before.metered);
    expect((await look()).counts.matched).toBe(2);
  });

  it('of an account that is no clearing account, nor without a connection', async () => {
    const sales = await shop.accountNamed('Sales - Apparel');
    expect(await refusal(shop.books.readRegister({ ...cash, accountId: sales }))).toBe('account-not-found');
    await shop.books.disconnect('owner');
    expect(await refusal(shop.books.readRegister(cash))).toBe('not-connected');
  });
});
