// Opens the one SQLite file, or memory, and holds it alone: a second process is refused.
import Database from 'libsql';
import { addedColumns, addedIndexes, blocks, schema } from './schema.ts';

export class FileInUseError extends Error {
  readonly code = 'file-in-use';
  constructor(file: string) {
    super(`${file} is open in another QuickBooks emulator; stop that one, or choose another file with --file`);
  }
}

/** Statements are prepared once each and kept. */
export interface Store {
  run(sql: string, ...values: unknown[]): void;
  get<Row>(sql: string, ...values: unknown[]): Row | undefined;
  all<Row>(sql: string, ...values: unknown[]): Row[];
  /** Integers of any size, as bigint. */
  integer(sql: string, ...values: unknown[]): bigint;
  integers<Row>(sql: string, ...values: unknown[]): Row[];
  /** Everything that `work` writes, or nothing. The write is on disk when this returns. */
  transaction<Result>(work: () => Result): Result;
  close(): void;
}

export function openStore(file: string): Store {
  const database = open(file);
  const statements = new Map<string, Database.Statement>();
  const prepare = (sql: string): Database.Statement => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = database.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  const big = (sql: string) => prepare(`${sql} `).safeIntegers(true);
  let depth = 0;
  // In libsql a `get` after an `all` of the same statement, or after a failure, answers for the values bound before (a test
  // shows it, decision 0017 says why), so all reads are `all`.
  return {
    run: (sql, ...values) => void prepare(sql).run(...values),
    get: <Row>(sql: string, ...values: unknown[]) => prepare(sql).all(...values)[0] as Row | undefined,
    all: <Row>(sql: string, ...values: unknown[]) => prepare(sql).all(...values) as Row[],
    integer: (sql, ...values) => Object.values((big(sql).all(...values)[0] ?? {}) as Record<string, bigint>)[0] ?? 0n,
    integers: <Row>(sql: string, ...values: unknown[]) => big(sql).all(...values) as Row[],
    transaction: (work) => {
      if (depth > 0) return work();
      prepare('BEGIN IMMEDIATE').run();
      depth += 1;
      try {
        const result = work();
        prepare('COMMIT').run();
        return result;
      } catch (error) {
        prepare('ROLLBACK').run();
        throw error;
      } finally {
        depth -= 1;
      }
    },
    close: () => {
      statements.clear();
      if (file !== ':memory:') {
        // Statements live until they are collected and would hold the lock; out of WAL, a read in normal mode lets go of it.
        database.pragma('journal_mode = DELETE');
        database.pragma('locking_mode = NORMAL');
        database.exec('SELECT count(*) FROM companies');
      }
      database.close();
    },
  };
}

function open(file: string): Database.Database {
  const database = new Database(file, { timeout: 0 });
  try {
    if (file !== ':memory:') {
      // The exclusive mode keeps the lock from the first write until the process ends, however it ends.
      database.pragma('locking_mode = EXCLUSIVE');
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = FULL');
    }
    database.exec('BEGIN IMMEDIATE');
    database.exec(schema);
    for (const [table, column, type] of addedColumns) {
      const isThere =
        database.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').all(table, column).length > 0;
      if (!isThere) database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    }
    database.exec(addedIndexes);
    database.exec(blocks);
    database.exec('COMMIT');
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) throw new FileInUseError(file);
    throw error;
  }
}
