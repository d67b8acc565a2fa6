// The rows of a CSV file (RFC 4180), streamed: each with its number as a spreadsheet shows it, and all of bounded size.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Parser, parse } from 'csv-parse';
import type { Delimiter } from './open-csv.ts';

/** About this many bytes of a row are held; what is longer is no row but a quote that was never closed. */
export const rowBytesMax = 1024 * 1024;
const pieceBytes = 64 * 1024;

export interface CsvRow {
  /** The header is row 1; blank rows are counted, too. */
  readonly row: number;
  readonly cells: readonly string[];
  /** Cells that are no UTF-8: they stand here as Latin-1, for a person to see which. */
  readonly notUtf8: readonly number[];
}

/** After it nothing can be read any more: where the next row begins is not known. */
export interface RowsEnd {
  readonly row: number;
  readonly rule: string;
}

interface Reading {
  unclosed: boolean;
  tooLong: boolean;
}

export async function* readRows(
  chunks: AsyncIterable<Uint8Array>,
  delimiter: Delimiter,
): AsyncGenerator<CsvRow | RowsEnd> {
  const reading: Reading = { unclosed: false, tooLong: false };
  const parser = parse({
    delimiter,
    // Bytes, one a character: the parser's own UTF-8 would replace what is none without a word.
    encoding: 'latin1',
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    // A quote inside a cell that does not begin with one is a quote (6" nails).
    relax_quotes: true,
    // The one error left is a quote that is not closed. It must not take back the rows before it.
    skip_records_with_error: true,
    on_skip: () => {
      reading.unclosed = true;
      return undefined;
    },
  });
  const fed = pipeline(Readable.from(bounded(chunks, { parser, reading })), parser);
  // A failure to read reaches the loop below through the parser.
  fed.catch(() => undefined);
  let row = 0;
  let last: CsvRow | null = null;
  for await (const cells of parser as AsyncIterable<string[]>) {
    if (last !== null) yield last;
    row += 1;
    last = decoded(row, cells);
  }
  // What was read of a row that is too long came out as a row of its own, unless it was in quotes.
  if (last !== null && (!reading.tooLong || reading.unclosed)) yield last;
  const endsAt = reading.unclosed ? row + 1 : row;
  if (reading.tooLong) yield { row: endsAt, rule: `a row of at most ${rowBytesMax} bytes (is a quote not closed?)` };
  else if (reading.unclosed) yield { row: endsAt, rule: 'a quote that is opened here is never closed' };
}

/** Ends the file, as far as the parser knows, inside a row that is too long. */
async function* bounded(
  chunks: AsyncIterable<Uint8Array>,
  of: { parser: Parser; reading: Reading },
): AsyncGenerator<Uint8Array> {
  let rows = 0;
  let bytes = 0;
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += pieceBytes) {
      const piece = chunk.subarray(start, start + pieceBytes);
      if (of.parser.info.records !== rows) bytes = 0;
      rows = of.parser.info.records;
      bytes += piece.length;
      if (bytes > rowBytesMax + pieceBytes) {
        of.reading.tooLong = true;
        return;
      }
      yield piece;
    }
  }
}

const beyondAscii = /[\u0080-\u00ff]/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(row: number, bytes: string[]): CsvRow {
  const notUtf8: number[] = [];
  const cells = bytes;
  for (let at = 0; at < bytes.length; at += 1) {
    const cell = bytes[at] ?? '';
    if (!beyondAscii.test(cell)) continue;
    try {
      cells[at] = utf8.decode(Buffer.from(cell, 'latin1'));
    } catch {
      notUtf8.push(at);
    }
  }
  return { row, cells, notUtf8 };
}
