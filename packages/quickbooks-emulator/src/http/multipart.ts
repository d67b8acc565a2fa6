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
    at = body.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), headEnd < 0 ? start : headEnd + 2);
    if (headEnd < 0 || at < 0 || headEnd - start > headLengthMax) return null;
    parts.push(
      partOf(body.subarray(start, headEnd).toString('utf8'), body.subarray(headEnd + 4, Math.max(at, headEnd + 4))),
    );
    at += 2;
  }
}

function partOf(head: string, bytes: Buffer): Part {
  const disposition = headerIn(head, 'content-disposition');
  return {
    name: parameterIn(disposition, 'name') ?? '',
    fileName: parameterIn(disposition, 'filename'),
    contentType: headerIn(head, 'content-type') || 'text/plain',
    bytes,
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
