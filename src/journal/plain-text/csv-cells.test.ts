// CSV that spreadsheets open: what others wrote stays text in it.
import { expect, test } from 'vitest';
import { csvRow, csvText } from './csv-cells.ts';

test.each([
  ["=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t'=1"],
  ['\r=1', "'\r'=1"],
  ['\n=1', "'\n'=1"],
  ['＝1+1', "'＝1+1"],
  ['＠SUM', "'＠SUM"],
  [' =1', "' =1"],
  ['\u200b=1', "'\u200b=1"],
])('a formula does not come alive: %j', (text, cell) => {
  expect(csvText(text)).toBe(cell);
});

test.each([
  ['scarf;=1+1', "scarf;'=1+1"],
  ['scarf\t=1+1', "scarf\t'=1+1"],
  ['two\nlines\n@SUM', "two\nlines\n'@SUM"],
  [';;=1;-2', ";;'=1;'-2"],
])('nor in the middle, where a spreadsheet may begin a cell: %j', (text, cell) => {
  expect(csvText(text)).toBe(cell);
});

test.each(['', 'scarf', 'a=b', 'till/sale/t-1', '5-3', 'net; -3 more', "'quoted", ' 1', '日本語', 'שלום', '🧣'])(
  'other text stays as it is: %j',
  (text) => {
    expect(csvText(text)).toBe(text);
  },
);

test('a cell with a separator of any spreadsheet, a quote or a line end stands in quotes', () => {
  expect(csvRow(['a', 'b,c', 'd;e', 'f\tg', 'say "h"', 'i\nj', ''])).toBe(
    'a,"b,c","d;e","f\tg","say ""h""","i\nj",\r\n',
  );
});
