// A repost that is interrupted, refused, halted or stopped: each entry is written once, or stays as it was.
import { describe, expect, it } from 'vitest';
import { CrashError, openRunningBooks, sale, type TestBooks, useBooks } from './books.fixture.ts';
import type { CrashPoint } from './crash-points.ts';
import { refusal, revoked, unknown } from './paper-ledger.fixture.ts';
import { on, postAll, remapCash, repostAsShown, standingOf } from './repost.fixture.ts';

let shop: TestBooks;
useBooks(openRunningBooks, (opened) => {
  shop = opened;
});

const post = (...events: readonly Record<string, unknown>[]) => postAll(shop, ...events);
const remap = (accountId: string) => remapCash(shop.books, accountId);
const repost = () => repostAsShown(shop.books);
const standing = (id: string) => standingOf(shop.books, id);

describe('whatever comes between', () => {
  for (const point of ['intent-saved', 'sent', 'outcome-saved'] as const satisfies readonly CrashPoint[]) {
    it(`each entry is written once when the process dies again and again: ${point}`, async () => {
      await post(sale('a'), sale('b'), sale('c'));
      await remap('2');
      const id = await repost();
      for (let deaths = 0; deaths < 3; deaths += 1) {
        shop.test.clock.advance(60_000);
        shop.crashAt(point);
        await expect(shop.drain()).rejects.toThrow(CrashError);
      }
      await shop.drainAll();
      expect(shop.ledger.entries.map(({ syncToken }) => syncToken)).toEqual(['1', '1', '1']);
      expect(await standing(id)).toMatchObject({ state: 'done', written: 3 });
    });
  }

  for (const write of [true, false]) {
    it(`a lost answer is asked for again, ${write ? 'written' : 'not written'}`, async () => {
      await post(sale('a'));
      await remap('2');
      const id = await repost();
      shop.ledger.badCalls.push({ write, answer: unknown });
      await shop.drainAll();
      expect(shop.ledger.entries).toMatchObject([{ syncToken: '1' }]);
      expect(await standing(id)).toMatchObject({ state: 'done', written: 1 });
    });
  }

  it('an answer that stays out is read by the id of the entry, once QuickBooks may have forgotten the request', async () => {
    await post(sale('a'));
    await remap('2');
    const id = await repost();
    shop.ledger.badCalls.push({ write: true, answer: unknown });
    await shop.drain();
    shop.ledger.forgetRequestIds();
    shop.test.clock.advance(11 * 60_000);
    const before = shop.ledger.calls.length;
    await shop.drainAll();
    expect(shop.ledger.calls.slice(before).map(({ kind }) => kind)).toEqual(['read']);
    expect(await standing(id)).toMatchObject({ state: 'done', written: 1 });
  });

  it('a connection that is refused halts it, and it goes on once it is made again', async () => {
    await post(sale('a'), sale('b'));
    await remap('2');
    const id = await repost();
    const before = shop.ledger.calls.length;
    shop.ledger.badCalls.push({ write: false, answer: revoked });
    await shop.drainAll();
    expect(await standing(id)).toMatchObject({
      state: 'running',
      toGo: 2,
      waitsFor: 'QuickBooks has to be connected again.',
    });
    await shop.connect();
    await shop.drainAll();
    expect(await standing(id)).toMatchObject({ state: 'done', written: 2, waitsFor: null });
    // What was turned away may read otherwise by then: it does not go under a request id that was answered.
    const updates = shop.ledger.calls.slice(before).filter(({ kind }) => kind === 'single');
    expect(new Set(updates.map(({ requestId }) => requestId)).size).toBe(3);
  });

  it('what QuickBooks refuses stays as it is, with its words', async () => {
    await post(sale('a'), sale('b'));
    await remap('2');
    const id = await repost();
    shop.ledger.badCalls.push({ write: false, answer: refusal('6480', 'It is matched in the bank feed') });
    await shop.drainAll();
    const { left, written, stays } = await standing(id);
    expect([left, written]).toEqual([1, 1]);
    expect(stays).toMatchObject([{ reason: 'refused', detail: 'It is matched in the bank feed' }]);
  });

  it('books that close meanwhile stop what is dated there', async () => {
    await post(sale('a'), sale('b'), sale('later', on('2026-11-25')));
    await remap('2');
    const id = await repost();
    shop.ledger.refusesUntil = '2026-11-20';
    await shop.drainAll();
    const { stays, written } = await standing(id);
    expect(written).toBe(1);
    expect(stays.map(({ reason }) => reason)).toEqual(['closed', 'closed']);
    // The second is not even asked for.
    expect(shop.ledger.calls.filter(({ kind }) => kind === 'single').length).toBeLessThan(3 + 3);
  });

  it('is stopped by a person: what was not sent stays as it was', async () => {
    await post(sale('a'), sale('b'));
    await remap('2');
    const id = await repost();
    shop.ledger.badCalls.push({ write: true, answer: unknown });
    await shop.drain();
    expect(await shop.books.cancelRepost(id, 'bob')).toEqual({ ok: true, left: 1 });
    const entered = (await shop.books.auditLog()).filter(({ action }) => action === 'repost-cancelled');
    expect(entered).toMatchObject([{ who: 'bob', detail: { repost: id }, inBooks: { left: 1 } }]);
    expect(await standing(id)).toMatchObject({ state: 'running', toGo: 1 });
    await shop.drainAll();
    expect(await standing(id)).toMatchObject({ state: 'cancelled', written: 1, left: 1, cancelledBy: 'bob' });
    expect((await standing(id)).stays).toMatchObject([{ reason: 'cancelled' }]);
    expect(await shop.books.cancelRepost(id, 'bob')).toMatchObject({ code: 'repost-ended' });
  });
});
