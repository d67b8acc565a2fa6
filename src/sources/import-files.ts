// What people bring as a file of events: guessed from its beginning, read as events, and shown as it is.
import { type FinancialEventKind, financialEventKinds } from '../events/financial-event.ts';
import type { FileRows, GuessedFile, ImportFiles, ImportFormat } from '../pipeline/import-port.ts';
import { type SourceItem, wholeEvent } from '../pipeline/source-port.ts';
import { openCsv } from './csv/open-csv.ts';
import { readCsv } from './csv/read-csv.ts';
import { readHeader } from './csv/read-header.ts';
import { readRows } from './csv/read-rows.ts';
import { readNdjson } from './ndjson/read-ndjson.ts';

const cellLengthMax = 200;

export const importFiles: ImportFiles = {
  guess,
  items: (chunks, { format, kind }) => (format === 'csv' ? readCsv(chunks, kind) : linesOf(chunks)),
  async rows(head, { format, limit }) {
    return format === 'csv' ? tableOf(head, limit) : { columns: [], rows: linesIn(head, limit) };
  },
};

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<SourceItem> {
  for await (const { place, input, bytes } of readNdjson(chunks)) yield wholeEvent(place, input, bytes);
}

/** What people save or send by mistake, beside what opening a CSV file tells of already. */
const others: readonly (readonly [string | RegExp, string])[] = [
  ['%PDF', 'a PDF, not a file of events: export the events as CSV or NDJSON'],
  ['\u00d0\u00cf\u0011\u00e0', 'a workbook, not CSV: save it as "CSV UTF-8"'],
  ['\u001f\u008b', 'compressed: unpack it first, and bring what is in it'],
  [/^\u0089PNG|^\u00ff\u00d8\u00ff|^GIF8/, 'a picture, not a file of events: export the events as CSV or NDJSON'],
  [/^</, 'a web page or XML, not a file of events: export the events as CSV or NDJSON'],
  [
    /^\[|^\{\s*"events"\s*:/,
    'a JSON list, not NDJSON: write each event on a line of its own, with nothing around them',
  ],
  [/^\{\s*[\r\n]/, 'JSON over several lines, not NDJSON: write each event on one line'],
];
const byteOrderMark = /^\u00ef\u00bb\u00bf/;
const startBytes = 1024;

async function guess(
  head: Uint8Array,
  asked: { format: ImportFormat | null; kind: FinancialEventKind | null },
): Promise<GuessedFile> {
  const start = Buffer.from(head.subarray(0, startBytes)).toString('latin1').replace(byteOrderMark, '').trimStart();
  if (start === '') return { ok: false, rule: 'The file has nothing in it but blanks: export it anew.' };
  const other = others.find(([sign]) => (typeof sign === 'string' ? start.startsWith(sign) : sign.test(start)));
  if (other !== undefined) return { ok: false, rule: `This is ${other[1]}.` };
  const opened = await openCsv([head]);
  if (!opened.ok) return { ok: false, rule: `This is ${opened.rule}.` };
  const format = asked.format ?? (start.startsWith('{') ? 'ndjson' : 'csv');
  if (format === 'ndjson') return { ok: true, format, kind: null };
  return { ok: true, format, kind: asked.kind ?? likeliestKind((await tableOf(head, 0)).columns) };
}

/** The one kind whose columns a header fits best; null where each row says it, or two fit alike: then a person has to. */
function likeliestKind(header: readonly string[]): FinancialEventKind | null {
  if (header.includes('kind')) return null;
  const fits = financialEventKinds
    .map((kind) => {
      const found = readHeader(header, kind);
      return { kind, problems: found.ok ? 0 : found.problems.length };
    })
    .sort((one, other) => one.problems - other.problems);
  const [best, next] = fits;
  if (best === undefined || best.problems >= header.length || best.problems === next?.problems) return null;
  return best.kind;
}

/** The header and the rows after it, cut to what a person sees of them. */
async function tableOf(head: Uint8Array, limit: number): Promise<FileRows> {
  const opened = await openCsv([head]);
  if (!opened.ok) return { columns: [], rows: [] };
  let columns: readonly string[] | null = null;
  const rows: { place: string; cells: readonly string[] }[] = [];
  for await (const row of readRows(opened.bytes, opened.delimiter)) {
    if ('rule' in row || rows.length >= limit + 1) break;
    if (columns === null) columns = row.cells.map(shown);
    else rows.push({ place: `row ${row.row}`, cells: row.cells.map(shown) });
    if (columns !== null && limit === 0) break;
  }
  return { columns: columns ?? [], rows: rows.slice(0, limit) };
}

function linesIn(head: Uint8Array, limit: number): FileRows['rows'] {
  const lines = Buffer.from(head)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  return lines.slice(0, limit).flatMap((line, at) => {
    return line.trim() === '' ? [] : [{ place: `line ${at + 1}`, cells: [shown(line)] }];
  });
}

const shown = (cell: string): string => (cell.length > cellLengthMax ? `${cell.slice(0, cellLengthMax)}…` : cell);
