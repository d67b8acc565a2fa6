// Cuts any number of events into batches of bounded size: what is recorded at once is held at once.
import { eventsPerRequestMax } from './record-events.ts';

/** Of text; a lone event may be larger, as far as its reader lets it. */
export const batchBytesMax = 16 * 1024 * 1024;

export async function* eventBatches<T>(
  events: AsyncIterable<T> | Iterable<T>,
  bytesOf: (event: T) => number,
): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for await (const event of events) {
    batch.push(event);
    bytes += bytesOf(event);
    if (batch.length < eventsPerRequestMax && bytes < batchBytesMax) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}
