// What is remembered of keys, and that it is bounded.
import { expect, test } from 'vitest';
import { RecentKeys } from './recent-keys.ts';

test('a key is remembered while no more than the limit came after it', () => {
  const keys = new RecentKeys<number>(3);
  for (let key = 1; key <= 6; key += 1) keys.set(`k${key}`, key);
  expect([4, 5, 6].map((key) => keys.get(`k${key}`))).toEqual([4, 5, 6]);
});

test('the oldest are forgotten, so that any number of keys takes bounded memory', () => {
  const keys = new RecentKeys<number>(3);
  for (let key = 1; key <= 7; key += 1) keys.set(`k${key}`, key);
  expect(keys.get('k1')).toBeUndefined();
  expect(keys.get('never')).toBeUndefined();
});

test('what was told last of a key is what is remembered', () => {
  const keys = new RecentKeys<number>(3);
  keys.set('k', 1);
  for (let key = 1; key <= 3; key += 1) keys.set(`other${key}`, 0);
  keys.set('k', 2);
  expect(keys.get('k')).toBe(2);
});

test('a key longer than any valid one is not held', () => {
  const keys = new RecentKeys<number>(3);
  keys.set('x'.repeat(10_000), 1);
  expect(keys.get('x'.repeat(10_000))).toBeUndefined();
});
