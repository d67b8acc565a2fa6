// Events from NDJSON: one JSON value a line, streamed, with every line bounded and none lost.

/** A line that is not JSON stands for an event all the same: its text, which no event can be, so that it is refused by its place. */
export interface NdjsonLine {
  readonly place: string;
  readonly input: unknown;
  /** How long the line is, or as much of it as was kept. */
  readonly bytes: number;
}

export const lineBytesMax = 4 * 1024 * 1024;
const shownMax = 200;
const newline = 0x0a;

/** Blank lines are passed over. What cannot be read comes as a text that says why. */
export async function* readNdjson(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
): AsyncGenerator<NdjsonLine> {
  const encoder = new TextEncoder();
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let number = 0;
  const take = (): NdjsonLine | null => {
    number++;
    const line = heldBytes > lineBytesMax ? tooLong(number) : readLine(held, heldBytes, number);
    held = [];
    heldBytes = 0;
    return line;
  };
  const hold = (piece: Uint8Array): void => {
    heldBytes += piece.length;
    if (heldBytes > lineBytesMax) held = [];
    else held.push(piece);
  };
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
      hold(bytes.subarray(start, end));
      start = end + 1;
      const line = take();
      if (line !== null) yield line;
    }
    if (start < bytes.length) hold(bytes.subarray(start));
  }
  if (heldBytes > 0) {
    const line = take();
    if (line !== null) yield line;
  }
}

function tooLong(number: number): NdjsonLine {
  return { place: `line ${number}`, input: `(longer than ${lineBytesMax} bytes)`, bytes: 0 };
}

function readLine(pieces: readonly Uint8Array[], length: number, number: number): NdjsonLine | null {
  const place = `line ${number}`;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(joined(pieces, length));
  } catch {
    return { place, input: '(not UTF-8)', bytes: 0 };
  }
  if (text.trim() === '') return null;
  try {
    return { place, input: JSON.parse(text) as unknown, bytes: length };
  } catch {
    // Made anew: a part of a text keeps the whole of it in memory.
    const shown = Buffer.from(text.slice(0, shownMax)).toString();
    return { place, input: `(not JSON) ${shown}`, bytes: 0 };
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
