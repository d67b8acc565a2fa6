// A file that events are imported from: what it is, how much of it is read, and the events in it.
import { accessSync, constants, createReadStream, type Stats, statSync } from 'node:fs';
import type { FinancialEventKind } from '../events/financial-event.ts';
import type { ImportFormat } from '../pipeline/import-port.ts';
import { type SourceItem, wholeEvent } from '../pipeline/source-port.ts';
import { readCsv } from '../sources/csv/read-csv.ts';
import { readNdjson } from '../sources/ndjson/read-ndjson.ts';
import { CommandError } from './command-error.ts';

export interface ImportSource {
  readonly file: string;
  readonly format: ImportFormat;
  /** Null where it is not known beforehand. */
  readonly bytes: number | null;
  /** So far, in the last reading. */
  bytesRead(): number;
  items(): AsyncIterable<SourceItem>;
}

interface Asked {
  readonly format?: ImportFormat;
  readonly kind?: FinancialEventKind;
}

/** Looked at before anything else is done, so that a mistyped name costs no start of a database. */
export function openSource(file: string, asked: Asked): ImportSource {
  const format = asked.format ?? (/\.csv$/i.test(file) ? 'csv' : 'ndjson');
  const stats = file === '-' ? null : statsOf(file);
  if (format === 'csv' && stats?.isFile() !== true) {
    throw new CommandError('not-readable', `${file} cannot be read as CSV: CSV is read twice, so it must be a file.`);
  }
  if (format === 'ndjson' && asked.kind !== undefined) {
    throw new CommandError('not-readable', `${file} is not CSV: in NDJSON each event says its kind, without --kind.`);
  }
  let bytesRead = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    bytesRead = 0;
    for await (const chunk of (file === '-' ? process.stdin : createReadStream(file)) as AsyncIterable<Buffer>) {
      bytesRead += chunk.length;
      yield chunk;
    }
  }
  return {
    file,
    format,
    bytes: stats?.isFile() === true ? stats.size : null,
    bytesRead: () => bytesRead,
    items: () => (format === 'csv' ? readCsv(chunks(), asked.kind ?? null) : linesOf(chunks())),
  };
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<SourceItem> {
  for await (const { place, input, bytes } of readNdjson(chunks)) yield wholeEvent(place, input, bytes);
}

function statsOf(file: string): Stats {
  try {
    const stats = statSync(file);
    accessSync(file, constants.R_OK);
    if (!stats.isDirectory()) return stats;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError('not-readable', `${file} cannot be read: ${why}`, { cause });
  }
  throw new CommandError('not-readable', `${file} cannot be read: it is a folder.`);
}
