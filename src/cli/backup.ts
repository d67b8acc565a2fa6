// `tillbook backup`: everything in the books in one file, while everybody goes on.
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { createGzip } from 'node:zlib';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { backUp } from '../postgres/back-up.ts';
import { hasEmbeddedPostgres } from '../postgres/embedded/embedded-postgres.ts';
import { rowsInWords } from './backup-words.ts';
import { CommandError } from './command-error.ts';
import { openDatabase } from './open-database.ts';
import { type Write, writeWhole } from './write-whole.ts';

/** It holds hashes of passwords and encrypted tokens: it is for whoever made it alone. */
const ownFileMode = 0o600;

export async function backUpBooks(config: Config, file: string): Promise<void> {
  if (config.databaseUrl === null && !(await hasEmbeddedPostgres(config.dataDir))) {
    throw new CommandError('no-company', `There are no books in ${config.dataDir} yet.`);
  }
  const database = await openDatabase(config, { command: 'backup', shared: true });
  try {
    const rows = new Map<string, number>();
    const made = countingRows(backUp(database.connectionString, systemClock.now()), rows);
    await writeWhole(file, (write) => pack(made, write), { mode: ownFileMode });
    const { size } = await stat(file);
    process.stderr.write(
      `${file}: ${rowsInWords(rows)}, ${Math.ceil(size / 1_000).toLocaleString('en-US')} kB.\n${whatIsNot(config)}\n`,
    );
  } finally {
    await database.close();
  }
}

async function* countingRows(
  made: ReturnType<typeof backUp>,
  rows: Map<string, number>,
): AsyncGenerator<string | Buffer> {
  for (const [table, count] of (yield* made).rows) rows.set(table, count);
}

/** Ends with what went wrong with either side, and not before both have ended. */
async function pack(pieces: AsyncIterable<string | Buffer>, write: Write): Promise<void> {
  const packing = createGzip();
  const written = (async () => {
    for await (const piece of packing as AsyncIterable<Buffer>) await write(piece);
  })();
  // It is asked for below, and may be over before.
  written.catch(() => undefined);
  try {
    for await (const piece of pieces) {
      if (!packing.write(piece)) await Promise.race([once(packing, 'drain'), written]);
    }
    packing.end();
  } catch (error) {
    packing.destroy();
    throw error;
  }
  await written;
}

function whatIsNot({ keys, keyFile }: Config): string {
  const key = keys === null ? keyFile : 'TILLBOOK_KEY';
  return `Not in it: the key of the QuickBooks tokens (${key}). Keep a copy of it elsewhere; without it QuickBooks is connected anew.`;
}
