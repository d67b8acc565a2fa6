// Events from CSV: a row for each line of an event, the rows of one event together; docs/import.md says which columns. Streamed.
import { isEventKind } from '../../events/event-schema.ts';
import { type FinancialEventKind, financialEventKinds } from '../../events/financial-event.ts';
import type { FoundProblem, SourceItem } from '../../pipeline/source-port.ts';
import { EventRows } from './event-rows.ts';
import { openCsv } from './open-csv.ts';
import { readHeader } from './read-header.ts';
import { type CsvRow, readRows } from './read-rows.ts';

/** `kind`: of every event of the file; null where the column `kind` says it of each. */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  kind: FinancialEventKind | null,
): AsyncGenerator<SourceItem> {
  const opened = await openCsv(chunks);
  if (!opened.ok) {
    yield headerProblem({ field: null, rule: opened.rule });
    return;
  }
  let columns: readonly string[] | null = null;
  const events = new EventRows();
  for await (const row of readRows(opened.bytes, opened.delimiter)) {
    if ('rule' in row) {
      yield* events.end();
      yield problemOf(row.row, { field: null, value: null, rule: `${row.rule}; nothing from here on is read` });
      return;
    }
    if (columns === null) {
      const header = readHeader(row.cells, kind);
      // Every row would only repeat what is wrong with the header.
      if (!header.ok) {
        for (const { column, rule } of header.problems) yield headerProblem({ field: column, rule });
        return;
      }
      columns = header.columns;
    } else if (row.cells.some((cell) => cell !== '')) {
      yield* readRow(row, { columns, kind, events });
    }
  }
  yield* events.end();
  if (columns === null) yield headerProblem({ field: null, rule: 'a header row that names the columns' });
}

function* readRow(
  row: CsvRow,
  of: { columns: readonly string[]; kind: FinancialEventKind | null; events: EventRows },
): Generator<SourceItem> {
  const { columns } = of;
  const cellCount = row.cells.findLastIndex((cell) => cell !== '') + 1;
  if (row.cells.length < columns.length || cellCount > columns.length) {
    const rule = `as many cells as the header has columns, ${columns.length}, not ${row.cells.length}`;
    yield problemOf(row.row, { field: null, value: null, rule });
    return;
  }
  const cells: Record<string, string> = {};
  for (const [at, column] of columns.entries()) {
    const cell = row.cells[at] ?? '';
    if (cell !== '') cells[column] = cell;
  }
  const kind = of.kind ?? cells.kind;
  if (!isEventKind(kind)) {
    const rule = kind === undefined ? 'required' : `one of ${financialEventKinds.join(', ')}`;
    yield problemOf(row.row, { field: 'kind', value: kind ?? null, rule });
    return;
  }
  const found = row.notUtf8.map((at): FoundProblem => {
    const rule = 'UTF-8: save the file as "CSV UTF-8"';
    return { place: `row ${row.row}`, field: columns[at] ?? null, value: row.cells[at], rule };
  });
  yield* of.events.take({ row: row.row, cells }, { kind, found });
}

function headerProblem(problem: { field: string | null; rule: string }): SourceItem {
  return problemOf(1, { ...problem, value: null });
}

function problemOf(row: number, problem: Omit<FoundProblem, 'place'>): SourceItem {
  return { problem: { place: `row ${row}`, ...problem } };
}
