// The filters above the list of events.
import { Button, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { locationsQuery } from '../api/queries.ts';
import { DayRange } from '../notices/day-range.tsx';
import { useChangeSearch } from '../use-page-parameter.ts';
import { useTypedText } from '../use-typed-text.ts';
import { words } from '../words.ts';
import {
  causeOptions,
  type EventFilterValues,
  isFiltered,
  kindOptions,
  noFilter,
  statusOptions,
  typedAmount,
} from './event-filters.ts';
import { type ShopListName, shopLists } from './shop-lists.ts';

export interface EventFilterBarProps {
  readonly filter: EventFilterValues;
  readonly list?: ShopListName;
  readonly searchField: RefObject<HTMLInputElement | null>;
}

const page = words.events;
const select = { size: 'xs', clearable: true, placeholder: words.common.all, w: 108 } as const;

export function EventFilterBar({ filter, list, searchField }: EventFilterBarProps) {
  const change = useChangeSearch();
  const { data: locations } = useQuery(locationsQuery(true));
  const furtherSet = [filter.source, filter.amountFrom, filter.amountTo, filter.cause].filter(Boolean).length;
  const [further, { toggle }] = useDisclosure(furtherSet > 0);
  const kinds = list === undefined ? null : shopLists[list].kinds;
  const kindsOffered = kindOptions.filter(({ value }) => kinds === null || kinds.some((kind) => kind === value));
  const kind = kindsOffered.some(({ value }) => value === filter.kind) ? (filter.kind ?? null) : null;
  const narrowed = isFiltered(
    list === undefined ? filter : { ...filter, kind: kindsOffered.length > 1 ? (kind ?? undefined) : undefined },
  );
  return (
    <div className="filters">
      <TypedField name="q" value={filter.q} label={page.search} field={searchField} />
      <Choice name="status" value={filter.status} label={page.status} data={statusOptions} />
      {kindsOffered.length > 1 ? <Choice name="kind" value={kind} label={page.kind} data={kindsOffered} /> : null}
      <Choice
        name="location"
        value={filter.location}
        label={words.dashboard.location}
        data={(locations ?? []).map((one) => ({ value: one.code, label: one.name }))}
      />
      <DayRange
        from={filter.dateFrom}
        to={filter.dateTo}
        labels={words.dashboard}
        onChange={({ from, to }) => change(from === undefined ? { dateTo: to } : { dateFrom: from })}
      />
      <Button variant="subtle" size="xs" px={6} aria-expanded={further} onClick={toggle}>
        {further ? words.eventList.more : words.eventList.moreCount(furtherSet)}
      </Button>
      {narrowed ? (
        <Button variant="subtle" size="xs" px={6} onClick={() => change(noFilter)}>
          {page.clear}
        </Button>
      ) : null}
      {further ? <FurtherFilters filter={filter} /> : null}
    </div>
  );
}

function FurtherFilters({ filter }: { readonly filter: EventFilterValues }) {
  return (
    <div className="filters" style={{ flexBasis: '100%' }}>
      <Choice name="cause" value={filter.cause} label={page.cause} data={causeOptions} width={170} />
      <TypedField name="source" value={filter.source} label={words.eventList.source} />
      <TypedField name="amountFrom" value={filter.amountFrom} label={words.eventList.amountFrom} read={typedAmount} />
      <TypedField name="amountTo" value={filter.amountTo} label={words.eventList.amountTo} read={typedAmount} />
    </div>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly value: string | null | undefined;
  readonly label: string;
  readonly data: readonly { readonly value: string; readonly label: string }[];
  readonly width?: number;
}

function Choice({ name, value, label, data, width = select.w }: ChoiceProps) {
  const change = useChangeSearch();
  return (
    <Select
      {...select}
      w={width}
      label={label}
      data={[...data]}
      value={value ?? null}
      onChange={(chosen) => change({ [name]: chosen ?? undefined })}
    />
  );
}

interface TypedFieldProps {
  readonly name: string;
  readonly value: string | undefined;
  readonly label: string;
  /** What is meant by what is typed; null: nothing that could be. */
  readonly read?: (text: string) => string | null;
  readonly field?: RefObject<HTMLInputElement | null>;
}

function TypedField({ name, value, label, read = (text) => text.trim(), field }: TypedFieldProps) {
  const change = useChangeSearch();
  const [text, type] = useTypedText(value, (given) => {
    const meant = given.trim() === '' ? undefined : (read(given) ?? undefined);
    change({ [name]: meant });
    return meant;
  });
  const wrong = text.trim() !== '' && read(text) === null;
  return (
    <TextInput
      {...(field !== undefined && { ref: field, leftSection: <IconSearch size={14} aria-hidden /> })}
      size="xs"
      w={field === undefined ? 116 : 150}
      label={label}
      value={text}
      error={wrong ? words.eventList.amountWrong : null}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}
