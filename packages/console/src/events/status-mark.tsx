// A status as a word and a shape, with what it means beside it; colour only underlines what word and shape already say.
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
import { ExplainStatus } from '../explain/explain-status.tsx';
import { words } from '../words.ts';

export interface StatusMarkProps {
  readonly status: EventStatus;
  /** In a row of a list that is walked by keys. */
  readonly inRow?: boolean;
}

export function StatusMark({ status, inRow = false }: StatusMarkProps) {
  return (
    <span className={status === 'failed' || status === 'action-required' ? 'state fault' : 'state'}>
      <StatusIcon status={status} />
      {words.events.statuses[status]}
      <ExplainStatus status={status} byMouse={inRow} />
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
