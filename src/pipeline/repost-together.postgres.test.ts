// Voids and daily summaries that are posted again: what belongs together goes together, and a day's line is split where it has to be.
import { describe, expect, it } from 'vitest';
import { openRunningBooks, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { revoked, unknown } from './paper-ledger.fixture.ts';
import type { PeriodChoice } from './period-port.ts';
import { linesHeld, november, on, postAll, previewOf, remapCash, repostAsShown, voidOf } from './repost.fixture.ts';

let shop: TestBooks;
useBooks(openRunningBooks, (opened) => {
  shop = opened;
});

const post = (...events: readonly Record<string, unknown>[]) => postAll(shop, ...events);
const remap = (accountId: string) => remapCash(shop.books, accountId);
const preview = (choice?: PeriodChoice) => previewOf(shop.books, choice);
const repost = (choice?: PeriodChoice) => repostAsShown(shop.books, choice);

describe('voids', () => {
  it('go with what they void, also where only that was chosen', async () => {
    await post(sale('a'), voidOf('a', '2026-12-02'));
    await remap('2');
    const shown = await preview();
    expect(shown.changes.map(({ businessDate, follows }) => [businessDate, follows])).toEqual([
      ['2026-11-20', false],
      ['2026-12-02', true],
    ]);
    await repost();
    await shop.drainAll();
    expect(linesHeld(shop).map(([first]) => first)).toEqual(['2 debit 1000', '2 credit 1000']);
  });

  it('stay with what they void where that is not chosen, or has to stay', async () => {
    await post(sale('a', on('2026-10-30')), voidOf('a', '2026-11-22'));
    await remap('2');
    expect(await preview()).toMatchObject({ entries: 1, changing: 0, staying: 0 });
    shop.ledger.closedUntil = '2026-10-31';
    await shop.books.importAccounts('owner');
    expect(await preview({ ...november, from: '2026-10-01' })).toMatchObject({
      changing: 0,
      reasons: [
        { reason: 'closed', entries: 1 },
        { reason: 'belongs-together', entries: 1 },
      ],
    });
  });

  it('go by themselves where what they void was never posted', async () => {
    await post(sale('before', on('2025-12-30')), voidOf('before', '2026-11-22'));
    await remap('2');
    expect(await preview()).toMatchObject({ entries: 1, changing: 1, staying: 0 });
    await repost();
    await shop.drainAll();
    expect(linesHeld(shop).map(([first]) => first)).toEqual(['2 credit 1000']);
  });

  it('that cannot change have what they void stay, too', async () => {
    await post(sale('a'), sale('free'));
    shop.ledger.badCalls.push({ write: true, answer: unknown });
    await shop.record(voidOf('a', '2026-11-22'));
    await shop.drain();
    await remap('2');
    expect(await preview()).toMatchObject({
      changing: 1,
      reasons: [
        { reason: 'outcome-unknown', entries: 1 },
        { reason: 'belongs-together', entries: 1 },
      ],
    });
  });

  it('that come while it runs wait for it, and mirror what it wrote', async () => {
    await post(sale('a'));
    await remap('2');
    await repost();
    shop.ledger.badCalls.push({ write: true, answer: unknown });
    await shop.drain();
    await shop.record(voidOf('a', '2026-11-22'));
    await shop.drain();
    expect(shop.ledger.entries).toHaveLength(1);
    await shop.drainAll();
    expect(linesHeld(shop).map(([first]) => first)).toEqual(['2 debit 1000', '2 credit 1000']);
  });

  it('are not looked at again and again while nothing may be sent, and go once something may', async () => {
    await post(sale('a'));
    await remap('2');
    await repost();
    shop.ledger.badCalls.push({ write: false, answer: revoked });
    await shop.record(voidOf('a', '2026-11-22'));
    expect(await shop.drain()).toEqual({ outcome: 'idle' });
    shop.test.clock.advance(60_000);
    expect(await shop.drain()).toEqual({ outcome: 'idle' });
    await shop.connect();
    await shop.drainAll();
    expect(linesHeld(shop).map(([first]) => first)).toEqual(['2 debit 1000', '2 credit 1000']);
  });

  it('built already are built anew, to mirror what it writes', async () => {
    await post(sale('a'));
    await remap('2');
    await shop.record(voidOf('a', '2026-11-22'));
    await shop.buildOnly();
    await repost();
    await shop.drainAll();
    expect(linesHeld(shop).map(([first]) => first)).toEqual(['2 debit 1000', '2 credit 1000']);
  });
});

describe('daily summaries', () => {
  const summarize = () => shop.books.saveSettings({ postingMode: 'daily-summary', postingModeFrom: null }, 'owner');

  it('change as a day, and their tickets say where each share went', async () => {
    await summarize();
    await post(sale('a'), sale('b'), sale('next', on('2026-11-21')));
    await remap('2');
    expect(await preview()).toMatchObject({ entries: 2, changing: 2, changingLines: 2 });
    await repost();
    await shop.drainAll();
    expect(linesHeld(shop)).toEqual([
      ['2 debit 2000', '3 credit 2000'],
      ['2 debit 1000', '3 credit 1000'],
    ]);
  });

  it('split a line of voids where only some of what they void changes', async () => {
    await summarize();
    await post(sale('old', on('2026-10-30')), sale('new', on('2026-11-02')));
    await post(voidOf('old', '2026-11-21'), voidOf('new', '2026-11-21'));
    await remap('2');
    await repost();
    await shop.drainAll();
    const last = linesHeld(shop).at(-1);
    expect(last?.filter((line) => line.includes('credit')).toSorted()).toEqual(['1 credit 1000', '2 credit 1000']);
    expect(await preview()).toMatchObject({ changing: 0 });
  });

  it('change the lines of the chosen kinds alone', async () => {
    await shop.books.saveMappings([{ role: 'deposit', subject: 'cash', accountId: '4' }], 'owner');
    await summarize();
    const movement = {
      ...{ source: 'till', kind: 'customer-deposit', sourceId: 'd', location: 'main' },
      ...{ occurredAt: '2026-11-20T13:00:00-05:00', paymentType: 'cash', amount: '5.00', order: 'L' },
    };
    await post(sale('a'), movement);
    await remap('2');
    await repost({ ...november, kinds: ['sale'] });
    await shop.drainAll();
    const [day] = linesHeld(shop);
    expect(day?.filter((line) => line.includes('debit')).toSorted()).toEqual(['1 debit 500', '2 debit 1000']);
  });
});
