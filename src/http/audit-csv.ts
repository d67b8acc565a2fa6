// The audit log as CSV: when, who, what, and what it changed in the books.
import type { AuditAsked, AuditEntry, AuditLogBooks } from '../pipeline/audit-log-port.ts';
import { type CsvColumns, csvOf, textCell } from './csv.ts';

const rowsPerPage = 500;

const columns: CsvColumns<AuditEntry> = [
  ['When', ({ at }) => at.toISOString()],
  ['Who', ({ who }) => textCell(who)],
  ['What', ({ action }) => action],
  ['Detail', ({ detail }) => textCell(inOneCell(detail))],
  ['In the books', ({ inBooks }) => (inBooks === null ? '' : countsText(inBooks))],
];

export function auditCsv(
  books: Pick<AuditLogBooks, 'auditLog'>,
  asked: Omit<AuditAsked, 'after' | 'limit'>,
): AsyncGenerator<string> {
  return csvOf(columns, async (after) => {
    const rows = await books.auditLog({ ...asked, limit: rowsPerPage, ...(after !== null && { after }) });
    return { rows, nextCursor: rows.length < rowsPerPage ? null : (rows.at(-1)?.id ?? null) };
  });
}

function inOneCell(detail: unknown): string {
  if (typeof detail !== 'object' || detail === null) return JSON.stringify(detail);
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${inWords(name)}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}

function countsText(inBooks: Readonly<Record<string, number>>): string {
  const counts = Object.entries(inBooks).map(([name, count]) => `${inWords(name)} ${count}`);
  return counts.length === 0 ? 'nothing' : counts.join(' · ');
}

/** `takenOut` → "taken out". */
const inWords = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
