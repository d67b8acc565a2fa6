// Releases one event to be sent again.
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import { words } from '../words.ts';

export function useRetry() {
  return useAction<string, { released?: number } | null>({
    run: (id) => send('POST', `/api/v1/events/${encodeURIComponent(id)}/retry`, {}),
    say: (answer) => words.alerts.released(answer?.released ?? 1),
  });
}
