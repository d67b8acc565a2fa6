// Once per run of the tests of the whole program: a data folder whose database is there and migrated, of which each takes a copy.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../src/postgres/embedded/embedded-postgres.ts';
import { migrate } from '../src/postgres/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Nobody may start on it: it is there to be copied. */
    readonly dataFolder: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const tillbookDir = await mkdtemp(join(tmpdir(), 'tillbook-folder-'));
  const holder = `tests, process ${process.pid}`;
  const server = await startEmbeddedPostgres({ tillbookDir, holder, durable: false });
  await migrate(server.connectionString);
  await server.stop();
  // Its copies would all lead to it.
  if (server.elsewhere) await forget(tillbookDir, server.dir);
  project.provide('dataFolder', tillbookDir);
  return () => rm(tillbookDir, { recursive: true, force: true, maxRetries: 5 });
}

/** Each test begins with an empty folder then. */
async function forget(tillbookDir: string, elsewhere: string): Promise<void> {
  for (const dir of [tillbookDir, elsewhere]) await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  await mkdir(tillbookDir, { mode: 0o700 });
}
