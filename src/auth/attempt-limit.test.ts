// How often a password may be tried.
import { expect, test } from 'vitest';
import { attemptLimit } from './attempt-limit.ts';

const windowMs = 5 * 60_000;

function limitAt(failuresMax: number) {
  let nowMs = 0;
  const pass = (ms: number) => {
    nowMs += ms;
  };
  const limit = attemptLimit({ now: () => new Date(nowMs) }, failuresMax);
  return { limit, pass };
}

test('is reached by the last failure allowed, and not before', () => {
  const { limit } = limitAt(2);
  limit.note('a');
  expect(limit.isReached('a')).toBe(false);
  limit.note('a');
  expect(limit.isReached('a')).toBe(true);
  expect(limit.isReached('b')).toBe(false);
});

test('is over when its window ends, counted from the first failure', () => {
  const { limit, pass } = limitAt(2);
  limit.note('a');
  pass(windowMs - 1);
  limit.note('a');
  expect(limit.isReached('a')).toBe(true);
  pass(1);
  expect(limit.isReached('a')).toBe(false);
});

test('is forgotten by a success', () => {
  const { limit } = limitAt(1);
  limit.note('a');
  limit.forget('a');
  expect(limit.isReached('a')).toBe(false);
});

test('does not count one that was taken back, nor less than none', () => {
  const { limit } = limitAt(2);
  limit.note('a');
  limit.note('a');
  limit.takeBack('a');
  expect(limit.isReached('a')).toBe(false);
  for (let times = 0; times < 3; times += 1) limit.takeBack('a');
  limit.note('a');
  expect(limit.isReached('a')).toBe(false);
  limit.note('a');
  expect(limit.isReached('a')).toBe(true);
});

test('keeps ten thousand at most: the oldest goes first', () => {
  const { limit } = limitAt(1);
  for (let key = 0; key <= 10_000; key += 1) limit.note(String(key));
  expect([limit.isReached('0'), limit.isReached('1'), limit.isReached('10000')]).toEqual([false, true, true]);
});
