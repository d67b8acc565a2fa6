// One day: what holds it, the entries it is in QuickBooks, every line down to its tickets, what happened to it.
import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { send } from '../api/client.ts';
import { summaryQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { SummaryDetail } from '../api/wire.ts';
import { PostedOn } from '../closed-period/posted-on.tsx';
import { EntryTable } from '../events/entry-table.tsx';
import { EventTimeline } from '../events/event-timeline.tsx';
import { PostingLink } from '../events/posting-link.tsx';
import { StatusMark } from '../events/status-mark.tsx';
import { formatDay } from '../format/dates.ts';
import { formatCount } from '../format/money.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { SideDrawer } from '../notices/side-drawer.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import { BlockedDay } from './blocked-day.tsx';
import { LineTickets } from './line-tickets.tsx';
import { summaryName, summaryTotals } from './summary-name.ts';
import { useLocationNames } from './use-location-names.ts';
import { WholeDay } from './whole-day.tsx';

const page = words.summaries;

export interface SummaryDrawerProps {
  readonly id: string | null;
  readonly onOpenEvent: (id: string) => void;
  readonly onClose: () => void;
}

export function SummaryDrawer({ id, onOpenEvent, onClose }: SummaryDrawerProps) {
  const query = useQuery({ ...summaryQuery(id ?? ''), enabled: id !== null });
  const locationName = useLocationNames();
  const summary = query.data;
  const title = summary === undefined ? page.entry : page.opened(summaryName(summary, locationName(summary.location)));
  return (
    <SideDrawer opened={id !== null} onClose={onClose} title={title} error={query.error} retry={query.refetch}>
      {summary === undefined ? null : (
        <Stack gap="lg" pb="xl">
          <SummaryHead summary={summary} location={locationName(summary.location)} />
          <BlockedDay summary={summary} location={locationName(summary.location)} onOpenEvent={onOpenEvent} />
          <WholeDay summary={summary} />
          <Entries summary={summary} onOpenEvent={onOpenEvent} />
          <EventTimeline postings={summary.postings} />
        </Stack>
      )}
    </SideDrawer>
  );
}

function SummaryHead({ summary, location }: { readonly summary: SummaryDetail; readonly location: string }) {
  const { formatInstant } = useShopClock();
  const totals = summaryTotals(summary.parts);
  return (
    <div>
      <Group justify="space-between" mb="sm">
        <Group gap="lg">
          {totals.length === 0 ? null : (
            <Text size="xl" fw={650}>
              {totals.join(' · ')}
            </Text>
          )}
          <StatusMark status={summary.status} />
        </Group>
        <Retry summary={summary} />
      </Group>
      <dl className="facts">
        <dt>{page.day}</dt>
        <dd>{formatDay(summary.businessDate)}</dd>
        <dt>{page.location}</dt>
        <dd>{location}</dd>
        <dt>{page.events}</dt>
        <dd>{formatCount(summary.events)}</dd>
      </dl>
      {summary.dueAt === null ? null : (
        <Text size="sm" c="dimmed" mt="sm">
          {page.dueHint(formatInstant(summary.dueAt))}
        </Text>
      )}
    </div>
  );
}

/** A day goes with its events: those of its date and location are tried again together. */
function Retry({ summary }: { readonly summary: SummaryDetail }) {
  const { location, businessDate } = summary;
  const retry = useAction<void, { released: number }>({
    run: () => send('POST', '/api/v1/events/retry-failed', { location, dateFrom: businessDate, dateTo: businessDate }),
    say: (answer) => words.alerts.released(answer.released),
  });
  if (summary.status !== 'action-required' && summary.status !== 'failed') return null;
  return (
    <ActionButton
      needs="POST /events/retry-failed"
      size="xs"
      variant="default"
      onClick={() => retry.mutate()}
      loading={retry.isPending}
    >
      {page.retry}
    </ActionButton>
  );
}

interface EntriesProps {
  readonly summary: SummaryDetail;
  readonly onOpenEvent: (id: string) => void;
}

function Entries({ summary, onOpenEvent }: EntriesProps) {
  const made = summary.postings.flatMap(({ entry, ...posting }) => (entry === null ? [] : [{ ...posting, entry }]));
  if (made.length === 0) {
    if (summary.dueAt !== null) return null;
    return (
      <Text size="sm" c="dimmed">
        {withoutEntry(summary.status)}
      </Text>
    );
  }
  return made.map((posting) => (
    <EntryTable
      key={posting.id}
      entry={posting.entry}
      title={page.entryOf(posting.part, summary.postings.length)}
      parts={(line, number) => (
        <LineTickets
          postingId={posting.id}
          number={number}
          line={line}
          currency={posting.entry.currency}
          onOpenEvent={onOpenEvent}
        />
      )}
    >
      <PostedOn posting={posting} businessDate={summary.businessDate} />
      <PostingLink posting={posting} />
    </EntryTable>
  ));
}

function withoutEntry(status: SummaryDetail['status']): string {
  if (status === 'action-required' || status === 'failed') return page.noEntryBlocked;
  return status === 'ready' ? page.dueSoon : page.nothing;
}
