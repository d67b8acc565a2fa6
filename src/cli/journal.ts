// `tillbook journal`: from a file of events straight to their checked journal, without a database.
import { closeSync, createReadStream, fstatSync, openSync } from 'node:fs';
import type { JournalText } from '../journal/plain-text/journal-head.ts';
import { type JournalFormat, journalText } from '../journal/plain-text/journal-text.ts';
import { formatMinor } from '../money.ts';
import {
  type BlockedBy,
  type EventCounts,
  type FileJournal,
  journalizeFile,
  type Refused,
} from '../pipeline/journalize-file.ts';
import { type Complaint, conflictRule } from '../pipeline/record-in-batches.ts';
import { accountAsShown, type CauseNames, causeMessage } from '../posting/cause-words.ts';
import { readLineAt } from '../sources/ndjson/read-line-at.ts';
import { type NdjsonLine, readNdjsonByChunk } from '../sources/ndjson/read-ndjson.ts';
import { CommandError } from './command-error.ts';
import { type MappingFile, readMappingFile } from './mapping-file.ts';
import { printable } from './printable.ts';
import { ProblemList } from './problem-list.ts';
import { isSameFile } from './same-file.ts';
import { type Write, writeWhole } from './write-whole.ts';

const chunkBytes = 64 * 1024;
const causesShownMax = 100;

export interface JournalOptions {
  readonly file: string;
  readonly mapping: string;
  readonly format: JournalFormat;
  readonly output?: string;
  /** A CSV file for all that is wrong. */
  readonly problems?: string;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Ends with code 1 where an event of the file is not in the journal, for whatever reason. */
export async function writeJournal(options: JournalOptions): Promise<void> {
  refuseToWriteOver(options);
  const mapping = readMappingFile(options.mapping);
  const descriptor = openEvents(options.file);
  try {
    const problems = new ProblemList({ say, file: options.problems ?? null });
    const journal = journalizeFile({
      books: mapping,
      inputAt: (offset) => readLineAt(descriptor, offset),
      refuse: (refused) => {
        for (const complaint of complaintsOf(refused)) problems.add(complaint);
      },
    });
    const entries = await writeWhole(options.output, (write) =>
      writeEntries({ write, journal, text: textOf(mapping, options.format), lines: linesOf(descriptor) }),
    );
    const { counts, blocked } = journal.end();
    problems.end();
    showBlocked(blocked, namesOf(mapping));
    say(sumUp(counts, entries));
    if (counts.invalid + counts.conflict + counts.blocked > 0) process.exitCode = 1;
  } finally {
    closeSync(descriptor);
  }
}

/** How many were written. */
async function writeEntries(of: {
  readonly write: Write;
  readonly journal: FileJournal;
  readonly text: JournalText;
  readonly lines: AsyncIterable<readonly NdjsonLine[]>;
}): Promise<number> {
  const { write, journal, text } = of;
  let entries = 0;
  await write(text.head);
  for await (const lines of of.lines) {
    let written = '';
    for (const line of lines) {
      for (const entry of journal.entriesOf(line)) {
        written += text.entry(entry);
        entries += 1;
      }
    }
    await write(written);
  }
  return entries;
}

function textOf({ accounts, companyName, context }: MappingFile, format: JournalFormat): JournalText {
  return journalText(format, { accounts, companyName, companyCurrency: context.companyCurrency });
}

function linesOf(descriptor: number): AsyncIterable<readonly NdjsonLine[]> {
  // With a start of its own it reads by position, and what is read again in between moves nothing.
  return readNdjsonByChunk(
    createReadStream('', { fd: descriptor, start: 0, autoClose: false, highWaterMark: chunkBytes }),
  );
}

function refuseToWriteOver({ file, mapping, output, problems }: JournalOptions): void {
  for (const written of [output, problems]) {
    if (written === undefined || ![file, mapping].some((read) => isSameFile(read, written))) continue;
    throw new CommandError('not-writable', `${written} is what the journal is made from: it would be written over.`);
  }
}

/** What a void reverses is read again where it stands, which a pipe cannot do. */
function openEvents(path: string): number {
  const descriptor = opened(path);
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw new CommandError(
    'not-readable',
    `${path} cannot be read: it is no file that can be read twice; write it to one first.`,
  );
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new CommandError('not-readable', `${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function complaintsOf({ place, key, status, problems }: Refused): readonly Complaint[] {
  if (status === 'conflict') return [{ place, field: null, key, value: null, rule: conflictRule }];
  return problems.map(({ pointer, value, rule }) => ({ place, field: pointer || null, key, value, rule }));
}

function showBlocked(blocked: readonly BlockedBy[], names: CauseNames): void {
  for (const { cause, events, place } of blocked.slice(0, causesShownMax)) {
    const where = events === 1 ? place : `${events} events, the first at ${place}`;
    say(`blocked: ${printable(causeMessage(cause, names))} (${where})`);
  }
  if (blocked.length > causesShownMax) say('… further causes are counted, not listed');
}

function namesOf({ accounts, context }: MappingFile): CauseNames {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return {
    subject: (_role, code) => code,
    account(accountId) {
      const account = byId.get(accountId);
      return account === undefined ? null : accountAsShown(account);
    },
    dimension: () => null,
    amount(amountMinor, currency) {
      const amount = formatMinor(amountMinor, currency);
      return currency === context.companyCurrency ? amount : `${amount} ${currency}`;
    },
  };
}

function sumUp(counts: EventCounts, entries: number): string {
  const { journalized, duplicate, conflict, invalid, blocked, takenOut } = counts;
  const total = journalized + duplicate + conflict + invalid + blocked + takenOut;
  const others = [
    [duplicate, 'duplicate'],
    [takenOut, 'voided before they footed'],
    [conflict, 'in conflict'],
    [invalid, 'invalid'],
    [blocked, 'blocked'],
  ] as const;
  const named = others.flatMap(([count, word]) => (count === 0 ? [] : [`; ${count} ${word}`]));
  return `${entries} entries from ${journalized} of ${total} events${named.join('')}`;
}
