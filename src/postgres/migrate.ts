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
export function migrate(connectionString: string): Promise<MigrateResult> {
  return whileMigrating(connectionString, async (client) => {
    const applied = await applyOurs(client, await migrationFiles());
    await finishMigrating(connectionString, client);
    return { applied };
  });
}

/** Nobody else brings the database to another version meanwhile; whoever starts waits. */
export async function whileMigrating<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, application_name: 'tillbook_migrate' });
  // A connection that breaks is told by what is asked next.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLockKey]);
    return await work(client);
  } finally {
    await client.end();
  }
}

export interface Migration {
  /** Its file name. */
  readonly name: string;
  /** SHA-256 of its text, in hexadecimal. */
  readonly digest: string;
}

interface MigrationFile extends Migration {
  readonly text: string;
}

/** Those that this version knows, in their order. */
export async function migrationFiles(): Promise<readonly MigrationFile[]> {
  const names = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, migrationsFolder), 'utf8');
      return { name, text, digest: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/** `what`: "This database". */
export function assertKnown(migrations: readonly Migration[], files: readonly Migration[], what: string): void {
  const digests = new Map(files.map(({ name, digest }) => [name, digest]));
  const unknown = migrations.filter(({ name }) => !digests.has(name)).map(({ name }) => name);
  if (unknown.length > 0) {
    throw new MigrationError('database-newer', `${what} was made by a newer Tillbook (${unknown.join(', ')}).`);
  }
  const changed = migrations.find(({ name, digest }) => digests.get(name) !== digest);
  if (changed === undefined) return;
  throw new MigrationError(
    'migration-changed',
    `${changed.name} was applied with other content; migrations go forward only.`,
  );
}

/** Those of `files` that were not applied; the names of these. */
export async function applyOurs(client: pg.Client, files: readonly MigrationFile[]): Promise<string[]> {
  await client.query(`create table if not exists public.tillbook_migration (
    name text primary key, digest text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<Migration>('select name, digest from public.tillbook_migration');
  assertKnown(rows, files, 'This database');
  const done = new Set(rows.map(({ name }) => name));
  const wanted = files.filter(({ name }) => !done.has(name));
  for (const migration of wanted) await applyOne(client, migration);
  return wanted.map(({ name }) => name);
}

/** What is not ours: the job queue's own migrations. */
export async function finishMigrating(connectionString: string, client: pg.Client): Promise<void> {
  await prepareQueueSchema(client);
  await applyQueueMigrations(connectionString);
}

async function applyOne(client: pg.Client, migration: MigrationFile): Promise<void> {
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
