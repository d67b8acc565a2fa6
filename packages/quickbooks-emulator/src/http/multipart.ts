// Reads a multipart body (RFC 2046, RFC 7578): its parts with their names, file names and bytes.

export interface Part {
  readonly name: string;
  readonly fileName: string | null;
  readonly contentType: string;
  readonly bytes: Buffer;
}

const partCountMax = 100;
const headLengthMax = 8192;

/** Null where the body is not multipart, or is cut short. */
export function partsOf(contentType: string, body: Buffer): readonly Part[] | null {
  const [, quoted, plain] =
    /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return null;
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = body.indexOf(mark);
  for (;;) {
    const start = at + mark.length;
    if (at < 0 || parts.length > partCountMax) return null;
    if (body.subarray(start, start + 2).toString('latin1') === '--') return parts;
    const headEnd = body.indexOf('\r\n\r\n', start);
    at = lineOf(mark, body, headEnd < 0 ? start : headEnd + 4);
    if (headEnd < 0 || at < 0 || headEnd - start > headLengthMax) return null;
    const head = body.subarray(start, headEnd).toString('utf8');
    parts.push(partOf(head, withoutLineEnd(body.subarray(headEnd + 4, at))));
  }
}

/** Where a line begins with the mark; some clients end the line before it with a line feed alone. */
function lineOf(mark: Buffer, body: Buffer, from: number): number {
  let at = body.indexOf(mark, from);
  while (at > from && body[at - 1] !== lineFeed) at = body.indexOf(mark, at + 1);
  return at;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

function withoutLineEnd(bytes: Buffer): Buffer {
  const end = bytes.length - 1;
  if (bytes[end] !== lineFeed) return bytes;
  return bytes.subarray(0, bytes[end - 1] === carriageReturn ? end - 1 : end);
}

function partOf(head: string, bytes: Buffer): Part {
  const disposition = headerIn(head, 'content-disposition');
  const isBase64 = headerIn(head, 'content-transfer-encoding').toLowerCase() === 'base64';
  return {
    name: parameterIn(disposition, 'name') ?? '',
    fileName: parameterIn(disposition, 'filename'),
    contentType: headerIn(head, 'content-type') || 'text/plain',
    bytes: isBase64 ? Buffer.from(bytes.toString('latin1'), 'base64') : bytes,
  };
}

function headerIn(head: string, name: string): string {
  const line = head.split('\r\n').find((text) => text.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}

function parameterIn(value: string, name: string): string | null {
  const [, quoted, plain] = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(value) ?? [];
  // Browsers escape a quote by percent (the HTML standard), mail programs by a backslash.
  return quoted?.replace(/\\(.)/g, '$1').replaceAll('%22', '"') ?? plain ?? null;
}
