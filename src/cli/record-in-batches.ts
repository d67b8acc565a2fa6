// Gives events to the books in the batches they take, counts what became of them, and tells all that was wrong with its place.
import type { EventProblem } from '../events/financial-event.ts';
import { eventBatches } from '../pipeline/event-batches.ts';
import type { FoundProblem, SourceEvent, SourceItem } from '../sources/source-item.ts';

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

export const conflictRule = 'there already with other content; the first one stands';

export async function recordInBatches(options: {
  readonly items: AsyncIterable<SourceItem> | Iterable<SourceItem>;
  readonly take: (inputs: readonly unknown[]) => Promise<readonly Taken[]>;
  readonly onBatch: (counts: Readonly<Counts>) => void;
  /** In the order of the items. */
  readonly onComplaint: (complaint: Complaint) => void;
}): Promise<Counts> {
  const counts = noCounts();
  const flush = async (batch: readonly SourceItem[]): Promise<void> => {
    const inputs = batch.flatMap((item) => ('event' in item ? [item.event.input] : []));
    const results = inputs.length === 0 ? [] : await options.take(inputs);
    let next = 0;
    for (const item of batch) {
      if ('problem' in item) {
        counts.faults++;
        options.onComplaint({ ...item.problem, key: null });
        continue;
      }
      const taken = results[next++];
      if (taken === undefined) throw new Error(`The books answered ${results.length} of ${inputs.length} events.`);
      const status = item.event.found.length > 0 ? 'invalid' : taken.status;
      counts[status === 'new' ? 'recorded' : status]++;
      for (const complaint of complaints(item.event, { ...taken, status })) options.onComplaint(complaint);
    }
    options.onBatch(counts);
  };
  const bytesOf = (item: SourceItem) => ('event' in item ? item.event.bytes : 0);
  for await (const batch of eventBatches(options.items, bytesOf)) await flush(batch);
  return counts;
}

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
