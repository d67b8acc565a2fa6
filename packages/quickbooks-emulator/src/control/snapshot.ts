// A company whole, as JSON: taken out, and put back in place of what is there.
import type { Emulator } from '../emulator.ts';

const tables = ['objects', 'ledger_lines', 'balances', 'replies', 'grants', 'codes', 'companies'] as const;
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
    for (const table of [...tables, ...tokenTables]) {
      const columns = store
        .all<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
        .map(({ name }) => name);
      const marks = columns.map(() => '?').join(', ');
      for (const row of snapshot.tables[table] ?? []) {
        const values = columns.map((column) => (column === 'realm_id' ? realmId : (row[column] ?? null)));
        store.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`, ...values);
      }
    }
  });
  companies.forget();
  objects.forget();
  emulator.forgetDice(realmId);
}
