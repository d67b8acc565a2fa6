// Gives events to the books in the batches they take, and counts what became of them.
import type { EventProblem } from '../events/financial-event.ts';
import type { CompanyBooks, RecordResult } from '../pipeline/company-books.ts';
import { eventsPerRequestMax } from '../pipeline/record-events.ts';

export interface NumberedEvent {
  /** How a person finds it again: a line of the file. */
  readonly place: string;
  readonly input: unknown;
}

/** What was wrong with one event, and where it stands. */
export interface Complaint {
  readonly place: string;
  readonly key: string | null;
  readonly status: 'invalid' | 'conflict';
  readonly problems: readonly EventProblem[];
}

export type Counts = Record<RecordResult['status'], number>;

export async function recordInBatches(options: {
  readonly books: Pick<CompanyBooks, 'recordEvents'>;
  readonly events: AsyncIterable<NumberedEvent> | Iterable<NumberedEvent>;
  readonly onBatch: (counts: Readonly<Counts>) => void;
  readonly onComplaint: (complaint: Complaint) => void;
}): Promise<Counts> {
  const counts: Counts = { recorded: 0, duplicate: 0, conflict: 0, invalid: 0 };
  const flush = async (batch: readonly NumberedEvent[]): Promise<void> => {
    const results = await options.books.recordEvents(batch.map(({ input }) => input));
    for (const { index, key, status, problems } of results) {
      counts[status]++;
      const place = batch[index]?.place ?? '';
      if (status === 'invalid' || status === 'conflict') options.onComplaint({ place, key, status, problems });
    }
    options.onBatch(counts);
  };
  let batch: NumberedEvent[] = [];
  for await (const event of options.events) {
    batch.push(event);
    if (batch.length < eventsPerRequestMax) continue;
    await flush(batch);
    batch = [];
  }
  if (batch.length > 0) await flush(batch);
  return counts;
}
