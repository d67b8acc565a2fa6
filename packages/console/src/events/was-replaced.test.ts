import { expect, test } from 'vitest';
import { wasReplaced } from './was-replaced.ts';

const version = (number: number, status: 'synced' | 'handled-outside' | 'ready' = 'handled-outside') => ({
  ...{ version: number, status, isReversal: false },
});
const reversal = (number: number, status: 'synced' | 'handled-outside' = 'handled-outside') => ({
  ...{ version: number, status, isReversal: true },
});
const replaced = (...versions: readonly (ReturnType<typeof version> | ReturnType<typeof reversal>)[]) =>
  versions.map((one) => wasReplaced(one, versions));

test('a version in whose place another went before it was sent was replaced', () => {
  expect(replaced(version(1), version(2), version(3, 'ready'))).toEqual([true, true, false]);
});

test('a reversal was not, though nothing of it is sent: what it takes back was deleted in QuickBooks', () => {
  expect(replaced(version(1, 'synced'), reversal(2), version(2, 'synced'))).toEqual([false, false, false]);
});

test('a version that was to be taken back, and that a person took out, was not', () => {
  expect(replaced(version(1), reversal(2), version(2, 'synced'))).toEqual([false, false, false]);
});

test('the last version was not, where a person took it out', () => {
  expect(replaced(version(1, 'synced'), reversal(2, 'synced'), version(2))).toEqual([false, false, false]);
});
