// What was wrong with a file to import, as CSV: in the columns that the command line writes, too.
import type { ImportBooks, ImportProblem } from '../pipeline/import-port.ts';
import { complaintColumns } from '../pipeline/record-in-batches.ts';
import { type CsvColumns, csvOf, textCell } from './csv.ts';

const rowsPerPage = 1000;

const [place, field, event, value, rule] = complaintColumns;
const columns: CsvColumns<ImportProblem> = [
  [place, (problem) => textCell(problem.place)],
  [field, (problem) => textCell(problem.field ?? undefined)],
  [event, (problem) => textCell(problem.key ?? undefined)],
  [value, (problem) => textCell(problem.value)],
  [rule, (problem) => textCell(problem.rule)],
];

export function problemsCsv(imports: Pick<ImportBooks, 'problems'>, id: string): AsyncGenerator<string> {
  return csvOf(columns, async (cursor) => {
    const rows = (await imports.problems(id, { after: Number(cursor ?? 0), limit: rowsPerPage })) ?? [];
    return { rows, nextCursor: rows.length < rowsPerPage ? null : String(rows.at(-1)?.number) };
  });
}
