// The days that are one entry each, newest first, with where they stand; one opens in a drawer.
import { Anchor, Button, Group, Select, Skeleton, Table, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { locationsQuery, summariesQuery } from '../api/queries.ts';
import type { SummaryRow } from '../api/wire.ts';
import { EventDrawer } from '../events/event-drawer.tsx';
import { StatusMark } from '../events/status-mark.tsx';
import { formatDay } from '../format/dates.ts';
import { formatCount } from '../format/money.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { ListEnd } from '../notices/list-end.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { RowLink } from '../notices/row-link.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import type { SearchValues } from '../search.ts';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { SummaryDrawer } from './summary-drawer.tsx';
import { summaryTotals, supplementOf } from './summary-name.ts';
import { useLocationNames } from './use-location-names.ts';

const page = words.summaries;

export function SummariesTab() {
  const search = useSearch({ strict: false }) as SearchValues;
  const change = useChangeSearch();
  const summaries = useInfiniteQuery(summariesQuery({ location: search.location }));
  const rows = summaries.data?.pages.flatMap((one) => one.summaries) ?? [];
  const event = search.event ?? null;
  if (summaries.error && !summaries.data) return <LoadProblem error={summaries.error} retry={summaries.refetch} />;
  return (
    <section className="panel">
      <div className="panel-head" style={{ alignItems: 'flex-end' }}>
        <LocationFilter chosen={search.location} />
      </div>
      {summaries.data === undefined ? <Skeleton height={280} m="md" w="auto" /> : null}
      {summaries.data !== undefined && rows.length === 0 ? (
        <NothingListed filtered={search.location !== undefined} />
      ) : null}
      {rows.length === 0 ? null : (
        <SummaryTable rows={rows} opened={search.summary ?? null} onOpen={(id) => change({ summary: id })} />
      )}
      <Group px={18} py={10} justify="flex-end">
        <ListEnd pages={summaries} end={rows.length === 0 ? null : page.end(formatCount(rows.length))} />
      </Group>
      <SummaryDrawer
        id={search.summary ?? null}
        onOpenEvent={(id) => change({ event: id })}
        onClose={() => change({ summary: undefined })}
      />
      <EventDrawer id={event} onClose={() => change({ event: undefined })} />
    </section>
  );
}

function LocationFilter({ chosen }: { readonly chosen: string | undefined }) {
  const change = useChangeSearch();
  const { data: locations } = useQuery(locationsQuery(true));
  return (
    <Select
      size="xs"
      w={180}
      clearable
      placeholder={words.common.all}
      label={page.location}
      data={(locations ?? []).map((one) => ({ value: one.code, label: one.name }))}
      value={chosen ?? null}
      onChange={(value) => change({ location: value ?? undefined })}
    />
  );
}

interface SummaryTableProps {
  readonly rows: readonly SummaryRow[];
  readonly opened: string | null;
  readonly onOpen: (id: string) => void;
}

function SummaryTable({ rows, opened, onOpen }: SummaryTableProps) {
  const locationName = useLocationNames();
  return (
    <WideTable minWidth={880} label={page.list}>
      <Table className="rows" aria-label={page.list}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{page.day}</Table.Th>
            <Table.Th>{page.location}</Table.Th>
            <Table.Th>{page.status}</Table.Th>
            <Table.Th>{page.quickbooks}</Table.Th>
            <Table.Th className="number">{page.events}</Table.Th>
            <Table.Th className="number">{page.total}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr
              key={row.id}
              data-link
              data-open={row.id === opened || undefined}
              onClick={() => onOpen(row.id)}
              style={{ verticalAlign: 'top' }}
            >
              <Table.Td className="unbroken">
                <DayLink row={row} onOpen={onOpen} />
              </Table.Td>
              <Table.Td>{locationName(row.location)}</Table.Td>
              <Table.Td>
                <Standing row={row} />
              </Table.Td>
              <Table.Td>
                <EntryLinks row={row} />
              </Table.Td>
              <Table.Td className="number">{formatCount(row.events)}</Table.Td>
              <Table.Td className="number">
                <Totals parts={row.parts} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function DayLink({ row, onOpen }: { readonly row: SummaryRow; readonly onOpen: (id: string) => void }) {
  const supplement = supplementOf(row);
  return (
    <>
      <RowLink parameter="summary" id={row.id} onOpen={onOpen}>
        {formatDay(row.businessDate)}
      </RowLink>
      {supplement === null ? null : (
        <Text size="xs" c="dimmed" title={page.supplementHint}>
          {supplement}
        </Text>
      )}
    </>
  );
}

function Standing({ row }: { readonly row: SummaryRow }) {
  const { formatInstant } = useShopClock();
  return (
    <>
      <StatusMark status={row.status} />
      {row.dueAt === null ? null : (
        <Text size="xs" c="dimmed">
          {page.due(formatInstant(row.dueAt))}
        </Text>
      )}
    </>
  );
}

function EntryLinks({ row }: { readonly row: SummaryRow }) {
  return row.parts.map(({ part, postingDate, documentNumber, quickbooksUrl }) =>
    documentNumber === null || quickbooksUrl === null ? null : (
      <div key={part}>
        <Anchor
          href={quickbooksUrl}
          target="_blank"
          rel="noreferrer"
          size="sm"
          className="mono"
          aria-label={page.openEntry(documentNumber)}
          onClick={(event) => event.stopPropagation()}
        >
          {documentNumber} <IconExternalLink size={13} aria-hidden />
        </Anchor>
        {postingDate === row.businessDate ? null : (
          <Text size="xs" c="dimmed">
            {words.closedPeriod.postedOn(formatDay(postingDate))}
          </Text>
        )}
      </div>
    ),
  );
}

function Totals({ parts }: { readonly parts: SummaryRow['parts'] }) {
  const totals = summaryTotals(parts);
  if (totals.length === 0) {
    return (
      <Text size="sm" c="dimmed" span>
        {words.common.none}
      </Text>
    );
  }
  return totals.map((total) => <div key={total}>{total}</div>);
}

function NothingListed({ filtered }: { readonly filtered: boolean }) {
  const change = useChangeSearch();
  if (!filtered) return <EmptyState title={page.empty} hint={page.emptyHint} />;
  return (
    <EmptyState title={page.filtered}>
      <Button variant="default" size="xs" onClick={() => change({ location: undefined })}>
        {words.events.clear}
      </Button>
    </EmptyState>
  );
}
