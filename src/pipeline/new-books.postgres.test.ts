// A new set of books: another QuickBooks company takes over, with what was posted staying where it is.
import { describe, expect, it } from 'vitest';
import { moveBooks, openRunningBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';
import { remapCash, repostAsShown, standingOf } from './repost.fixture.ts';

describe('a new set of books, between two companies of the local QuickBooks', () => {
  let shop: QuickbooksBooks;
  useQuickbooksBooks({}, (opened) => {
    shop = opened;
  });

  const statuses = async () =>
    Object.fromEntries((await shop.books.listEvents({ limit: 10 })).events.map((one) => [one.sourceId, one.status]));
  const eventOf = async (sourceId: string) => {
    const { events } = await shop.books.listEvents({ limit: 10 });
    const found = await shop.books.event(events.find((one) => one.sourceId === sourceId)?.id ?? '');
    if (found === null) throw new Error(`There is no event ${sourceId}.`);
    return found;
  };
  const map = async (subjects: readonly string[]) =>
    shop.books.saveMappings(
      [
        ...subjects.map((subject) => ({ role: 'payment' as const, subject, name: 'Cash in Drawer' })),
        { role: 'sales' as const, subject: 'apparel', name: 'Sales - Apparel' },
      ].map(({ role, subject, name }) => ({ role, subject, accountId: ids.get(name) ?? '' })),
      'owner',
    );
  const ids = new Map<string, string>();

  /** One event posted in the first company, one waiting; then the second company, as new books. */
  async function takeOver() {
    await shop.books.recordEvents([sale('posted'), sale('waiting', paidBy('klarna'))]);
    await shop.drainAll();
    const second = await shop.openAnother();
    await shop.books.disconnect('owner');
    shop.test.clock.advance(2_000);
    expect(await shop.connect(second.realmId, { newBooks: true })).toEqual({ ok: true });
    shop.test.clock.advance(2_000);
    for (const { id, name } of await shop.books.accounts()) ids.set(name, id);
    return second;
  }

  it('has to be asked for', async () => {
    await shop.books.recordEvents([sale('posted')]);
    await shop.drainAll();
    const second = await shop.openAnother();
    const refused = await shop.connect(second.realmId);
    expect(refused).toMatchObject({ ok: false, code: 'other-company' });
    expect(refused).toMatchObject({ message: expect.stringContaining('or start a new set of books') });
    expect((await shop.books.connection()).realmId).toBe(shop.realmId);
  });

  it('leaves what was posted where it is, and takes what waited once it is mapped anew', async () => {
    const second = await takeOver();
    await shop.drainAll();
    expect(await second.held()).toEqual([]);
    expect(await statuses()).toEqual({ posted: 'synced', waiting: 'action-required' });
    expect((await shop.books.alerts()).map(({ kind, subject }) => `${kind} ${subject}`).sort()).toEqual([
      'missing-account apparel',
      'missing-account klarna',
    ]);
    await map(['cash', 'klarna']);
    await shop.books.recordEvents([sale('later')]);
    await shop.drainAll();
    expect(await statuses()).toEqual({ posted: 'synced', waiting: 'synced', later: 'synced' });
    expect(await second.held()).toHaveLength(2);
    expect(await shop.held()).toHaveLength(1);

    const [posting] = (await eventOf('posted')).postings;
    expect(posting).toMatchObject({ state: 'accepted', inFormerBooks: true });
    expect(posting?.quickbooksUrl).toContain(`/${shop.realmId}/`);
    const [other] = (await eventOf('waiting')).postings;
    expect(other).toMatchObject({ state: 'accepted', inFormerBooks: false });
    expect(other?.quickbooksUrl).toContain(`/${second.realmId}/`);
    const entered = (await shop.books.auditLog()).find(({ action }) => action === 'new-books-started');
    const realms = { fromRealmId: shop.realmId, toRealmId: second.realmId };
    expect(entered?.detail).toEqual({ from: 'Retail', to: 'Retail, new', ...realms });
    expect(entered?.inBooks).toMatchObject({ left: 1 });
  });

  it('is swept and tied out by itself: what happens in the company before says nothing any more', async () => {
    await takeOver();
    await map(['cash', 'klarna']);
    await shop.drainAll();
    const entry = await shop.quickbooks<{ QueryResponse: { JournalEntry: Record<string, unknown>[] } }>(
      'GET',
      `/query?query=${encodeURIComponent('select * from JournalEntry')}`,
    );
    await shop.quickbooks('POST', '/journalentry?operation=delete', entry.QueryResponse.JournalEntry[0]);
    shop.test.clock.advance(25 * 60 * 60_000);
    await shop.drainAll();
    expect(await shop.books.drift({ settled: false, cursor: null, limit: 10 })).toMatchObject({ openCount: 0 });
    const cash = { accountId: ids.get('Cash in Drawer') ?? '', month: '2026-11' };
    expect(await shop.books.readRegister(cash)).toMatchObject({ ok: true });
    const month = await shop.books.reconciliationMonth(cash);
    expect(month).toMatchObject({ detail: { state: 'no-difference', ours: { closingHundredths: 10_00n } } });
  });

  it('can be left again for the company before, whose entries are ours as ever', async () => {
    const second = await takeOver();
    await map(['cash', 'klarna']);
    await shop.drainAll();
    await shop.books.disconnect('owner');
    shop.test.clock.advance(2_000);
    expect(await shop.connect(shop.realmId)).toMatchObject({ ok: false, code: 'other-company' });
    expect(await shop.connect(shop.realmId, { newBooks: true })).toEqual({ ok: true });
    await shop.drainAll();
    expect((await eventOf('posted')).postings[0]).toMatchObject({ inFormerBooks: false });
    expect((await eventOf('waiting')).postings[0]).toMatchObject({ inFormerBooks: true });
    expect([await shop.held(), await second.held()]).toMatchObject([{ length: 1 }, { length: 1 }]);
  });

  it('changes nothing where the same company is chosen after all', async () => {
    await shop.books.recordEvents([sale('posted')]);
    await shop.drainAll();
    shop.test.clock.advance(2_000);
    expect(await shop.connect(shop.realmId, { newBooks: true })).toEqual({ ok: true });
    expect((await eventOf('posted')).postings[0]).toMatchObject({ inFormerBooks: false });
    expect((await shop.books.auditLog()).map(({ action }) => action)).not.toContain('new-books-started');
    await shop.books.recordEvents([sale('later')]);
    await shop.drainAll();
    expect(await shop.held()).toHaveLength(2);
  });
});

describe('books that were kept before', () => {
  let shop: TestBooks;
  useBooks(openRunningBooks, (opened) => {
    shop = opened;
  });

  const eventOf = async (id: string) =>
    (await shop.books.event(id)) ?? { status: 'gone', postings: [], entries: [], versions: [] };

  const takeOver = () => moveBooks(shop, 'other');

  it('are not left while it is not settled whether they hold an entry', async () => {
    const { books, ledger, test } = shop;
    shop.crashAt('sent');
    await books.recordEvents([sale('t-0')]);
    await expect(shop.drain()).rejects.toThrow();
    expect(await shop.connect('other', { newBooks: true })).toMatchObject({ ok: false, code: 'unsettled-entries' });
    test.clock.advance(31_000);
    await shop.drainAll();
    await takeOver();
    await shop.drainAll();
    expect(ledger.entries).toHaveLength(1);
  });

  it('show their entries with the accounts of then', async () => {
    const [recorded] = await shop.record(sale('t-0'));
    await shop.drainAll();
    await takeOver();
    const { entries, postings } = await eventOf(recorded?.id ?? '');
    const names = entries.flatMap(({ lines }) => lines.map(({ account }) => account?.name ?? ''));
    expect(names).toHaveLength(2);
    expect(names.filter((name) => name.startsWith('New '))).toEqual([]);
    expect(postings[0]?.entry?.lines.map(({ account }) => account?.name)).toEqual(names);
  });

  it('have a void of theirs wait, and be taken out by a person: it is posted in neither', async () => {
    await shop.record(sale('t-0'));
    await shop.drainAll();
    await takeOver();
    const [voiding] = await shop.record(sale('v-0', { reverses: 'till/sale/t-0', lines: [], payments: [] }));
    await shop.drainAll();
    const [alert] = await shop.books.alerts();
    expect(alert?.kind).toBe('reversal');
    expect(alert?.title).toContain('in which the books were kept before');
    expect(await shop.books.handleOutside(voiding?.id ?? '', 'put right there', 'owner')).toEqual({ ok: true });
    await shop.drainAll();
    expect(await shop.books.alerts()).toEqual([]);
    expect(shop.ledger.entries).toHaveLength(1);
  });

  it('take no new version of what they hold', async () => {
    const [first] = await shop.record(sale('t-0'));
    await shop.drainAll();
    await takeOver();
    await shop.record(sale('t-0', { number: 'another' }));
    const taken = await shop.books.takeVersion({ id: first?.id ?? '', contentId: null }, 'owner');
    expect(taken).toMatchObject({ ok: false, code: 'former-books' });
    expect(await shop.books.keepFirst(first?.id ?? '', 'owner')).toEqual({ ok: true });
  });

  it('have what takes a version of theirs back wait, and be taken out, and the next one go', async () => {
    const [first] = await shop.record(sale('t-0'));
    await shop.drainAll();
    await shop.record(sale('t-0', { number: 'another' }));
    expect(await shop.books.takeVersion({ id: first?.id ?? '', contentId: null }, 'owner')).toMatchObject({ ok: true });
    const reversal = (await eventOf(first?.id ?? '')).versions.find(({ isReversal }) => isReversal);
    const takeOut = () => shop.books.handleOutside(reversal?.id ?? '', 'put right there', 'owner');
    expect(await takeOut()).toMatchObject({ ok: false, code: 'is-reversal' });
    await takeOver();
    await shop.drainAll();
    expect((await shop.books.alerts()).map(({ kind }) => kind)).toEqual(['reversal']);
    expect(await takeOut()).toEqual({ ok: true });
    await shop.drainAll();
    expect(await shop.books.alerts()).toEqual([]);
    const standing = (await eventOf(first?.id ?? '')).versions.map(({ status }) => status);
    expect(standing).toEqual(['synced', 'handled-outside', 'synced']);
    expect(shop.ledger.entries).toHaveLength(2);
  });

  it('let go what they refused, what waited for their closing date, and what was ready', async () => {
    const { ledger, books } = shop;
    ledger.closedUntil = '2026-11-30';
    await books.importAccounts('owner');
    await shop.record(sale('closed'));
    await shop.drainAll();
    expect((await books.alerts()).map(({ kind }) => kind)).toEqual(['closed-period']);
    ledger.closedUntil = null;
    await takeOver();
    await shop.drainAll();
    expect(await books.alerts()).toEqual([]);
    expect(ledger.entries).toHaveLength(1);
  });

  it('have a repost that has not begun to write stopped', async () => {
    await shop.record(sale('t-0'));
    await shop.drainAll();
    await remapCash(shop.books, '2');
    const id = await repostAsShown(shop.books);
    await takeOver();
    await shop.drainAll();
    expect(await standingOf(shop.books, id)).toMatchObject({ state: 'cancelled', written: 0, left: 1 });
    expect(shop.ledger.entries).toMatchObject([{ syncToken: '0' }]);
  });

  it('are no reason to refuse where they hold nothing: a refusal is no entry', async () => {
    const { ledger } = shop;
    ledger.badCalls.push({ write: false, answer: { ...refused, httpStatus: 400, intuitTid: null } });
    await shop.record(sale('t-0'));
    await shop.drainAll();
    expect((await shop.books.alerts()).map(({ kind }) => kind)).toEqual(['refused']);
    shop.test.clock.advance(2_000);
    expect(await shop.connect('other')).toEqual({ ok: true });
    await shop.mapAll();
    await shop.drainAll();
    expect(ledger.entries).toHaveLength(1);
    expect(await shop.books.alerts()).toEqual([]);
  });
});

const refused = { outcome: 'refused', code: '5020', message: 'Permission denied', detail: '', element: null } as const;
