// The dry run: the first day's entries as they would be posted, made by the code that posts them.
import { Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../api/client.ts';
import { syncQuery } from '../api/queries.ts';
import type { FirstDay as Day, Entry } from '../api/wire.ts';
import { EntryTable } from '../events/entry-table.tsx';
import { formatDay } from '../format/dates.ts';
import { formatCount } from '../format/money.ts';
import { CauseText } from '../notices/cause-text.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { Panel } from '../notices/panel.tsx';
import { words } from '../words.ts';

const page = words.preflight;
const entriesShown = 5;
/** More are folded. */
const causesShown = 6;

const firstDayQuery = (from: string | null) =>
  queryOptions({
    queryKey: ['first-day', from],
    queryFn: ({ signal }) => get<Day>('/api/v1/preflight/first-day', { from }, signal),
  });

export function FirstDay() {
  const { data: sync } = useQuery(syncQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const from = chosen ?? sync?.from ?? null;
  const day = useQuery(firstDayQuery(from));
  return (
    <Panel title={page.firstDay}>
      <Stack gap="md">
        <TextInput
          type="date"
          size="xs"
          w={170}
          label={page.firstDayFrom}
          value={from ?? day.data?.date ?? ''}
          onChange={(event) => setChosen(event.currentTarget.value || null)}
        />
        {day.error ? <LoadProblem error={day.error} retry={day.refetch} /> : null}
        {day.data === undefined ? day.error ? null : <Skeleton height={220} /> : <DayEntries day={day.data} />}
      </Stack>
    </Panel>
  );
}

function DayEntries({ day }: { readonly day: Day }) {
  const [shown, setShown] = useState(entriesShown);
  const { causes, date, entries, events, mode, more } = day;
  if (date === null) return <Text size="sm">{page.firstDayNone}</Text>;
  const of = {
    ...{ day: formatDay(date), entries: formatCount(entries.length), one: entries.length === 1 },
    ...{ events: formatCount(events), oneEvent: events === 1 },
  };
  return (
    <>
      <div>
        <Text size="sm" fw={600}>
          {page.firstDayOf(of)}
        </Text>
        <Text size="sm" c="dimmed">
          {more ? `${page.modes[mode]}. ${page.firstDayMore}` : page.modes[mode]}
        </Text>
      </div>
      <HeldOfDay causes={causes} />
      {entries.slice(0, shown).map((entry, at) => (
        <EntryTable
          key={`${entry.events[0]}/${entry.location}/${entry.currency}/${entry.total}`}
          entry={entry}
          title={page.entry(formatCount(at + 1))}
          parts={() => <Parts entry={entry} />}
        />
      ))}
      {entries.length > shown ? (
        <Group>
          <Button size="xs" variant="default" onClick={() => setShown(shown + entriesShown)}>
            {page.moreEntries}
          </Button>
        </Group>
      ) : null}
    </>
  );
}

/** In a daily summary a single one of them holds its location's day. */
function HeldOfDay({ causes }: Pick<Day, 'causes'>) {
  if (causes.length === 0) return null;
  const mostFirst = [...causes].sort((one, other) => other.events.length - one.events.length);
  return (
    <details open={causes.length <= causesShown}>
      <summary className="state fault wraps">
        <IconAlertTriangle size={16} aria-hidden />
        {page.firstDayHeld(formatCount(causes.length), causes.length === 1)}
      </summary>
      <ul className="plain-list">
        {mostFirst.map((cause) => (
          <li key={cause.message}>
            <Text size="sm">
              {page.held(formatCount(cause.events.length), cause.events.length === 1)}: <CauseText cause={cause} />
            </Text>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Parts({ entry }: { readonly entry: Entry }) {
  const [only, ...others] = entry.events;
  return <Text size="sm">{others.length === 0 ? only : page.entryEvents(formatCount(entry.events.length))}</Text>;
}
