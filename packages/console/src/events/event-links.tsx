// The first events of an entry, each opening its detail, and how many there are besides.
import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { words } from '../words.ts';

export interface EventLinksProps {
  readonly events: readonly { readonly id: string; readonly number: string }[];
  /** In all. */
  readonly count: number;
}

export function EventLinks({ events, count }: EventLinksProps) {
  const further = count - events.length;
  return (
    <>
      {events.map((event) => (
        <Anchor
          key={event.id}
          size="sm"
          renderRoot={(root) => (
            <Link
              {...root}
              to="/settings/integrations/quickbooks-online/financial-events"
              search={{ event: event.id }}
            />
          )}
        >
          {event.number}
        </Anchor>
      ))}
      {further > 0 ? (
        <Text size="sm" c="dimmed" span>
          {words.drift.more(further)}
        </Text>
      ) : null}
    </>
  );
}
