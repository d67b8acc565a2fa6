// Opens the one SQLite file, or memory, and holds it alone: a second process is refused.
import Database from 'libsql';
import { createRowBuffer, type Insert, type InsertedRow, type RowBuffer } from './row-buffer.ts';
import { addedColumns, addedIndexes, areRepliesOfBefore, blocks, repliesMoved, schema } from './schema.ts';
import { textIndex } from './text-index.ts';

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
  /** In a transaction the row is written with others like it, before anything else is asked of the store. */
  insert(insert: Insert, row: InsertedRow): void;
  /** In a transaction a change that need be written only once for the key: the last one stands. */
  runOnce(key: string, sql: string, ...values: unknown[]): void;
  /** Rows of an insert that are still to be written. */
  unwritten(insert: Insert): readonly InsertedRow[];
  /** As `get`, where the caller looks through the unwritten rows itself. */
  getWritten<Row>(sql: string, ...values: unknown[]): Row | undefined;
  /** What is remembered of the store beside it is to be forgotten then. */
  onRollback(forget: () => void): void;
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
  let depth = 0;
  const rollbacks: (() => void)[] = [];
  const run = (sql: string, values: readonly unknown[]) => void prepare(sql).run(values);
  const buffer = createRowBuffer(run);
  return {
    ...readingsOf(prepare, buffer),
    run: (sql, ...values) => {
      buffer.flush();
      run(sql, values);
    },
    insert: (insert, row) => {
      buffer.add(insert, row);
      if (depth === 0) buffer.flush();
    },
    runOnce: (key, sql, ...values) => {
      buffer.set(key, sql, values);
      if (depth === 0) buffer.flush();
    },
    unwritten: buffer.rowsOf,
    onRollback: (forget) => void rollbacks.push(forget),
    transaction: (work) => {
      if (depth > 0) return work();
      run('BEGIN IMMEDIATE', []);
      depth += 1;
      try {
        const result = work();
        buffer.flush();
        run('COMMIT', []);
        return result;
      } catch (error) {
        buffer.clear();
        run('ROLLBACK', []);
        for (const forget of rollbacks) forget();
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

/**
 * In libsql a `get` after an `all` of the same statement, or after a failure, answers for the values bound before (a test
 * shows it, decision 0017 says why), so all reads are `all`.
 */
function readingsOf(
  prepare: (sql: string) => Database.Statement,
  buffer: RowBuffer,
): Pick<Store, 'get' | 'all' | 'integer' | 'integers' | 'getWritten'> {
  const rows = <Row>(sql: string, values: readonly unknown[]) => {
    buffer.flush();
    return prepare(sql).all(values) as Row[];
  };
  const integerRows = <Row>(sql: string, values: readonly unknown[]) => {
    buffer.flush();
    // A statement of its own: the space sets its text apart.
    return prepare(`${sql} `).safeIntegers(true).all(values) as Row[];
  };
  return {
    get: <Row>(sql: string, ...values: unknown[]) => rows<Row>(sql, values)[0],
    all: (sql, ...values) => rows(sql, values),
    integer: (sql, ...values) => Object.values(integerRows<Record<string, bigint>>(sql, values)[0] ?? {})[0] ?? 0n,
    integers: (sql, ...values) => integerRows(sql, values),
    getWritten: <Row>(sql: string, ...values: unknown[]) => prepare(sql).all(values)[0] as Row | undefined,
  };
}

/** A row of a table without row ids that is longer than a quarter of a page takes one more page, all to itself: an entry of six lines is not. */
const pageBytes = 8192;
/** A page is copied from the log into the file once for all the times that it was written. */
const checkpointPages = 4000;
const cacheKib = 16_384;

function open(file: string): Database.Database {
  const database = new Database(file, { timeout: 0 });
  try {
    // A file of before keeps the size that it has.
    database.pragma(`page_size = ${pageBytes}`);
    database.pragma(`cache_size = -${cacheKib}`);
    if (file !== ':memory:') {
      // The exclusive mode keeps the lock from the first write until the process ends, however it ends.
      database.pragma('locking_mode = EXCLUSIVE');
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = FULL');
      database.pragma(`wal_autocheckpoint = ${checkpointPages}`);
    }
    database.exec('BEGIN IMMEDIATE');
    database.exec(schema);
    for (const [table, column, type] of addedColumns) {
      const isThere =
        database.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').all(table, column).length > 0;
      if (!isThere) database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    }
    if (database.prepare(areRepliesOfBefore).all().length > 0) database.exec(repliesMoved);
    database.exec(addedIndexes);
    database.exec(blocks);
    database.exec(textIndex);
    database.exec('COMMIT');
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) throw new FileInUseError(file);
    throw error;
  }
}
