// `tillbook import`: the events of files into a company's books, through the same door as the tills', or only checked.
import type { Config } from '../config.ts';
import type { FinancialEventKind } from '../events/financial-event.ts';
import { createLog } from '../log.ts';
import type { ImportFormat } from '../pipeline/import-port.ts';
import { eventsPerRequestMax } from '../pipeline/record-events.ts';
import { addedCounts, recordInBatches, type Taken } from '../pipeline/record-in-batches.ts';
import { type Counts, noCounts, type SourceItem } from '../pipeline/source-port.ts';
import { CommandError } from './command-error.ts';
import { findCompany } from './companies.ts';
import { withComposition } from './compose.ts';
import { withChecker } from './import-checker.ts';
import { type ImportSource, openSource } from './import-source.ts';
import { ProblemList } from './problem-list.ts';
import { sumUp } from './progress.ts';
import { Reading } from './reading.ts';
import { isSameFile } from './same-file.ts';

export interface ImportOptions {
  readonly files: readonly string[];
  readonly company?: string;
  readonly kind?: FinancialEventKind;
  readonly format?: ImportFormat;
  readonly dryRun?: boolean;
  /** A CSV file for all that is wrong. */
  readonly problems?: string;
}

export async function importEvents(config: Config, options: ImportOptions): Promise<void> {
  const sources = options.files.map((file) => openSource(file, options));
  const problemsFile = options.problems ?? null;
  if (problemsFile !== null && options.files.some((file) => isSameFile(file, problemsFile))) {
    throw new CommandError('not-writable', `${problemsFile} is what is imported: it would be written over.`);
  }
  const broken = options.dryRun === true ? null : await firstFaulty(sources);
  if (broken !== null) {
    process.stderr.write(`${broken} is not put together as it must be. Nothing is recorded, all is checked:\n`);
  }
  const isCheck = options.dryRun === true || broken !== null;
  const run: Run = { sources, problemsFile, company: options.company };
  const counts = isCheck ? await check(config, run) : await record(config, run);
  const faults = counts.faults === 0 ? '' : `, faults of the file itself ${counts.faults}`;
  process.stdout.write(isCheck ? `nothing recorded: ${sumUp(counts, 'new')}${faults}\n` : `${sumUp(counts)}\n`);
  if (counts.invalid + counts.conflict + counts.faults > 0) process.exitCode = 1;
}

interface Run {
  readonly sources: readonly ImportSource[];
  readonly problemsFile: string | null;
  readonly company: string | undefined;
}

async function record(config: Config, run: Run): Promise<Counts> {
  const log = createLog(config, { quiet: true });
  return withComposition(config, { command: 'import', log }, async ({ storage, booksOf }) => {
    const company = await findCompany(storage, run.company);
    const books = booksOf(company.companyId);
    return takeAll(run, {
      where: `into the books of ${company.name}`,
      take: (inputs) => books.recordEvents(inputs),
      read: sound,
    });
  });
}

async function check(config: Config, run: Run): Promise<Counts> {
  return withChecker(config, run.company, ({ check, where }) =>
    takeAll(run, { where, take: check, read: (source) => source.items() }),
  );
}

async function takeAll(
  { sources, problemsFile }: Run,
  how: {
    where: string;
    take: (inputs: readonly unknown[]) => Promise<readonly Taken[]>;
    read: (source: ImportSource) => AsyncIterable<SourceItem>;
  },
): Promise<Counts> {
  const reading = new Reading(sources, how.where);
  const problems = new ProblemList({ say: (line) => reading.progress.say(line), file: problemsFile });
  let sum = noCounts();
  for (const source of reading.each()) {
    const where = (place: string) => (sources.length === 1 ? place : `${source.file}, ${place}`);
    const before = sum;
    const counts = await recordInBatches({
      items: how.read(source),
      take: how.take,
      onBatch: (counts) => reading.progress.show(addedCounts(before, counts)),
      onComplaint: (complaint) => problems.add({ ...complaint, place: where(complaint.place) }),
    });
    sum = addedCounts(before, counts);
  }
  reading.progress.end();
  problems.end();
  return sum;
}

/**
 * A CSV file in which rows are missing, torn apart or swallowed by a quote would give events that never were, and the first
 * to stand under their keys. So such a file is read through before anything of it is recorded. A line of NDJSON is an event or none.
 */
async function firstFaulty(sources: readonly ImportSource[]): Promise<string | null> {
  const tables = sources.filter(({ format }) => format === 'csv');
  const reading = new Reading(tables, 'read through');
  const counts = noCounts();
  for (const source of reading.each()) {
    for await (const item of source.items()) {
      if (isFaulty(item)) {
        reading.progress.end();
        return source.file;
      }
      counts.recorded++;
      if (counts.recorded % eventsPerRequestMax === 0) reading.progress.show(counts);
    }
  }
  reading.progress.end();
  return null;
}

const isFaulty = (item: SourceItem): boolean => 'problem' in item || item.event.found.length > 0;

async function* sound(source: ImportSource): AsyncGenerator<SourceItem> {
  for await (const item of source.items()) {
    if (source.format === 'csv' && isFaulty(item)) {
      throw new CommandError('not-readable', `${source.file} was changed while it was being read.`);
    }
    yield item;
  }
}
