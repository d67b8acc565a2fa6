// A status as a word and a shape; colour only underlines what both already say.
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconHandStop,
  IconSend,
  IconX,
} from '@tabler/icons-react';
import type { EventStatus } from '../api/wire.ts';
import { words } from '../words.ts';

export function StatusMark({ status }: { readonly status: EventStatus }) {
  return (
    <span className={status === 'failed' || status === 'action-required' ? 'state fault' : 'state'}>
      <StatusIcon status={status} />
      {words.events.statuses[status]}
    </span>
  );
}

function StatusIcon({ status }: { readonly status: EventStatus }) {
  switch (status) {
    case 'synced':
      return <IconCircleCheck size={15} className="good" aria-hidden />;
    case 'ready':
      return <IconClock size={15} aria-hidden />;
    case 'syncing':
      return <IconSend size={15} aria-hidden />;
    case 'action-required':
      return <IconAlertTriangle size={15} aria-hidden />;
    case 'failed':
      return <IconX size={15} aria-hidden />;
    case 'handled-outside':
      return <IconHandStop size={15} aria-hidden />;
    case 'never-synced':
      return <IconCircleDashed size={15} aria-hidden />;
  }
}
