// Keeps the pages live, and says so when the server is gone: a bar over the page, which heals by itself.
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { words } from '../words.ts';
import { liveState, onLiveState } from './live-state.ts';
import { stayLive } from './stay-live.ts';

export function LiveBar() {
  const client = useQueryClient();
  const state = useSyncExternalStore(onLiveState, liveState);
  useEffect(() => stayLive(client), [client]);
  return (
    <div role="status" className="live-bar" data-lost={state === 'lost' || undefined}>
      {state === 'lost' ? (
        <>
          <IconPlugConnectedX size={16} aria-hidden />
          <strong>{words.live.lost}</strong>
          <span>{words.live.lostHint}</span>
        </>
      ) : null}
    </div>
  );
}
