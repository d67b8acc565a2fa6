// Every event in these files makes exactly the entry written below it, in figures that an accountant has checked.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { financialEventKinds } from '../../src/events/financial-event.ts';
import { rules } from '../../src/journal/rule.ts';
import { readCase, rulesIn, writeCase } from './golden-case.ts';

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

const readGolden = (path: string) => readCase(readFileSync(join(folder, path), 'utf8'));

test('every rule that there is makes a line in some case, and no line is without one', () => {
  const reached = new Set(cases.flatMap((path) => [...rulesIn(readGolden(path))]));
  expect([...reached].sort()).toEqual([...rules].sort());
});

test.each(cases)('%s', async (path) => {
  const file = join(folder, path);
  await expect(writeCase(readGolden(path))).toMatchFileSnapshot(file);
});
