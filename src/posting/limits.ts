// The pace of a lane: QuickBooks' limits in sliding windows, from the calls of the last minute.

/** What counts against which limit; a batch is one call. */
export type CallKind = 'single' | 'batch' | 'read';

export interface RecentCall {
  readonly at: Date;
  readonly kind: CallKind;
}

/** Payloads in one batch (Intuit recommends no more). */
export const batchSizeMax = 30;

/**
 * Batches of one company under way at once. QuickBooks takes seconds over one, and one after the other they would come to
 * less than it permits: so many do at up to nine seconds each.
 */
export const batchesAtOnceMax = 6;

interface Window {
  readonly callsMax: number;
  /** Of these, the lane leaves so many to people, who wait for what they asked. */
  readonly leftToPeople: number;
  readonly windowMs: number;
  readonly kinds: readonly CallKind[];
}

const everyKind: readonly CallKind[] = ['single', 'batch', 'read'];

const batchWindow = { callsMax: 40, leftToPeople: 0, windowMs: 61_000 };

/**
 * Intuit's "limits and throttles": 500 requests a minute, 10 a second and 40 batches a minute for a company.
 * Each window is a little longer than Intuit's, since a call that was delayed on its way falls closer to the next one there.
 */
export const windows: readonly Window[] = [
  { callsMax: 9, leftToPeople: 2, windowMs: 1_100, kinds: everyKind },
  { callsMax: 500, leftToPeople: 10, windowMs: 61_000, kinds: everyKind },
  { ...batchWindow, kinds: ['batch'] },
];

/** Calls older than this bear on nothing. */
export const longestWindowMs = Math.max(...windows.map((window) => window.windowMs));

export type Pace = { readonly ok: true } | { readonly ok: false; readonly until: Date };

/** Batches are scarce: once half of a minute's are used, one that is not full would cost the backlog its place. */
const partFilledMax = batchWindow.callsMax / 2;

/** How what is ready goes next: a lone entry alone, a full batch as one, fewer as long as batches are to spare. */
export function sendingKind(request: {
  readonly ready: number;
  readonly calls: readonly RecentCall[];
  readonly now: Date;
  readonly batchSize?: number;
}): 'single' | 'batch' {
  const { ready, calls, now, batchSize = batchSizeMax } = request;
  if (ready === 1) return 'single';
  if (ready >= batchSize) return 'batch';
  const since = now.getTime() - batchWindow.windowMs;
  const used = calls.filter((call) => call.kind === 'batch' && call.at.getTime() > since).length;
  return used < partFilledMax ? 'batch' : 'single';
}

/** Whether one more call of this kind may be made now, or from when on. `calls` may be in any order. */
export function pace(request: {
  readonly calls: readonly RecentCall[];
  readonly kind: CallKind;
  /** Who asks for it: the lane of its own accord, or a person who waits for the answer. */
  readonly by: 'lane' | 'person';
  readonly now: Date;
}): Pace {
  const nowMs = request.now.getTime();
  let untilMs = nowMs;
  for (const window of windows) {
    if (!window.kinds.includes(request.kind)) continue;
    const times = request.calls
      .filter((call) => window.kinds.includes(call.kind) && call.at.getTime() > nowMs - window.windowMs)
      .map((call) => call.at.getTime())
      .sort((a, b) => a - b);
    const callsMax = window.callsMax - (request.by === 'lane' ? window.leftToPeople : 0);
    // The call that has to leave the window before there is room for one more.
    const leaving = times[times.length - callsMax];
    if (leaving !== undefined) untilMs = Math.max(untilMs, leaving + window.windowMs);
  }
  return untilMs > nowMs ? { ok: false, until: new Date(untilMs) } : { ok: true };
}
