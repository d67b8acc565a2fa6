// What happened to an event, oldest first.
import { Text, Timeline, Title } from '@mantine/core';
import type { EventDetail } from '../api/wire.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { words } from '../words.ts';

export function EventTimeline({ event }: { readonly event: EventDetail }) {
  const { formatSecond } = useShopClock();
  const items = event.postings.flatMap((posting) => posting.timeline).sort((a, b) => a.at.localeCompare(b.at));
  return (
    <section>
      <Title order={2} mb="sm">
        {words.event.timeline}
      </Title>
      <Timeline bulletSize={12} lineWidth={2} active={items.length}>
        <Timeline.Item>
          <Text size="sm">{words.event.recorded}</Text>
          <Text size="xs" c="dimmed">
            {formatSecond(event.recordedAt)}
          </Text>
        </Timeline.Item>
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
