// Statements are prepared once a connection: to read, check and plan one again costs the database more than most of them take to run.
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { arrayText } from './array-text.ts';

/** What is asked with other words each time, as by a filter, is not prepared any more once there are so many. */
const preparedMax = 500;
const featureNotSupported = '0A000';

/** The table has changed since a statement was prepared, as by the migration of a newer Tillbook beside this one. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === featureNotSupported && error.routine === 'RevalidateCachedQuery';

/** The pool for Kysely, which names no statements by itself. */
export function preparing(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>();
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (known !== undefined || names.size >= preparedMax) return known;
    const name = `tillbook_${names.size + 1}`;
    names.set(text, name);
    return name;
  };
  return {
    connect: async () => preparingClient(await pool.connect(), nameOf),
    end: () => pool.end(),
  };
}

/** Of a list the driver would look through each element several times. */
const written = (value: unknown): unknown => (Array.isArray(value) ? (arrayText(value) ?? value) : value);

function preparingClient(client: pg.PoolClient, nameOf: (text: string) => string | undefined): PostgresPoolClient {
  let outdated = false;
  const query = async (text: string, values: readonly unknown[]) => {
    const name = values.length === 0 ? undefined : nameOf(text);
    try {
      return await client.query({ text, values: values.map(written), ...(name !== undefined && { name }) });
    } catch (error) {
      outdated ||= isOutdated(error);
      throw error;
    }
  };
  return {
    // Cursors are never asked for: Kysely was given none.
    query: query as unknown as PostgresPoolClient['query'],
    // A connection whose statements are outdated is closed: the next one prepares them anew.
    release: () => client.release(outdated),
  };
}
