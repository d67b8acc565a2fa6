// Keeps the pages live while they are seen: connects to the stream, and connects again when it is lost, at growing intervals.
import type { QueryClient } from '@tanstack/react-query';
import { setLiveState } from './live-state.ts';
import { readStream, type StreamEnd } from './read-stream.ts';
import { refreshQueries } from './refresh-queries.ts';

const pausesMs = [250, 1_000, 2_000, 4_000, 8_000, 15_000] as const;
/** The server answers and gives no stream: pages ask by themselves meanwhile. */
const refusedPauseMs = 60_000;
const unauthorized = 401;

/** Until the answer is called. */
export function stayLive(client: QueryClient): () => void {
  const leaving = new AbortController();
  const refreshing = refreshQueries(client);
  const live = { client, refreshing, leaving: leaving.signal, opened: false };
  void keepConnected(live);
  return () => {
    leaving.abort();
    refreshing.end();
    setLiveState('asking');
  };
}

interface Live {
  readonly client: QueryClient;
  readonly refreshing: ReturnType<typeof refreshQueries>;
  readonly leaving: AbortSignal;
  /** Once before: what is shown may be older than the stream. */
  opened: boolean;
}

async function keepConnected(live: Live): Promise<void> {
  for (let failures = 0; !live.leaving.aborted; ) {
    await untilVisible(live.leaving);
    const hidden = new AbortController();
    const onHide = () => document.hidden && hidden.abort();
    document.addEventListener('visibilitychange', onHide);
    let answered = false;
    const end = await readStream({
      signal: AbortSignal.any([live.leaving, hidden.signal]),
      answered: () => {
        answered = true;
        setLiveState('asking');
      },
      heard: (event) => hear(live, event),
    });
    document.removeEventListener('visibilitychange', onHide);
    if (live.leaving.aborted) return;
    failures = answered ? 0 : failures + 1;
    if (hidden.signal.aborted) setLiveState('asking');
    else await pauseAfter(live, { end, failures });
  }
}

function hear({ client, refreshing, ...live }: Live, { event, data }: { event: string; data: string }): void {
  switch (event) {
    case 'open':
      setLiveState('live');
      refreshing.news(live.opened ? null : []);
      break;
    case 'deaf':
      setLiveState('asking');
      break;
    case 'news':
      refreshing.news((JSON.parse(data) as { kinds: string[] }).kinds);
      break;
    case 'over':
      void client.invalidateQueries({ queryKey: ['session'] });
      break;
    default:
      break;
  }
}

async function pauseAfter(live: Live, { end, failures }: { end: StreamEnd; failures: number }): Promise<void> {
  const gone = end.how === 'unreachable' || (end.how === 'refused' && end.status >= 500);
  if (gone) setLiveState('lost');
  else setLiveState('asking');
  if (end.how === 'refused' && end.status === unauthorized) {
    await live.client.invalidateQueries({ queryKey: ['session'] });
  }
  const refused = end.how === 'refused' && !gone;
  const pauseMs = pausesMs[Math.min(failures, pausesMs.length - 1)] ?? refusedPauseMs;
  // Not all pages at once, where a server comes back to many.
  await pause(refused ? refusedPauseMs : pauseMs * (0.75 + Math.random() / 2), live.leaving);
}

/** Ends early when the machine is online again or the page is looked at again. */
function pause(ms: number, leaving: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const end = () => {
      over.abort();
      window.clearTimeout(timer);
      resolve();
    };
    const timer = window.setTimeout(end, ms);
    const { signal } = over;
    leaving.addEventListener('abort', end, { signal });
    window.addEventListener('online', end, { signal });
    document.addEventListener('visibilitychange', end, { signal });
  });
}

function untilVisible(leaving: AbortSignal): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const over = new AbortController();
    const end = () => {
      over.abort();
      resolve();
    };
    document.addEventListener('visibilitychange', end, { signal: over.signal });
    leaving.addEventListener('abort', end, { signal: over.signal });
  });
}
