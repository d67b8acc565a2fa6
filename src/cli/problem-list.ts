// Everything that is wrong with a file: the first of it on the terminal, all of it in a CSV file where one is wanted.
import { closeSync, openSync, writeSync } from 'node:fs';
import { csvRow, csvText } from '../journal/plain-text/csv-cells.ts';
import { type Complaint, complaintColumns, complaintValue } from '../pipeline/record-in-batches.ts';
import { CommandError } from './command-error.ts';
import { printable, printableValue } from './printable.ts';
import { shown } from './progress.ts';

export const problemsShownMax = 100;
const bufferedMax = 64 * 1024;

export class ProblemList {
  readonly #say: (line: string) => void;
  readonly #file: string | null;
  readonly #descriptor: number | null;
  #buffered = '';
  #count = 0;

  constructor(options: { readonly say: (line: string) => void; readonly file: string | null }) {
    this.#say = options.say;
    this.#file = options.file;
    this.#descriptor = options.file === null ? null : open(options.file);
    this.#write(csvRow(complaintColumns));
  }

  get count(): number {
    return this.#count;
  }

  add(complaint: Complaint): void {
    this.#count++;
    if (this.#count <= problemsShownMax) this.#say(sentence(complaint));
    const { place, field, key, value, rule } = complaint;
    this.#write(csvRow([place, field ?? '', key ?? '', complaintValue(value), rule].map(csvText)));
  }

  /** Says how many were not shown, and where they are. */
  end(): void {
    if (this.#descriptor !== null) {
      this.#flush(this.#descriptor);
      closeSync(this.#descriptor);
    }
    const more = this.#count - problemsShownMax;
    if (this.#file !== null) this.#say(`${shown(this.#count)} problems are listed in ${printable(this.#file)}`);
    else if (more > 0) this.#say(`… and ${shown(more)} more problems: --problems FILE lists all of them`);
  }

  #write(text: string): void {
    if (this.#descriptor === null) return;
    this.#buffered += text;
    if (this.#buffered.length > bufferedMax) this.#flush(this.#descriptor);
  }

  #flush(descriptor: number): void {
    writeSync(descriptor, this.#buffered);
    this.#buffered = '';
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'w');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError('not-writable', `${file} cannot be written: ${why}`, { cause });
  }
}

/** "row 14, amount: "12,50" (till/sale/104233): …" */
function sentence({ place, field, value, rule, key }: Complaint): string {
  const where = field === null ? place : `${place}, ${printable(field)}`;
  const what = value === null || value === undefined ? '' : ` is ${printableValue(value)}`;
  const which = key === null ? '' : ` (${printable(key)})`;
  return `${where}${which}${what}: ${printable(rule)}`;
}
