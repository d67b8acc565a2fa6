// A roll that takes several pages, while somebody deletes in QuickBooks what was on an earlier one: none of the others is passed over.
import { expect, test } from 'vitest';
import { newId } from '../clock.ts';
import { documentNumber, marker } from '../posting/posting-key.ts';
import { openTestBooks, type TestBooks, useBooks } from './books.fixture.ts';
import type { HeldVersion } from './ledger-port.ts';

const pageSize = 2;

let shop: TestBooks;
useBooks(openTestBooks, async (opened) => {
  shop = opened;
  await shop.connect();
  await shop.mapAll();
  await shop.books.startSync('2026-01-01', 'owner');
});

/** Of these books before they were put back to an older state; `second`: of the minute in which each was entered. */
const entered = (seconds: readonly number[]): HeldVersion[] =>
  seconds.map((second, index) => {
    const id = newId(shop.test.clock.now());
    return {
      ...{ quickbooksId: String(index + 1), syncToken: '0', documentNumber: documentNumber(id) },
      ...{ note: marker(id, shop.companyId), changedAt: null, body: '{}', version: null },
      enteredAt: new Date(Date.UTC(2026, 10, 19, 12, 0, second)),
    };
  });

/** Pages as QuickBooks makes them, of what it holds when each is asked for. */
function holds(entries: readonly HeldVersion[], afterPage: (page: number) => void): void {
  let pages = 0;
  shop.ledger.readEntered = async ({ guard, since, page }) => {
    guard.assertHeld();
    const listed = entries.filter(({ enteredAt }) => since === null || (enteredAt !== null && enteredAt >= since));
    const held = listed.slice(page * pageSize, (page + 1) * pageSize);
    pages += 1;
    afterPage(pages);
    return { ok: true, held, last: held.length < pageSize };
  };
}

const found = async (entries: readonly HeldVersion[]) => {
  const numbers = entries.map((entry) => entry.documentNumber);
  const rows = await shop.test.storage.transaction(shop.companyId, (store) => store.rollCalls.found('realm', numbers));
  return rows.map(({ quickbooksId }) => quickbooksId).sort();
};

test('an entry that comes to lie on a page that was read already is found', async () => {
  const entries = entered([1, 2, 3, 4, 5]);
  const all = [...entries];
  holds(entries, (page) => {
    if (page === 1) entries.shift();
  });
  await shop.drainAll();
  expect(await found(all)).toEqual(['1', '2', '3', '4', '5']);
});

test('more of one second than a page holds are all found', async () => {
  const entries = entered([1, 2, 2, 2, 2, 2, 3]);
  holds(entries, () => undefined);
  await shop.drainAll();
  expect(await found(entries)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
});
