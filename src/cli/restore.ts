// `tillbook restore`: a backup into an empty database, all of it or nothing.
import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { newId, systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { type Restored, RestoreError, restore } from '../postgres/restore.ts';
import { rowsInWords } from './backup-words.ts';
import { CommandError } from './command-error.ts';
import { openDatabase } from './open-database.ts';

export async function restoreBooks(config: Config, file: string): Promise<void> {
  // Before a database is made for it.
  await access(file, constants.R_OK).catch((error: unknown) => {
    throw readingProblem(error, file) ?? error;
  });
  const database = await openDatabase(config, { command: 'restore', shared: false });
  try {
    const restored = await restore(database.connectionString, unpacked(file), { now: systemClock.now(), newId });
    process.stderr.write(`${whatIsThere(restored)}\n`);
  } finally {
    await database.close();
  }
}

async function* unpacked(file: string): AsyncGenerator<Buffer> {
  const text = createGunzip();
  // What goes wrong on the way is told by the text itself.
  pipeline(createReadStream(file), text).catch(() => undefined);
  let isBegun = false;
  try {
    for await (const piece of text as AsyncIterable<Buffer>) {
      isBegun = true;
      yield piece;
    }
  } catch (error) {
    throw packingProblem(error, isBegun) ?? readingProblem(error, file) ?? error;
  }
}

/** By the codes of zlib. */
function packingProblem(error: unknown, isBegun: boolean): RestoreError | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const because = { cause: error };
  if (code === 'Z_BUF_ERROR') return new RestoreError('cut-off', undefined, because);
  if (code === 'Z_DATA_ERROR' && isBegun) return new RestoreError('damaged', 'Its bytes were changed.', because);
  if (code === 'Z_DATA_ERROR') return new RestoreError('not-a-backup', undefined, because);
  return null;
}

function readingProblem(error: unknown, file: string): CommandError | null {
  if (!(error instanceof Error) || !('syscall' in error)) return null;
  return new CommandError('not-readable', `${file} cannot be read: ${error.message}`, { cause: error });
}

function whatIsThere({ rows, madeAt, paused }: Restored): string {
  const there = `Restored as of ${madeAt.toISOString()}: ${rowsInWords(rows)}.`;
  if (paused.length === 0) return there;
  return (
    `${there}\nThe sync of ${paused.join(', ')} is paused, so that nothing is sent before what was changed since is set again: ` +
    'docs/restore.md says what. Then start the sync.'
  );
}
