// One line of a file again, by where it begins: for what is needed twice so seldom that it is not worth keeping.
import { readSync } from 'node:fs';
import { parseLine } from './read-ndjson.ts';

const blockBytes = 16 * 1024;
const newline = 0x0a;

/** `offset` is that of a line that was read from the same file before. */
export function readLineAt(descriptor: number, offset: number): unknown {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const block = new Uint8Array(blockBytes);
    const bytes = block.subarray(0, readSync(descriptor, block, 0, blockBytes, offset + length));
    const end = bytes.indexOf(newline);
    const piece = end === -1 ? bytes : bytes.subarray(0, end);
    pieces.push(piece);
    length += piece.length;
    if (end !== -1 || bytes.length === 0) return parseLine(pieces, length)?.input;
  }
}
