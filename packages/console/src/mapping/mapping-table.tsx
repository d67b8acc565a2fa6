// Subjects down, the accounts each of them needs across.
import { Badge, Checkbox, Group, SegmentedControl, Skeleton, Table, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { MappingRow, Role } from '../api/wire.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { usePageParameter } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { MappingField } from './mapping-field.tsx';
import { MappingProgress } from './mapping-progress.tsx';
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
  const [inactive, setInactive] = usePageParameter('inactive');
  const [show = 'all', setShow] = usePageParameter('show');
  const [text = '', setText] = usePageParameter('find');
  const book = useMappingBook(inactive === '1');
  const subjects = useMemo(() => subjectsOf(book.rows ?? [], roles), [book.rows, roles]);
  const shown = subjects.filter((subject) => matches(subject, { show, text, book }));
  if (book.error) return <LoadProblem error={book.error} retry={book.retry} />;
  const columns = roles.filter((role) => subjects.some((subject) => subject.rows.has(role)));
  return (
    <>
      <MappingProgress book={book} />
      <section className="panel">
        <div className="panel-head">
          <Group gap="sm">
            <SegmentedControl
              size="xs"
              aria-label={words.mapping.show}
              value={show}
              onChange={(value) => setShow(value === 'all' ? undefined : value)}
              data={[
                { value: 'all', label: words.common.all },
                { value: 'mapped', label: words.mapping.mapped },
                { value: 'unmapped', label: words.mapping.unmapped },
              ]}
            />
            <TextInput
              size="xs"
              aria-label={words.common.search}
              placeholder={words.common.search}
              leftSection={<IconSearch size={14} />}
              value={text}
              onChange={(event) => setText(event.currentTarget.value || undefined)}
            />
          </Group>
          <Checkbox
            label={words.common.includeInactive}
            checked={inactive === '1'}
            onChange={(event) => setInactive(event.currentTarget.checked ? '1' : undefined)}
          />
        </div>
        {book.rows === undefined ? <MappingSkeleton /> : null}
        {book.rows !== undefined && subjects.length === 0 ? (
          <EmptyState title={words.mapping.nothingHere} hint={empty} />
        ) : null}
        {subjects.length > 0 && shown.length === 0 ? <EmptyState title={words.mapping.filteredOut} /> : null}
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
      </section>
    </>
  );
}

interface SubjectRows {
  readonly subject: string;
  readonly name: string;
  readonly active: boolean;
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
              <Table.Th scope="row" style={{ verticalAlign: 'top', fontWeight: 500, paddingTop: 12 }}>
                <Group gap={8}>
                  {subject.name}
                  {subject.active ? null : (
                    <Badge color="gray" variant="default">
                      {words.common.inactive}
                    </Badge>
                  )}
                </Group>
                {subject.name === subject.subject ? null : (
                  <Text size="xs" c="dimmed" span>
                    {subject.subject}
                  </Text>
                )}
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
  const subjects = new Map<string, { subject: string; name: string; active: boolean; rows: Map<Role, MappingRow> }>();
  for (const row of rows) {
    if (row.subject === null || !wanted.has(row.role)) continue;
    const known = subjects.get(row.subject) ?? {
      subject: row.subject,
      name: rowName(row),
      active: row.subjectActive,
      rows: new Map<Role, MappingRow>(),
    };
    known.rows.set(row.role, row);
    subjects.set(row.subject, known);
  }
  return [...subjects.values()].sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name));
}

function matches(
  subject: SubjectRows,
  filter: { readonly show: string; readonly text: string; readonly book: MappingBook },
): boolean {
  const text = filter.text.toLowerCase();
  if (text !== '' && !`${subject.name} ${subject.subject}`.toLowerCase().includes(text)) return false;
  if (filter.show === 'all') return true;
  const complete = [...subject.rows.values()].every((row) => isMapped(row, filter.book.accountById));
  return filter.show === 'mapped' ? complete : !complete;
}
