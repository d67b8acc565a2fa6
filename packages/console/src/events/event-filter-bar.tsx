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
  const [text, setText] = useState(filter.q ?? '');
  const search = useDebouncedCallback(
    (value: string) => change({ q: value === '' ? undefined : value }),
    typingPauseMs,
  );
  const { data: locations } = useQuery(locationsQuery(true));
  const choose = (name: string) => (value: string | null) => change({ [name]: value ?? undefined });
  const clear = () => {
    setText('');
    change(Object.fromEntries(eventFilterNames.map((name) => [name, undefined])));
  };
  const filtered = isFiltered(fixedKind ? { ...filter, kind: undefined } : filter);
  const select = { size: 'xs', clearable: true, placeholder: words.common.all, w: 108 } as const;
  return (
    <div className="filters">
      <TextInput
        ref={searchField}
        size="xs"
        label={page.search}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={text}
        w={130}
        onChange={(event) => {
          setText(event.currentTarget.value);
          search(event.currentTarget.value.trim());
        }}
      />
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
      <TextInput
        type="date"
        size="xs"
        w={126}
        label={words.dashboard.from}
        value={filter.dateFrom ?? ''}
        onChange={(event) => choose('dateFrom')(event.currentTarget.value || null)}
      />
      <TextInput
        type="date"
        size="xs"
        w={126}
        label={words.dashboard.to}
        value={filter.dateTo ?? ''}
        onChange={(event) => choose('dateTo')(event.currentTarget.value || null)}
      />
      {filtered ? (
        <Button variant="subtle" size="xs" onClick={clear}>
          {page.clear}
        </Button>
      ) : null}
    </div>
  );
}
