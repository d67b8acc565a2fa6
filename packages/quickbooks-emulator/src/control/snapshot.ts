// A company whole, as JSON: taken out, and put back in place of what is there.
import { companyTables } from '../company/companies.ts';
import type { Emulator } from '../emulator.ts';
import { textsIndexed } from '../store/text-index.ts';

/** What follows from other tables, and what is on its way to an app. */
const leftOut: ReadonlySet<string> = new Set(['object_blocks', 'text_ranges', 'webhook_events', 'webhook_deliveries']);
const tables = companyTables.filter((table) => !leftOut.has(table));
const tokenTables = ['access_tokens', 'refresh_tokens'] as const;
const version = 1;

type Row = Record<string, unknown>;

export interface Snapshot {
  readonly version: number;
  readonly tables: Readonly<Record<string, readonly Row[]>>;
}

export function takeSnapshot({ store }: Emulator, realmId: string): Snapshot {
  const rows: Record<string, Row[]> = {};
  for (const table of tables) rows[table] = store.all<Row>(`SELECT * FROM ${table} WHERE realm_id = ?`, realmId);
  for (const table of tokenTables) {
    rows[table] = store.all<Row>(
      `SELECT * FROM ${table} WHERE grant_id IN (SELECT id FROM grants WHERE realm_id = ?)`,
      realmId,
    );
  }
  return { version, tables: rows };
}

export function isSnapshot(value: unknown): value is Snapshot {
  const snapshot = value as Partial<Snapshot> | null;
  return (
    snapshot?.version === version && Array.isArray(snapshot.tables?.companies) && snapshot.tables.companies.length === 1
  );
}

export function putSnapshot(emulator: Emulator, realmId: string, snapshot: Snapshot): void {
  const { store, companies, objects } = emulator;
  store.transaction(() => {
    companies.remove(realmId);
    const grantIds = freeGrantIds(emulator, snapshot.tables.grants ?? []);
    for (const table of [...tables, ...tokenTables]) {
      const columns = store
        .all<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
        .map(({ name }) => name);
      const marks = columns.map(() => '?').join(', ');
      // A token that another company has already stays with it.
      const insert = `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`;
      for (const row of snapshot.tables[table] ?? []) {
        const ids: Row = { realm_id: realmId, ...grantColumn(table, row, grantIds) };
        store.run(insert, ...columns.map((column) => ids[column] ?? row[column] ?? null));
      }
    }
    for (const sql of textsIndexed) store.run(sql);
  });
  companies.forget();
  objects.forget();
  emulator.webhooks.forget();
  emulator.forgetDice(realmId);
}

/** Connections keep their ids where they are free, and take new ones where another company has them. */
function freeGrantIds({ store }: Emulator, grants: readonly Row[]): ReadonlyMap<unknown, number> {
  let next = Number(store.integer('SELECT coalesce(max(id), 0) FROM grants'));
  for (const { id } of grants) next = Math.max(next, Number(id));
  const ids = new Map<unknown, number>();
  for (const { id } of grants) {
    if (!store.get('SELECT id FROM grants WHERE id = ?', id)) ids.set(id, Number(id));
    else {
      next += 1;
      ids.set(id, next);
    }
  }
  return ids;
}

function grantColumn(table: string, row: Row, ids: ReadonlyMap<unknown, number>): Row {
  if (table === 'grants') return { id: ids.get(row.id) };
  return 'grant_id' in row ? { grant_id: ids.get(row.grant_id) } : {};
}
