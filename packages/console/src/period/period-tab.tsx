// Undo and repost: choose a period, see what it would be under the mapping of today, have it posted again, and watch it.
import { Button, MultiSelect, Skeleton, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { locationsQuery, periodPreviewQuery, repostsQuery } from '../api/queries.ts';
import { DayRange } from '../notices/day-range.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { Panel } from '../notices/panel.tsx';
import type { SearchValues } from '../search.ts';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { kindOptions, listOf, listText, type PeriodChoice, periodOf } from './period-choice.ts';
import { PreviewPanels } from './preview-panels.tsx';
import { type Repost, RepostList } from './repost-list.tsx';

const page = words.period;

export function PeriodTab() {
  const search = useSearch({ strict: false }) as SearchValues;
  const choice = periodOf(search);
  const reposts = useQuery(repostsQuery);
  return (
    <Stack gap="md">
      <Panel title={page.title}>
        <Text size="sm" c="dimmed" mb="sm" maw={720}>
          {page.hint}
        </Text>
        <ChoiceForm key={JSON.stringify(choice)} search={search} />
      </Panel>
      {reposts.error && reposts.data === undefined ? (
        <LoadProblem error={reposts.error} retry={reposts.refetch} />
      ) : (
        <Period choice={choice} reposts={reposts.data} />
      )}
    </Stack>
  );
}

interface PeriodProps {
  readonly choice: PeriodChoice | null;
  readonly reposts: readonly Repost[] | undefined;
}

function Period({ choice, reposts }: PeriodProps) {
  if (reposts === undefined) return <Skeleton height={220} radius="md" />;
  // What a period would be changes with each entry that is written: it is shown once that has ended.
  const isRunning = reposts.some(({ state }) => state === 'running');
  return (
    <>
      {choice === null || isRunning ? null : <Preview choice={choice} latest={reposts[0]} />}
      <RepostList reposts={reposts} />
    </>
  );
}

function ChoiceForm({ search }: { readonly search: SearchValues }) {
  const change = useChangeSearch();
  const { data: locations } = useQuery(locationsQuery(true));
  const [from, setFrom] = useState(search.from ?? '');
  const [to, setTo] = useState(search.to ?? '');
  const [places, setPlaces] = useState([...listOf(search.locations)]);
  const [kinds, setKinds] = useState([...listOf(search.kinds)]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change({ from, to, locations: listText(places), kinds: listText(kinds) });
  };
  const choose = { size: 'xs', clearable: true, w: 220 } as const;
  return (
    <form className="filters" onSubmit={submit}>
      <DayRange
        {...{ from, to }}
        labels={page}
        required
        onChange={(days) => {
          setFrom(days.from ?? from);
          setTo(days.to ?? to);
        }}
      />
      <MultiSelect
        {...choose}
        label={page.locations}
        placeholder={places.length === 0 ? page.all : ''}
        data={(locations ?? []).map((one) => ({ value: one.code, label: one.name }))}
        value={places}
        onChange={setPlaces}
      />
      <MultiSelect
        {...choose}
        label={page.kinds}
        placeholder={kinds.length === 0 ? page.all : ''}
        data={kindOptions}
        value={kinds}
        onChange={setKinds}
      />
      <Button type="submit" size="xs" variant="default">
        {page.look}
      </Button>
    </form>
  );
}

interface PreviewProps {
  readonly choice: PeriodChoice;
  /** What it wrote is looked at anew. */
  readonly latest: Repost | undefined;
}

function Preview({ choice, latest }: PreviewProps) {
  const query = useInfiniteQuery(periodPreviewQuery(choice, latest));
  if (query.error && query.data === undefined) return <LoadProblem error={query.error} retry={query.refetch} />;
  if (query.data === undefined) return <Skeleton height={220} radius="md" />;
  return <PreviewPanels choice={choice} pages={query} previews={query.data.pages} />;
}
