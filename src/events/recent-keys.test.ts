// What is remembered of keys, that none is taken for another, and that it is bounded.
import { expect, test } from 'vitest';
import { RecentKeys } from './recent-keys.ts';

test('a key is remembered while no more than the limit came after it', () => {
  const keys = new RecentKeys(3);
  for (let key = 1; key <= 6; key += 1) keys.set(`k${key}`, key);
  expect([4, 5, 6].map((key) => keys.get(`k${key}`))).toEqual([4, 5, 6]);
});

test('the oldest are forgotten', () => {
  const keys = new RecentKeys(3);
  for (let key = 1; key <= 7; key += 1) keys.set(`k${key}`, key);
  expect(keys.get('k1')).toBeUndefined();
  expect(keys.get('never')).toBeUndefined();
  for (let key = 8; key <= 1000; key += 1) keys.set(`k${key}`, key);
  expect([998, 999, 1000].map((key) => keys.get(`k${key}`))).toEqual([998, 999, 1000]);
  expect(keys.get('k900')).toBeUndefined();
});

test('what was told last of a key is what is remembered', () => {
  const keys = new RecentKeys(3);
  keys.set('k', 1);
  for (let key = 1; key <= 3; key += 1) keys.set(`other${key}`, 0);
  keys.set('k', 2);
  expect(keys.get('k')).toBe(2);
  keys.set('k', 3);
  expect(keys.get('k')).toBe(3);
});

test('no key is taken for another: as tills number them, and in other scripts', () => {
  const keys = new RecentKeys(300_000);
  const makers = [
    (at: number) => `till/sale/${at}`,
    (at: number) => `till/sale/t-${String(at).padStart(12, '0')}`,
    (at: number) => `${at}/sale/till`,
    (at: number) => `店/sale/${'é'.repeat(at % 7)}${at}`,
  ];
  for (const [maker, keyOf] of makers.entries()) {
    for (let at = 0; at < 50_000; at += 1) {
      const key = keyOf(at);
      if (keys.get(key) !== undefined) throw new Error(`${key} was taken for ${keys.get(key)}`);
      keys.set(key, maker * 1e6 + at);
    }
  }
  for (const [maker, keyOf] of makers.entries()) {
    for (let at = 0; at < 50_000; at += 1) {
      if (keys.get(keyOf(at)) !== maker * 1e6 + at) throw new Error(`${keyOf(at)} was lost`);
    }
  }
});
