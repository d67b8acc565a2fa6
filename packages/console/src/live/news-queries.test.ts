// Which reads news is about.
import { expect, test } from 'vitest';
import { isAbout, isReadOnce } from './news-queries.ts';

test('news is about the reads that its kinds name', () => {
  expect(isAbout('alerts', ['alerts'])).toBe(true);
  expect(isAbout('reposts', ['alerts', 'connection'])).toBe(false);
  expect(isAbout('dashboard', ['alerts', 'sales'])).toBe(true);
});

test('a read that nobody thought of is read again with any news', () => {
  expect(isAbout('something-new', ['sales'])).toBe(true);
});

test('what is read once is about no news, nor is a kind that a newer server tells of', () => {
  expect(isReadOnce('period')).toBe(true);
  expect(isAbout('period', ['events', 'mappings', 'from-the-future'])).toBe(false);
});
