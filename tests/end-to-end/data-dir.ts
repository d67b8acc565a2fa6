// A data folder of a test's own. What a first start does in an empty one, tests/start.test.ts shows.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { temporaryDataDir } from './app.ts';

const run = promisify(execFile);

/** With a migrated database in it, so that a start takes half the time. */
export async function preparedDataDir(): ReturnType<typeof temporaryDataDir> {
  const data = await temporaryDataDir();
  // PostgreSQL's files stay those of the user that it runs as.
  await run('cp', ['-a', `${inject('dataFolder')}/.`, data.dataDir]);
  return data;
}
