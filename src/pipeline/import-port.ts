// Imports at the ports: files of events that people bring, kept until they are checked and recorded by a worker, and what came of each.
import type { FinancialEventKind } from '../events/financial-event.ts';
import type { CheckedEvent } from './company-books.ts';
import type { Counts, FoundProblem, SourceItem } from './source-port.ts';

export const importFormats = ['csv', 'ndjson'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** `receiving` a file, `checking` it, `checked` and left for a person to start, `importing`; an ended one is done or cancelled. */
export const importStates = ['receiving', 'checking', 'checked', 'importing', 'done', 'cancelled'] as const;
export type ImportState = (typeof importStates)[number];

export const importBytesMax = 512 * 1024 * 1024;
export const importLinesMax = 5_000_000;
/** Problems are all counted; this many are kept with their place. */
export const importProblemsMax = 100_000;

/** How a file is read. `kind`: of every event of a CSV file; null where each row, or line, says it. */
export interface ImportReading {
  readonly format: ImportFormat;
  readonly kind: FinancialEventKind | null;
}

/** New events of a kind and currency, or recorded ones. */
export interface KindTotal {
  readonly kind: FinancialEventKind;
  readonly currency: string;
  readonly events: number;
  readonly amountMinor: bigint;
  readonly from: string;
  readonly to: string;
}

export interface ImportRow extends ImportReading {
  readonly id: string;
  readonly fileName: string;
  readonly who: string;
  readonly at: Date;
  readonly state: ImportState;
  readonly bytes: number;
  /** Of the reading that is under way, or was the last: how much of the file, and how many events and faults of it. */
  readonly bytesRead: number;
  readonly itemsRead: number;
  /** What the dry run said: `recorded` are those that would be. Null while it has not begun. */
  readonly checked: Readonly<Counts> | null;
  readonly kinds: readonly KindTotal[];
  /** Where the file is not put together as it must be: with any of these none of it is recorded. */
  readonly torn: number;
  /** What recording came to. Null while nobody has started it. */
  readonly imported: Readonly<Counts> | null;
  /** Found by the last reading. */
  readonly problems: number;
  readonly startedBy: string | null;
  readonly cancelledBy: string | null;
  readonly endedAt: Date | null;
  readonly touchedAt: Date;
}

/** As it is kept: a value is the text that a person reads. */
export interface ImportProblem extends Omit<FoundProblem, 'value'> {
  readonly number: number;
  readonly key: string | null;
  readonly value: string;
}

/** How a reading stands after a batch, and the problems that this one brought. */
export interface ImportProgress
  extends Pick<ImportRow, 'bytesRead' | 'itemsRead' | 'checked' | 'kinds' | 'torn' | 'imported'> {
  readonly found: readonly Omit<ImportProblem, 'number'>[];
}

export interface ImportStoring {
  /** Null: another is open, and there is one of a company at a time. */
  begin(row: Pick<ImportRow, 'id' | 'fileName' | 'who' | 'at'>): Promise<{ readonly ok: true } | null>;
  /** False when it is not being received any more. */
  addPiece(id: string, piece: { number: number; bytes: Uint8Array; now: Date }): Promise<boolean>;
  /** Has it read from the beginning: checked for the first time, or otherwise than before, or recorded. */
  beginReading(
    id: string,
    of: ImportReading & { readonly state: 'checking' | 'importing'; readonly startedBy: string | null; now: Date },
  ): Promise<void>;
  /** Locked to the end of the transaction. */
  lock(id: string): Promise<ImportRow | null>;
  read(id: string): Promise<ImportRow | null>;
  open(): Promise<ImportRow | null>;
  list(limit: number): Promise<readonly ImportRow[]>;
  /** Of a row that the transaction has locked. */
  saveProgress(row: ImportRow, progress: ImportProgress & { readonly now: Date }): Promise<void>;
  saveState(
    id: string,
    change: {
      readonly state: ImportState;
      readonly cancelledBy: string | null;
      readonly endedAt: Date | null;
      now: Date;
    },
  ): Promise<void>;
  piece(id: string, number: number): Promise<Uint8Array | null>;
  dropFile(id: string): Promise<void>;
  /** As if it had never begun. */
  remove(id: string): Promise<void>;
  problems(id: string, page: { readonly after: number; readonly limit: number }): Promise<readonly ImportProblem[]>;
}

export type GuessedFile =
  | ({ readonly ok: true } & ImportReading)
  /** In words that say what to do. */
  | { readonly ok: false; readonly rule: string };

/** Reads what people bring. */
export interface ImportFiles {
  /** From the beginning of a file, and what a person said of it. */
  guess(
    head: Uint8Array,
    asked: { format: ImportFormat | null; kind: FinancialEventKind | null },
  ): Promise<GuessedFile>;
  items(chunks: AsyncIterable<Uint8Array>, reading: ImportReading): AsyncIterable<SourceItem>;
  /** The first rows as the file has them. */
  rows(head: Uint8Array, of: { format: ImportFormat; limit: number }): Promise<FileRows>;
}

export interface FileRows {
  /** Empty for NDJSON, whose lines have one cell each. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly place: string; readonly cells: readonly string[] }[];
}

/** The beginning of a file: as it has it, and as it will be understood. */
export interface ImportPreview extends FileRows {
  readonly events: readonly {
    readonly place: string;
    readonly key: string | null;
    /** Null where it is not valid. */
    readonly event: CheckedEvent | null;
    readonly problems: readonly Omit<ImportProblem, 'number' | 'key'>[];
  }[];
}

export interface ImportRefusal {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
}

export type ImportAnswer = { readonly ok: true; readonly import: ImportRow } | ImportRefusal;

export interface ReceivedFile {
  readonly fileName: string;
  readonly format: ImportFormat | null;
  readonly kind: FinancialEventKind | null;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface ImportBooks {
  /** Keeps the file and has it checked. Rejects, and keeps nothing, where the file breaks off. */
  receive(file: ReceivedFile, who: string): Promise<ImportAnswer>;
  imports(): Promise<readonly ImportRow[]>;
  import(id: string): Promise<ImportRow | null>;
  /** Null: there is no such import, or its file is gone. */
  preview(id: string): Promise<ImportPreview | null>;
  problems(
    id: string,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly ImportProblem[] | null>;
  /** Reads it otherwise: the format or the kind was not what was guessed. */
  checkAgain(id: string, reading: ImportReading): Promise<ImportAnswer>;
  start(id: string, who: string): Promise<ImportAnswer>;
  cancel(id: string, who: string): Promise<ImportAnswer>;
}
