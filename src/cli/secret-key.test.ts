// The key decides whether stored tokens can be read: it is made once, kept to its owner, and never replaced.
import { mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { putKeyInFront, readSecrets } from './secret-key.ts';

const inFile = (keyFile: string) => readSecrets({ keyFile, keys: null });
const hex = (keys: readonly Buffer[]) => keys.map((key) => key.toString('hex'));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillbook-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('is made at the first start, readable by its owner alone, and the same ever after', async () => {
  const file = join(folder, 'below', 'secret.key');
  const first = await inFile(file);
  expect(first.keys().map((key) => key.length)).toEqual([32]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const again = await inFile(file);
  expect(hex(again.keys())).toEqual(hex(first.keys()));
  expect(again.sessionSecret).toBe(first.sessionSecret);
});

test('first starts at once share one key', async () => {
  const file = join(folder, 'secret.key');
  const keys = await Promise.all(Array.from({ length: 5 }, () => inFile(file)));
  expect(new Set(keys.map((one) => hex(one.keys()).join())).size).toBe(1);
});

test('sessions are signed with something else than tokens are encrypted with', async () => {
  const { keys, sessionSecret } = await inFile(join(folder, 'secret.key'));
  expect(sessionSecret).not.toBe(hex(keys())[0]);
});

test('a damaged key is refused, not replaced', async () => {
  const file = join(folder, 'secret.key');
  await writeFile(file, 'abc');
  await expect(inFile(file)).rejects.toMatchObject({ code: 'key-file', message: expect.stringContaining(file) });
  await expect(inFile(folder)).rejects.toMatchObject({ code: 'key-file' });
});

test('a data folder that cannot be made is told by its name', async () => {
  // A link to nowhere: no folder can be made in its place, not even by root.
  await symlink(join(folder, 'nowhere', 'below'), join(folder, 'data'));
  const file = join(folder, 'data', 'secret.key');
  await expect(inFile(file)).rejects.toMatchObject({ code: 'key-file', message: expect.stringContaining(file) });
});

test('a new key is in force at once, in a program that runs too, and the one before it is still read', async () => {
  const file = join(folder, 'secret.key');
  const running = await inFile(file);
  const [first] = hex(running.keys());
  await putKeyInFront(file);
  const [second, ...earlier] = hex(running.keys());
  expect(earlier).toEqual([first]);
  await putKeyInFront(file);
  expect(hex(running.keys()).slice(1)).toEqual([second]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['secret.key']);
});

test('a file that is away keeps no running program from its work, and none from being changed', async () => {
  const file = join(folder, 'secret.key');
  const running = await inFile(file);
  const before = hex(running.keys());
  await rm(file);
  expect(hex(running.keys())).toEqual(before);
  await expect(putKeyInFront(file)).rejects.toMatchObject({ code: 'key-file' });
});

test('keys of the environment need no file', async () => {
  const file = join(folder, 'secret.key');
  const [next, before] = ['a'.repeat(64), 'b'.repeat(64)];
  const { keys } = await readSecrets({ keyFile: file, keys: [next, before] });
  expect(hex(keys())).toEqual([next, before]);
  expect(await readdir(folder)).toEqual([]);
});
