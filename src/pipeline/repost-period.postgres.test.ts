// Undo and repost over QuickBooks on paper: the dry run says what is done, what is chosen is what changes, and the rest says why it stays.
import { describe, expect, it } from 'vitest';
import { openRunningBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { unknown } from './paper-ledger.fixture.ts';
import type { PeriodChoice } from './period-port.ts';
import { firstPage, november, on, postAll, previewOf, remapCash, repostAsShown, standingOf } from './repost.fixture.ts';

let shop: TestBooks;
useBooks(openRunningBooks, (opened) => {
  shop = opened;
});

const post = (...events: readonly Record<string, unknown>[]) => postAll(shop, ...events);
const remap = (accountId: string) => remapCash(shop.books, accountId);
const preview = (choice?: PeriodChoice) => previewOf(shop.books, choice);
const repost = (choice?: PeriodChoice) => repostAsShown(shop.books, choice);
const standing = (id: string) => standingOf(shop.books, id);

/** Account, side and amount of what QuickBooks holds, by the number in its memo. */
const held = () =>
  Object.fromEntries(
    shop.ledger.entries.map(({ body }) => {
      const { memo, lines } = JSON.parse(body) as { memo: string; lines: string[][] };
      return [memo.replace('Ticket ', ''), lines.map((line) => line.join(' '))];
    }),
  );

describe('the dry run', () => {
  it('says what would change, by account and by entry, and writes nothing', async () => {
    await post(sale('a'), sale('b', { ...on('2026-11-21') }));
    await remap('2');
    const calls = shop.ledger.calls.length;
    const shown = await preview();
    expect(shown).toMatchObject({ entries: 2, changing: 2, changingLines: 2, staying: 0, notPosted: 0, running: null });
    expect(shown.accounts).toEqual([
      { account: expect.objectContaining({ id: '1' }), currency: 'USD', beforeMinor: 2000n, afterMinor: 0n },
      { account: expect.objectContaining({ id: '2' }), currency: 'USD', beforeMinor: 0n, afterMinor: 2000n },
    ]);
    expect(shown.changes.map(({ businessDate, sameLines, lines }) => [businessDate, sameLines, lines.length])).toEqual([
      ['2026-11-20', 1, 1],
      ['2026-11-21', 1, 1],
    ]);
    expect(shown.changes[0]?.lines[0]).toMatchObject({
      ours: { account: { name: 'Cash in Drawer' }, debitHundredths: 1000n },
      theirs: { account: { name: 'Visa Clearing' }, debitHundredths: 1000n },
    });
    expect(shop.ledger.calls.length).toBe(calls);
  });
});

describe('a repost', () => {
  it('has QuickBooks hold what it said, each entry once', async () => {
    await post(sale('a'), sale('b', { ...on('2026-11-21') }), sale('c', paidBy('cash', '10.00')));
    await remap('2');
    const id = await repost();
    await shop.drainAll();
    expect(held()).toEqual({
      a: ['2 debit 1000', '3 credit 1000'],
      b: ['2 debit 1000', '3 credit 1000'],
      c: ['2 debit 1000', '3 credit 1000'],
    });
    expect(await standing(id)).toMatchObject({ state: 'done', entries: 3, written: 3, toGo: 0, left: 0, who: 'ann' });
    expect(await preview()).toMatchObject({ entries: 3, changing: 0, accounts: [] });
  });
});

describe('what is chosen', () => {
  it('is days, locations and kinds; the rest stays as it is', async () => {
    await shop.books.saveMappings([{ role: 'deposit', subject: 'cash', accountId: '4' }], 'owner');
    const deposit = {
      kind: 'customer-deposit',
      paymentType: 'cash',
      amount: '5.00',
      lines: undefined,
      payments: undefined,
    };
    await post(
      sale('in'),
      sale('early', on('2026-10-31')),
      sale('outlet', { location: 'outlet' }),
      JSON.parse(JSON.stringify(sale('deposit', deposit))),
    );
    await remap('2');
    expect((await preview({ ...november, locations: ['outlet'] })).changes.map(({ location }) => location)).toEqual([
      'outlet',
    ]);
    const sales = { ...november, locations: ['main'], kinds: ['sale'] as const };
    await repost(sales);
    await shop.drainAll();
    expect(held()).toMatchObject({
      in: ['2 debit 1000', '3 credit 1000'],
      early: ['1 debit 1000', '3 credit 1000'],
      outlet: ['1 debit 1000', '3 credit 1000'],
    });
  });

  it('is refused the wrong way round, and where nothing would change', async () => {
    await post(sale('a'));
    expect(await shop.books.previewPeriod({ ...november, from: '2026-12-01' }, firstPage)).toMatchObject({
      code: 'bad-period',
    });
    const { token } = await preview();
    expect(await shop.books.repostPeriod(november, { token, who: 'ann' })).toMatchObject({ code: 'nothing-to-repost' });
  });

  it('comes in pages', async () => {
    await post(...['a', 'b', 'c'].map((id) => sale(id)));
    await remap('2');
    const first = await shop.books.previewPeriod(november, { cursor: null, limit: 2 });
    if (!first.ok) throw new Error(first.message);
    const second = await shop.books.previewPeriod(november, { cursor: first.nextCursor, limit: 2 });
    if (!second.ok) throw new Error(second.message);
    expect([first.changes.length, second.changes.length, second.nextCursor]).toEqual([2, 1, null]);
    const ids = [...first.changes, ...second.changes].map(({ postingId }) => postingId);
    expect(new Set(ids).size).toBe(3);
    expect(second.token).toBe(first.token);
  });
});

describe('what was shown is what is done', () => {
  it('is refused, with what would be done now, where a void came or the mapping is another', async () => {
    await post(sale('a'));
    await remap('2');
    const { token } = await preview();
    const changes = [
      () =>
        post({
          ...{ source: 'till', kind: 'sale', sourceId: 'void-a', location: 'main', reverses: 'till/sale/a' },
          ...on('2026-11-22'),
        }),
      () => remap('4'),
      async () => shop.books.saveMappings([{ role: 'payment', subject: 'cash', accountId: null }], 'owner'),
    ];
    for (const change of changes) {
      await change();
      const asked = await shop.books.repostPeriod(november, { token, who: 'ann' });
      if (asked.ok) throw new Error('It was taken.');
      expect(asked).toMatchObject({ code: 'preview-changed', preview: { from: '2026-11-01' } });
      expect(asked.preview?.token).not.toBe(token);
    }
    expect(shop.ledger.entries.map(({ syncToken }) => syncToken)).toEqual(['0', '0']);
  });

  it('is done by the mapping that was shown, whatever is mapped while it runs', async () => {
    await post(sale('a'), sale('b'));
    await remap('2');
    await repost();
    await remap('4');
    await shop.drainAll();
    expect(Object.values(held())).toEqual([
      ['2 debit 1000', '3 credit 1000'],
      ['2 debit 1000', '3 credit 1000'],
    ]);
    expect(await preview()).toMatchObject({ changing: 2 });
  });

  it('does not begin while another one runs', async () => {
    await post(sale('a'));
    await remap('2');
    const id = await repost();
    const { token, running } = await preview();
    expect(running).toBe(id);
    expect(await shop.books.repostPeriod(november, { token, who: 'bob' })).toMatchObject({ code: 'repost-running' });
    await shop.drainAll();
    expect((await preview()).running).toBeNull();
  });
});

describe('what stays as it is, and why', () => {
  const reasons = async () => (await preview()).reasons;

  it('books that are closed on its date in QuickBooks', async () => {
    await post(sale('a'), sale('later', on('2026-11-25')));
    await remap('2');
    shop.ledger.closedUntil = '2026-11-20';
    await shop.books.importAccounts('owner');
    const shown = await preview();
    expect(shown).toMatchObject({ changing: 1, staying: 1, reasons: [{ reason: 'closed', entries: 1 }] });
    expect(shown.stays).toMatchObject([{ businessDate: '2026-11-20', events: [{ number: 'a' }], reason: 'closed' }]);
    await repost();
    await shop.drainAll();
    expect(held()).toMatchObject({ a: ['1 debit 1000', '3 credit 1000'], later: ['2 debit 1000', '3 credit 1000'] });
  });

  it('an outcome that is not known yet', async () => {
    shop.ledger.badCalls.push({ write: true, answer: unknown });
    await shop.record(sale('a'));
    await shop.drain();
    await remap('2');
    expect(await reasons()).toEqual([{ reason: 'outcome-unknown', entries: 1 }]);
  });

  it('an account that the mapping of today does not give, named', async () => {
    await post(sale('a'));
    await shop.books.saveMappings([{ role: 'payment', subject: 'cash', accountId: null }], 'owner');
    const { stays } = await preview();
    expect(stays).toMatchObject([{ reason: 'blocked', detail: 'Payment type cash is missing a payment account' }]);
  });

  it('another company at QuickBooks: what is there is in books of before', async () => {
    await post(sale('a'));
    await shop.books.disconnect('owner');
    expect(await shop.connect('elsewhere', { newBooks: true })).toEqual({ ok: true });
    await shop.mapAll();
    await remap('2');
    expect(await preview()).toMatchObject({ changing: 0, reasons: [{ reason: 'other-company', entries: 1 }] });
  });

  it('a number that is taken', async () => {
    shop.ledger.badCalls.push({ write: true, answer: unknown });
    await shop.record(sale('a'));
    await shop.drain();
    shop.ledger.forgetRequestIds();
    const [entry] = shop.ledger.entries;
    shop.ledger.change(entry?.id ?? '', (entry?.body ?? '').replaceAll('1000', '900'));
    shop.test.clock.advance(11 * 60_000);
    await shop.drainAll();
    await remap('2');
    expect(await reasons()).toEqual([{ reason: 'number-taken', entries: 1 }]);
  });

  it('what is not posted yet goes under the mapping of today by itself', async () => {
    await post(sale('posted'));
    await shop.record(sale('waits', paidBy('amex')), sale('fresh'));
    await remap('2');
    expect(await preview()).toMatchObject({ changing: 1, notPosted: 2, staying: 0 });
    await shop.drainAll();
    expect(held()).toMatchObject({ fresh: ['2 debit 1000', '3 credit 1000'] });
  });
});

describe('what is told of it', () => {
  it('who asked for what, and what it changed, is in the audit log; and in the timeline of each entry', async () => {
    const [recorded] = await shop.record(sale('a'));
    await shop.drainAll();
    await remap('2');
    const id = await repost();
    await shop.drainAll();
    const log = (await shop.books.auditLog()).filter(({ action }) => action.startsWith('repost'));
    expect(log.sort((one, other) => (one.action < other.action ? 1 : -1))).toMatchObject([
      { who: 'ann', action: 'repost-ended', detail: { repost: id }, inBooks: { reposted: 1 } },
      {
        who: 'ann',
        action: 'repost-asked',
        detail: {
          ...{ from: '2026-11-01', lines: 1 },
          accounts: [
            { account: 'Cash in Drawer', before: '10.00', after: '0.00' },
            { account: 'Visa Clearing', before: '0.00', after: '10.00' },
          ],
        },
        inBooks: { toRepost: 1 },
      },
    ]);
    const event = await shop.books.event(recorded?.id ?? '');
    expect(event?.postings[0]?.timeline.map(({ what }) => what).slice(-3)).toEqual([
      ...['intent-saved', 'accepted', 'reposted'],
    ]);
    expect(event?.postings[0]?.entry?.lines.map(({ account }) => account?.id)).toEqual(['2', '3']);
    expect((await shop.books.reposts()).map((one) => one.id)).toEqual([id]);
  });
});
