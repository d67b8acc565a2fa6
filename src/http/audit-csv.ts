// The audit log as CSV: when, who, what, and what it changed in the books.
import type { AuditAsked, AuditEntry, AuditLogBooks, AuditNames } from '../pipeline/audit-log-port.ts';
import { idFields } from '../pipeline/audit-names.ts';
import { type CsvColumns, csvOf, textCell } from './csv.ts';

const rowsPerPage = 500;

const columns: CsvColumns<AuditEntry> = [
  ['When', ({ at }) => at.toISOString()],
  ['Who', ({ who }) => textCell(who)],
  ['What', ({ action }) => action],
  ['Detail', (entry) => textCell(inOneCell(entry))],
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

function inOneCell({ detail, names }: AuditEntry): string {
  if (typeof detail !== 'object' || detail === null) return JSON.stringify(detail);
  const fields: Fields = { ...detail };
  return Object.entries(fields)
    .flatMap(([name, value]) => {
      if (name in idFields) return `${labels[name] ?? inWords(name)}: ${choiceText(name, { fields, names })}`;
      if (areBefore.has(name) || value === null || value === '') return [];
      if (name === 'changes' && Array.isArray(value)) return `${name}: ${value.map(mappingText(names)).join('; ')}`;
      if (name === 'accounts' && Array.isArray(value)) return `${name}: ${value.map(movedText).join('; ')}`;
      return `${inWords(name)}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
    })
    .join(' · ');
}

type Fields = Readonly<Record<string, unknown>>;

const labels: Readonly<Record<string, string>> = {
  accountId: 'account',
  quickbooksClassId: 'quickbooks class',
  quickbooksDepartmentId: 'quickbooks location',
};
const areBefore = new Set(Object.values(idFields).flatMap(({ before }) => before ?? []));

function choiceText(name: string, { fields, names }: { fields: Fields; names: AuditNames }): string {
  const { kind = 'accounts', before = '' } = idFields[name] ?? {};
  const called = calledIn(names[kind], 'none');
  return fields[before] === undefined ? called(fields[name]) : `${called(fields[before])} → ${called(fields[name])}`;
}

const mappingText = ({ accounts }: AuditNames) => {
  const called = calledIn(accounts, 'not mapped');
  return ({ role, subject, applicableFrom, before, accountId }: Fields): string => {
    const from = typeof applicableFrom === 'string' ? ` from ${applicableFrom}` : '';
    return `${role} ${subject ?? 'company default'}${from}: ${called(before)} → ${called(accountId)}`;
  };
};

/** What a repost makes of an account's lines. */
const movedText = ({ account, currency, before, after }: Fields): string =>
  `${account} ${before} → ${after} ${currency}`;

/** A number alone would be taken for that of an account. */
const calledIn =
  (names: Readonly<Record<string, string>>, nothing: string) =>
  (id: unknown): string =>
    typeof id === 'string' ? (names[id] ?? `id ${id}`) : nothing;

function countsText(inBooks: Readonly<Record<string, number>>): string {
  const counts = Object.entries(inBooks).map(([name, count]) => `${inWords(name)} ${count}`);
  return counts.length === 0 ? 'nothing' : counts.join(' · ');
}

/** `takenOut` → "taken out". */
const inWords = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
