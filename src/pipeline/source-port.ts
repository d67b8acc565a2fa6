// What every reader of a file gives: events as they stand there, and what is wrong with the file itself.

/** Something wrong in a file, where a person finds it: a row or line, and the column or field. */
export interface FoundProblem {
  readonly place: string;
  /** Null where it is the row or the file as a whole. */
  readonly field: string | null;
  readonly value: unknown;
  readonly rule: string;
}

export interface SourceEvent {
  /** "line 3", "rows 14–18". */
  readonly place: string;
  readonly input: unknown;
  /** About how much text it is. */
  readonly bytes: number;
  /** What the file got wrong in putting this event down: with any of these it is not the event that was meant. */
  readonly found: readonly FoundProblem[];
  /** Where a field of the event stands in the file, by its JSON pointer. */
  locate(pointer: string): Pick<FoundProblem, 'place' | 'field'>;
}

/** An event that is the whole of its place, as a line of NDJSON is. */
export function wholeEvent(place: string, input: unknown, bytes = 0): SourceItem {
  return { event: { place, input, bytes, found: [], locate: (pointer) => ({ place, field: pointer || null }) } };
}

export type SourceItem = { readonly event: SourceEvent } | { readonly problem: FoundProblem };

/** What became of the events of a file. */
export interface Counts {
  /** Recorded, or new where nothing is recorded. */
  recorded: number;
  duplicate: number;
  conflict: number;
  invalid: number;
  /** What is wrong with the file itself and belongs to no event. */
  faults: number;
}

export const noCounts = (): Counts => ({ recorded: 0, duplicate: 0, conflict: 0, invalid: 0, faults: 0 });
