// Every event in these files makes exactly the entry written below it, in figures that an accountant has checked.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { financialEventKinds } from '../../src/events/financial-event.ts';
import { readCase, writeCase } from './golden-case.ts';

const folder = import.meta.dirname;
const cases = financialEventKinds.flatMap((kind) =>
  readdirSync(join(folder, kind))
    .filter((name) => name.endsWith('.txt'))
    .map((name) => join(kind, name)),
);

test('every kind of event has its cases', () => {
  expect(new Set(cases.map((path) => path.split(/[\\/]/)[0]))).toEqual(new Set(financialEventKinds));
  expect(cases.length).toBeGreaterThanOrEqual(25);
});

test.each(cases)('%s', async (path) => {
  const file = join(folder, path);
  await expect(writeCase(readCase(readFileSync(file, 'utf8')))).toMatchFileSnapshot(file);
});
