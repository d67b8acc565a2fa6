// An entry that QuickBooks holds, written over exactly the version that was seen: the next step, and what an answer or a reading means.
import type { EntryVersion } from './entry-version.ts';
import { isSameEntry } from './entry-version.ts';
import {
  afterCall,
  type CallContext,
  type LaneEffect,
  type Outcome,
  resendWindowMs,
  settledAfterMs,
} from './next-step.ts';
import { countInVain, unansweredMax } from './unanswered.ts';

/** What QuickBooks holds; null: it is gone. */
export interface HeldNow {
  readonly syncToken: string;
  /** Null: it cannot be read. */
  readonly version: EntryVersion | null;
}

export interface UpdateUnderWay {
  /** `sent`: request id and body are durable; it may have been written. */
  readonly state: 'asked' | 'sent';
  readonly sentAt: Date | null;
  readonly nextStepAt: Date | null;
}

/** An update as it is stored: its intent is saved before anything is sent, as a posting's is. */
export interface EntryUpdate extends UpdateUnderWay {
  readonly id: string;
  readonly postingId: string;
  readonly realmId: string;
  readonly quickbooksId: string;
  /** The sync token of the version that it is written over. */
  readonly over: string;
  readonly attempt: number;
  /** Sent in vain so often, no usable answer having come. */
  readonly unanswered: number;
  readonly requestId: string | null;
  readonly body: string | null;
}

export type UpdateStep =
  | { readonly step: 'send' }
  /** The same bytes under the same request id. */
  | { readonly step: 'send-again' }
  /** A metered read: by the entry's id. */
  | { readonly step: 'read' }
  | { readonly step: 'wait'; readonly until: Date };

export function nextUpdateStep({ state, sentAt, nextStepAt }: UpdateUnderWay, now: Date): UpdateStep {
  if (state === 'asked') return { step: 'send' };
  if (sentAt === null) throw new Error('An update that was sent was sent at some time.');
  if (nextStepAt !== null && nextStepAt > now) return { step: 'wait', until: nextStepAt };
  return now.getTime() - sentAt.getTime() < resendWindowMs ? { step: 'send-again' } : { step: 'read' };
}

export type AfterUpdate = { readonly lane: LaneEffect } & (
  | { readonly state: 'written'; readonly syncToken: string }
  /** Certainly not written: free to be sent again. */
  | { readonly state: 'asked' }
  | { readonly state: 'sent'; readonly nextStepAt: Date | null }
  /** Certainly not written, and of no use to be sent again. */
  | { readonly state: 'refused'; readonly problem: string }
  /** What is there now says more than the answer did. `isRefused`: it was certainly not written, and there is why. */
  | { readonly state: 'read'; readonly problem: string | null; readonly isRefused: boolean }
);

/** Somebody was quicker: what is there is not what was to be written over. */
const overtaken = '5010';
/** Somebody deleted it; or it is there, and an account that it is to name is not. */
const gone = '610';
/** Of a new entry it may mean that an earlier call wrote it; of an update, that the number is another's as well. */
const numberTaken = '6140';
const noUsableAnswer = 'QuickBooks takes other entries and gives no usable answer to this one';

export function afterUpdate(outcome: Outcome, context: CallContext): AfterUpdate {
  const after = afterCall(outcome, context);
  const { lane } = after;
  if (outcome.outcome === 'accepted') return { state: 'written', syncToken: outcome.syncToken, lane };
  const problem = outcome.outcome === 'refused' ? `${outcome.message} ${outcome.detail}`.trim() : null;
  if (outcome.outcome === 'refused' && outcome.code === overtaken)
    return { state: 'read', problem: null, isRefused: false, lane };
  if (outcome.outcome === 'refused' && outcome.code === gone)
    return { state: 'read', problem, isRefused: !context.sentBefore, lane };
  if (outcome.outcome === 'refused' && outcome.code === numberTaken && !context.sentBefore)
    return { state: 'refused', problem: problem ?? '', lane };
  switch (after.state) {
    case 'ready':
      return { state: 'asked', lane };
    case 'unknown':
      if (after.lookUp) return { state: 'read', problem, isRefused: false, lane };
      return { state: 'sent', nextStepAt: after.nextStepAt, lane };
    default:
      return { state: 'refused', problem: problem ?? '', lane };
  }
}

export type AfterReading =
  | { readonly state: 'written'; readonly syncToken: string }
  | { readonly state: 'asked'; readonly unanswered: number }
  | { readonly state: 'sent'; readonly nextStepAt: Date }
  /** What is there is still what was to be written over. */
  | { readonly state: 'refused'; readonly problem: string }
  /** What is there is neither: somebody was quicker. */
  | { readonly state: 'overtaken'; readonly problem: string | null };

/** What is there tells whether it was written: an update raises the sync token, and no two have the same. */
export function afterReading(
  held: HeldNow | null,
  sent: {
    readonly ours: EntryVersion;
    /** The token of the version over which it was sent. */
    readonly over: string;
    readonly sentAt: Date;
    readonly unanswered: number;
    /** When QuickBooks last answered the writing of any entry as it should; null: it never did. */
    readonly entryAnsweredAt: Date | null;
    readonly problem: string | null;
    /** An answer said that it was not written, and nothing was sent before. */
    readonly isRefused: boolean;
    readonly now: Date;
  },
): AfterReading {
  if (held === null) return { state: 'overtaken', problem: sent.problem };
  const written = held.version !== null && isSameEntry(sent.ours, held.version);
  if (written) return { state: 'written', syncToken: held.syncToken };
  if (held.syncToken !== sent.over) return { state: 'overtaken', problem: sent.problem };
  // Whatever is there now, and whatever a later call says of itself, the first one may still be under way.
  const settledAt = new Date(sent.sentAt.getTime() + settledAfterMs);
  if (settledAt > sent.now && !sent.isRefused) return { state: 'sent', nextStepAt: settledAt };
  if (sent.problem !== null) return { state: 'refused', problem: sent.problem };
  const inVain = countInVain({ ...sent, firstSentAt: sent.sentAt });
  return inVain < unansweredMax
    ? { state: 'asked', unanswered: inVain }
    : { state: 'refused', problem: noUsableAnswer };
}
