// The shape that says a day's state without its colour.
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconCircleDashed, IconClock } from '@tabler/icons-react';
import type { Dashboard } from '../api/wire.ts';

type DayState = Dashboard['calendar']['days'][number]['state'];

/** Those that have a shape, as the legend lists them. */
export const shownStates = [
  'synced',
  'action-required',
  'waiting',
  'never-synced',
] as const satisfies readonly DayState[];

const size = 14;

export function DayShape({ state }: { readonly state: DayState }) {
  switch (state) {
    case 'synced':
      return <IconCircleCheckFilled size={size} className="good" aria-hidden />;
    case 'action-required':
      return <IconAlertTriangleFilled size={size} className="fault" aria-hidden />;
    case 'waiting':
      return <IconClock size={size} className="warn" aria-hidden />;
    case 'never-synced':
      return <IconCircleDashed size={size} className="quiet" aria-hidden />;
    case 'none':
      return <span style={{ height: size }} aria-hidden />;
  }
}
