// Releases events to be sent again: one, or those that were picked.
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import { words } from '../words.ts';

export function useRetry() {
  return useAction<readonly string[], { released?: number } | null>({
    run: (ids) => {
      const [id] = ids;
      return ids.length === 1 && id !== undefined
        ? send('POST', `/api/v1/events/${encodeURIComponent(id)}/retry`, {})
        : send('POST', '/api/v1/events/retry-failed', { ids });
    },
    say: (answer) => words.alerts.released(answer?.released ?? 1),
  });
}
