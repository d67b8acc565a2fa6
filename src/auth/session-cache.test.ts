// Whose session a cookie is, for a few seconds.
import { expect, test } from 'vitest';
import { sessionCache } from './session-cache.ts';

const person = (userId: string) => ({
  userId,
  email: `${userId}@example.com`,
  name: null,
  companyIds: ['c'],
  role: 'owner' as const,
});

function cacheAt() {
  let nowMs = 0;
  const pass = (ms: number) => {
    nowMs += ms;
  };
  const cache = sessionCache({ now: () => new Date(nowMs) });
  return { cache, pass };
}

test('a session is known for five seconds, and not a moment longer', () => {
  const { cache, pass } = cacheAt();
  cache.set('token', person('one'));
  pass(4_999);
  expect(cache.get('token')).toEqual(person('one'));
  pass(1);
  expect(cache.get('token')).toBeUndefined();
});

test('a session that ended is known no more, nor are any of a person who ended them all', () => {
  const { cache } = cacheAt();
  cache.set('here', person('one'));
  cache.set('there', person('one'));
  cache.set('other', person('two'));
  cache.delete('here');
  expect(cache.get('here')).toBeUndefined();
  cache.deleteAllOf('one');
  expect([cache.get('there'), cache.get('other')]).toEqual([undefined, person('two')]);
});

test('a thousand sessions are kept at most: the oldest goes first', () => {
  const { cache } = cacheAt();
  for (let token = 0; token <= 1_000; token += 1) cache.set(String(token), person('one'));
  expect([cache.get('0'), cache.get('1')]).toEqual([undefined, person('one')]);
});
