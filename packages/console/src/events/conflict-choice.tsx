// A ticket that came again with other content: what it says now, and the choice between keeping the first and taking the new version.
import { Group, Text } from '@mantine/core';
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import type { EventDetail } from '../api/wire.ts';
import { formatMoney } from '../format/money.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';

const page = words.event;

export function ConflictChoice({ event }: { readonly event: EventDetail }) {
  const { formatInstant } = useShopClock();
  const path = `/api/v1/events/${encodeURIComponent(event.id)}`;
  const keep = useAction({ run: () => send('POST', `${path}/keep-first`, {}), say: () => page.keptFirst });
  const take = useAction<string, { version: number; reversed: boolean }>({
    run: (content) => send('POST', `${path}/take-version`, { content }),
    say: ({ version, reversed }) => page.versions.taken(version, reversed),
  });
  const several = event.otherContents.length > 1;
  return (
    <>
      {event.otherContents.map((other) => (
        <div key={other.id}>
          <Text size="sm" mt="xs">
            {page.versions.came(formatInstant(other.seenAt), formatMoney(other.amount, other.currency))}
          </Text>
          <details>
            <summary>
              <Text span size="sm" c="dimmed">
                {page.versions.raw}
              </Text>
            </summary>
            <pre className="mono">{JSON.stringify(other.body, null, 2)}</pre>
          </details>
          {several ? (
            <ActionButton
              needs="POST /events/:id/take-version"
              size="xs"
              mt="xs"
              variant="default"
              onClick={() => take.mutate(other.id)}
              loading={take.isPending}
            >
              {page.versions.takeThis}
            </ActionButton>
          ) : null}
        </div>
      ))}
      <Text size="sm" c="dimmed" mt="xs">
        {page.versions.hint}
      </Text>
      <Group gap="xs" mt="xs">
        <ActionButton
          needs="POST /events/:id/keep-first"
          size="xs"
          variant="default"
          onClick={() => keep.mutate()}
          loading={keep.isPending}
        >
          {page.keepFirst}
        </ActionButton>
        {several ? null : (
          <ActionButton
            needs="POST /events/:id/take-version"
            size="xs"
            onClick={() => event.otherContents.slice(-1).forEach(({ id }) => void take.mutate(id))}
            loading={take.isPending}
          >
            {page.versions.take}
          </ActionButton>
        )}
      </Group>
    </>
  );
}
