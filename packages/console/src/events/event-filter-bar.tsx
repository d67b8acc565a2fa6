// The filters above the list of events.
import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { type EventFilterValues, locationsQuery } from '../api/queries.ts';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { causeOptions, eventFilterNames, isFiltered, kindOptions, statusOptions } from './event-filters.ts';

export interface EventFilterBarProps {
  readonly filter: EventFilterValues;
  readonly fixedKind: boolean;
  readonly searchField: RefObject<HTMLInputElement | null>;
}

const typingPauseMs = 250;
const page = words.events;

export function EventFilterBar({ filter, fixedKind, searchField }: EventFilterBarProps) {
  const change = useChangeSearch();
  // A new number is a new, empty search field.
  const [clears, setClears] = useState(0);
  const { data: locations } = useQuery(locationsQuery(true));
  const choose = (name: string) => (value: string | null) => change({ [name]: value ?? undefined });
  const clear = () => {
    setClears(clears + 1);
    change(Object.fromEntries(eventFilterNames.map((name) => [name, undefined])));
  };
  const filtered = isFiltered(fixedKind ? { ...filter, kind: undefined } : filter);
  const select = { size: 'xs', clearable: true, placeholder: words.common.all, w: 108 } as const;
  return (
    <div className="filters">
      <SearchField key={clears} initial={clears === 0 ? (filter.q ?? '') : ''} searchField={searchField} />
      <Select
        {...select}
        label={page.status}
        data={statusOptions}
        value={filter.status ?? null}
        onChange={choose('status')}
      />
      {fixedKind ? null : (
        <Select
          {...select}
          label={page.kind}
          data={kindOptions}
          value={filter.kind ?? null}
          onChange={choose('kind')}
        />
      )}
      <Select
        {...select}
        label={words.dashboard.location}
        data={(locations ?? []).map((one) => ({ value: one.code, label: one.name }))}
        value={filter.location ?? null}
        onChange={choose('location')}
      />
      <Select
        {...select}
        label={page.cause}
        data={causeOptions}
        value={filter.cause ?? null}
        onChange={choose('cause')}
      />
      <DateFields filter={filter} />
      {filtered ? (
        <Button variant="subtle" size="xs" onClick={clear}>
          {page.clear}
        </Button>
      ) : null}
    </div>
  );
}

/** What is typed reaches the address after a pause. */
function SearchField(props: { readonly initial: string; readonly searchField: RefObject<HTMLInputElement | null> }) {
  const change = useChangeSearch();
  const [typed, setTyped] = useState(props.initial);
  const search = useDebouncedCallback((value: string) => {
    change({ q: value.trim() === '' ? undefined : value.trim() });
  }, typingPauseMs);
  return (
    <TextInput
      ref={props.searchField}
      size="xs"
      label={page.search}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={typed}
      w={130}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
    />
  );
}

function DateFields({ filter }: { readonly filter: EventFilterValues }) {
  const change = useChangeSearch();
  const fields = [
    { name: 'dateFrom', label: words.dashboard.from },
    { name: 'dateTo', label: words.dashboard.to },
  ] as const;
  return fields.map(({ name, label }) => (
    <TextInput
      key={name}
      type="date"
      size="xs"
      w={126}
      label={label}
      value={filter[name] ?? ''}
      onChange={(event) => change({ [name]: event.currentTarget.value || undefined })}
    />
  ));
}
