// The stock of inventory items: every line that moves one, and the cost of what leaves, first in, first out.
import type { Store } from '../store/database.ts';
import { takenValues } from './fifo.ts';

export interface StockLine {
  /** Its place among the lines of the transaction that move stock. */
  readonly line: number;
  readonly itemId: number;
  readonly quantity: bigint;
  readonly costMinor: bigint | null;
}

interface Movement {
  readonly realmId: string;
  readonly transactionId: number;
}

export interface Stock {
  /** In place of what the transaction moved before. */
  replace(movement: Movement & { readonly date: string; readonly lines: readonly StockLine[] }): void;
  itemsOf(movement: Movement): readonly number[];
  /** What each line of the transaction takes from the stock's value, by its place. */
  valuesOf(movement: Movement): ReadonlyMap<number, bigint>;
  onHand(realmId: string, itemId: number): bigint;
  /** What first moved the item; null where nothing has. */
  firstOf(realmId: string, itemId: number): { transactionId: number; date: string; costMinor: bigint } | null;
  /** Works the costs out anew; the transactions of which one has changed. */
  revalue(item: { realmId: string; itemId: number; standardCost: bigint }): readonly number[];
}

interface Row {
  readonly transaction_id: bigint;
  readonly line: bigint;
  readonly item_id: bigint;
  readonly quantity: bigint;
  readonly cost_minor: bigint | null;
  readonly value_minor: bigint | null;
}

export function openStock(store: Store): Stock {
  const ofTransaction = ({ realmId, transactionId }: Movement) =>
    store.integers<Row>(
      'SELECT * FROM stock_moves WHERE realm_id = ? AND transaction_id = ? ORDER BY line',
      realmId,
      transactionId,
    );
  return {
    replace: ({ realmId, transactionId, date, lines }) => {
      store.run('DELETE FROM stock_moves WHERE realm_id = ? AND transaction_id = ?', realmId, transactionId);
      for (const { line, itemId, quantity, costMinor } of lines) {
        store.run(
          `INSERT INTO stock_moves (realm_id, transaction_id, line, item_id, txn_date, quantity, cost_minor)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          ...[realmId, transactionId, line, itemId, date, quantity, costMinor],
        );
      }
    },
    itemsOf: (movement) => [...new Set(ofTransaction(movement).map(({ item_id }) => Number(item_id)))],
    valuesOf: (movement) =>
      new Map(ofTransaction(movement).map(({ line, value_minor }) => [Number(line), value_minor ?? 0n])),
    onHand: (realmId, itemId) =>
      store.integer(
        'SELECT coalesce(sum(quantity), 0) FROM stock_moves WHERE realm_id = ? AND item_id = ?',
        realmId,
        itemId,
      ),
    firstOf: (realmId, itemId) => {
      const [first] = store.integers<Row & { txn_date: string }>(
        'SELECT * FROM stock_moves WHERE realm_id = ? AND item_id = ? ORDER BY transaction_id LIMIT 1',
        realmId,
        itemId,
      );
      if (!first) return null;
      const { transaction_id, txn_date, cost_minor } = first;
      return { transactionId: Number(transaction_id), date: txn_date, costMinor: cost_minor ?? 0n };
    },
    revalue: (item) => revalue(store, item),
  };
}

function revalue(
  store: Store,
  { realmId, itemId, standardCost }: { realmId: string; itemId: number; standardCost: bigint },
): readonly number[] {
  const rows = store.integers<Row>(
    `SELECT * FROM stock_moves WHERE realm_id = ? AND item_id = ? ORDER BY txn_date, transaction_id, line`,
    realmId,
    itemId,
  );
  const moves = rows.map(({ quantity, cost_minor }) => ({ quantity, costMinor: cost_minor }));
  const changed = new Set<number>();
  takenValues(moves, standardCost).forEach((value, index) => {
    const row = rows[index];
    if (!row || row.value_minor === value) return;
    const key = [realmId, Number(row.transaction_id), Number(row.line)];
    store.run(
      'UPDATE stock_moves SET value_minor = ? WHERE realm_id = ? AND transaction_id = ? AND line = ?',
      value,
      ...key,
    );
    changed.add(Number(row.transaction_id));
  });
  return [...changed];
}
