// Puts a backup into a database that holds no books: all of it or nothing, at the version it was made with, and then brought to this one.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type BackupHead, endLine, formatSettings, linesOf, readHead, rowsEnd, tableLine } from './backup-format.ts';
import { type BookTable, bookTables } from './book-tables.ts';
import { applyOurs, assertKnown, finishMigrating, migrationFiles, whileMigrating } from './migrate.ts';

const sentences = {
  'not-a-backup': 'This is no backup of Tillbook.',
  'cut-off': 'The backup is cut off: its end is missing. Nothing was restored.',
  damaged: 'The backup is damaged. Nothing was restored.',
  'not-empty': 'A backup goes into an empty database.',
};

export class RestoreError extends Error {
  readonly code: keyof typeof sentences;

  /** `why` comes before what the code says. */
  constructor(code: keyof typeof sentences, why?: string, options?: ErrorOptions) {
    super(why === undefined ? sentences[code] : `${why} ${sentences[code]}`, options);
    this.name = 'RestoreError';
    this.code = code;
  }
}

export interface Restored {
  readonly madeAt: Date;
  /** By table. */
  readonly rows: ReadonlyMap<string, number>;
  /** Names of the companies whose sync ran; it is paused now. */
  readonly paused: readonly string[];
}

/**
 * `chunks`: the text that `backUp` made. Throws a `RestoreError`, or a `MigrationError` where a newer version made it; nothing is
 * there then. Nothing is sent to QuickBooks afterwards before a person starts the sync: what changed since is to be set first.
 */
export async function restore(
  connectionString: string,
  chunks: AsyncIterable<Buffer>,
  options: { readonly now: Date; readonly newId: (now: Date) => string },
): Promise<Restored> {
  const lines = linesOf(chunks);
  const head = readHead(await nextLine(lines), await nextLine(lines));
  if (head === null) throw new RestoreError('not-a-backup');
  const files = await migrationFiles();
  assertKnown(head.migrations, files, 'This backup');
  return whileMigrating(connectionString, async (client) => {
    const then = new Set(head.migrations.map(({ name }) => name));
    await assertEmpty(client, then);
    await applyOurs(
      client,
      files.filter(({ name }) => then.has(name)),
    );
    const restored = await load(client, { lines, head, ...options });
    await applyOurs(client, files);
    await finishMigrating(connectionString, client);
    // Nobody has looked at these tables yet, and plans are made of what is known of them.
    await client.query('analyze');
    return restored;
  });
}

/** One that was only brought to a version has its tables, without a row. */
async function assertEmpty(client: pg.Client, then: ReadonlySet<string>): Promise<void> {
  const { rows: there } = await client.query(
    "select from pg_tables where (schemaname, tablename) in (('tillbook', 'company'), ('public', 'tillbook_migration'))",
  );
  if (there.length < 2) return;
  for (const { name } of await bookTables(client)) {
    const { rows } = await client.query(`select from ${name} limit 1`);
    if (rows.length > 0) throw new RestoreError('not-empty', await whatIsThere(client));
  }
  const { rows: applied } = await client.query<{ name: string }>('select name from public.tillbook_migration');
  if (applied.every(({ name }) => then.has(name))) return;
  throw new RestoreError('not-empty', 'The database is at a newer version than the backup.');
}

async function whatIsThere(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select name from tillbook.company order by created_at');
  const names = rows.map(({ name }) => name).join(', ');
  return `There are books already${names === '' ? '' : `: ${names}`}.`;
}

async function load(
  client: pg.Client,
  of: { lines: AsyncGenerator<Buffer>; head: BackupHead; now: Date; newId: (now: Date) => string },
): Promise<Restored> {
  await client.query('begin');
  try {
    await client.query(formatSettings);
    const tables = await bookTables(client);
    const rows = new Map<string, number>();
    for (const table of tables) rows.set(table.name, await loadTable(client, table, of.lines));
    const total = [...rows.values()].reduce((all, one) => all + one, 0);
    if ((await nextLine(of.lines)) !== endLine({ tables: tables.length, rows: total }))
      throw new RestoreError('cut-off');
    const paused = await pauseAll(client, of);
    await client.query('commit');
    return { madeAt: new Date(of.head.madeAt), rows, paused };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function loadTable(client: pg.Client, table: BookTable, lines: AsyncGenerator<Buffer>): Promise<number> {
  const { name, columns, numbered } = table;
  const line = await nextLine(lines);
  if (line !== tableLine(table)) {
    if (line === '') throw new RestoreError('cut-off');
    throw new RestoreError('damaged', `${name} is expected, and there is ${line.slice(0, 100)}.`);
  }
  // What triggers keep (sums, counts) is in the backup as well.
  await client.query(`alter table ${name} disable trigger user`);
  const copy = client.query(copyFrom(`copy ${name} (${columns.join(', ')}) from stdin`));
  try {
    await pipeline(Readable.from(rowsOf(lines)), copy);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const where = [error.message, error.where].filter((part) => part !== undefined).join('; ');
    throw new RestoreError('damaged', `${where}.`, { cause: error });
  }
  await client.query(`alter table ${name} enable trigger user`);
  for (const column of numbered) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${column}), 0) + 1, false) from ${name}`,
      [name, column],
    );
  }
  return copy.rowCount;
}

/** The rows of a table, up to their end; a backup that ends before is cut off. */
async function* rowsOf(lines: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done === true) throw new RestoreError('cut-off');
    if (value.length === rowsEnd.length && value.toString() === rowsEnd) return;
    yield Buffer.concat([value, lineFeed]);
  }
}

const lineFeed = Buffer.from('\n');

/** What was changed after the backup, a posting mode say, is to be set again before anything is sent. */
async function pauseAll(
  client: pg.Client,
  { now, newId }: { now: Date; newId: (now: Date) => string },
): Promise<readonly string[]> {
  const { rows } = await client.query<{ company_id: string; name: string }>(
    "update tillbook.company set sync_state = 'paused' where sync_state = 'running' returning company_id, name",
  );
  for (const { company_id: companyId } of rows) {
    await client.query(
      `insert into tillbook.audit_log (company_id, entry_id, at, who, action, detail)
       values ($1, $2, $3, 'tillbook restore', 'sync-paused', '{}')`,
      [companyId, newId(now), now],
    );
  }
  return rows.map(({ name }) => name);
}

/** Empty where there is none. */
async function nextLine(lines: AsyncGenerator<Buffer>): Promise<string> {
  const { value, done } = await lines.next();
  return done === true ? '' : value.toString();
}
