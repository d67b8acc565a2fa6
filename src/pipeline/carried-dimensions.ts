// Departments and classes that an entry was written with: its body alone says so, since others may be chosen by now.
import type { JournalLine, LineDimensions } from '../journal/journal-entry.ts';
import type { Ledger } from './ledger-port.ts';

/** Of the lines of an entry by their numbers, from 1; undefined where it was not written or cannot be read. */
export type CarriedDimensions = (lineNumber: number) => LineDimensions | undefined;

/** A body has a line for each of its entry, in the same order. */
export function carriedDimensions(body: string | null, ledger: Pick<Ledger, 'versionOf'>): CarriedDimensions {
  const lines = body === null ? [] : (ledger.versionOf(body)?.lines ?? []);
  return (lineNumber) => {
    const line = lines[lineNumber - 1];
    return line === undefined ? undefined : { departmentId: line.departmentId, classId: line.classId };
  };
}

/** A whole entry's lines as it was written. */
export const asWritten = (lines: readonly JournalLine[], carried: CarriedDimensions): readonly JournalLine[] =>
  lines.map((line, index) => withDimensions(line, carried(index + 1)));

/** Left out: as it stands. */
export function withDimensions(line: JournalLine, dimensions: LineDimensions | undefined): JournalLine {
  return dimensions === undefined ? line : { ...line, dimensions };
}

/** As they are chosen when it is written. */
export function asChosen({ dimensions: _dimensions, ...line }: JournalLine): JournalLine {
  return line;
}
