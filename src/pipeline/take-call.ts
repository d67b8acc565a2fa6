// One call to QuickBooks: room for it under the limits, and what is known of it before it is made.
import { longestWindowMs, type Pace, pace, type RecentCall } from '../posting/limits.ts';
import type { OperationRefusal } from './company-books.ts';
import type { HeldLane } from './lane.ts';
import type { LaneCallKind } from './lane-port.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import type { AskedThrough } from './same-connection.ts';
import type { CompanyStore } from './storage-port.ts';

/**
 * One call, as it was saved before: what is needed to make it, and to say later what came of it. Its realm is the company at
 * QuickBooks that the entries were written for.
 */
export interface SavedCall extends AskedThrough {
  readonly postings: readonly PostingRow[];
  readonly requestId: string;
  readonly batch: boolean;
  /** An earlier call under the same intent may have been written. */
  readonly sentBefore: boolean;
  /** By what is accepted of it, these books show themselves to another Tillbook that begins there. */
  readonly announces: boolean;
}

/** Counts the call before it is made: one that a crash interrupts may have reached QuickBooks and counted there. */
export async function takeCall(
  store: CompanyStore,
  request: {
    ports: PipelinePorts;
    kind: LaneCallKind;
    now: Date;
    by?: 'person';
    /** Where they are known already. */
    calls?: readonly RecentCall[];
  },
): Promise<Pace> {
  const { ports, kind, now, by = 'lane' } = request;
  if (ports.unpaced) return { ok: true };
  const allowed = pace({ calls: request.calls ?? (await recentCalls(store, now)), kind, by, now });
  if (!allowed.ok) return allowed;
  await store.lane.recordCall({ id: ports.newId(now), kind, at: now, forgetBefore: windowStart(now) });
  return allowed;
}

/** Waits in place until there is room for a read of the lane. */
export async function waitForRead(lane: HeldLane): Promise<void> {
  for (;;) {
    const { allowed, now } = await lane.write(async (store, now) => ({
      allowed: await takeCall(store, { ports: lane.ports, kind: 'read', now }),
      now,
    }));
    if (allowed.ok) return;
    await lane.ports.clock.sleep(Math.max(allowed.until.getTime() - now.getTime(), 1));
  }
}

const beginTriesMax = 4;
const beginPauseMs = 500;

/** What a person asked for: ten calls a second are soon made, and a moment later there is room again. */
export async function beginInTime<T>(
  ports: PipelinePorts,
  begin: () => Promise<T | 'at its limit'>,
): Promise<T | OperationRefusal> {
  for (let tries = 1; ; tries += 1) {
    const begun = await begin();
    if (begun !== 'at its limit') return begun;
    if (tries === beginTriesMax) return atItsLimit;
    await ports.clock.sleep(beginPauseMs);
  }
}

const atItsLimit: OperationRefusal = {
  ok: false,
  code: 'quickbooks-busy',
  message: 'QuickBooks takes no more calls just now. Try again in a minute.',
};

export function recentCalls(store: CompanyStore, now: Date): Promise<readonly RecentCall[]> {
  return store.lane.calls(windowStart(now));
}

const windowStart = (now: Date): Date => new Date(now.getTime() - longestWindowMs);
