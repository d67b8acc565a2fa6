// The header row of a CSV file: which column stands where, or all that is wrong with it at once.
import { type FinancialEventKind, financialEventKinds } from '../../events/financial-event.ts';
import { columnsOf, requiredColumns } from './columns.ts';

export type Header =
  | { readonly ok: true; readonly columns: readonly string[] }
  | { readonly ok: false; readonly problems: readonly HeaderProblem[] };

export interface HeaderProblem {
  readonly column: string;
  readonly rule: string;
}

const columnsMax = 100;

/** `kind`: of every event of the file; null where a column says it of each. */
export function readHeader(cells: readonly string[], kind: FinancialEventKind | null): Header {
  const columns = withoutEmptyEnd(cells);
  if (columns.length > columnsMax) {
    return { ok: false, problems: [{ column: '', rule: `at most ${columnsMax} columns, not ${columns.length}` }] };
  }
  const known = new Set(columnsOf(kind));
  const problems: HeaderProblem[] = [];
  const seen = new Set<string>();
  for (const column of columns) {
    if (seen.has(column)) problems.push({ column, rule: 'this column is there twice' });
    else if (!known.has(column)) problems.push({ column, rule: unknownRule(column, { known, kind }) });
    seen.add(column);
  }
  const missing = requiredColumns(kind).filter((column) => !seen.has(column));
  problems.push(...missing.map((column) => ({ column, rule: missingRule(column) })));
  return problems.length === 0 ? { ok: true, columns } : { ok: false, problems };
}

/** Spreadsheets leave empty columns behind. */
function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  const length = cells.findLastIndex((cell) => cell !== '') + 1;
  return cells.slice(0, length);
}

function unknownRule(column: string, of: { known: ReadonlySet<string>; kind: FinancialEventKind | null }): string {
  if (column === 'kind') return 'either this column or --kind, not both';
  const meant = [...of.known].find((name) => plain(name) === plain(column));
  if (meant !== undefined) return `an unknown column; it is spelt ${meant}`;
  const elsewhere = financialEventKinds.filter((kind) => columnsOf(kind).includes(column));
  if (of.kind !== null && elsewhere.length > 0) {
    return `a column of ${elsewhere.join(', ')}, not of ${of.kind}`;
  }
  return `an unknown column; there are ${[...of.known].join(', ')}`;
}

function missingRule(column: string): string {
  const otherwise = column === 'kind' ? ' (or say --kind for the whole file)' : '';
  return `this column is missing${otherwise}`;
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');
