// `tillbook import`: the events of a file into a company's books, through the same door as the tills'.
import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { readNdjson } from '../sources/ndjson/read-ndjson.ts';
import { CommandError } from './command-error.ts';
import { findCompany } from './companies.ts';
import { withComposition } from './compose.ts';
import { Progress, sumUp } from './progress.ts';
import { recordInBatches } from './record-in-batches.ts';

export async function importEvents(config: Config, options: { file: string; company?: string }): Promise<void> {
  const input = await openInput(options.file);
  const log = createLog(config, { quiet: true });
  const counts = await withComposition(config, { command: 'import', log }, async ({ storage, booksOf }) => {
    const company = await findCompany(storage, options.company);
    const progress = new Progress(`into the books of ${company.name}`);
    return recordInBatches({
      books: booksOf(company.companyId),
      events: readNdjson(input),
      onBatch: (counts) => progress.show(counts),
      onComplaint: (complaint) => progress.complain(complaint),
    });
  });
  process.stdout.write(`${sumUp(counts)}\n`);
  if (counts.invalid + counts.conflict > 0) process.exitCode = 1;
}

/** Opened before anything else is, so that a mistyped name costs no start of a database. */
async function openInput(file: string): Promise<Readable> {
  if (file === '-') return process.stdin;
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new CommandError('not-readable', `${file} cannot be read: it is a folder.`);
  }
  const stream = createReadStream(file);
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve());
    stream.once('error', (cause) =>
      reject(new CommandError('not-readable', `${file} cannot be read: ${cause.message}`, { cause })),
    );
  });
  return stream;
}
