// A list as CSV for a spreadsheet: page by page as it is read, so that any number of rows takes little memory.
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { csvRow, csvText } from '../journal/plain-text/csv-cells.ts';

/** Tells Excel that what follows is UTF-8. */
const byteOrderMark = '\uFEFF';

/** A name, and the cell of a row: safe as it is, because a cell of ours, or made so by `textCell`. */
export type CsvColumns<Row> = readonly (readonly [name: string, of: (row: Row) => string])[];

export interface CsvPage<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
}

export async function* csvOf<Row>(
  columns: CsvColumns<Row>,
  pageAt: (cursor: string | null) => Promise<CsvPage<Row>>,
): AsyncGenerator<string> {
  yield byteOrderMark + csvRow(columns.map(([name]) => name));
  let cursor: string | null = null;
  do {
    const page: CsvPage<Row> = await pageAt(cursor);
    if (page.rows.length > 0) yield page.rows.map((row) => csvRow(columns.map(([, of]) => of(row)))).join('');
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** What others wrote, if they wrote anything. */
export const textCell = (text: string | undefined): string => (text === undefined ? '' : csvText(text));

export function sendCsv(reply: FastifyReply, fileName: string, text: AsyncIterable<string>): FastifyReply {
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Readable.from(text));
}
