// Compressed request bodies: Intuit's own client for Java sends them, by gzip or deflate.
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** Null where the bytes are not what their header says, or come to more than `maxOutputLength`. */
export function inflated(bytes: Buffer, encoding: string | undefined, maxOutputLength: number): Buffer | null {
  const options = { maxOutputLength };
  try {
    switch (encoding?.trim().toLowerCase() ?? '') {
      case '':
      case 'identity':
        return bytes;
      case 'gzip':
      case 'x-gzip':
        return bytes.length === 0 ? bytes : gunzipSync(bytes, options);
      case 'deflate':
        return bytes.length === 0 ? bytes : deflated(bytes, options);
      default:
        return null;
    }
  } catch {
    return null;
  }
}

/** With the header of zlib, as is right, or without, as some send it. */
function deflated(bytes: Buffer, options: { readonly maxOutputLength: number }): Buffer {
  const hasHeader = ((bytes[0] ?? 0) & 0x0f) === 8 && ((bytes[0] ?? 0) * 256 + (bytes[1] ?? 0)) % 31 === 0;
  return hasHeader ? inflateSync(bytes, options) : inflateRawSync(bytes, options);
}
