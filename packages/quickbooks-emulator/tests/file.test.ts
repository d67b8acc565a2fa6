// The one file: kept over a restart, and held alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FileInUseError, startEmulator } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'quickbooks-emulator-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a restart keeps companies; the first company is made once; a second opener is refused', async () => {
  const file = join(folder, 'books.sqlite');
  const options = { file, firstCompany: { template: 'retail', name: 'First' } } as const;
  const first = await startEmulator(options);
  await expect(startEmulator(options)).rejects.toThrow(FileInUseError);
  const list = async (url: string) => (await fetch(`${url}/_emulator/companies`)).json();
  const before = await list(first.url);
  await first.close();
  const second = await startEmulator(options);
  expect(await list(second.url)).toEqual(before);
  await second.close();
});
