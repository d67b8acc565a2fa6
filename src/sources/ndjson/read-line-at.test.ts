// A line read again is the line that was read, however long it is and wherever it stands.
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLineAt } from './read-line-at.ts';
import { readNdjson } from './read-ndjson.ts';

test('every line is found again at its offset', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-line-'));
  const long = 'Zoë 👩🏽‍🚀 '.repeat(10_000);
  const text = `{"a":1}\n\n"${long}"\r\nnot JSON\n"${long}${long}"`;
  const path = join(folder, 'events.ndjson');
  writeFileSync(path, text);
  const file = openSync(path, 'r');
  const inputs: unknown[] = [];
  for await (const { offset, input } of readNdjson([text])) {
    expect(readLineAt(file, offset)).toEqual(input);
    inputs.push(input);
  }
  expect(inputs).toEqual([{ a: 1 }, long, '(not JSON) not JSON', long + long]);
  closeSync(file);
  rmSync(folder, { recursive: true });
});
