// A batch that QuickBooks refuses as a whole: its entries go one by one, and only the one to blame is refused.
import { describe, expect, it } from 'vitest';
import { openRunningBooks, sale, type TestBooks, useBooks } from './books.fixture.ts';
import type { PostOutcome } from './ledger-port.ts';
import { refusal } from './paper-ledger.fixture.ts';

let shop: TestBooks;

const batchRefused: PostOutcome = {
  outcome: 'not-sent',
  why: 'batch-refused',
  reason: '2010 Unrecognized field',
  httpStatus: 400,
  intuitTid: '1-whole',
};
const isGuilty = ({ body }: { body: string }) => body.includes('guilty');

useBooks(openRunningBooks, (opened) => {
  shop = opened;
  const { ledger } = shop;
  const [postEntry, postBatch] = [ledger.postEntry.bind(ledger), ledger.postBatch.bind(ledger)];
  ledger.calls.length = 0;
  ledger.postEntry = async (entry) => {
    if (isGuilty(entry)) ledger.badCalls.push({ write: false, answer: refusal('2010', 'Unrecognized field') });
    return postEntry(entry);
  };
  ledger.postBatch = async (batch) => {
    if (batch.items.some(isGuilty)) ledger.badCalls.push({ write: false, answer: batchRefused });
    return postBatch(batch);
  };
});

const sales = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => sale(`${prefix}-${index}`));
const byStatus = async (status: 'synced' | 'failed') =>
  (await shop.books.listEvents({ status, limit: 500 })).events.map(({ sourceId }) => sourceId);
const sizes = () => shop.ledger.calls.map(({ size }) => size);

describe('a batch that is refused as a whole', () => {
  it('refuses the guilty entry alone, and sends each of the others once', async () => {
    await shop.books.recordEvents([...sales('t', 12), sale('guilty'), ...sales('u', 12)]);
    await shop.drainAll();
    expect(await byStatus('failed')).toEqual(['guilty']);
    expect(await byStatus('synced')).toHaveLength(24);
    expect(shop.ledger.entries).toHaveLength(24);
    expect(sizes()).toEqual([25, ...Array.from({ length: 25 }, () => 1)]);
    expect((await shop.books.alerts()).map(({ kind, eventsHeld }) => [kind, eventsHeld])).toEqual([['refused', 1]]);
  });

  it('says so in the timeline of each', async () => {
    const [first] = await shop.books.recordEvents([...sales('t', 1), sale('guilty')]);
    await shop.drainAll();
    const timeline = (await shop.books.event(first?.id ?? ''))?.postings[0]?.timeline ?? [];
    expect(timeline.map(({ what }) => what)).toEqual(['built', 'intent-saved', 'not-sent', 'intent-saved', 'accepted']);
    expect(timeline[2]).toMatchObject({
      intuitTid: '1-whole',
      message: 'QuickBooks refused the batch that it was in as a whole: 2010 Unrecognized field. It goes alone now.',
    });
  });

  it('slows nothing down that comes after it', async () => {
    await shop.books.recordEvents([...sales('t', 2), sale('guilty')]);
    await shop.drainAll();
    shop.ledger.calls.length = 0;
    await shop.books.recordEvents(sales('later', 45));
    await shop.drainAll();
    expect(sizes()).toEqual([30, 15]);
  });

  it('goes alone after a process died in between, too', async () => {
    await shop.books.recordEvents([...sales('t', 5), sale('guilty')]);
    shop.crashAt('batch-outcome-saved');
    await expect(shop.drain()).rejects.toThrow();
    await shop.drainAll();
    expect(sizes()).toEqual([6, 1, 1, 1, 1, 1, 1]);
    expect(await byStatus('synced')).toHaveLength(5);
  });

  it('that was sent before is looked up first: its answer speaks of the second sending alone', async () => {
    await shop.books.recordEvents([...sales('t', 2), sale('guilty')]);
    shop.crashAt('batch-intent-saved');
    await expect(shop.drain()).rejects.toThrow();
    await shop.drainAll();
    expect(await byStatus('failed')).toEqual(['guilty']);
    expect(shop.ledger.entries).toHaveLength(2);
    expect(shop.ledger.calls.filter(({ kind }) => kind === 'read').length).toBeGreaterThanOrEqual(3);
  });
});
