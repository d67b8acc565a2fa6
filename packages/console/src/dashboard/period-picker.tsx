// Which days and which location the dashboard shows, and what they are compared with; all of it lives in the address.
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Dashboard } from '../api/wire.ts';
import { type Period, periodProblem, periods } from '../format/dates.ts';
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

/** A day that is being typed is none yet: "1" is January before it is December, and "2" the year 2. */
function CustomDays({ days }: { readonly days: PeriodPickerProps['days'] }) {
  const change = useChangeSearch();
  const [draft, setDraft] = useState({ ...days, over: days, isTyped: false });
  const { from, to, over, isTyped } = draft;
  const isOpen = over.from === days.from && over.to === days.to;
  const shown = isOpen ? { from, to } : days;
  const problem = periodProblem(shown);
  const apply = () => {
    setDraft({ ...shown, over: days, isTyped: true });
    if (problem === null) change({ ...shown, month: undefined });
    // A period has both days.
    if (problem === 'incomplete') setDraft({ ...days, over: days, isTyped: true });
  };
  return (
    <DayRange
      {...shown}
      labels={page}
      onChange={(typed) => setDraft({ ...shown, ...typed, over: days, isTyped: false })}
      onTyped={apply}
      problem={isOpen && isTyped && problem !== null && problem !== 'incomplete' ? page.problems[problem] : undefined}
    />
  );
}
