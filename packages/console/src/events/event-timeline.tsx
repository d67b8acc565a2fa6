// What happened to an event, or to a daily summary, oldest first.
import { Text, Timeline, Title } from '@mantine/core';
import type { Posting } from '../api/wire.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { words } from '../words.ts';

export interface EventTimelineProps {
  readonly postings: readonly Posting[];
  /** Of an event: where its story begins. */
  readonly recordedAt?: string;
}

export function EventTimeline({ postings, recordedAt }: EventTimelineProps) {
  const { formatSecond } = useShopClock();
  const items = postings.flatMap((posting) => posting.timeline).sort((a, b) => a.at.localeCompare(b.at));
  if (recordedAt === undefined && items.length === 0) return null;
  return (
    <section>
      <Title order={2} mb="sm">
        {words.event.timeline}
      </Title>
      <Timeline bulletSize={12} lineWidth={2} active={items.length}>
        {recordedAt === undefined ? null : (
          <Timeline.Item>
            <Text size="sm">{words.event.recorded}</Text>
            <Text size="xs" c="dimmed">
              {formatSecond(recordedAt)}
            </Text>
          </Timeline.Item>
        )}
        {items.map((item) => (
          <Timeline.Item key={`${item.at}/${item.what}/${item.message}`}>
            <Text size="sm">{item.message}</Text>
            <Text size="xs" c="dimmed">
              {formatSecond(item.at)}
              {item.requestId === null ? '' : ` · ${words.event.requestId} ${item.requestId}`}
              {item.intuitTid === null ? '' : ` · ${words.event.intuitTid} ${item.intuitTid}`}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </section>
  );
}
