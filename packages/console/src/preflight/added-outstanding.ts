// What was outstanding by one page of a preflight added to that of the pages before, exact to the cent.
import type { OutstandingAmount } from '../api/wire.ts';
import { isZero, sumAmounts } from '../format/money.ts';

const kinds: readonly OutstandingAmount['kind'][] = ['deposits', 'gift-cards', 'stock', 'in-transit'];

/** What comes to nothing stays among them: a later page may have more of it. */
export function addedOutstanding(
  before: readonly OutstandingAmount[],
  page: readonly OutstandingAmount[],
): readonly OutstandingAmount[] {
  const rows = new Map(before.map((row) => [row.key, row]));
  for (const row of page) {
    const amount = sumAmounts([rows.get(row.key)?.amount ?? '0', row.amount]);
    rows.set(row.key, { ...row, amount });
  }
  return [...rows.values()];
}

/** What is left of it when all is added up, each kind together. */
export function leftOutstanding(rows: readonly OutstandingAmount[]): readonly OutstandingAmount[] {
  return rows.filter(({ amount }) => !isZero(amount)).sort(byKindAndKey);
}

function byKindAndKey(one: OutstandingAmount, other: OutstandingAmount): number {
  const order = kinds.indexOf(one.kind) - kinds.indexOf(other.kind);
  return order === 0 ? (one.key < other.key ? -1 : 1) : order;
}
