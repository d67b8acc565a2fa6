// How the page hears of changes: live by the stream, by asking now and then, or not at all for the moment.

/** `asking`: the server answers and cannot tell; `lost`: it does not answer. */
export type LiveState = 'asking' | 'live' | 'lost';

let state: LiveState = 'asking';
const listeners = new Set<() => void>();

export const liveState = (): LiveState => state;

export function setLiveState(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

export function onLiveState(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Once in a while all the same: a process that was killed has told nobody of its last change. */
const liveMs = 30_000;

/** How often to ask: as a page would like it while nothing tells of changes. */
export const askEvery = (ms: number): number => (state === 'live' ? liveMs : ms);
