// Holding a lane: one worker at a time, every write fenced by the lease, and no call once its time may be up.
import { LeaseLostError } from './errors.ts';
import type { Lease } from './lane-port.ts';
import type { CallGuard } from './ledger-port.ts';
import type { PipelinePorts } from './ports.ts';
import type { CompanyStore } from './storage-port.ts';

/** A worker that died keeps its lane for so long. */
export const leaseMs = 30_000;
/** Renewed well before it ends, so that a call of two minutes keeps the lane. */
const renewEveryMs = 8_000;
/** No call begins in the last of its time: the bytes still have their way to go. */
const callMarginMs = 5_000;

type WorkOrRelease<T, R> = (store: CompanyStore, now: Date) => Promise<T | { readonly released: R }>;

/** Whose lane it is, for what is done within a transaction that holds it. */
export interface LaneOf {
  readonly ports: PipelinePorts;
  readonly companyId: string;
}

export interface HeldLane extends LaneOf {
  /** One transaction that holds the lane's row; throws LeaseLostError, and keeps nothing, once the lane is another's. */
  write<T>(work: (store: CompanyStore, now: Date) => Promise<T>): Promise<T>;
  /** Right before a call: a worker that was stopped and wakes too late sends nothing. */
  assertHeld(): void;
  /** What each call on behalf of the lane goes out under, one that only reads too: a lost lane makes none. */
  guardOf(realmId: string): CallGuard;
  /** The same, and gives the lane back where `work` says so: under the row's lock, so that no wake is lost. */
  writeOrRelease<T, R>(work: WorkOrRelease<T, R>): Promise<T | { readonly released: R }>;
}

export type Acquired<T, R> =
  | { readonly ok: true; readonly lane: HeldLane; readonly begun: T; stop(): Promise<void> }
  | { readonly ok: true; readonly released: R }
  | { readonly ok: false; readonly busyUntil: Date };

/** `begin`: what is done at once by whoever takes the lane, in the same transaction; often it can be given back with it. */
export async function acquireLane<T, R>(
  ports: PipelinePorts,
  companyId: string,
  begin: WorkOrRelease<T, R>,
): Promise<Acquired<T, R>> {
  const start = ports.clock.now();
  const holder = ports.newId(start);
  const acquired = await ports.storage.transaction(companyId, async (store) => {
    const taken = await store.lane.acquire({ holder, now: start, until: new Date(start.getTime() + leaseMs) });
    if (!taken.ok) return taken;
    const begun = await begin(store, start);
    if (isRelease(begun)) await store.lane.release(taken.lease);
    return { ...taken, begun };
  });
  if (!acquired.ok) return acquired;
  const { begun, lease } = acquired;
  if (isRelease(begun)) return { ok: true, released: begun.released };
  const state = { until: start.getTime() + leaseMs, released: false };
  const lane = heldLane({ ports, companyId, lease, state });
  const stopRenewing = ports.clock.every(renewEveryMs, () => {
    // Each write has renewed it, and one more would wait for the one that is under way.
    if (state.until - ports.clock.now().getTime() > leaseMs - renewEveryMs) return;
    // A renewal that fails leaves the lease to run out; the next write says so.
    lane.write(async () => undefined).catch(() => undefined);
  });
  const stop = async (): Promise<void> => {
    stopRenewing();
    if (state.released) return;
    await ports.storage.transaction(companyId, (store) => store.lane.release(lease));
  };
  return { ok: true, lane, begun, stop };
}

interface Holding {
  readonly ports: PipelinePorts;
  readonly companyId: string;
  readonly lease: Lease;
  readonly state: { until: number; released: boolean };
}

function heldLane({ ports, companyId, lease, state }: Holding): HeldLane {
  const write: HeldLane['write'] = async (work) => {
    const { result, until } = await ports.storage.transaction(companyId, async (store) => {
      const now = ports.clock.now();
      const extended = new Date(now.getTime() + leaseMs);
      if (state.released || !(await store.lane.renew(lease, now, extended))) throw new LeaseLostError();
      return { result: await work(store, now), until: extended.getTime() };
    });
    state.until = Math.max(state.until, until);
    return result;
  };
  const assertHeld = (): void => {
    if (state.released || ports.clock.now().getTime() >= state.until - callMarginMs) throw new LeaseLostError();
  };
  return {
    ports,
    companyId,
    write,
    assertHeld,
    guardOf: (realmId) => ({ realmId, assertHeld }),
    async writeOrRelease<T, R>(work: WorkOrRelease<T, R>) {
      const result = await write(async (store, now) => {
        const done = await work(store, now);
        if (isRelease(done)) await store.lane.release(lease);
        return done;
      });
      state.released = isRelease(result);
      return result;
    },
  };
}

const isRelease = <T, R>(result: T | { readonly released: R }): result is { readonly released: R } =>
  typeof result === 'object' && result !== null && 'released' in result;
