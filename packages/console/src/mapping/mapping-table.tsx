// Subjects down, the accounts each of them needs across.
import { Badge, Group, Skeleton, Table, Text } from '@mantine/core';
import { useMemo } from 'react';
import type { MappingRow, Role } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { MoreRows, useGrowingRows } from '../notices/growing-rows.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';
import { MappingField } from './mapping-field.tsx';
import { MappingFilterBar, useMappingFilter } from './mapping-filter-bar.tsx';
import { MappingProgress } from './mapping-progress.tsx';
import { SubjectActions } from './subject-actions.tsx';
import { isMapped, type MappingBook, rowName, useMappingBook } from './use-mapping.ts';

export interface MappingTableProps {
  readonly column: string;
  readonly empty: string;
  /** The roles of the columns; one that no row has is left out. */
  readonly roles: readonly Role[];
  /** Groups of rows under a heading of their own, by role. */
  readonly grouped?: boolean;
}

export function MappingTable({ column, empty, roles, grouped = false }: MappingTableProps) {
  const filter = useMappingFilter();
  const book = useMappingBook(filter.inactive);
  const subjects = useMemo(() => subjectsOf(book.rows ?? [], roles), [book.rows, roles]);
  const found = ordered(
    subjects.filter((subject) => matches(subject, { ...filter, book })),
    filter.order,
    book,
  );
  const growing = useGrowingRows(found, filter.key);
  const { shown } = growing;
  if (book.error) return <LoadProblem error={book.error} retry={book.retry} />;
  const columns = roles.filter((role) => subjects.some((subject) => subject.rows.has(role)));
  return (
    <>
      <MappingProgress />
      <section className="panel">
        <MappingFilterBar filter={filter} withOrder />
        {book.rows === undefined ? <MappingSkeleton /> : null}
        {book.rows !== undefined && subjects.length === 0 ? (
          <EmptyState title={words.mapping.nothingHere} hint={empty} />
        ) : null}
        {subjects.length > 0 && found.length === 0 ? <EmptyState title={words.mapping.filteredOut} /> : null}
        {shown.length === 0 ? null : grouped ? (
          columns.map((role) => (
            <SubjectTable
              key={role}
              column={reasonHeading(role) ?? column}
              columns={[role]}
              subjects={shown.filter((subject) => subject.rows.has(role))}
              book={book}
            />
          ))
        ) : (
          <SubjectTable column={column} columns={columns} subjects={shown} book={book} />
        )}
        <MoreRows {...growing} />
      </section>
    </>
  );
}

interface SubjectRows {
  readonly subject: string;
  readonly name: string;
  readonly active: boolean;
  readonly lastUsed: string | null;
  /** Any of them: they are all of this subject. */
  readonly first: MappingRow;
  readonly rows: ReadonlyMap<Role, MappingRow>;
}

function SubjectTable(props: {
  readonly column: string;
  readonly columns: readonly Role[];
  readonly subjects: readonly SubjectRows[];
  readonly book: MappingBook;
}) {
  if (props.subjects.length === 0) return null;
  return (
    <WideTable minWidth={props.columns.length * 250 + 200} label={props.column}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th style={{ width: '26%', minWidth: 170 }}>{props.column}</Table.Th>
            {props.columns.map((role) => (
              <Table.Th key={role} style={{ width: `${74 / props.columns.length}%` }}>
                {words.roles[role]}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.subjects.map((subject) => (
            <Table.Tr key={subject.subject}>
              <Table.Th scope="row" role="rowheader" style={{ verticalAlign: 'top', fontWeight: 500, paddingTop: 12 }}>
                <Group gap={8}>
                  <span style={{ flex: 1 }}>{subject.name}</span>
                  {subject.active ? null : (
                    <Badge color="gray" variant="default">
                      {words.common.inactive}
                    </Badge>
                  )}
                  <SubjectActions row={subject.first} name={subject.name} />
                </Group>
                <Text size="xs" c="dimmed" component="div">
                  {subject.name === subject.subject ? null : <div>{subject.subject}</div>}
                  {subject.lastUsed === null ? null : `${words.mapping.subject.used} ${formatDay(subject.lastUsed)}`}
                </Text>
              </Table.Th>
              {props.columns.map((role) => {
                const row = subject.rows.get(role);
                return (
                  <Table.Td key={role} className="mapping-cell">
                    {row ? <MappingField row={row} book={props.book} /> : words.common.none}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function MappingSkeleton() {
  return (
    <div className="panel-body">
      {[1, 2, 3, 4, 5].map((line) => (
        <Skeleton key={line} height={36} mb={12} />
      ))}
    </div>
  );
}

function reasonHeading(role: Role): string | null {
  switch (role) {
    case 'adjustment':
      return words.reasonCodes.purposes['inventory-adjustment'];
    case 'gift-card-adjustment':
      return words.reasonCodes.purposes['gift-card-adjustment'];
    case 'cash-movement':
      return words.reasonCodes.purposes['cash-movement'];
    default:
      return null;
  }
}

function subjectsOf(rows: readonly MappingRow[], roles: readonly Role[]): SubjectRows[] {
  const wanted = new Set(roles);
  const subjects = new Map<string, MappingRow[]>();
  for (const row of rows) {
    if (row.subject === null || !wanted.has(row.role)) continue;
    subjects.set(row.subject, [...(subjects.get(row.subject) ?? []), row]);
  }
  return [...subjects].flatMap(([subject, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const { subjectActive: active, subjectLastUsed: lastUsed } = first;
    const byRole = new Map(own.map((row) => [row.role, row]));
    return { subject, name: rowName(first), active, lastUsed, first, rows: byRole };
  });
}

/** Inactive ones come last in every order. */
function ordered(subjects: readonly SubjectRows[], order: string, book: MappingBook): readonly SubjectRows[] {
  const rank = (subject: SubjectRows): string => {
    if (order === 'used') return subject.lastUsed ?? '';
    return order === 'open' && !isComplete(subject, book) ? 'open' : '';
  };
  const ranked = subjects.map((subject) => ({ subject, rank: rank(subject) }));
  ranked.sort(
    (a, b) =>
      Number(b.subject.active) - Number(a.subject.active) ||
      b.rank.localeCompare(a.rank) ||
      a.subject.name.localeCompare(b.subject.name),
  );
  return ranked.map(({ subject }) => subject);
}

function isComplete(subject: SubjectRows, book: MappingBook): boolean {
  return [...subject.rows.values()].every((row) => isMapped(row, book.accountById));
}

function matches(
  subject: SubjectRows,
  filter: { readonly show: string; readonly text: string; readonly book: MappingBook },
): boolean {
  const text = filter.text.toLowerCase();
  if (text !== '' && !`${subject.name} ${subject.subject}`.toLowerCase().includes(text)) return false;
  if (filter.show === 'all') return true;
  const complete = isComplete(subject, filter.book);
  return filter.show === 'mapped' ? complete : !complete;
}
