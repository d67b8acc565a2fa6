// Brings a database to this version: our migrations forward only, each once, in order, then the job queue's own.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { openPool } from './pools.ts';

const migrationsFolder = new URL('./migrations/', import.meta.url);
/** Any number, the same in every process: two that start at once migrate one after the other. */
const advisoryLockKey = 7_241_105;

export class MigrationError extends Error {
  readonly code: 'migration-changed' | 'database-newer';

  constructor(code: MigrationError['code'], message: string) {
    super(message);
    this.name = 'MigrationError';
    this.code = code;
  }
}

export interface MigrateResult {
  /** File names of the migrations that this call applied. */
  readonly applied: readonly string[];
}

/** Runs as the login role of the connection string, which owns the schema. */
export async function migrate(connectionString: string): Promise<MigrateResult> {
  const client = new pg.Client({ connectionString, application_name: 'tillbook_migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLockKey]);
    const applied = await applyOurs(client);
    await prepareQueueSchema(client);
    await applyQueueMigrations(connectionString);
    return { applied };
  } finally {
    await client.end();
  }
}

async function applyOurs(client: pg.Client): Promise<string[]> {
  await client.query(`create table if not exists public.tillbook_migration (
    name text primary key, digest text not null, applied_at timestamptz not null default now())`);
  const known = await client.query<{ name: string; digest: string }>(
    'select name, digest from public.tillbook_migration',
  );
  const digests = new Map(known.rows.map((row) => [row.name, row.digest]));
  const files = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).sort();
  const unknown = [...digests.keys()].filter((name) => !files.includes(name));
  if (unknown.length > 0) {
    throw new MigrationError('database-newer', `This database was made by a newer Tillbook (${unknown.join(', ')}).`);
  }
  const applied: string[] = [];
  for (const name of files) {
    const text = await readFile(new URL(name, migrationsFolder), 'utf8');
    const digest = createHash('sha256').update(text).digest('hex');
    if (digests.has(name)) {
      if (digests.get(name) === digest) continue;
      throw new MigrationError(
        'migration-changed',
        `${name} was applied with other content; migrations go forward only.`,
      );
    }
    await applyOne(client, { name, text, digest });
    applied.push(name);
  }
  return applied;
}

async function applyOne(client: pg.Client, migration: { name: string; text: string; digest: string }): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.text);
    await client.query('insert into public.tillbook_migration (name, digest) values ($1, $2)', [
      migration.name,
      migration.digest,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** graphile-worker would create its schema itself, which needs a right on the whole database; its first table made for it, it need not. */
async function prepareQueueSchema(client: pg.Client): Promise<void> {
  await client.query('set role tillbook_jobs');
  await client.query(`create table if not exists graphile_worker.migrations (
    id int primary key, ts timestamptz default now() not null, breaking boolean not null default false)`);
  await client.query('reset role');
}

async function applyQueueMigrations(connectionString: string): Promise<void> {
  const failures: Error[] = [];
  const pool = openPool({
    connectionString,
    role: 'tillbook_jobs',
    connectionCountMax: 2,
    onError: (error) => failures.push(error),
  });
  try {
    await runMigrations({ pgPool: pool });
  } finally {
    await pool.end();
  }
}
