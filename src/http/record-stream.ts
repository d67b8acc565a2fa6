// Records any number of events as they come in, a batch at a time: the sender waits while a batch is being made durable.
import type { CompanyBooks } from '../pipeline/company-books.ts';
import { eventBatches } from '../pipeline/event-batches.ts';
import type { ProblemItem } from './contract.ts';
import { problemOf } from './http-problem.ts';

/** An event as it came in, and how many bytes of a body it is where bodies have no bound. */
export interface GivenEvent {
  readonly input: unknown;
  readonly bytes: number;
}

export interface RecordingCounts {
  recorded: number;
  duplicate: number;
  conflict: number;
  invalid: number;
}

export interface Recording {
  readonly status: 200 | 422;
  readonly counts: Readonly<RecordingCounts>;
  /** The answer's JSON in pieces: the status is known only after the last event, so each result waits as text. */
  readonly pieces: readonly string[];
}

export async function recordStream(
  books: Pick<CompanyBooks, 'recordEvents'>,
  events: AsyncIterable<GivenEvent> | Iterable<GivenEvent>,
): Promise<Recording> {
  const counts: RecordingCounts = { recorded: 0, duplicate: 0, conflict: 0, invalid: 0 };
  const results: string[] = [];
  const problems: string[] = [];
  let first = 0;
  const record = async (batch: readonly unknown[]): Promise<void> => {
    for (const { index, key, id, status, problems: found } of await books.recordEvents(batch)) {
      counts[status]++;
      results.push(JSON.stringify({ index: first + index, key, id, status, problems: found }));
      for (const problem of found) {
        const item: ProblemItem = { index: first + index, ...problem };
        problems.push(JSON.stringify(item));
      }
    }
    first += batch.length;
  };
  for await (const batch of eventBatches(events, ({ bytes }) => bytes)) await record(batch.map(({ input }) => input));
  return { status: counts.invalid === 0 ? 200 : 422, counts, pieces: answer(results, problems, counts.invalid > 0) };
}

function answer(results: readonly string[], problems: readonly string[], invalid: boolean): string[] {
  const head = invalid ? `${JSON.stringify(problemOf('invalid-events')).slice(0, -1)},` : '{';
  const list = (items: readonly string[]) => items.map((item, at) => (at === 0 ? item : `,${item}`));
  const tail = invalid ? ['],"problems":[', ...list(problems), ']}'] : [']}'];
  return [`${head}"results":[`, ...list(results), ...tail];
}
