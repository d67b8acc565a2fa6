// One line about QuickBooks: connected or not, what waits, when it last answered, and the way to it.
import { Anchor, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconProgressCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Connection, Sync } from '../api/wire.ts';
import { formatCount } from '../format/money.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { words } from '../words.ts';

const page = words.dashboard;

export function ConnectionLine({ connection, sync }: { readonly connection: Connection; readonly sync: Sync }) {
  const { formatInstant } = useShopClock();
  const waiting = sync.counts.ready + sync.counts.syncing;
  const { lastSuccessAt } = connection;
  const parts = [
    stateText(connection),
    ...(connection.state === 'set-up-incomplete' ? [page.left(formatCount(connection.left))] : []),
    ...(sync.state === 'paused' ? [page.paused] : []),
    ...(waiting > 0 ? [page.waiting(formatCount(waiting))] : []),
    ...(lastSuccessAt === null ? [] : [page.lastSuccess(formatInstant(lastSuccessAt))]),
  ];
  return (
    <div className="connection-line">
      <StateIcon state={connection.state} />
      <Text size="sm" span>
        <bdi>{parts.join(' · ')}</bdi>{' '}
        <Anchor component={Link} to="/settings/integrations/quickbooks-online" inherit underline="always">
          {page.openConnection}
        </Anchor>
      </Text>
    </div>
  );
}

function stateText({ state, companyName }: Connection): string {
  return state === 'connected' && companyName !== null ? page.connectedTo(companyName) : page.connection[state];
}

function StateIcon({ state }: { readonly state: Connection['state'] }) {
  switch (state) {
    case 'connected':
      return <IconCircleCheck size={16} className="good" aria-hidden />;
    case 'set-up-incomplete':
      return <IconProgressCheck size={16} className="warn" aria-hidden />;
    case 'reconnect-required':
      return <IconAlertTriangle size={16} className="fault" aria-hidden />;
    case 'not-connected':
      return <IconCircleDashed size={16} aria-hidden />;
  }
}
