// The beginning of a CSV file tells how to read the rest: a byte order mark, what separates its cells, and whether it is CSV at all.

const headerBytesMax = 64 * 1024;
const newline = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;
/** In the order in which they win where the header has as many of one as of another. */
const delimiters = [',', ';', '\t'] as const;

export type Delimiter = (typeof delimiters)[number];

export type OpenedCsv =
  | { readonly ok: true; readonly delimiter: Delimiter; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly ok: false; readonly rule: string };

export async function openCsv(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<OpenedCsv> {
  const iterator = iterate(chunks);
  let head: Uint8Array = new Uint8Array();
  let done = false;
  while (!done && head.length < headerBytesMax && headerEnd(head) === -1) {
    const next = await iterator.next();
    if (next.done === true) done = true;
    else head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  const end = headerEnd(head);
  const header = head.subarray(0, Math.min(end === -1 ? head.length : end, headerBytesMax));
  const rule = noCsv(header);
  if (rule !== null) {
    await iterator.return(undefined);
    return { ok: false, rule };
  }
  const isMarked = startsWith(header, [0xef, 0xbb, 0xbf]);
  return {
    ok: true,
    delimiter: delimiterOf(header),
    bytes: joined(isMarked ? head.subarray(3) : head, iterator),
  };
}

async function* iterate(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function* joined(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  yield* rest;
}

/** Where the first line ends that no quote goes on from; -1 where it has no end yet. */
function headerEnd(head: Uint8Array): number {
  let quoted = false;
  for (let at = 0; at < head.length; at += 1) {
    if (head[at] === quote) quoted = !quoted;
    else if (!quoted && (head[at] === newline || head[at] === carriageReturn)) return at;
  }
  return -1;
}

/** What people save by mistake instead of CSV, in words that say what to do. */
function noCsv(header: Uint8Array): string | null {
  const saveAs = 'save it as "CSV UTF-8"';
  if (startsWith(header, [0x50, 0x4b, 0x03, 0x04])) return `a workbook or an archive, not CSV: ${saveAs}`;
  if (startsWith(header, [0xff, 0xfe]) || startsWith(header, [0xfe, 0xff])) return `UTF-16, not UTF-8: ${saveAs}`;
  return header.includes(0) ? `not text: ${saveAs}` : null;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

function delimiterOf(header: Uint8Array): Delimiter {
  const counts = new Map<number, number>();
  let quoted = false;
  for (const byte of header) {
    if (byte === quote) quoted = !quoted;
    else if (!quoted) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  }
  const countOf = (delimiter: Delimiter): number => counts.get(delimiter.charCodeAt(0)) ?? 0;
  return delimiters.reduce((best, delimiter) => (countOf(delimiter) > countOf(best) ? delimiter : best));
}
