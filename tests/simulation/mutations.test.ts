// Each deliberate bug can still be made: what it replaces stands in the source.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { mutations } from './mutations.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('there are at least twenty, each with a name of its own', () => {
  expect(mutations.length).toBeGreaterThanOrEqual(20);
  expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
});

test.each(mutations)('$name: the code can be made one that $bug', ({ edits }) => {
  for (const { file, find, replace } of edits) {
    expect(readFileSync(join(root, file), 'utf8')).toContain(find);
    expect(replace).not.toBe(find);
  }
});
