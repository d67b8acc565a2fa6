// The check of the kills finds what it is there for.
import { expect, test } from 'vitest';
import { compare, type HeldEntry, type Line, type SentEvent } from './check.ts';

const lines = (cents: number, account = 'Cash'): Line[] => [
  { account, side: 'Debit', cents },
  { account: 'Sales', side: 'Credit', cents },
];
const sent = (name: string, cents: number, acknowledged = true): SentEvent => ({
  name,
  acknowledged,
  lines: lines(cents),
});
const held = (id: string, cents: number, account?: string): HeldEntry => ({ id, lines: lines(cents, account) });

test('each event once, in whatever order its lines are, is right', () => {
  const reversed = { id: '2', lines: lines(200).reverse() };
  expect(compare([sent('a', 100), sent('b', 200)], [held('1', 100), reversed])).toEqual({
    lost: [],
    doubled: [],
    strange: [],
    right: 2,
  });
});

test('what was acknowledged and is not there is lost; what was not acknowledged may be missing, or there', () => {
  expect(compare([sent('a', 100), sent('b', 200, false)], [])).toMatchObject({ lost: ['a'], strange: [], right: 0 });
  expect(compare([sent('b', 200, false)], [held('1', 200)])).toMatchObject({ lost: [], strange: [], right: 1 });
});

test('what is there twice is doubled, acknowledged or not', () => {
  const twice = [held('1', 100), held('2', 100)];
  expect(compare([sent('a', 100)], twice)).toMatchObject({ doubled: ['a: 1, 2'], right: 0 });
  expect(compare([sent('a', 100, false)], twice)).toMatchObject({ doubled: ['a: 1, 2'] });
});

test('another amount or account is the entry of no event, and its event is lost', () => {
  expect(compare([sent('a', 100)], [held('1', 101)])).toMatchObject({ lost: ['a'], strange: [/^1: /] });
  expect(compare([sent('a', 100)], [held('1', 100, 'Bank')])).toMatchObject({ lost: ['a'], strange: [/Bank/] });
});

test('two events that could not be told apart are no test', () => {
  expect(() => compare([sent('a', 100), sent('b', 100)], [])).toThrow(/same lines/);
});
