// Settings › Mapping: every role and subject in one list, by tabs, filter and search; the other pages show the same by what it is for.
import { Badge, Group, Skeleton, Table, Tabs, Text, VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import type { MappingRow } from '../api/wire.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { MoreRows, useGrowingRows } from '../notices/growing-rows.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { PageHead } from '../notices/page-head.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { usePageParameter } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { areaOf, mappingAreas, needFirst, openCount, rowMatches, rowsIn } from './mapping-areas.ts';
import { MappingField } from './mapping-field.tsx';
import { MappingFilterBar, useMappingFilter } from './mapping-filter-bar.tsx';
import { MappingHistory } from './mapping-history.tsx';
import { MappingProgress } from './mapping-progress.tsx';
import { type MappingBook, rowKey, rowName, useMappingBook } from './use-mapping.ts';

const page = words.mapping.page;

export function MappingPage() {
  const filter = useMappingFilter();
  const book = useMappingBook(filter.inactive);
  const [key, setKey] = usePageParameter('role');
  const area = areaOf(key);
  return (
    <>
      <PageHead eyebrow={page.eyebrow} title={page.title} hint={page.hint} />
      {book.error ? (
        <LoadProblem error={book.error} retry={book.retry} />
      ) : (
        <>
          <MappingProgress />
          <Tabs
            value={area.key}
            onChange={(value) => setKey(value === null || value === 'all' ? undefined : value)}
            activateTabWithKeyboard={false}
          >
            <Tabs.List mb="md" className="many-tabs">
              {mappingAreas.map((one) => (
                <Tabs.Tab key={one.key} value={one.key} rightSection={openMark(openIn(one, book))}>
                  {page.areas[one.key]}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {mappingAreas.map((one) => (
              <Tabs.Panel key={one.key} value={one.key}>
                {one.key === area.key ? <AreaPanel area={area} book={book} filter={filter} /> : null}
              </Tabs.Panel>
            ))}
          </Tabs>
        </>
      )}
    </>
  );
}

interface AreaProps {
  readonly area: ReturnType<typeof areaOf>;
  readonly book: MappingBook;
}

const openIn = (area: AreaProps['area'], book: MappingBook): number =>
  openCount(rowsIn(area, book.rows ?? []), book.accountById);

/** None where nothing is open: an empty one would keep its place. */
function openMark(open: number) {
  return open === 0 ? undefined : (
    <span className="open-count" title={page.open(open)}>
      {open}
    </span>
  );
}

function AreaPanel({ area, book, filter }: AreaProps & { readonly filter: ReturnType<typeof useMappingFilter> }) {
  const { show, text } = filter;
  const inArea = useMemo(() => rowsIn(area, book.rows ?? []), [area, book.rows]);
  const found = needFirst(
    inArea.filter((row) => rowMatches(row, { show, text, accountById: book.accountById })),
    book.accountById,
  );
  const growing = useGrowingRows(found, `${area.key} ${filter.key}`);
  return (
    <section className="panel" aria-label={page.areas[area.key]}>
      <MappingFilterBar filter={filter} />
      {book.rows === undefined ? <Skeleton height={240} m="md" /> : null}
      {book.rows !== undefined && inArea.length === 0 ? (
        <EmptyState title={words.mapping.nothingHere} hint={page.empty} />
      ) : null}
      {inArea.length > 0 && found.length === 0 ? <EmptyState title={words.mapping.filteredOut} /> : null}
      {growing.shown.length === 0 ? null : <RowTable rows={growing.shown} book={book} />}
      <MoreRows {...growing} />
    </section>
  );
}

function RowTable({ rows, book }: { readonly rows: readonly MappingRow[]; readonly book: MappingBook }) {
  return (
    <WideTable minWidth={640} label={page.title}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th style={{ width: '38%' }}>{words.mapping.accepting.row}</Table.Th>
            <Table.Th>{words.financial.account}</Table.Th>
            <Table.Th style={{ width: 64 }}>
              <VisuallyHidden>{words.mapping.history.title}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Row key={rowKey(row)} row={row} book={book} />
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function Row({ row, book }: { readonly row: MappingRow; readonly book: MappingBook }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" role="rowheader" style={{ verticalAlign: 'top', fontWeight: 500, paddingTop: 12 }}>
        <Group gap={8}>
          {row.subject === null ? words.roles[row.role] : rowName(row)}
          {row.subjectActive ? null : (
            <Badge color="gray" variant="default">
              {words.common.inactive}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {row.subject === null ? words.companyDefault : words.roles[row.role]}
        </Text>
      </Table.Th>
      <Table.Td className="mapping-cell">
        <MappingField row={row} book={book} />
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top', paddingTop: 10 }}>
        <MappingHistory row={row} book={book} />
      </Table.Td>
    </Table.Tr>
  );
}
