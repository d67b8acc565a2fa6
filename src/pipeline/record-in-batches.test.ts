// Every event of a file is counted once, and what is wrong is told with its place.
import { expect, test } from 'vitest';
import { type Complaint, recordInBatches, type Taken } from './record-in-batches.ts';
import { type SourceItem, wholeEvent } from './source-port.ts';

/** Books that record numbers, know 7 and, with other content, 8 already, and refuse what is no number. */
function booksOfNumbers(batches: number[]) {
  return async (inputs: readonly unknown[]): Promise<Taken[]> => {
    batches.push(inputs.length);
    return inputs.map((input) => {
      if (typeof input !== 'number') {
        const problems = [{ pointer: '/number', value: input, rule: 'must be a number' }];
        return { key: null, status: 'invalid', problems };
      }
      const status = input === 7 ? 'duplicate' : input === 8 ? 'conflict' : 'recorded';
      return { key: String(input), status, problems: [] };
    });
  };
}

async function record(items: Iterable<SourceItem>) {
  const batches: number[] = [];
  const told: number[] = [];
  const complaints: Complaint[] = [];
  const counts = await recordInBatches({
    items,
    take: booksOfNumbers(batches),
    onBatch: ({ recorded, duplicate }) => told.push(recorded + duplicate),
    onComplaint: (complaint) => complaints.push(complaint),
  });
  return { batches, told, complaints, counts };
}

function numbered(inputs: readonly unknown[]): SourceItem[] {
  return inputs.map((input, index) => wholeEvent(`line ${index + 1}`, input));
}

test('gives 1000 at a time and counts all of them', async () => {
  const { batches, told, counts } = await record(numbered(Array.from({ length: 2_500 }, (_, index) => index + 100)));
  expect(batches).toEqual([1000, 1000, 500]);
  expect(told).toEqual([1000, 2000, 2500]);
  expect(counts).toEqual({ recorded: 2500, duplicate: 0, conflict: 0, invalid: 0, faults: 0 });
});

test('tells where the wrong ones stand, also past the first batch, and records the others', async () => {
  const inputs: unknown[] = Array.from({ length: 1_002 }, () => 1);
  inputs[1] = 'one';
  inputs[1_001] = 'two';
  const { complaints, counts } = await record(numbered(inputs));
  expect(complaints).toEqual([
    { place: 'line 2', field: '/number', value: 'one', rule: 'must be a number', key: null },
    { place: 'line 1002', field: '/number', value: 'two', rule: 'must be a number', key: null },
  ]);
  expect(counts).toMatchObject({ recorded: 1_000, invalid: 2 });
});

test('tells of what is there with other content, and not of what is there', async () => {
  const { complaints, counts } = await record(numbered([7, 8]));
  expect(complaints).toMatchObject([
    { place: 'line 2', field: null, key: '8', rule: expect.stringContaining('other') },
  ]);
  expect(counts).toMatchObject({ duplicate: 1, conflict: 1 });
});

test('what the file got wrong counts as invalid, whatever the books say, and is told with the rest in the order of the rows', async () => {
  const found = [
    { place: 'row 3', field: 'b', value: '?', rule: 'of the file' },
    { place: 'row 12', field: 'c', value: '!', rule: 'of the file' },
  ];
  const torn = (input: unknown, field: string): SourceItem => ({
    event: { place: 'rows 3–12', input, bytes: 0, found, locate: () => ({ place: 'row 4', field }) },
  });
  const ofFile: SourceItem = { problem: { place: 'row 2', field: null, value: null, rule: 'as many cells' } };
  const { complaints, counts } = await record([ofFile, torn(1, 'x'), torn('one', 'x')]);
  expect(complaints.map(({ place, rule }) => `${place}: ${rule}`)).toEqual([
    'row 2: as many cells',
    'row 3: of the file',
    'row 12: of the file',
    'row 3: of the file',
    'row 4: must be a number',
    'row 12: of the file',
  ]);
  expect(counts).toEqual({ recorded: 0, duplicate: 0, conflict: 0, invalid: 2, faults: 1 });
});

test('of two problems of one cell, the one of the file is told', async () => {
  const found = [{ place: 'row 3', field: 'type', value: '?', rule: 'of the file' }];
  const event = { place: 'row 3', input: 'one', bytes: 0, found, locate: () => ({ place: 'row 3', field: 'type' }) };
  expect((await record([{ event }])).complaints.map(({ rule }) => rule)).toEqual(['of the file']);
});

test('no events, no batch', async () => {
  expect((await record([])).batches).toEqual([]);
  const problem = { place: 'row 1', field: null, value: null, rule: 'a header' };
  expect(await record([{ problem }])).toMatchObject({ batches: [], counts: { faults: 1 } });
});
