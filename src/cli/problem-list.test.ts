// What is wrong with a file: some of it is said, all of it can be written to a file, and none of it comes alive there.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProblemList, problemsShownMax } from './problem-list.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbook-problems-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const problem = { place: 'row 14', field: 'amount', value: '12,50', rule: 'a decimal string', key: 'till/sale/t-1' };

function listed(problems: readonly (typeof problem)[], file: string | null = null): string[] {
  const said: string[] = [];
  const list = new ProblemList({ say: (line) => said.push(line), file });
  for (const one of problems) list.add(one);
  list.end();
  return said;
}

test('each is said with its row, column, event, value and rule', () => {
  expect(listed([problem])).toEqual(['row 14, amount (till/sale/t-1) is "12,50": a decimal string']);
});

test('what is not known of it is left out', () => {
  const bare = { place: 'row 9', field: null, value: null, rule: 'as many cells', key: null };
  const said: string[] = [];
  const list = new ProblemList({ say: (line) => said.push(line), file: null });
  list.add(bare);
  list.end();
  expect(said).toEqual(['row 9: as many cells']);
});

test('nothing in it can do anything to the terminal', () => {
  const [line] = listed([{ ...problem, field: '/\u001B[2J', value: '\u001B]0;x\u0007', key: 'till/sale/\u202E' }]);
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('thousands are counted, not said, and it is told how to get them', () => {
  const said = listed(Array.from({ length: 5_000 }, () => problem));
  expect(said).toHaveLength(problemsShownMax + 1);
  expect(said.at(-1)).toBe('… and 4,900 more problems: --problems FILE lists all of them');
});

test('a file holds all of them', () => {
  const file = join(folder, 'problems.csv');
  const said = listed(
    Array.from({ length: 5_000 }, () => problem),
    file,
  );
  expect(said.at(-1)).toBe(`5,000 problems are listed in ${file}`);
  const rows = readFileSync(file, 'utf8').split('\r\n');
  expect(rows.slice(0, 2)).toEqual([
    'where,field,event,value,rule',
    'row 14,amount,till/sale/t-1,"12,50",a decimal string',
  ]);
  expect(rows).toHaveLength(5_002);
});

test('no formula comes alive in that file, in whichever column', () => {
  const file = join(folder, 'formulas.csv');
  const formula = '=HYPERLINK("http://x")';
  listed([{ place: formula, field: formula, key: formula, value: formula, rule: formula }], file);
  const [, row] = readFileSync(file, 'utf8').split('\r\n');
  expect(row?.match(/'=HYPERLINK/g)).toHaveLength(5);
});

test('of a value no more is written than a person reads', () => {
  const file = join(folder, 'long.csv');
  listed([{ ...problem, value: 'x'.repeat(1_000_000) }], file);
  expect(readFileSync(file, 'utf8').length).toBeLessThan(500);
});

test('a file that cannot be written is named', () => {
  expect(() => listed([], join(folder, 'no-such-folder', 'problems.csv'))).toThrow(
    /no-such-folder.* cannot be written/,
  );
});
