// The rows of one event put together as the JSON event they stand for. Whether that is a right event is for the checks of events to say.
import type { FinancialEventKind } from '../../events/financial-event.ts';
import type { FoundProblem, SourceEvent } from '../../pipeline/source-port.ts';
import { type Layout, layoutOf, type RowColumns } from './columns.ts';

/** A row by its column names; an empty cell is not there. */
export interface NamedRow {
  readonly row: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** As many as the checks of events give. */
const foundMax = 100;

type Entry = Record<string, unknown>;
type Lists = Partial<Record<RowColumns['list'], { readonly entry: Entry; readonly row: number }[]>>;

/** `rows` are of one event and at least one. `found`: what was wrong with them already. */
export function assembleEvent(
  rows: readonly NamedRow[],
  of: { readonly kind: FinancialEventKind; readonly found: readonly FoundProblem[] },
): Omit<SourceEvent, 'bytes'> {
  const [first] = rows;
  if (first === undefined) throw new Error('An event of no rows.');
  const layout = layoutOf(of.kind);
  const found = [...of.found];
  const lists: Lists = {};
  for (const row of rows) {
    if (row !== first) findDifferences(found, row, { first, columns: layout.eventColumns });
    addRow(lists, row, { ...of, found, layout, isAlone: rows.length === 1 });
  }
  const input: Entry = { ...taken(first, layout.eventColumns), kind: of.kind };
  for (const [list, entries] of Object.entries(lists)) input[list] = entries.map(({ entry }) => entry);
  const place = placeOf(rows);
  return {
    place,
    input,
    found: found.slice(0, foundMax),
    locate: (pointer) => locate(pointer, { lists, place, row: first.row }),
  };
}

function placeOf(rows: readonly NamedRow[]): string {
  const [first, last] = [rows.at(0)?.row ?? 0, rows.at(-1)?.row ?? 0];
  return first === last ? `row ${first}` : `rows ${first}–${last}`;
}

function taken(row: NamedRow, columns: readonly string[]): Entry {
  const entry: Entry = {};
  for (const column of columns) {
    const cell = row.cells[column];
    if (cell !== undefined) entry[column] = column === 'restocked' ? yesOrNo(cell) : cell;
  }
  return entry;
}

/** As spreadsheets write it, too; anything else is left for the checks to refuse. */
function yesOrNo(cell: string): unknown {
  const plain = cell.toLowerCase();
  return plain === 'true' ? true : plain === 'false' ? false : cell;
}

function findDifferences(
  found: FoundProblem[],
  row: NamedRow,
  of: { first: NamedRow; columns: readonly string[] },
): void {
  for (const column of of.columns) {
    const value = row.cells[column];
    if (value === of.first.cells[column]) continue;
    const rule = `the same on every row of an event, as on row ${of.first.row}`;
    found.push({ place: `row ${row.row}`, field: column, value: value ?? '', rule });
  }
}

interface Adding {
  readonly kind: FinancialEventKind;
  readonly layout: Layout;
  readonly isAlone: boolean;
  readonly found: FoundProblem[];
}

function addRow(lists: Lists, row: NamedRow, of: Adding): void {
  const { rows, rowColumns } = of.layout;
  const place = `row ${row.row}`;
  if (rowColumns.every((column) => row.cells[column] === undefined)) {
    findSuperfluous(row, [], of);
    // A void may give no lines, and then it has one row.
    if (of.isAlone) return;
    of.found.push({ place, field: rowColumns[0] ?? null, value: null, rule: 'a line on each row of an event' });
    return;
  }
  const type = row.cells.type ?? '';
  const known = rows.get(type);
  if (known === undefined) {
    const rule = type === '' ? 'required' : `one of ${[...rows.keys()].join(', ')}`;
    of.found.push({ place, field: 'type', value: row.cells.type ?? null, rule });
  }
  const goesTo: RowColumns = known ?? { list: 'lines', columns: rowColumns };
  findSuperfluous(row, goesTo.columns, of);
  lists[goesTo.list] ??= [];
  lists[goesTo.list]?.push({ entry: taken(row, goesTo.columns), row: row.row });
}

/** Cells in columns that such a row has no use for: what they say would be lost. */
function findSuperfluous(row: NamedRow, columns: readonly string[], of: Adding): void {
  const { eventColumns, rows } = of.layout;
  for (const column in row.cells) {
    if (eventColumns.includes(column) || columns.includes(column)) continue;
    const type = row.cells.type ?? '';
    const isTyped = type !== '' && rows.has(type);
    if (column === 'type' && isTyped) continue;
    const what = isTyped ? `on a row of type ${type}` : `for ${of.kind}`;
    of.found.push({ place: `row ${row.row}`, field: column, value: row.cells[column], rule: `left empty ${what}` });
  }
}

function locate(
  pointer: string,
  of: { lists: Lists; place: string; row: number },
): Pick<FoundProblem, 'place' | 'field'> {
  const [name = '', index = '', column = ''] = pointer.split('/').slice(1);
  const entry = Object.entries(of.lists).find(([list]) => list === name)?.[1][Number(index)];
  if (index !== '' && entry !== undefined) return { place: `row ${entry.row}`, field: column || null };
  const isList = name in of.lists || ['lines', 'payments', 'depositsApplied'].includes(name);
  return { place: isList || name === '' ? of.place : `row ${of.row}`, field: name || null };
}
