// Every event of a file is counted once, and what is wrong is told with its place.
import { expect, test } from 'vitest';
import type { RecordResult } from '../pipeline/company-books.ts';
import { type Complaint, recordInBatches } from './record-in-batches.ts';

/** Books that record numbers, know 7 already, and refuse what is no number. */
function booksOfNumbers(batches: number[]) {
  return {
    recordEvents: async (inputs: readonly unknown[]): Promise<RecordResult[]> => {
      batches.push(inputs.length);
      return inputs.map((input, index) => {
        if (typeof input !== 'number') {
          const problems = [{ pointer: '', value: input, rule: 'must be a number' }];
          return { index, key: null, id: null, status: 'invalid', problems };
        }
        return { index, key: String(input), id: 'id', status: input === 7 ? 'duplicate' : 'recorded', problems: [] };
      });
    },
  };
}

function* numbered(inputs: readonly unknown[]) {
  for (const [index, input] of inputs.entries()) yield { place: `line ${index + 1}`, input };
}

test('gives 1000 at a time and counts all of them', async () => {
  const batches: number[] = [];
  const told: number[] = [];
  const counts = await recordInBatches({
    books: booksOfNumbers(batches),
    events: numbered(Array.from({ length: 2_500 }, (_, index) => index)),
    onBatch: ({ recorded, duplicate }) => told.push(recorded + duplicate),
    onComplaint: () => undefined,
  });
  expect(batches).toEqual([1000, 1000, 500]);
  expect(told).toEqual([1000, 2000, 2500]);
  expect(counts).toEqual({ recorded: 2499, duplicate: 1, conflict: 0, invalid: 0 });
});

test('tells where the wrong ones stand, also past the first batch, and records the others', async () => {
  const inputs: unknown[] = Array.from({ length: 1_002 }, () => 1);
  inputs[1] = 'one';
  inputs[1_001] = 'two';
  const complaints: Complaint[] = [];
  const counts = await recordInBatches({
    books: booksOfNumbers([]),
    events: numbered(inputs),
    onBatch: () => undefined,
    onComplaint: (complaint) => complaints.push(complaint),
  });
  expect(complaints.map(({ place, status }) => [place, status])).toEqual([
    ['line 2', 'invalid'],
    ['line 1002', 'invalid'],
  ]);
  expect(counts.recorded).toBe(1_000);
});

test('no events, no batch', async () => {
  const batches: number[] = [];
  await recordInBatches({
    books: booksOfNumbers(batches),
    events: [],
    onBatch: () => undefined,
    onComplaint: () => undefined,
  });
  expect(batches).toEqual([]);
});
