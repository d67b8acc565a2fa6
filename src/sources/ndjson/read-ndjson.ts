// Events from NDJSON: one JSON value a line, streamed, with every line bounded and none lost.

/** A line that is not JSON stands for an event all the same: its text, which no event can be, so that it is refused by its place. */
export interface NdjsonLine {
  readonly place: string;
  /** Of its first byte, from the beginning of the input. */
  readonly offset: number;
  readonly input: unknown;
  /** How long the line is, or as much of it as was kept. */
  readonly bytes: number;
}

type Chunks = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

export const lineBytesMax = 4 * 1024 * 1024;
const shownMax = 200;
const newline = 0x0a;

/** Blank lines are passed over. What cannot be read comes as a text that says why. */
export async function* readNdjson(chunks: Chunks): AsyncGenerator<NdjsonLine> {
  for await (const lines of readNdjsonByChunk(chunks)) yield* lines;
}

/** The lines that end in each chunk, together: an await for every line costs as much as reading it. */
export async function* readNdjsonByChunk(chunks: Chunks): AsyncGenerator<readonly NdjsonLine[]> {
  const encoder = new TextEncoder();
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let number = 0;
  let offset = 0;
  const take = (lines: NdjsonLine[]): void => {
    number++;
    const line = heldBytes > lineBytesMax ? tooLong : parseLine(held, heldBytes);
    if (line !== null) lines.push({ place: `line ${number}`, offset, input: line.input, bytes: line.bytes });
    offset += heldBytes + 1;
    held = [];
    heldBytes = 0;
  };
  const hold = (piece: Uint8Array): void => {
    heldBytes += piece.length;
    if (heldBytes > lineBytesMax) held = [];
    else held.push(piece);
  };
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
    const lines: NdjsonLine[] = [];
    let start = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
      hold(bytes.subarray(start, end));
      start = end + 1;
      take(lines);
    }
    if (start < bytes.length) hold(bytes.subarray(start));
    yield lines;
  }
  const last: NdjsonLine[] = [];
  if (heldBytes > 0) take(last);
  yield last;
}

const tooLong = { input: `(longer than ${lineBytesMax} bytes)`, bytes: 0 };
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Null for a blank line. */
export function parseLine(pieces: readonly Uint8Array[], length: number): Pick<NdjsonLine, 'input' | 'bytes'> | null {
  let text: string;
  try {
    text = decoder.decode(joined(pieces, length));
  } catch {
    return { input: '(not UTF-8)', bytes: 0 };
  }
  if (text.trim() === '') return null;
  try {
    return { input: JSON.parse(text) as unknown, bytes: length };
  } catch {
    // Made anew: a part of a text keeps the whole of it in memory.
    const shown = Buffer.from(text.slice(0, shownMax)).toString();
    return { input: `(not JSON) ${shown}`, bytes: 0 };
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
