// The states of a drift: an accepted entry of ours that somebody changed or deleted in QuickBooks, and how it is put back.
import { type EntryVersion, isSameEntry } from './entry-version.ts';
import {
  afterCall,
  type CallContext,
  type LaneEffect,
  type Outcome,
  resendWindowMs,
  settledAfterMs,
} from './next-step.ts';

export const driftStates = [
  'open', // a person decides
  'put-back-asked', // a person chose ours; nothing has been sent
  'put-back-sent', // request id and body are durable; it may have been written
  'settled', // theirs was accepted, ours is back, or they put it right themselves
] as const;

export type DriftState = (typeof driftStates)[number];

/** Whose version holds now; `by-itself`: QuickBooks holds again what held before. */
export const settlements = ['theirs', 'ours', 'by-itself'] as const;
export type Settlement = (typeof settlements)[number];

/** Back to `open` from anywhere before it is settled: what a person decided on is no longer what is there. */
export const legalDriftTransitions: Readonly<Record<DriftState, readonly DriftState[]>> = {
  open: ['put-back-asked', 'settled'],
  'put-back-asked': ['put-back-sent', 'open', 'settled'],
  'put-back-sent': ['settled', 'open', 'put-back-asked'],
  settled: [],
};

/** Only a bug can break this. */
export function assertDriftTransition(from: DriftState, to: DriftState): void {
  if (from !== to && !legalDriftTransitions[from].includes(to)) {
    throw new Error(`A drift cannot go from ${from} to ${to}.`);
  }
}

/** What QuickBooks holds; null: it is gone. */
export interface HeldNow {
  readonly syncToken: string;
  /** Null: it cannot be read. */
  readonly version: EntryVersion | null;
}

/** `nothing`: gone as was accepted. `same`: as it should be, whatever its token. */
export type Found = 'nothing' | 'same' | 'drift';

/** `holds`: what is in force as ours, a version of theirs where one was accepted; null: its deletion was. */
export function compareHeld(holds: EntryVersion | null, held: HeldNow | null): Found {
  if (held === null) return holds === null ? 'nothing' : 'drift';
  if (holds === null || held.version === null) return 'drift';
  return isSameEntry(holds, held.version) ? 'same' : 'drift';
}

export interface PuttingBack {
  readonly state: DriftState;
  readonly sentAt: Date | null;
  readonly nextStepAt: Date | null;
}

export type PutBackStep =
  | { readonly step: 'send' }
  /** The same bytes under the same request id. */
  | { readonly step: 'send-again' }
  /** A metered read: by the entry's id. */
  | { readonly step: 'read' }
  | { readonly step: 'wait'; readonly until: Date }
  | { readonly step: 'none' };

export function nextPutBackStep({ state, sentAt, nextStepAt }: PuttingBack, now: Date): PutBackStep {
  switch (state) {
    case 'open':
    case 'settled':
      return { step: 'none' };
    case 'put-back-asked':
      return { step: 'send' };
    case 'put-back-sent':
      if (sentAt === null) throw new Error('What was sent to be put back was sent at some time.');
      if (nextStepAt !== null && nextStepAt > now) return { step: 'wait', until: nextStepAt };
      return now.getTime() - sentAt.getTime() < resendWindowMs ? { step: 'send-again' } : { step: 'read' };
  }
}

export type AfterPutBack = { readonly lane: LaneEffect } & (
  | { readonly state: 'settled'; readonly syncToken: string }
  /** Certainly not written: free to be sent again. */
  | { readonly state: 'put-back-asked' }
  | { readonly state: 'put-back-sent'; readonly nextStepAt: Date | null }
  /** Certainly not written, and of no use to be sent again. */
  | { readonly state: 'open'; readonly problem: string }
  /** What is there now says more than the answer did. */
  | { readonly state: 'read'; readonly problem: string | null }
);

/** Somebody was quicker, or deleted it: what is there is not what the person decided on. */
const overtaken: ReadonlySet<string> = new Set(['5010', '610']);

export function afterPutBack(outcome: Outcome, context: CallContext): AfterPutBack {
  const after = afterCall(outcome, context);
  const { lane } = after;
  if (outcome.outcome === 'accepted') return { state: 'settled', syncToken: outcome.syncToken, lane };
  const problem = outcome.outcome === 'refused' ? `${outcome.message} ${outcome.detail}`.trim() : null;
  if (outcome.outcome === 'refused' && overtaken.has(outcome.code)) return { state: 'read', problem: null, lane };
  switch (after.state) {
    case 'ready':
      return { state: 'put-back-asked', lane };
    case 'unknown':
      if (after.lookUp) return { state: 'read', problem, lane };
      return { state: 'put-back-sent', nextStepAt: after.nextStepAt, lane };
    default:
      return { state: 'open', problem: problem ?? '', lane };
  }
}

export type AfterReading =
  | { readonly state: 'settled'; readonly syncToken: string }
  | { readonly state: 'put-back-asked' }
  | { readonly state: 'put-back-sent'; readonly nextStepAt: Date }
  /** `theirs`: what is there is not what was decided on. */
  | { readonly state: 'open'; readonly theirs: boolean; readonly problem: string | null };

/** What is there tells whether it was written: an update rises the sync token, and no two have the same. */
export function afterReading(
  held: HeldNow | null,
  sent: {
    readonly ours: EntryVersion;
    /** The token of theirs, over which it was sent. */
    readonly over: string;
    readonly sentAt: Date;
    readonly problem: string | null;
    readonly now: Date;
  },
): AfterReading {
  if (held === null) return { state: 'open', theirs: true, problem: sent.problem };
  const written = held.version !== null && isSameEntry(sent.ours, held.version);
  if (written) return { state: 'settled', syncToken: held.syncToken };
  if (held.syncToken !== sent.over) return { state: 'open', theirs: true, problem: sent.problem };
  // Whatever is there now, and whatever a later call says of itself, the first one may still be under way.
  const settledAt = new Date(sent.sentAt.getTime() + settledAfterMs);
  if (settledAt > sent.now) return { state: 'put-back-sent', nextStepAt: settledAt };
  if (sent.problem !== null) return { state: 'open', theirs: false, problem: sent.problem };
  return { state: 'put-back-asked' };
}
