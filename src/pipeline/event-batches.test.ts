// How many events are held at once.
import { expect, test } from 'vitest';
import { batchBytesMax, eventBatches } from './event-batches.ts';
import { eventsPerRequestMax } from './record-events.ts';

async function sizes(events: readonly number[]): Promise<readonly number[]> {
  const batches: number[] = [];
  for await (const batch of eventBatches(events, (bytes) => bytes)) batches.push(batch.length);
  return batches;
}

test('as many as are recorded at once', async () => {
  expect(await sizes(Array.from({ length: 2 * eventsPerRequestMax + 1 }, () => 1))).toEqual([1000, 1000, 1]);
  expect(await sizes([])).toEqual([]);
});

test('fewer where they are large', async () => {
  const half = batchBytesMax / 2;
  expect(await sizes([half, half, half, batchBytesMax, 1, 1])).toEqual([2, 2, 2]);
});

test('every event is in one batch, in their order', async () => {
  const events = Array.from({ length: 2_500 }, (_, index) => index);
  const given: number[] = [];
  for await (const batch of eventBatches(events, () => 0)) given.push(...batch);
  expect(given).toEqual(events);
});
