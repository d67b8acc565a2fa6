// Gives events to the books in the batches they take, counts what became of them, and tells all that was wrong with its place.
import type { EventProblem } from '../events/financial-event.ts';
import { eventBatches } from './event-batches.ts';
import { type Counts, type FoundProblem, noCounts, type SourceEvent, type SourceItem } from './source-port.ts';

/** What the books say of each event, in their order: that it is recorded, or what would be done with it. */
export interface Taken {
  readonly key: string | null;
  readonly status: 'recorded' | 'new' | 'duplicate' | 'conflict' | 'invalid';
  readonly problems: readonly EventProblem[];
}

export interface Complaint extends FoundProblem {
  /** The event's key, where that could be read. */
  readonly key: string | null;
}

export const conflictRule = 'there already with other content; the first one stands';

/** What became of a batch: counts, and what to tell of it in the order of its items. */
export interface Judged {
  readonly counts: Readonly<Counts>;
  readonly complaints: readonly Complaint[];
}

export const inputsOf = (batch: readonly SourceItem[]): readonly unknown[] =>
  batch.flatMap((item) => ('event' in item ? [item.event.input] : []));

/** `results`: what the books say of its inputs, in their order. */
export function judged(batch: readonly SourceItem[], results: readonly Taken[]): Judged {
  const counts = noCounts();
  const all: Complaint[] = [];
  let next = 0;
  for (const item of batch) {
    if ('problem' in item) {
      counts.faults++;
      all.push({ ...item.problem, key: null });
      continue;
    }
    const taken = results[next++];
    if (taken === undefined) throw new Error(`The books answered ${results.length} events, fewer than there are.`);
    const status = item.event.found.length > 0 ? 'invalid' : taken.status;
    counts[status === 'new' ? 'recorded' : status]++;
    all.push(...complaints(item.event, { ...taken, status }));
  }
  return { counts, complaints: all };
}

export function addedCounts(one: Readonly<Counts>, other: Readonly<Counts>): Counts {
  return {
    recorded: one.recorded + other.recorded,
    duplicate: one.duplicate + other.duplicate,
    conflict: one.conflict + other.conflict,
    invalid: one.invalid + other.invalid,
    faults: one.faults + other.faults,
  };
}

export const batchesOf = (items: AsyncIterable<SourceItem> | Iterable<SourceItem>) =>
  eventBatches(items, (item) => ('event' in item ? item.event.bytes : 0));

export async function recordInBatches(options: {
  readonly items: AsyncIterable<SourceItem> | Iterable<SourceItem>;
  readonly take: (inputs: readonly unknown[]) => Promise<readonly Taken[]>;
  readonly onBatch: (counts: Readonly<Counts>) => void;
  /** In the order of the items. */
  readonly onComplaint: (complaint: Complaint) => void;
}): Promise<Counts> {
  let counts = noCounts();
  for await (const batch of batchesOf(options.items)) {
    const inputs = inputsOf(batch);
    const results = inputs.length === 0 ? [] : await options.take(inputs);
    const { counts: more, complaints: found } = judged(batch, results);
    counts = addedCounts(counts, more);
    for (const complaint of found) options.onComplaint(complaint);
    options.onBatch(counts);
  }
  return counts;
}

/** A cell may be long, and wrong on a million rows. */
const valueLengthMax = 200;

/** The value of a complaint as a person reads it. */
export function complaintValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > valueLengthMax ? `${text.slice(0, valueLengthMax)}…` : text;
}

export const complaintColumns = ['where', 'field', 'event', 'value', 'rule'] as const;

/** Of two that were found wrong with one cell, the one of the file says it better than the one of the event. */
function complaints(event: SourceEvent, { key, status, problems }: Taken): readonly Complaint[] {
  if (status === 'conflict') return [{ place: event.place, field: null, value: null, rule: conflictRule, key }];
  if (status !== 'invalid') return [];
  const placed = problems.map(({ pointer, value, rule }) => ({ ...event.locate(pointer), value, rule }));
  const known = new Set(event.found.map(cellOf));
  const all = [...event.found, ...placed.filter((problem) => !known.has(cellOf(problem)))];
  return all.sort((one, other) => placeNumber(one) - placeNumber(other)).map((problem) => ({ ...problem, key }));
}

const placeNumber = ({ place }: FoundProblem): number => Number(/\d+/.exec(place)?.[0] ?? 0);

const cellOf = ({ place, field }: FoundProblem): string => `${place}\n${field}`;
