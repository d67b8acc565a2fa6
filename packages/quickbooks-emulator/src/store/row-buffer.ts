// Rows that a transaction has still to write: those of one insert go in one statement, at a fraction of the cost of one each.

/** `INSERT INTO table (columns)`, how many columns, and what follows the values. */
export interface Insert {
  readonly start: string;
  readonly columnCount: number;
  readonly end?: string;
  /** The fewer rows that say the same as those of one statement. */
  readonly joined?: (rows: readonly InsertedRow[]) => readonly InsertedRow[];
}

export type InsertedRow = readonly unknown[];

export interface RowBuffer {
  add(insert: Insert, row: InsertedRow): void;
  /** One statement of each key; a later one takes the place of an earlier. */
  set(key: string, sql: string, values: readonly unknown[]): void;
  rowsOf(insert: Insert): readonly InsertedRow[];
  /** Writes everything. */
  flush(): void;
  clear(): void;
}

const rowsPerStatement = 64;

export function createRowBuffer(run: (sql: string, values: readonly unknown[]) => void): RowBuffer {
  const rows = new Map<Insert, InsertedRow[]>();
  const statements = new Map<string, { readonly sql: string; readonly values: readonly unknown[] }>();
  const write = (insert: Insert, some: readonly InsertedRow[]) => {
    const written = insert.joined ? insert.joined(some) : some;
    run(textOf(insert, written.length), valuesOf(written));
  };
  const clear = () => {
    rows.clear();
    statements.clear();
  };
  return {
    add: (insert, row) => {
      const some = rows.get(insert) ?? [];
      some.push(row);
      rows.set(insert, some);
      if (some.length < rowsPerStatement) return;
      rows.delete(insert);
      write(insert, some);
    },
    set: (key, sql, values) => void statements.set(key, { sql, values }),
    rowsOf: (insert) => rows.get(insert) ?? [],
    flush: () => {
      if (rows.size + statements.size === 0) return;
      const [inserts, others] = [[...rows], [...statements.values()]];
      clear();
      for (const [insert, some] of inserts) write(insert, some);
      for (const { sql, values } of others) run(sql, values);
    },
    clear,
  };
}

/** As `flat` has it, which takes several times as long. */
function valuesOf(rows: readonly InsertedRow[]): readonly unknown[] {
  const values: unknown[] = [];
  for (const row of rows) values.push(...row);
  return values;
}

const texts = new WeakMap<Insert, string[]>();

function textOf(insert: Insert, rowCount: number): string {
  const known = texts.get(insert) ?? [];
  texts.set(insert, known);
  const { start, columnCount, end = '' } = insert;
  const row = () => `(${Array<string>(columnCount).fill('?').join(', ')})`;
  const text = known[rowCount] ?? `${start} VALUES ${Array.from({ length: rowCount }, row).join(', ')} ${end}`;
  known[rowCount] = text;
  return text;
}
