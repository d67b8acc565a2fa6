// A date is sent only where one was chosen: a date typed and then left for another choice is not.
import { expect, test } from 'vitest';
import { fromOf, lacksDate, usualSince } from './since.ts';

test.each([
  ['as usual', usualSince, undefined, false],
  ['as usual after a date was typed', { how: 'usual', date: '2026-11-10' } as const, undefined, false],
  ['from a date', { how: 'date', date: '2026-11-10' } as const, '2026-11-10', false],
  ['from a date that is not typed yet', { how: 'date', date: '' } as const, undefined, true],
  ['from the beginning', { how: 'beginning', date: '2026-11-10' } as const, null, false],
])('%s', (_what, since, from, lacks) => {
  expect(fromOf(since)).toBe(from);
  expect(lacksDate(since)).toBe(lacks);
});
