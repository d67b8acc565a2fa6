// NDJSON as tills and exports write it: every line is found at its place, and what cannot be read says why there.
import { expect, test } from 'vitest';
import { lineBytesMax, type NdjsonLine, readNdjson, readNdjsonByChunk } from './read-ndjson.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function read(
  ...chunks: readonly (Uint8Array | string)[]
): Promise<readonly Pick<NdjsonLine, 'place' | 'input'>[]> {
  const lines: Pick<NdjsonLine, 'place' | 'input'>[] = [];
  for await (const { place, input } of readNdjson(chunks)) lines.push({ place, input });
  return lines;
}

test('the bytes of each line that is kept, so that no more lines are held than fit', async () => {
  const sizes: number[] = [];
  for await (const { bytes } of readNdjson(['"caf\u00e9"\n', '7\n', 'not JSON\n'])) sizes.push(bytes);
  expect(sizes).toEqual([7, 1, 0]);
});

test('each line by its number', async () => {
  expect(await read('{"a":1}\n[2]\n"3"\n')).toEqual([
    { place: 'line 1', input: { a: 1 } },
    { place: 'line 2', input: [2] },
    { place: 'line 3', input: '3' },
  ]);
});

test('the last line needs no newline', async () => {
  expect(await read('1\n2')).toEqual([
    { place: 'line 1', input: 1 },
    { place: 'line 2', input: 2 },
  ]);
});

test('blank lines are passed over but counted', async () => {
  expect(await read('\n\n{"a":1}\n   \n\t\r\n2\n\n')).toEqual([
    { place: 'line 3', input: { a: 1 } },
    { place: 'line 6', input: 2 },
  ]);
  expect(await read('')).toEqual([]);
  expect(await read('\n')).toEqual([]);
  expect(await read()).toEqual([]);
});

test('line ends of Windows and a byte order mark do no harm', async () => {
  expect(await read('\uFEFF{"a":1}\r\n{"a":2}\r\n')).toEqual([
    { place: 'line 1', input: { a: 1 } },
    { place: 'line 2', input: { a: 2 } },
  ]);
});

test('bytes that are not UTF-8 are refused at their line, and the next is read', async () => {
  const broken = [0x22, 0xc3, 0x28, 0x22, 0x0a];
  expect(await read(new Uint8Array([...broken, ...bytes('2\n')]))).toEqual([
    { place: 'line 1', input: '(not UTF-8)' },
    { place: 'line 2', input: 2 },
  ]);
  const utf16 = new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]);
  expect(await read(utf16)).toEqual([{ place: 'line 1', input: '(not UTF-8)' }]);
});

test('a character cut in two by the chunks is whole again', async () => {
  const whole = bytes('{"name":"Zoë 👩🏽‍🚀"}\n7\n');
  for (let cut = 0; cut <= whole.length; cut += 1) {
    expect(await read(whole.subarray(0, cut), whole.subarray(cut))).toEqual([
      { place: 'line 1', input: { name: 'Zoë 👩🏽‍🚀' } },
      { place: 'line 2', input: 7 },
    ]);
  }
});

test('what is not JSON stands as a text that begins with what it is, not longer than a person reads', async () => {
  expect(await read('{"a":1\nNaN\n')).toEqual([
    { place: 'line 1', input: '(not JSON) {"a":1' },
    { place: 'line 2', input: '(not JSON) NaN' },
  ]);
  const [line] = await read(`{${'x'.repeat(100_000)}\n`);
  expect(String(line?.input).length).toBeLessThan(300);
});

test('a line over the limit is refused at its place without being held, and the next is read', async () => {
  const chunk = new Uint8Array(64 * 1024).fill(0x78);
  const over = Array.from({ length: lineBytesMax / chunk.length + 1 }, () => chunk);
  expect(await read('1\n', ...over, '\n3\n')).toEqual([
    { place: 'line 1', input: 1 },
    { place: 'line 2', input: `(longer than ${lineBytesMax} bytes)` },
    { place: 'line 3', input: 3 },
  ]);
  expect(await read(...over)).toEqual([{ place: 'line 1', input: `(longer than ${lineBytesMax} bytes)` }]);
});

test('a line as long as the limit is read', async () => {
  const text = 'x'.repeat(lineBytesMax - 2);
  expect((await read(`"${text}"\n`))[0]?.input).toBe(text);
});

test('lines come as they are read, before the whole is there', async () => {
  const given: number[] = [];
  function* chunks(): Generator<string> {
    for (const number of [1, 2, 3]) {
      given.push(number);
      yield `${number}\n`;
    }
  }
  for await (const { input } of readNdjson(chunks())) expect(given.at(-1)).toBe(input);
  expect(given).toEqual([1, 2, 3]);
});

test('every line tells where it begins, wherever the chunks are cut', async () => {
  const whole = bytes('\uFEFF{"a":1}\r\n\n"Zoë"\n\u0000\n7');
  for (let cut = 0; cut <= whole.length; cut += 1) {
    for await (const { offset, input } of readNdjson([whole.subarray(0, cut), whole.subarray(cut)])) {
      const again = await read(whole.subarray(offset));
      expect(again[0]?.input).toEqual(input);
    }
  }
});

test('the lines that end in a chunk come together, and every chunk is answered', async () => {
  const counts: number[] = [];
  for await (const lines of readNdjsonByChunk(['1\n2\n3', '\n', '4', '5\n6'])) counts.push(lines.length);
  expect(counts).toEqual([2, 1, 0, 1, 1]);
});
