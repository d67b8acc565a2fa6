// What a lane may do and has to do now: decided at the beginning of each step, from one reading.
import { type Beginning, beginningOf, isRollWanted } from '../posting/beginning.ts';
import type { CauseKind } from '../posting/causes.ts';
import { laneCauseKinds } from './lane-causes.ts';
import type { LaneStanding } from './lane-port.ts';
import type { CompanyStore } from './storage-port.ts';
import { isSweepWanted } from './sweep-quickbooks.ts';

export interface Gate {
  /** The sync runs and there are books to build for. */
  readonly mayBuild: boolean;
  /** Nothing holds the lane as a whole: no call is spent while the connection is broken. */
  readonly maySend: boolean;
  readonly pausedUntil: Date | null;
  /** QuickBooks answers as it should: what made the lane pause has not happened since. */
  readonly steady: boolean;
  /** What there is to do, so that a step asks for nothing else. */
  readonly open: Pick<LaneStanding, 'pending' | 'ready' | 'unresolved' | 'recheck' | 'putBack' | 'repost'> & {
    readonly rollCall: boolean;
    readonly goneAccount: boolean;
    readonly sweep: boolean;
  };
  /** How these books begin where another Tillbook may begin at once. */
  readonly beginning: Beginning;
  /** Something waits on these that what happened since, or the time, may have let go. */
  readonly mayRelease: readonly Releasing[];
  /** A day that is not over is summed up later. */
  readonly nextDueAt: Date | null;
}

const releasedByTime = ['reversal', 'closed-period'] as const satisfies readonly CauseKind[];

type Releasing = (typeof releasedByTime)[number];

export async function readGate(store: CompanyStore, now: Date): Promise<Gate> {
  const standing = await store.lane.standing({ causeKinds: [...laneCauseKinds, ...releasedByTime], now });
  const { connection, causes } = standing;
  const paused = standing.pausedUntil !== null && standing.pausedUntil > now;
  const refused = causes.includes('authentication');
  // A lapsed company is tried again by one entry whenever its pause is over: that is how a renewal is noticed.
  const lapsed = causes.includes('company-lapsed');
  const maySend = connection?.state === 'connected' && !refused && !(lapsed && paused);
  const busy = standing.pending || standing.ready;
  const mayAsk = maySend && !paused;
  const mayBuild = standing.syncState === 'running' && connection !== null && connection.state !== 'disconnected';
  return {
    mayBuild,
    maySend,
    pausedUntil: paused ? standing.pausedUntil : null,
    steady: standing.pausedUntil === null,
    open: {
      ...standing,
      goneAccount: mayAsk && standing.goneAccount,
      rollCall: mayAsk && isRollWanted(standing.roll, { sending: mayBuild && standing.ready, now }),
      sweep: mayAsk && isSweepWanted(standing.sweep, { connection, now, busy }),
    },
    beginning: beginningOf(standing.roll, now),
    mayRelease: releasedByTime.filter((kind) => causes.includes(kind)),
    nextDueAt: standing.nextDueAt,
  };
}

/** Whether the lane may be given back, apart from a sweep. */
export function isIdle({ mayBuild, maySend, open }: Gate): boolean {
  if (open.rollCall || open.goneAccount) return false;
  if (!mayBuild) return true;
  if (open.pending) return false;
  return !maySend || !(open.ready || open.unresolved || open.recheck || open.putBack || open.repost);
}

/** The first entry goes only in a step that knew of it when it saw how fresh the roll is. */
export const mayGo = ({ open, beginning }: Gate, { built }: { readonly built: boolean }): boolean =>
  open.ready || (built && beginning !== 'unannounced');

/** Whether to build and send what is new is all there is to do, as all through a backlog: it goes before what is posted again. */
export function isJustPosting(gate: Gate): boolean {
  const { pending, unresolved, recheck, putBack, rollCall, sweep, goneAccount } = gate.open;
  const other = unresolved || recheck || putBack || rollCall || sweep || goneAccount;
  return gate.mayBuild && gate.maySend && gate.pausedUntil === null && mayGo(gate, { built: pending }) && !other;
}
