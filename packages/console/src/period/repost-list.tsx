// Periods that were posted again, or are being: how far each has come, what stayed as it was, and the button that stops it.
import { Group, Progress, Text } from '@mantine/core';
import { IconCircleCheck, IconClock, IconHandStop } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { repostQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { RepostsAnswer } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatCount } from '../format/money.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { ListEnd } from '../notices/list-end.tsx';
import { Panel } from '../notices/panel.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import { StayingEntries } from './period-entries.tsx';

const page = words.period;

export type Repost = RepostsAnswer['reposts'][number];

export function RepostList({ reposts }: { readonly reposts: readonly Repost[] }) {
  if (reposts.length === 0) return null;
  return (
    <Panel title={page.runs}>
      {reposts.map((repost) => (
        <OneRepost key={repost.id} repost={repost} />
      ))}
    </Panel>
  );
}

function OneRepost({ repost }: { readonly repost: Repost }) {
  const { formatInstant } = useShopClock();
  const [shown, setShown] = useState(false);
  const { from, to, who, at, entries, written, left, toGo, state, waitsFor } = repost;
  const days = page.days(formatDay(from), formatDay(to));
  return (
    <div className="period-entry">
      <Group justify="space-between" gap="sm">
        <div>
          <Text size="sm" fw={600}>
            {days}
          </Text>
          <Group gap="sm">
            <StateMark state={state} />
            <Text size="sm" c="dimmed" span>
              {page.by(who, formatInstant(at))}
            </Text>
          </Group>
        </div>
        {state === 'running' ? <StopButton id={repost.id} /> : null}
      </Group>
      {state === 'running' ? (
        <Progress value={((entries - toGo) / Math.max(entries, 1)) * 100} my={6} aria-label={page.running} />
      ) : null}
      <Text size="sm" role={state === 'running' ? 'status' : undefined}>
        {[
          page.progress(formatCount(written), formatCount(entries)),
          ...(toGo === 0 ? [] : [page.toGo(formatCount(toGo))]),
          ...(left === 0 ? [] : [page.left(formatCount(left), left === 1)]),
        ].join(' · ')}
      </Text>
      {waitsFor === null ? null : (
        <Text size="sm" className="warn">
          {waitsFor}
        </Text>
      )}
      {left === 0 ? null : (
        <details onToggle={(event) => setShown(event.currentTarget.open)}>
          <summary>{page.show}</summary>
          {shown ? <Stayed id={repost.id} /> : null}
        </details>
      )}
    </div>
  );
}

function StateMark({ state }: { readonly state: Repost['state'] }) {
  switch (state) {
    case 'running':
      return (
        <span className="state">
          <IconClock size={16} aria-hidden />
          {page.running}
        </span>
      );
    case 'done':
      return (
        <span className="state good">
          <IconCircleCheck size={16} aria-hidden />
          {page.done}
        </span>
      );
    case 'cancelled':
      return (
        <span className="state">
          <IconHandStop size={16} aria-hidden />
          {page.cancelled}
        </span>
      );
  }
}

function StopButton({ id }: { readonly id: string }) {
  const stop = useAction<void, { left: number }>({
    run: () => send('POST', `/api/v1/period/repost/${id}/cancel`, {}),
    say: ({ left }) => page.stopped(formatCount(left), left === 1),
  });
  return (
    <ActionButton
      needs="POST /period/repost/:id/cancel"
      size="xs"
      variant="default"
      loading={stop.isPending}
      onClick={() => stop.mutate()}
    >
      {page.stop}
    </ActionButton>
  );
}

function Stayed({ id }: { readonly id: string }) {
  const query = useInfiniteQuery(repostQuery(id));
  return (
    <>
      <StayingEntries stays={query.data?.pages.flatMap(({ stays }) => stays) ?? []} />
      <ListEnd pages={query} end={null} />
    </>
  );
}
