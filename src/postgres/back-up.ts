// Everything in the books as of one moment, while everybody goes on: read in one snapshot, as PostgreSQL's COPY writes it.
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { endLine, formatSettings, headLines, rowsEnd, tableLine } from './backup-format.ts';
import { bookTables } from './book-tables.ts';

export interface BackedUp {
  /** By table. */
  readonly rows: ReadonlyMap<string, number>;
}

/** The text of a backup in pieces; returns what is in it. Reads as the login role, which owns the schema. */
export async function* backUp(connectionString: string, now: Date): AsyncGenerator<string | Buffer, BackedUp> {
  const client = new pg.Client({ connectionString, application_name: 'tillbook_backup' });
  // A connection that breaks is told by what is read next.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    // An owner sees every row; should some be hidden after all, this fails instead of leaving them out.
    await client.query(`set local row_security = off; ${formatSettings}`);
    const { rows: migrations } = await client.query<{ name: string; digest: string }>(
      'select name, digest from public.tillbook_migration order by name',
    );
    yield* asLines(headLines({ format: 1, madeAt: now.toISOString(), migrations }));
    const counts = new Map<string, number>();
    for (const table of await bookTables(client)) {
      yield* asLines([tableLine(table)]);
      const rows = client.query(copyTo(`copy ${table.name} (${table.columns.join(', ')}) to stdout`));
      yield* rows as AsyncIterable<Buffer>;
      counts.set(table.name, rows.rowCount);
      yield* asLines([rowsEnd]);
    }
    yield* asLines([endLine({ tables: counts.size, rows: sum(counts) })]);
    await client.query('commit');
    return { rows: counts };
  } finally {
    await client.end();
  }
}

function* asLines(lines: readonly string[]): Generator<string> {
  yield lines.map((line) => `${line}\n`).join('');
}

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((all, one) => all + one, 0);
