// Connections by role: the login role may be anything that holds ours; every session runs as a role that owns nothing of the schema.
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { preparing } from './prepared.ts';
import type { Tables } from './tables.ts';
import { type DatabaseRole, takeRole } from './take-role.ts';

const oidInt8 = 20;
const oidDate = 1082;

/** Minor units stay exact (int8 → bigint), and a business date stays the text it is instead of becoming an instant. */
const exactTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === oidInt8) return (value: string) => BigInt(value);
    if (oid === oidDate) return (value: string) => value;
    return pg.types.getTypeParser(oid, format);
  },
};

export interface PoolOptions {
  readonly connectionString: string;
  readonly role: DatabaseRole;
  readonly connectionCountMax: number;
  readonly onError: (error: Error) => void;
}

export function openPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.connectionCountMax,
    application_name: options.role,
    connectionTimeoutMillis: 10_000,
    // Asked for on the connection itself: options at start-up give way to those of the address, and some poolers drop them.
    verify: (client, done) => {
      takeRole(client, options.role).then(() => done(), done);
    },
    // graphile-worker and better-auth read int8 and dates their own way.
    ...(options.role === 'tillbook_app' ? { types: exactTypes } : {}),
  });
  // An idle connection that the server closed must not end the process; the next query opens a new one.
  pool.on('error', options.onError);
  pool.on('connect', (client) => client.on('error', options.onError));
  return pool;
}

export function openKysely(pool: pg.Pool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
}
