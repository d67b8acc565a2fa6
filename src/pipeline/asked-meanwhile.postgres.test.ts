// What a webhook asks for while QuickBooks is being read is read once more: the answer that is on its way may not hold it.
import { expect, it } from 'vitest';
import { askedPauseMs } from '../posting/sweep.ts';
import { openRunningBooks, sale, type TestBooks, useBooks } from './books.fixture.ts';
import type { ChangeNotice } from './drift-port.ts';
import { hearChanges } from './hear-changes.ts';
import { entriesByIdMax } from './ledger-port.ts';

let shop: TestBooks;
useBooks(openRunningBooks, (opened) => {
  shop = opened;
});

type Read = 'readChanges' | 'readVersions' | 'readChart' | 'readPreferences';
type Told = Pick<ChangeNotice, 'entity' | 'isMerge'>;

const merge: Told = { entity: 'account', isMerge: true };
const account: Told = { entity: 'account' };
const preferences: Told = { entity: 'preferences' };
const longAgoMs = 40 * 24 * 60 * 60_000;

function hear(told: Told): Promise<void> {
  const { ports, test } = shop;
  const notice = { realmId: 'realm', id: '1', isNew: false, changedAt: test.clock.now(), ...told };
  return hearChanges(ports, test.storage).hear([notice]);
}

/** Counts how often QuickBooks is read; `meanwhile` is done once, while the first answer is on its way. */
function reads(read: Read, meanwhile?: () => Promise<void>): () => number {
  const own = shop.ledger[read].bind(shop.ledger) as (...request: unknown[]) => Promise<unknown>;
  let count = 0;
  const ask = async (...request: unknown[]) => {
    count += 1;
    const answer = await own(...request);
    if (count === 1) {
      shop.test.clock.advance(1_000);
      await meanwhile?.();
    }
    return answer;
  };
  Object.assign(shop.ledger, { [read]: ask });
  return () => count;
}

/** All that is asked for by now, and what has to wait its pause. */
async function readAll(): Promise<void> {
  await shop.drainAll();
  shop.test.clock.advance(askedPauseMs);
  await shop.drainAll();
}

it.each<[string, Read, Told]>([
  ['the chart', 'readChart', merge],
  ['the closing date', 'readPreferences', preferences],
  ['what was changed', 'readChanges', account],
])('asked for while it is read, it is read again, and no more than that: %s', async (_, read, told) => {
  shop.test.clock.advance(askedPauseMs);
  await hear(told);
  const count = reads(read, () => hear(told));
  await readAll();
  expect(count()).toBe(2);
  await readAll();
  expect(count()).toBe(2);
});

it.each<[string, Read, Told]>([
  ['the chart', 'readChart', merge],
  ['the closing date', 'readPreferences', preferences],
  ['what was changed', 'readChanges', account],
])('asked for twice before it is read, it is read once: %s', async (_, read, told) => {
  shop.test.clock.advance(askedPauseMs);
  await hear(told);
  shop.test.clock.advance(1_000);
  await hear(told);
  const count = reads(read);
  await readAll();
  expect(count()).toBe(1);
});

it('asked for while all of ours are read page by page, what was changed is read once they are', async () => {
  await shop.record(...Array.from({ length: entriesByIdMax + 1 }, (_, index) => sale(`t-${index}`)));
  await shop.drainAll();
  shop.test.clock.advance(longAgoMs);
  const pages = reads('readVersions', () => hear(account));
  const changes = reads('readChanges');
  await readAll();
  expect([pages(), changes()]).toEqual([2, 1]);
});
