// Statements are prepared once a connection: to read, check and plan one again costs the database more than most of them take to run.
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { arrayBytes, type TextLikeType, textLikeLists } from './array-bytes.ts';
import { arrayText } from './array-text.ts';

/** What is asked with other words each time, as by a filter, is not prepared any more once there are so many. */
const preparedMax = 500;
const featureNotSupported = '0A000';

/** The table has changed since a statement was prepared, as by the migration of a newer Tillbook beside this one. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === featureNotSupported && error.routine === 'RevalidateCachedQuery';

interface Statement {
  /** Undefined: it is not prepared. */
  readonly name: string | undefined;
  readonly textLike: ReadonlyMap<number, TextLikeType>;
}

/** The pool for Kysely, which names no statements by itself. */
export function preparing(pool: pg.Pool): PostgresPool {
  const known = new Map<string, Statement>();
  const statementOf = (text: string): Statement => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const textLike = textLikeLists(text);
    if (known.size >= preparedMax) return { name: undefined, textLike };
    const statement = { name: `tillbook_${known.size + 1}`, textLike };
    known.set(text, statement);
    return statement;
  };
  return {
    connect: async () => preparingClient(await pool.connect(), statementOf),
    end: () => pool.end(),
  };
}

/** Of a list the driver would look through each element several times. */
function written(value: unknown, type: TextLikeType | undefined): unknown {
  if (!Array.isArray(value)) return value;
  return (type === undefined ? null : arrayBytes(value, type)) ?? arrayText(value) ?? value;
}

function preparingClient(client: pg.PoolClient, statementOf: (text: string) => Statement): PostgresPoolClient {
  let outdated = false;
  const query = async (text: string, values: readonly unknown[]) => {
    if (values.length === 0) return client.query(text);
    const { name, textLike } = statementOf(text);
    const given = values.map((value, index) => written(value, textLike.get(index)));
    try {
      return await client.query({ text, values: given, ...(name !== undefined && { name }) });
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
