// Which transaction pays, deposits or completes which other, and by how much.
import type { Store } from './database.ts';

export interface Link {
  /** As the API names it: BillPaymentCheck, not BillPayment. */
  readonly sourceType: string;
  readonly sourceId: number;
  readonly targetType: string;
  readonly targetId: number;
  readonly amountMinor: bigint;
}

export interface Links {
  from(realmId: string, sourceId: number): readonly Link[];
  to(realmId: string, targetId: number): readonly Link[];
  /** In place of what the source was linked to before. */
  replace(realmId: string, sourceId: number, links: readonly Link[]): void;
}

interface Row {
  readonly source_id: bigint;
  readonly source_type: string;
  readonly target_id: bigint;
  readonly target_type: string;
  readonly amount_minor: bigint;
}

export function openLinks(store: Store): Links {
  const read = (column: 'source_id' | 'target_id', realmId: string, id: number) =>
    store
      .integers<Row>(
        `SELECT source_id, source_type, target_id, target_type, amount_minor FROM links
         WHERE realm_id = ? AND ${column} = ? ORDER BY source_id, position`,
        realmId,
        id,
      )
      .map((row) => ({
        sourceType: row.source_type,
        sourceId: Number(row.source_id),
        targetType: row.target_type,
        targetId: Number(row.target_id),
        amountMinor: row.amount_minor,
      }));
  return {
    from: (realmId, sourceId) => read('source_id', realmId, sourceId),
    to: (realmId, targetId) => read('target_id', realmId, targetId),
    replace: (realmId, sourceId, links) => {
      store.run('DELETE FROM links WHERE realm_id = ? AND source_id = ?', realmId, sourceId);
      links.forEach(({ sourceType, targetType, targetId, amountMinor }, position) => {
        store.run(
          `INSERT INTO links (realm_id, source_id, position, source_type, target_id, target_type, amount_minor)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          realmId,
          sourceId,
          position,
          sourceType,
          targetId,
          targetType,
          amountMinor,
        );
      });
    },
  };
}
