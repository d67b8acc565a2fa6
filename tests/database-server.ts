// Once per run: a PostgreSQL server in a folder of its own, and in it the migrated template that tests clone.
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/postgres/embedded/embedded-postgres.ts';
import { migrate } from '../src/postgres/migrate.ts';

const migrationsDir = fileURLToPath(new URL('../src/postgres/migrations', import.meta.url));

export interface DatabaseServer {
  /** Signs in as the owner of everything. */
  readonly adminUrl: string;
  readonly templateName: string;
  stop(): Promise<void>;
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { adminUrl, templateName, stop } = await startDatabaseServer();
  project.provide('adminUrl', adminUrl);
  project.provide('templateName', templateName);
  return stop;
}

export async function startDatabaseServer(): Promise<DatabaseServer> {
  const tillbookDir = await mkdtemp(join(tmpdir(), 'tillbook-test-'));
  const server = await startEmbeddedPostgres({
    tillbookDir,
    holder: `tests, process ${process.pid}`,
    durable: false,
    settings: {
      ...{ max_connections: '200', shared_buffers: '128MB', max_wal_size: '4GB', log_min_messages: 'error' },
      // Of its data folder.
      unix_socket_directories: '.',
    },
  });
  const templateName = `template_${await migrationsDigest()}`;
  const client = new Client({ connectionString: server.connectionString });
  await client.connect();
  await client.query(`create database ${templateName}`);
  await client.end();
  const templateUrl = new URL(server.connectionString);
  templateUrl.pathname = `/${templateName}`;
  await migrate(templateUrl.href);
  return {
    adminUrl: overSocket(server),
    templateName,
    async stop() {
      await server.stop();
      await rm(tillbookDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Longer paths of socket files are not possible on every system. */
const socketPathMax = 100;

/** A statement and its answer take a fifth less so than over TCP, and a seed of the simulation goes that way two thousand times. */
function overSocket({ connectionString, dir }: EmbeddedPostgres): string {
  const url = new URL(connectionString);
  const dataDir = join(dir, 'data');
  if (process.platform === 'win32' || `${dataDir}/.s.PGSQL.${url.port}`.length > socketPathMax) return connectionString;
  url.searchParams.set('host', dataDir);
  return url.href;
}

async function migrationsDigest(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(migrationsDir)).sort()) {
    hash.update(name).update(await readFile(join(migrationsDir, name)));
  }
  return hash.digest('hex').slice(0, 16);
}
