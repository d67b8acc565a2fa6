// The key decides whether stored tokens can be read: it is made once, kept to its owner, and never replaced.
import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSecrets } from './secret-key.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillbook-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('is made at the first start, readable by its owner alone, and the same ever after', async () => {
  const file = join(folder, 'below', 'secret.key');
  const first = await readSecrets(file);
  expect(first.encryptionKey).toHaveLength(32);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readSecrets(file)).toEqual(first);
});

test('first starts at once share one key', async () => {
  const file = join(folder, 'secret.key');
  const keys = await Promise.all(Array.from({ length: 5 }, () => readSecrets(file)));
  expect(new Set(keys.map(({ encryptionKey }) => encryptionKey.toString('hex'))).size).toBe(1);
});

test('sessions are signed with something else than tokens are encrypted with', async () => {
  const { encryptionKey, sessionSecret } = await readSecrets(join(folder, 'secret.key'));
  expect(sessionSecret).not.toBe(encryptionKey.toString('hex'));
});

test('a damaged key is refused, not replaced', async () => {
  const file = join(folder, 'secret.key');
  await writeFile(file, 'abc');
  await expect(readSecrets(file)).rejects.toMatchObject({ code: 'key-file', message: expect.stringContaining(file) });
  await expect(readSecrets(folder)).rejects.toMatchObject({ code: 'key-file' });
});

test('a data folder that cannot be made is told by its name', async () => {
  // A link to nowhere: no folder can be made in its place, not even by root.
  await symlink(join(folder, 'nowhere', 'below'), join(folder, 'data'));
  const file = join(folder, 'data', 'secret.key');
  await expect(readSecrets(file)).rejects.toMatchObject({ code: 'key-file', message: expect.stringContaining(file) });
});
