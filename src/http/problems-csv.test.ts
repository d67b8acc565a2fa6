// The problems of a file as a spreadsheet opens them.
import { expect, it } from 'vitest';
import type { ImportProblem } from '../pipeline/import-port.ts';
import { problemsCsv } from './problems-csv.ts';

const problem = (number: number, change: Partial<ImportProblem> = {}): ImportProblem => ({
  ...{ number, place: `row ${number}`, field: '/memo', key: 'till/sale/t-1', value: 'Müller', rule: 'too long' },
  ...change,
});

async function csvOf(problems: readonly ImportProblem[] | null) {
  const asked: number[] = [];
  const imports = {
    problems: async (_id: string, { after, limit }: { after: number; limit: number }) => {
      asked.push(after);
      return problems?.filter(({ number }) => number > after).slice(0, limit) ?? null;
    },
  };
  const pieces: string[] = [];
  for await (const piece of problemsCsv(imports, 'id')) pieces.push(piece);
  return { rows: pieces.join('').split('\r\n').slice(0, -1), asked };
}

it('begins with the mark of UTF-8, so that names are what they were in the file', async () => {
  const { rows } = await csvOf([problem(1), problem(2, { field: null, key: null })]);
  expect(rows).toEqual([
    '\uFEFFwhere,field,event,value,rule',
    'row 1,/memo,till/sale/t-1,Müller,too long',
    'row 2,,,Müller,too long',
  ]);
});

it('keeps what stood in the file text', async () => {
  const { rows } = await csvOf([problem(1, { value: '=1+1', key: '@SUM(A1)' })]);
  expect(rows[1]).toBe("row 1,/memo,'@SUM(A1),'=1+1,too long");
});

it('goes through all pages, and has its columns alone where nothing is wrong', async () => {
  const { rows, asked } = await csvOf(Array.from({ length: 1_001 }, (_, at) => problem(at + 1)));
  expect(rows).toHaveLength(1_002);
  expect(asked).toEqual([0, 1000]);
  expect((await csvOf(null)).rows).toHaveLength(1);
});
