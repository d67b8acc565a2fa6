// Pages of a line's tickets.
import { expect, it } from 'vitest';
import { nextSources, sourcesPerPage } from './source-pages.ts';

it('reads on from what is shown, until all are', () => {
  expect(nextSources(20, 250)).toEqual({ offset: 20, limit: 100 });
  expect(nextSources(220, 250)).toEqual({ offset: 220, limit: 100 });
  expect(nextSources(250, 250)).toBeNull();
});

it('has nothing to read on where the first page holds all', () => {
  expect(nextSources(3, 3)).toBeNull();
  expect(nextSources(sourcesPerPage.first, sourcesPerPage.first)).toBeNull();
});
