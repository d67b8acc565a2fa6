// Books that a shop leaves keep what was done in them, and have it again when it comes back.
import { expect, test } from 'vitest';
import { booksIn, type KeepsBooks, leaveFor, lookAtBooks } from './kept-books.ts';
import type { HeldEntry, SimulatedQuickbooks } from './simulated-quickbooks.ts';

const entry = (id: string): HeldEntry => ({
  ...{ id, syncToken: '0', date: '2026-11-20', documentNumber: `TB-${id}`, privateNote: '', lines: [] },
});

const quickbooks = (realmId: string, ...ids: readonly string[]): SimulatedQuickbooks => {
  const entries = async () => ({ held: ids.map(entry), deletedIds: ['8', '9'] });
  return { realmId, entries } as unknown as SimulatedQuickbooks;
};

function shopIn(first: SimulatedQuickbooks): KeepsBooks {
  return { ...booksIn(first), former: [] };
}

test('what is done after books were left is done in the next ones', () => {
  const shop = shopIn(quickbooks('1'));
  shop.foreignIds.add('7');
  leaveFor(shop, booksIn(quickbooks('2')));
  expect([shop.quickbooks.realmId, shop.foreignIds.size]).toEqual(['2', 0]);
  shop.closings.add('2026-11-18');
  expect(shop.former.map(({ foreignIds, closings }) => [foreignIds.size, closings.size])).toEqual([[1, 0]]);
});

test('whoever comes back has what was done there before, and has left the others', () => {
  const shop = shopIn(quickbooks('1'));
  shop.mergedInto.set('tips', 'shipping');
  leaveFor(shop, booksIn(quickbooks('2')));
  const [before] = shop.former;
  if (before === undefined) throw new Error('Nothing was left.');
  leaveFor(shop, before);
  expect([shop.quickbooks.realmId, shop.mergedInto.size]).toEqual(['1', 1]);
  expect(shop.former.map((kept) => kept.quickbooks.realmId)).toEqual(['2']);
});

test('the auditor sees the entries of each without those of others, and what is gone although nobody took it away', async () => {
  const shop = shopIn(quickbooks('1', '6', '7'));
  shop.foreignIds.add('7').add('8');
  leaveFor(shop, booksIn(quickbooks('2', '7')));
  const seen = [...(await lookAtBooks(shop))].map(([realmId, { isFormer, held, deletedIds }]) => [
    ...[realmId, isFormer, [...held.keys()], deletedIds],
  ]);
  expect(seen).toEqual([
    ['2', false, ['7'], ['8', '9']],
    ['1', true, ['6'], ['9']],
  ]);
});
