// While QuickBooks takes nothing: what waits, that it goes by itself, and what keeps it from going.
import { Text } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import type { Connection } from '../api/wire.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { words } from '../words.ts';

export function TakesNothingNotice({ connection }: { readonly connection: Connection | undefined }) {
  const { formatInstant } = useShopClock();
  if (!connection || !takesNothing(connection)) return null;
  return (
    <div className="notice" data-tone="warn" role="status">
      <IconCloudOff size={20} className="warn" aria-hidden />
      <div>
        <Text fw={600} size="sm">
          {words.alerts.takesNothing}
        </Text>
        <Text size="sm">
          {connection.lastErrorAt === null
            ? words.alerts.takesNothingHintNow
            : words.alerts.takesNothingHint(formatInstant(connection.lastErrorAt))}
        </Text>
        {connection.lastErrorInWords === null ? null : (
          <Text size="sm" c="dimmed">
            {connection.lastErrorInWords}
          </Text>
        )}
      </div>
    </div>
  );
}

/** Connected, but the last thing that came from QuickBooks was an error. A refused access has its own state. */
export function takesNothing(connection: Connection): boolean {
  if (connection.state !== 'connected' && connection.state !== 'set-up-incomplete') return false;
  if (connection.lastErrorAt === null) return false;
  return connection.lastSuccessAt === null || connection.lastErrorAt > connection.lastSuccessAt;
}
