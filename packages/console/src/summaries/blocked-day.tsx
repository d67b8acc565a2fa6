// Why a day waits, the events that hold it, and posting it without them.
import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import type { SummaryDetail } from '../api/wire.ts';
import { formatCount, formatMoney } from '../format/money.ts';
import { CauseText } from '../notices/cause-text.tsx';
import { Dialog } from '../notices/dialog.tsx';
import { RowLink } from '../notices/row-link.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import { summaryName } from './summary-name.ts';

const page = words.summaries;

export interface BlockedDayProps {
  readonly summary: SummaryDetail;
  readonly location: string;
  readonly onOpenEvent: (id: string) => void;
}

export function BlockedDay(props: BlockedDayProps) {
  const { causes, blockedCount } = props.summary;
  if (causes.length === 0) return null;
  return (
    <section className="notice" data-tone="fault" aria-label={page.blocked}>
      <IconAlertTriangle size={18} className="fault" aria-hidden />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text size="sm" fw={600}>
          {page.blocked}
        </Text>
        {causes.map((cause) => (
          <Text size="sm" key={cause.message}>
            <CauseText cause={cause} />
          </Text>
        ))}
        {blockedCount === 0 ? null : <BlockedEvents {...props} />}
      </div>
    </section>
  );
}

function BlockedEvents(props: BlockedDayProps) {
  const { summary, location, onOpenEvent } = props;
  const [asking, { open, close }] = useDisclosure(false);
  const { blocked, blockedCount } = summary;
  const all = blockedCount >= summary.events;
  return (
    <>
      <Text size="sm" fw={600} mt="sm">
        {page.blockedEvents(formatCount(blockedCount), blockedCount === 1)}
      </Text>
      <ul className="plain-list">
        {blocked.map((event) => (
          <li key={event.id}>
            <Group gap={8} justify="space-between" wrap="nowrap" align="flex-start">
              <Text size="sm">
                <RowLink parameter="event" id={event.id} onOpen={onOpenEvent}>
                  {words.events.opened(words.events.kinds[event.kind], event.number)}
                </RowLink>
                {causesOf(event, summary.causes.length > 1)}
              </Text>
              <Text size="sm" className="number">
                {formatMoney(event.amount, event.currency)}
              </Text>
            </Group>
          </li>
        ))}
      </ul>
      {blockedCount > blocked.length ? (
        <Text size="xs" c="dimmed" mt={4}>
          {page.blockedMore(formatCount(blocked.length))}
        </Text>
      ) : null}
      {all ? (
        <Text size="sm" mt="sm">
          {page.blockedAll}
        </Text>
      ) : (
        <ActionButton needs="POST /summaries/:id/post-without-blocked" size="xs" mt="sm" onClick={open}>
          {page.without(formatCount(blockedCount), blockedCount === 1)}
        </ActionButton>
      )}
      <WithoutBlocked summary={summary} location={location} asking={asking} close={close} />
    </>
  );
}

/** Where the day has one cause, the events need not repeat it. */
function causesOf({ causes }: SummaryDetail['blocked'][number], told: boolean) {
  if (!told) return null;
  return (
    <Text size="xs" component="span" display="block">
      {causes.map(({ message }) => message).join(' · ')}
    </Text>
  );
}

interface WithoutBlockedProps extends Pick<BlockedDayProps, 'summary' | 'location'> {
  readonly asking: boolean;
  readonly close: () => void;
}

function WithoutBlocked({ summary, location, asking, close }: WithoutBlockedProps) {
  const count = (events: number) => words.alerts.events(formatCount(events), events === 1);
  const post = useAction<void, { left: number }>({
    run: () => send('POST', `/api/v1/summaries/${encodeURIComponent(summary.id)}/post-without-blocked`, {}),
    say: ({ left }) => page.withoutDone(count(left), left === 1),
    after: close,
  });
  const { blockedCount, events } = summary;
  return (
    <Dialog opened={asking} onClose={close} title={page.withoutTitle(summaryName(summary, location))}>
      <Text size="sm">{page.withoutHint(count(blockedCount), blockedCount === 1, count(events - blockedCount))}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>
          {words.common.cancel}
        </Button>
        <Button onClick={() => post.mutate()} loading={post.isPending}>
          {page.without(formatCount(blockedCount), blockedCount === 1)}
        </Button>
      </Group>
    </Dialog>
  );
}
