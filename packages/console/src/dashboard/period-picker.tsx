// Which days and which location the dashboard shows; both live in the address.
import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { locationsQuery } from '../api/queries.ts';
import { type Period, periods } from '../format/dates.ts';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';

export interface PeriodPickerProps {
  readonly period: Period;
  readonly days: { readonly from: string; readonly to: string };
  readonly location: string | undefined;
}

export function PeriodPicker({ period, days, location }: PeriodPickerProps) {
  const change = useChangeSearch();
  const { data: locations } = useQuery(locationsQuery(true));
  const choosePeriod = (value: string | null) => {
    if (value === 'custom') change({ period: 'custom', from: days.from, to: days.to });
    else change({ period: value ?? undefined, from: undefined, to: undefined });
  };
  return (
    <div className="filters">
      <Select
        label={words.dashboard.period}
        size="xs"
        w={150}
        value={period}
        onChange={choosePeriod}
        allowDeselect={false}
        data={periods.map((value) => ({ value, label: words.dashboard.periods[value] }))}
      />
      {period === 'custom' ? (
        <>
          <TextInput
            type="date"
            size="xs"
            label={words.dashboard.from}
            value={days.from}
            max={days.to}
            onChange={(event) => event.currentTarget.value !== '' && change({ from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            size="xs"
            label={words.dashboard.to}
            value={days.to}
            min={days.from}
            onChange={(event) => event.currentTarget.value !== '' && change({ to: event.currentTarget.value })}
          />
        </>
      ) : null}
      <Select
        label={words.dashboard.location}
        size="xs"
        w={170}
        value={location ?? ''}
        onChange={(value) => change({ location: value === '' || value === null ? undefined : value })}
        allowDeselect={false}
        data={[
          { value: '', label: words.dashboard.allLocations },
          ...(locations ?? []).map((one) => ({ value: one.code, label: one.name })),
        ]}
      />
    </div>
  );
}
