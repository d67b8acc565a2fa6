// Every event with where it stands; filters in the address, pages by key, rows by keyboard, one opens in a drawer.
import './events.css';
import { Button, Group, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { eventsQuery, isBusy, syncQuery } from '../api/queries.ts';
import { formatCount } from '../format/money.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { ListEnd } from '../notices/list-end.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { sayWhyNot, useWhyNot } from '../roles/why-not.ts';
import type { SearchValues } from '../search.ts';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { EventDrawer } from './event-drawer.tsx';
import { EventFilterBar } from './event-filter-bar.tsx';
import { type EventFilterValues, eventFilterNames, isFiltered, noFilter } from './event-filters.ts';
import { EventTable } from './event-table.tsx';
import { KeyHelp } from './key-help.tsx';
import { ListTools } from './list-tools.tsx';
import { kindsWithin, type ShopListName, shopLists } from './shop-lists.ts';
import { usePicked } from './use-picked.ts';
import { useRetry } from './use-retry.ts';
import { useRowKeys } from './use-row-keys.ts';

const page = words.events;

/** Without a list of the shop: all events, and what can be done with many of them at once. */
export function EventList({ list }: { readonly list?: ShopListName }) {
  const search = useSearch({ strict: false }) as SearchValues;
  const change = useChangeSearch();
  const filter = filterOf(search, list);
  const { data: sync } = useQuery(syncQuery);
  const events = useInfiniteQuery(eventsQuery(filter, isBusy(sync)));
  const rows = events.data?.pages.flatMap((one) => one.events) ?? [];
  const picked = usePicked(rows, JSON.stringify(filter));
  const body = useRef<HTMLTableSectionElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const [keysShown, { open: showKeys, close: hideKeys }] = useDisclosure(false);
  const retry = useRetry();
  const whyNot = useWhyNot('POST /events/retry-failed');
  const opened = search.event ?? null;
  useRowKeys({
    list: body,
    searchField,
    onRetry: (id) => (whyNot === null ? retry.mutate(picked.ids.length > 0 ? picked.ids : [id]) : sayWhyNot(whyNot)),
    onPick: list === undefined ? picked.toggle : null,
    onHelp: showKeys,
  });

  if (events.error && !events.data) return <LoadProblem error={events.error} retry={events.refetch} />;
  return (
    <section className="panel">
      <div className="panel-head" style={{ alignItems: 'flex-end' }}>
        <EventFilterBar filter={filter} {...(list !== undefined && { list })} searchField={searchField} />
      </div>
      <ListTools filter={filter} {...(list !== undefined && { list })} picked={picked} onShowKeys={showKeys} />
      {events.data === undefined ? <ListSkeleton /> : null}
      {events.data !== undefined && rows.length === 0 ? (
        <NothingListed
          filtered={isFiltered(list === undefined ? filter : { ...filter, kind: search.kind })}
          list={list}
        />
      ) : null}
      {rows.length === 0 ? null : (
        <EventTable
          rows={rows}
          {...(list !== undefined && { list })}
          body={body}
          opened={opened}
          picked={picked}
          onOpen={(id) => change({ event: id })}
        />
      )}
      <Group px={18} py={10} justify="flex-end">
        <ListEnd pages={events} end={rows.length === 0 ? null : page.end(formatCount(rows.length))} />
      </Group>
      <EventDrawer id={opened} onClose={() => change({ event: undefined })} />
      <KeyHelp opened={keysShown} onClose={hideKeys} />
    </section>
  );
}

interface NothingListedProps {
  readonly filtered: boolean;
  readonly list: ShopListName | undefined;
}

function NothingListed({ filtered, list }: NothingListedProps) {
  const change = useChangeSearch();
  if (filtered) {
    return (
      <EmptyState title={page.filtered}>
        <Button variant="default" size="xs" onClick={() => change(noFilter)}>
          {page.clear}
        </Button>
      </EmptyState>
    );
  }
  if (list === undefined || list === 'tickets') return <EmptyState title={page.empty} hint={page.emptyHint} />;
  return <EmptyState title={words.lists[list].empty} hint={words.lists.emptyHint} />;
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

function filterOf(search: SearchValues, list: ShopListName | undefined): EventFilterValues {
  const filter = Object.fromEntries(eventFilterNames.map((name) => [name, search[name]]));
  if (list === undefined) return filter;
  const { moved } = shopLists[list];
  return { ...filter, kind: kindsWithin(list, search.kind), ...(moved !== undefined && { moved }) };
}
