// Opened from the alert, where the settings say to ask: each entry and each day that waits, with the two things to do about it.
import { Button, Group, Table, Text } from '@mantine/core';
import { type UseMutationResult, useQuery } from '@tanstack/react-query';
import { send } from '../api/client.ts';
import { closedPeriodQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { ClosedPeriod } from '../api/wire.ts';
import { formatDay, formatShortDay } from '../format/dates.ts';
import { formatCount, formatMoney } from '../format/money.ts';
import { Dialog } from '../notices/dialog.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { useLocationNames } from '../summaries/use-location-names.ts';
import { words } from '../words.ts';

const page = words.closedPeriod;

type Entry = ClosedPeriod['waiting'][number];
interface Decision {
  readonly choice: 'first-open-day' | 'wait';
  /** Absent: all of them. */
  readonly postings?: readonly string[];
}
type Deciding = UseMutationResult<{ decided: number }, Error, Decision>;

export function DecideDialog({ onClose }: { readonly onClose: () => void }) {
  const { data } = useQuery(closedPeriodQuery);
  const decide = useAction<Decision, { decided: number }>({
    run: (decision) => send('POST', '/api/v1/closed-period/decide', decision),
    say: ({ decided }, { choice }) => page.decided(choice, decided),
  });
  return (
    <Dialog opened onClose={onClose} size="xl" title={page.dialogTitle}>
      {data === undefined ? null : <Waiting period={data} decide={decide} />}
    </Dialog>
  );
}

function Waiting({ period, decide }: { readonly period: ClosedPeriod; readonly decide: Deciding }) {
  const { firstOpenDay, waiting, total } = period;
  const day = firstOpenDay === null ? null : formatDay(firstOpenDay);
  if (total === 0) return <Text size="sm">{page.nothing}</Text>;
  return (
    <>
      <Text size="sm" c="dimmed" mb="md">
        {day === null ? page.noOpenDay : page.dialogHint(day)}
      </Text>
      <WideTable minWidth={560} label={page.list}>
        <Table aria-label={page.list}>
          <Table.Tbody>
            {waiting.map((entry) => (
              <EntryRow key={entry.postingId} entry={entry} period={period} decide={decide} />
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      {total > waiting.length ? (
        <Text size="sm" c="dimmed" mt="sm">
          {page.more(formatCount(waiting.length), formatCount(total))}
        </Text>
      ) : null}
      <Group justify="flex-end" mt="md">
        <Button
          variant="default"
          loading={decide.isPending}
          disabled={waiting.every(({ choice }) => choice === 'wait') && total === waiting.length}
          onClick={() => decide.mutate({ choice: 'wait' })}
        >
          {page.waitAll}
        </Button>
        {day === null ? null : (
          <Button loading={decide.isPending} onClick={() => decide.mutate({ choice: 'first-open-day' })}>
            {page.postAll(formatCount(total), total === 1, day)}
          </Button>
        )}
      </Group>
    </>
  );
}

interface EntryRowProps {
  readonly entry: Entry;
  readonly period: ClosedPeriod;
  readonly decide: Deciding;
}

function EntryRow({ entry, period, decide }: EntryRowProps) {
  const locationName = useLocationNames();
  const name = nameOf(entry);
  const place = `${formatDay(entry.businessDate)} · ${locationName(entry.location)}`;
  const mine = [entry.postingId];
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {place} · {formatMoney(entry.amount, period.currency)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end">
          {entry.choice === 'wait' ? (
            <Text size="sm" c="dimmed">
              {page.waits}
            </Text>
          ) : (
            <Button
              size="xs"
              variant="default"
              aria-label={page.waitOneLabel(`${name}, ${place}`)}
              disabled={decide.isPending}
              onClick={() => decide.mutate({ choice: 'wait', postings: mine })}
            >
              {page.waitOne}
            </Button>
          )}
          {period.firstOpenDay === null ? null : (
            <Button
              size="xs"
              aria-label={page.postOneLabel(`${name}, ${place}`, formatShortDay(period.firstOpenDay))}
              disabled={decide.isPending}
              onClick={() => decide.mutate({ choice: 'first-open-day', postings: mine })}
            >
              {page.postOne}
            </Button>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function nameOf({ event, summary, events }: Entry): string {
  if (event !== null) return page.event(words.events.kinds[event.kind], event.number);
  return page.summary(formatCount(events), events === 1, summary?.sequence ?? 1);
}
