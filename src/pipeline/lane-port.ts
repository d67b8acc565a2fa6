// The lane of a company at the port to storage: who holds it, how it stands, and the calls of the last minute.
import type { RollStanding } from '../posting/beginning.ts';
import type { CauseKind } from '../posting/causes.ts';
import type { ConnectionRow } from './connection-port.ts';
import type { SweepRow } from './drift-port.ts';

/** Proof of holding a lane; a write under it fails once another worker holds the lane or the time is up. */
export interface Lease {
  readonly token: bigint;
  readonly holder: string;
}

/** Whether a person began the sync, and nobody paused it. */
export type SyncState = 'not-started' | 'running' | 'paused';

export type LaneCallKind = 'single' | 'batch' | 'read';

/** Everything that says what a lane may do, and what there is to do. */
export interface LaneStanding {
  readonly syncState: SyncState;
  readonly connection: Pick<ConnectionRow, 'state' | 'realmId' | 'connectedAt'> | null;
  readonly pausedUntil: Date | null;
  /** Kinds of the causes that are open, of those asked for. */
  readonly causes: readonly CauseKind[];
  /** Postings to be built by now; where there are none, when the first is due. */
  readonly pending: boolean;
  readonly nextDueAt: Date | null;
  readonly ready: boolean;
  readonly unresolved: boolean;
  readonly recheck: boolean;
  /** In the company that is connected, as all that follows: of an account it is to be found out what became of its lines. */
  readonly goneAccount: boolean;
  readonly putBack: boolean;
  readonly repost: boolean;
  readonly roll: RollStanding;
  readonly sweep: SweepRow | null;
}

export interface LaneRow {
  readonly pausedUntil: Date | null;
  readonly pausedReason: string | null;
  readonly failures: number;
}

export interface LaneStoring {
  read(): Promise<LaneRow>;
  /** Read at once, since each step of a lane begins with it. */
  standing(of: { causeKinds: readonly CauseKind[]; now: Date }): Promise<LaneStanding>;
  acquire(request: {
    holder: string;
    now: Date;
    until: Date;
  }): Promise<{ readonly ok: true; readonly lease: Lease } | { readonly ok: false; readonly busyUntil: Date }>;
  /** Locks the lane's row to the end of the transaction and extends the lease; false when it is lost. */
  renew(lease: Lease, now: Date, until: Date): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  /** Has lane steps wait until the transaction ends, and waits for the one under way. */
  lock(): Promise<void>;
  pause(pause: { until: Date; reason: string; failures: number } | null): Promise<void>;
  /** Those before `forgetBefore` bear on nothing any more. */
  recordCall(call: { id: string; kind: LaneCallKind; at: Date; forgetBefore: Date }): Promise<void>;
  calls(since: Date): Promise<readonly { readonly at: Date; readonly kind: LaneCallKind }[]>;
}
