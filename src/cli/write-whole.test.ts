// A file is there as a whole or as it was: nothing that looks like all of it is left by a run that did not end.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWhole } from './write-whole.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbook-whole-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('all that was written is there, and nothing besides', async () => {
  const big = 'x'.repeat(100_000);
  const answer = await writeWhole(at('journal'), async (write) => {
    for (let count = 0; count < 30; count += 1) await write(big);
    return 30;
  });
  expect(answer).toBe(30);
  expect(statSync(at('journal')).size).toBe(3_000_000);
  expect(readdirSync(folder)).toEqual(['journal']);
});

test('while it is written, what was there before is there still', async () => {
  writeFileSync(at('journal'), 'before');
  await writeWhole(at('journal'), async (write) => {
    await write('after');
    expect(readFileSync(at('journal'), 'utf8')).toBe('before');
  });
  expect(readFileSync(at('journal'), 'utf8')).toBe('after');
});

test('work that fails leaves what was there, and no part', async () => {
  writeFileSync(at('journal'), 'before');
  const failing = writeWhole(at('journal'), async (write) => {
    await write('half');
    throw new Error('the events broke off');
  });
  await expect(failing).rejects.toThrow('the events broke off');
  expect(readFileSync(at('journal'), 'utf8')).toBe('before');
  expect(readdirSync(folder)).toEqual(['journal']);
});

test('work that fails at once, while its file is being opened, leaves no part and nothing open', async () => {
  const openFiles = () => readdirSync('/dev/fd').length;
  const before = openFiles();
  const runs = Array.from({ length: 50 }, (_, run) => at(`journal-${run}`));
  for (const path of runs) {
    await expect(writeWhole(path, () => Promise.reject(new Error('no events')))).rejects.toThrow('no events');
  }
  expect(readdirSync(folder)).toEqual([]);
  expect(openFiles()).toBeLessThan(before + runs.length);
});

test('what cannot be written is said in a sentence', async () => {
  const writing = writeWhole(at('nowhere/journal'), async (write) => write('x'.repeat(100_000)));
  await expect(writing).rejects.toMatchObject({
    code: 'not-writable',
    message: expect.stringContaining('nowhere/journal'),
  });
});

test('a link stays a link, and its file changes', async () => {
  writeFileSync(at('journal'), 'before');
  symlinkSync(at('journal'), at('link'));
  await writeWhole(at('link'), async (write) => write('after'));
  expect(readFileSync(at('journal'), 'utf8')).toBe('after');
  expect(readdirSync(folder).sort()).toEqual(['journal', 'link']);
});

test('a device is written to, and stays one', async () => {
  await writeWhole('/dev/null', async (write) => write('gone'));
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});
