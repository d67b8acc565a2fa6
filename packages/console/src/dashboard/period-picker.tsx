// Which days and which location the dashboard shows, and what they are compared with; all of it lives in the address.
import { NativeSelect } from '@mantine/core';
import type { Dashboard } from '../api/wire.ts';
import { type Period, periods } from '../format/dates.ts';
import { DayRange } from '../notices/day-range.tsx';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';

export const comparisons = ['previous-period', 'last-year', 'none'] as const;

export type Comparison = (typeof comparisons)[number];

export interface PeriodPickerProps {
  readonly period: Period;
  readonly days: { readonly from: string; readonly to: string };
  readonly location: string | undefined;
  readonly comparison: Comparison;
  readonly locations: Dashboard['locations'];
}

const page = words.dashboard;

export function PeriodPicker({ period, days, location, comparison, locations }: PeriodPickerProps) {
  const change = useChangeSearch();
  const choosePeriod = (value: string) => {
    // The calendar goes along to the period that is chosen.
    if (value === 'custom') change({ period: 'custom', from: days.from, to: days.to, month: undefined });
    else change({ period: value, from: undefined, to: undefined, month: undefined });
  };
  return (
    <div className="filters">
      <NativeSelect
        size="xs"
        label={page.period}
        w={130}
        value={period}
        onChange={(event) => choosePeriod(event.currentTarget.value)}
        data={periods.map((value) => ({ value, label: page.periods[value] }))}
      />
      {period === 'custom' ? <CustomDays days={days} /> : null}
      <NativeSelect
        size="xs"
        label={page.location}
        w={150}
        value={location ?? ''}
        onChange={(event) => change({ location: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: page.allLocations },
          ...named(locations, location).map((one) => ({ value: one.code, label: one.name })),
        ]}
      />
      <NativeSelect
        size="xs"
        label={page.compare}
        w={160}
        value={comparison}
        onChange={(event) => change({ compare: event.currentTarget.value })}
        data={comparisons.map((value) => ({ value, label: page.comparisons[value] }))}
      />
    </div>
  );
}

/** What the address names is chosen, known or not. */
function named(locations: Dashboard['locations'], chosen: string | undefined): Dashboard['locations'] {
  if (chosen === undefined || locations.some(({ code }) => code === chosen)) return locations;
  return [...locations, { code: chosen, name: chosen }];
}

function CustomDays({ days }: { readonly days: PeriodPickerProps['days'] }) {
  const change = useChangeSearch();
  const { from, to } = days;
  return (
    <DayRange
      {...{ from, to }}
      labels={page}
      onChange={(chosen) => {
        // A period has both days.
        if (Object.values(chosen).every((day) => day !== '')) change({ ...chosen, month: undefined });
      }}
    />
  );
}
