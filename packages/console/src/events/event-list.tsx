// Every event with where it stands; filters in the address, pages by key, rows by keyboard, one opens in a drawer.
import { Button, Group, Skeleton, Table, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { send } from '../api/client.ts';
import { type EventFilterValues, eventsQuery, isBusy, locationsQuery, syncQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { EventKind, EventRow } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatCount, formatMoney } from '../format/money.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { ListEnd } from '../notices/list-end.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { RowLink } from '../notices/row-link.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import type { SearchValues } from '../search.ts';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { EventDrawer } from './event-drawer.tsx';
import { EventFilterBar } from './event-filter-bar.tsx';
import { eventFilterNames, isFiltered } from './event-filters.ts';
import { StatusMark } from './status-mark.tsx';
import { useRetry } from './use-retry.ts';
import { useRowKeys } from './use-row-keys.ts';

const page = words.events;

export function EventList({ kind }: { readonly kind?: EventKind }) {
  const search = useSearch({ strict: false }) as SearchValues;
  const change = useChangeSearch();
  const filter = filterOf(search, kind);
  const { data: sync } = useQuery(syncQuery);
  const events = useInfiniteQuery(eventsQuery(filter, isBusy(sync)));
  const rows = events.data?.pages.flatMap((one) => one.events) ?? [];
  const list = useRef<HTMLTableSectionElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const opened = search.event ?? null;
  const retryOne = useRetry();
  useRowKeys({ list, searchField, onRetry: (id) => retryOne.mutate(id) });

  if (events.error && !events.data) return <LoadProblem error={events.error} retry={events.refetch} />;
  return (
    <section className="panel">
      <div className="panel-head" style={{ alignItems: 'flex-end' }}>
        <EventFilterBar filter={filter} fixedKind={kind !== undefined} searchField={searchField} />
        <RetryFailed filter={filter} />
      </div>
      {events.data === undefined ? <ListSkeleton /> : null}
      {events.data !== undefined && rows.length === 0 ? (
        <NothingListed filtered={isFiltered({ ...filter, kind: search.kind })} />
      ) : null}
      {rows.length === 0 ? null : (
        <EventTable rows={rows} list={list} opened={opened} onOpen={(id) => change({ event: id })} />
      )}
      <Group px={18} py={10} justify="space-between">
        <Text size="xs" c="dimmed" visibleFrom="sm">
          {rows.length === 0 ? '' : page.keys}
        </Text>
        <ListEnd pages={events} end={rows.length === 0 ? null : page.end(formatCount(rows.length))} />
      </Group>
      <EventDrawer id={opened} onClose={() => change({ event: undefined })} />
    </section>
  );
}

interface EventTableProps {
  readonly rows: readonly EventRow[];
  readonly list: React.RefObject<HTMLTableSectionElement | null>;
  readonly opened: string | null;
  readonly onOpen: (id: string) => void;
}

function EventTable({ rows, list, opened, onOpen }: EventTableProps) {
  const { data: locations } = useQuery(locationsQuery(true));
  const locationNames = new Map((locations ?? []).map((one) => [one.code, one.name]));
  return (
    <WideTable minWidth={720} label={page.list}>
      <Table className="rows" aria-label={page.list}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{page.number}</Table.Th>
            <Table.Th>{page.kind}</Table.Th>
            <Table.Th>{page.date}</Table.Th>
            <Table.Th>{words.dashboard.location}</Table.Th>
            <Table.Th>{page.status}</Table.Th>
            <Table.Th className="number">{page.amount}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={list}>
          {rows.map((row) => (
            <Table.Tr
              key={row.id}
              data-link
              data-open={row.id === opened || undefined}
              data-event={row.id}
              onClick={() => onOpen(row.id)}
            >
              <Table.Td>
                <RowLink parameter="event" id={row.id} onOpen={onOpen}>
                  {row.number}
                </RowLink>
              </Table.Td>
              <Table.Td>{page.kinds[row.kind]}</Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatDay(row.businessDate)}</Table.Td>
              <Table.Td>{locationNames.get(row.location) ?? row.location}</Table.Td>
              <Table.Td>
                <StatusMark status={row.status} />
              </Table.Td>
              <Table.Td className="number">{formatMoney(row.amount, row.currency)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function RetryFailed({ filter }: { readonly filter: EventFilterValues }) {
  const retry = useAction<void, { released: number }>({
    run: () => send('POST', '/api/v1/events/retry-failed', definedOnly(filter)),
    say: (answer) => words.alerts.released(answer.released),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconRefresh size={15} aria-hidden />}
      onClick={() => retry.mutate()}
      loading={retry.isPending}
      title={page.retryHint}
    >
      {page.retryFailed}
    </Button>
  );
}

function NothingListed({ filtered }: { readonly filtered: boolean }) {
  const change = useChangeSearch();
  if (!filtered) return <EmptyState title={page.empty} hint={page.emptyHint} />;
  const cleared = Object.fromEntries(eventFilterNames.map((name) => [name, undefined]));
  return (
    <EmptyState title={page.filtered}>
      <Button variant="default" size="xs" onClick={() => change(cleared)}>
        {page.clear}
      </Button>
    </EmptyState>
  );
}

function ListSkeleton() {
  return (
    <div className="panel-body">
      {[1, 2, 3, 4, 5, 6, 7, 8].map((line) => (
        <Skeleton key={line} height={26} mb={10} />
      ))}
    </div>
  );
}

function filterOf(search: SearchValues, kind: EventKind | undefined): EventFilterValues {
  const filter = Object.fromEntries(eventFilterNames.map((name) => [name, search[name]]));
  return kind === undefined ? filter : { ...filter, kind };
}

function definedOnly(filter: EventFilterValues): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
