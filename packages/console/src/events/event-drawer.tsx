// One event: why it waits, the entry it makes, where every number comes from, what happened to it.
import { Anchor, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { eventQuery, locationsQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { EntryLine, EventDetail } from '../api/wire.ts';
import { PostedOn } from '../closed-period/posted-on.tsx';
import { DriftPanel } from '../drift/drift-panel.tsx';
import { formatDay } from '../format/dates.ts';
import { formatMoney } from '../format/money.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { CauseText } from '../notices/cause-text.tsx';
import { Dialog } from '../notices/dialog.tsx';
import { RawWords } from '../notices/raw-words.tsx';
import { SideDrawer } from '../notices/side-drawer.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { summariesPath, summaryName } from '../summaries/summary-name.ts';
import { useUnsaved } from '../unsaved/unsaved.ts';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { ConflictChoice } from './conflict-choice.tsx';
import { EntryTable } from './entry-table.tsx';
import { EventParts } from './event-parts.tsx';
import { EventTimeline } from './event-timeline.tsx';
import { EventVersions } from './event-versions.tsx';
import { PostingLink } from './posting-link.tsx';
import { StatusMark } from './status-mark.tsx';
import { useRetry } from './use-retry.ts';

const page = words.event;

export function EventDrawer({ id, onClose }: { readonly id: string | null; readonly onClose: () => void }) {
  const query = useQuery({ ...eventQuery(id ?? ''), enabled: id !== null });
  const event = query.data;
  const title =
    event === undefined ? words.events.list : words.events.opened(words.events.kinds[event.kind], event.number);
  return (
    <SideDrawer opened={id !== null} onClose={onClose} title={title} error={query.error} retry={query.refetch}>
      {event === undefined ? null : <EventBody event={event} />}
    </SideDrawer>
  );
}

function EventBody({ event }: { readonly event: EventDetail }) {
  return (
    <Stack gap="lg" pb="xl">
      <EventHead event={event} />
      <VersionNotice event={event} />
      {event.causes.length === 0 ? null : <Causes event={event} />}
      <EventVersions event={event} />
      {event.postings.map(({ id, drift }) => (drift === null ? null : <DriftPanel key={id} drift={drift} />))}
      <Entries event={event} />
      <EventTimeline postings={event.postings} recordedAt={event.recordedAt} />
      <details>
        <summary>
          <Text span size="sm">
            {page.raw}
          </Text>
        </summary>
        <pre className="mono">{JSON.stringify(event.body, null, 2)}</pre>
      </details>
    </Stack>
  );
}

/** Which of several versions it is, and the way to the one in force. */
function VersionNotice({ event }: { readonly event: EventDetail }) {
  const change = useChangeSearch();
  const inForce = event.versions.filter(({ isReversal }) => !isReversal).at(-1);
  if (inForce === undefined) return null;
  const isReversal = event.versions.some(({ id, isReversal: takesBack }) => takesBack && id === event.id);
  const isInForce = inForce.id === event.id;
  const text = isInForce
    ? words.eventList.inForceNotice(event.version)
    : isReversal
      ? words.eventList.reversalNotice
      : words.eventList.replacedNotice(inForce.version);
  return (
    <div className="notice" {...(!isInForce && { 'data-tone': 'warn' })} style={{ padding: '8px 14px' }}>
      <Text size="sm" style={{ flex: 1 }}>
        {text}
      </Text>
      {isInForce ? null : (
        <Button variant="default" size="xs" onClick={() => change({ event: inForce.id })}>
          {words.eventList.openInForce}
        </Button>
      )}
    </div>
  );
}

function EventHead({ event }: { readonly event: EventDetail }) {
  const { data: locations } = useQuery(locationsQuery(true));
  const at = locations?.find(({ code }) => code === event.location);
  const location = at?.name ?? event.location;
  const { formatInstant } = useShopClock();
  // It happened by the clock on the shop's wall, which made its business date.
  const { formatInstant: formatThere } = useShopClock(at?.timeZone ?? null);
  return (
    <div>
      <Group justify="space-between" mb="sm">
        <Group gap="lg">
          <Text size="xl" fw={650}>
            {formatMoney(event.amount, event.currency)}
          </Text>
          <StatusMark status={event.status} />
        </Group>
        <EventActions event={event} />
      </Group>
      <dl className="facts">
        <dt>{page.date}</dt>
        <dd>{formatDay(event.businessDate)}</dd>
        <dt>{page.location}</dt>
        <dd>{location}</dd>
        <dt>{page.occurred}</dt>
        <dd>{formatThere(event.occurredAt)}</dd>
        <dt>{page.recorded}</dt>
        <dd>{formatInstant(event.recordedAt)}</dd>
        <dt>{page.key}</dt>
        <dd className="mono">{event.key}</dd>
        {event.summary === null ? null : <PartOf summary={event.summary} location={location} />}
        {event.handledOutsideReason === null ? null : (
          <>
            <dt>{page.handledOutside}</dt>
            <dd>{event.handledOutsideReason}</dd>
          </>
        )}
      </dl>
    </div>
  );
}

function PartOf(props: { readonly summary: NonNullable<EventDetail['summary']>; readonly location: string }) {
  return (
    <>
      <dt>{words.summaries.entry}</dt>
      <dd>
        <Anchor
          size="sm"
          renderRoot={(root) => <Link {...root} to={summariesPath} search={{ summary: props.summary.id }} />}
        >
          {words.summaries.partOf(summaryName(props.summary, props.location))}
        </Anchor>
      </dd>
    </>
  );
}

function EventActions({ event }: { readonly event: EventDetail }) {
  const retry = useRetry();
  const [asking, { open, close }] = useDisclosure(false);
  if (event.status === 'synced') return null;
  if (event.status === 'handled-outside') return <BringBack id={event.id} />;
  const held = event.status === 'action-required' || event.status === 'failed';
  return (
    <Group gap="xs">
      {held ? (
        <ActionButton
          needs="POST /events/:id/retry"
          size="xs"
          onClick={() => retry.mutate([event.id])}
          loading={retry.isPending}
        >
          {page.retry}
        </ActionButton>
      ) : null}
      <ActionButton needs="POST /events/:id/handled-outside" size="xs" variant="default" onClick={open}>
        {page.handledOutside}
      </ActionButton>
      <HandledOutside id={event.id} opened={asking} onClose={close} />
    </Group>
  );
}

function BringBack({ id }: { readonly id: string }) {
  const back = useAction({
    run: () => send('POST', `/api/v1/events/${encodeURIComponent(id)}/retry`, {}),
    say: () => page.broughtBack,
  });
  return (
    <ActionButton
      needs="POST /events/:id/retry"
      size="xs"
      variant="default"
      onClick={() => back.mutate()}
      loading={back.isPending}
    >
      {page.bringBack}
    </ActionButton>
  );
}

function HandledOutside(props: { readonly id: string; readonly opened: boolean; readonly onClose: () => void }) {
  const [reason, setReason] = useState('');
  useUnsaved(props.opened && reason.trim() !== '');
  const mark = useAction({
    run: () =>
      send('POST', `/api/v1/events/${encodeURIComponent(props.id)}/handled-outside`, { reason: reason.trim() }),
    say: () => page.handledDone,
    after: props.onClose,
  });
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={page.handledTitle}>
      <Text size="sm" c="dimmed" mb="sm">
        {page.handledHint}
      </Text>
      <Textarea
        label={page.reason}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        autosize
        minRows={2}
        data-autofocus
      />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={props.onClose}>
          {words.common.cancel}
        </Button>
        <Button onClick={() => mark.mutate()} loading={mark.isPending} disabled={reason.trim() === ''}>
          {page.handledConfirm}
        </Button>
      </Group>
    </Dialog>
  );
}

function Causes({ event }: { readonly event: EventDetail }) {
  return (
    <section className="notice" data-tone="fault" aria-label={page.blocked}>
      <IconAlertTriangle size={18} className="fault" aria-hidden />
      <div>
        <Text size="sm" fw={600}>
          {page.blocked}
        </Text>
        {event.causes.map((cause) => (
          <div key={cause.message}>
            <Text size="sm">
              <CauseText cause={cause} />
            </Text>
            {cause.fault === undefined ? null : <RawWords said={wordsOf(cause.fault)} />}
          </div>
        ))}
        {event.causes.some((cause) => cause.kind === 'conflict') ? <ConflictChoice event={event} /> : null}
      </div>
    </section>
  );
}

type Fault = NonNullable<EventDetail['causes'][number]['fault']>;

const wordsOf = ({ code, message, detail }: Fault): string =>
  [code, message, detail].filter((text) => text !== '').join('\n');

function Entries({ event }: { readonly event: EventDetail }) {
  const parts = (line: EntryLine) => <EventParts line={line} body={event.body} />;
  const posted = event.summary === null ? event.postings.filter((posting) => posting.entry !== null) : [];
  if (posted.length > 0) {
    return posted.map((posting) =>
      posting.entry === null ? null : (
        <EntryTable key={posting.id} entry={posting.entry} parts={parts}>
          <PostedOn posting={posting} businessDate={event.businessDate} />
          <PostingLink posting={posting} />
        </EntryTable>
      ),
    );
  }
  if (event.entries.length === 0) {
    return <Text size="sm">{event.causes.length > 0 ? page.noEntryBlocked : page.noEntry}</Text>;
  }
  return (
    <Stack gap="md">
      {event.entries.map((entry) => (
        <EntryTable
          key={`${entry.currency}/${entry.total}`}
          entry={entry}
          title={event.summary === null ? page.entry : page.share}
          parts={parts}
        />
      ))}
      {event.postings.some((posting) => posting.entry !== null) ? null : (
        <Text size="sm" c="dimmed">
          {page.wouldMake}
        </Text>
      )}
    </Stack>
  );
}
