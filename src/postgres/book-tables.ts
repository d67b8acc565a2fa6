// The tables of the books as this database has them, those that others refer to first: so rows can be put in as they come.
import type pg from 'pg';
import type { BackedUpTable } from './backup-format.ts';

export interface BookTable extends BackedUpTable {
  /** Columns that are numbered by the database. */
  readonly numbered: readonly string[];
}

/** The job queue is none of them: what is to be done is found again from the books. */
export async function bookTables(client: pg.Client): Promise<readonly BookTable[]> {
  const { rows } = await client.query<Row>(`
    select format('%I.%I', 'tillbook', relname) as name, columns, numbered, refers_to
    from pg_class
    cross join lateral (
      select array_agg(quote_ident(attname) order by attnum) filter (where attgenerated = '') as columns,
        coalesce(array_agg(attname::text order by attnum) filter (where attidentity <> ''), '{}') as numbered
      from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped
    ) own
    cross join lateral (
      select coalesce(array_agg(distinct format('%I.%I', 'tillbook', other.relname)), '{}') as refers_to
      from pg_constraint join pg_class other on other.oid = confrelid
      where conrelid = pg_class.oid and contype = 'f' and confrelid <> conrelid
    ) others
    where relnamespace = 'tillbook'::regnamespace and relkind = 'r'
    order by relname`);
  return inOrder(rows);
}

interface Row extends BookTable {
  readonly refers_to: readonly string[];
}

function inOrder(rows: readonly Row[]): BookTable[] {
  const ordered: BookTable[] = [];
  let left = rows;
  while (left.length > 0) {
    const names = new Set(left.map(({ name }) => name));
    const next = left.filter((row) => !row.refers_to.some((name) => names.has(name)));
    if (next.length === 0) throw new Error(`Tables that refer to each other: ${[...names].join(', ')}.`);
    ordered.push(...next.map(({ name, columns, numbered }) => ({ name, columns, numbered })));
    left = left.filter((row) => !next.includes(row));
  }
  return ordered;
}
