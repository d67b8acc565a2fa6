// What to do with a posting next: before a call from its state and the time, after a call from its outcome, after a look-up from what was found.
import { type Cause, noUsableAnswer } from './causes.ts';
import { type Fault, faultRule, isThrottled } from './faults.ts';
import type { PostingState } from './posting.ts';
import { countInVain, type SentInVain, unansweredMax } from './unanswered.ts';

/** So long after the first sending an unknown outcome is asked for by the same request id: free, since writes are not metered. */
export const resendWindowMs = 10 * 60_000;
/** After that nobody knows whether QuickBooks remembers the id. A call may take 120 s, so before this long "not found" is not "not there". */
export const settledAfterMs = resendWindowMs + 150_000;
/** Intuit: after a 429 wait 60 seconds. */
export const throttlePauseMs = 60_000;
const backOffFirstMs = 2_000;
const backOffMaxMs = 5 * 60_000;

export interface PostingOnItsWay {
  readonly state: PostingState;
  readonly firstSentAt: Date | null;
  /** A look-up has found something under its number: from then on it is looked up, never sent. */
  readonly foundThere: boolean;
  /** Not before then; null: at once. */
  readonly nextStepAt: Date | null;
  /** Null for an entry sent alone. `settled`: another posting of the batch has an outcome already. */
  readonly batch: { readonly settled: boolean } | null;
}

export type NextStep =
  | { readonly step: 'send' }
  /** The same bytes under the same request id; a batch whole, as the same batch. */
  | { readonly step: 'send-again' }
  | { readonly step: 'look-up' }
  | { readonly step: 'wait'; readonly until: Date }
  | { readonly step: 'none' };

export function nextStep(posting: PostingOnItsWay, now: Date): NextStep {
  if (posting.state === 'ready') return { step: 'send' };
  if (posting.state !== 'intent-saved' && posting.state !== 'unknown') return { step: 'none' };
  if (posting.firstSentAt === null) throw new Error(`A posting that is ${posting.state} has been sent at some time.`);
  if (posting.nextStepAt !== null && posting.nextStepAt > now) return { step: 'wait', until: posting.nextStepAt };
  const sinceMs = now.getTime() - posting.firstSentAt.getTime();
  // A batch of which some are settled is not sent again: were its id forgotten, those would be written twice.
  if (posting.foundThere || posting.batch?.settled === true) return { step: 'look-up' };
  return sinceMs < resendWindowMs ? { step: 'send-again' } : { step: 'look-up' };
}

/** How a call can end; the same three ways as the ledger's, with `not-sent` for what QuickBooks certainly did not act on. */
export type Outcome =
  | { readonly outcome: 'accepted'; readonly quickbooksId: string; readonly syncToken: string }
  | ({ readonly outcome: 'refused'; readonly httpStatus: number | null } & Omit<Fault, 'httpStatus'>)
  | { readonly outcome: 'unknown'; readonly reason: string; readonly pauseMs: number | null }
  | {
      readonly outcome: 'not-sent';
      readonly why: 'authentication' | 'unreachable' | 'batch-refused';
      readonly reason: string;
    };

/** What an outcome means for the lane as a whole. */
export type LaneEffect =
  | { readonly effect: 'none' }
  /** An answer that counts: the lane's failures start from nothing. */
  | { readonly effect: 'healthy' }
  | { readonly effect: 'pause'; readonly until: Date; readonly reason: string; readonly failures: number }
  /** Nothing of this company can be sent until the cause goes. */
  | { readonly effect: 'blocked'; readonly cause: Extract<Cause, { kind: 'authentication' | 'company-lapsed' }> };

export interface AfterCall {
  readonly state: PostingState;
  /** The cause that the posting hangs on from now, where the state is `waiting` or `refused`. */
  readonly cause: Cause | null;
  readonly nextStepAt: Date | null;
  readonly lane: LaneEffect;
  /** True: look it up now, then decide by afterLookUp with this outcome as `refusal`, where it is one. */
  readonly lookUp: boolean;
}

export interface CallContext {
  /**
   * True unless this was the first call under this intent. What a later call says about itself (refused, not sent) says
   * nothing about the first, which may have been written. An intent found after a crash counts as sent.
   */
  readonly sentBefore: boolean;
  /** The lane's failures in a row before this call. */
  readonly failures: number;
  /** So long it waits by itself where it is not answered, because it was sent in vain before; null: the lane pauses. */
  readonly ownPauseMs: number | null;
  /** The closing date, where it is known, YYYY-MM-DD. */
  readonly closedUntil: string | null;
  readonly now: Date;
}

export function afterCall(outcome: Outcome, context: CallContext): AfterCall {
  switch (outcome.outcome) {
    case 'accepted':
      return { state: 'accepted', cause: null, nextStepAt: null, lane: { effect: 'healthy' }, lookUp: false };
    case 'unknown':
      return unanswered(outcome.reason, outcome.pauseMs, context);
    case 'not-sent':
      return afterNotSent(outcome, context);
    case 'refused':
      return afterRefusal(outcome, context);
  }
}

function afterNotSent(notSent: Extract<Outcome, { outcome: 'not-sent' }>, context: CallContext): AfterCall {
  switch (notSent.why) {
    case 'authentication':
      return notWritten({ effect: 'blocked', cause: { kind: 'authentication' } }, context);
    case 'unreachable':
      return notWritten(pauseLane(notSent.reason, null, context), context);
    // One of its entries is to blame, and sent alone each shows whether it is the one.
    case 'batch-refused': {
      const lane: LaneEffect = { effect: 'healthy' };
      if (context.sentBefore) return { state: 'unknown', cause: null, nextStepAt: null, lane, lookUp: true };
      return notWritten(lane, context);
    }
  }
}

type Refusal = Extract<Outcome, { outcome: 'refused' }>;

function afterRefusal(refusal: Refusal, context: CallContext): AfterCall {
  const rule = faultRule(refusal);
  switch (rule.handling) {
    case 'retry':
      return unanswered(rule.words, isThrottled(refusal) ? throttlePauseMs : null, context);
    case 'wait':
      return notWritten(pauseLane(rule.words, null, context), context);
    case 'look-up':
      return { state: 'unknown', cause: null, nextStepAt: null, lane: { effect: 'healthy' }, lookUp: true };
    case 'cause': {
      const lane = laneOf(refusalCause(refusal, context));
      if (lane.effect === 'blocked') return notWritten(lane, context);
      if (context.sentBefore) return { state: 'unknown', cause: null, nextStepAt: null, lane, lookUp: true };
      return held(refusalCause(refusal, context), lane);
    }
  }
}

/** What a look-up by document number found; `ours` by the marker, `equal` by its lines. */
export interface Found {
  readonly quickbooksId: string;
  readonly syncToken: string;
  readonly ours: boolean;
  readonly equal: boolean;
}

export type AfterLookUp =
  | { readonly state: 'accepted'; readonly quickbooksId: string; readonly syncToken: string }
  /** Certainly not there. Sent anew under the next attempt's request id; `unanswered`: in vain so often. */
  | { readonly state: 'ready'; readonly unanswered: number }
  | { readonly state: 'unknown'; readonly nextStepAt: Date }
  | { readonly state: 'waiting' | 'refused' | 'number-taken'; readonly cause: Cause };

export function afterLookUp(
  found: readonly Found[],
  context: {
    readonly documentNumber: string;
    /** The refusal that led to the look-up. */
    readonly refusal: Outcome | null;
    /** Something was there under its number: that it is not there any more says nothing of how it was sent. */
    readonly foundThere: boolean;
    readonly closedUntil: string | null;
    readonly now: Date;
  } & SentInVain,
): AfterLookUp {
  const { documentNumber, refusal } = context;
  const ours = found.filter((entry) => entry.ours);
  const [same, another] = ours;
  // Ours twice, or ours and changed: a person has to see it, and nothing more may be sent.
  if (same !== undefined && another === undefined && same.equal) {
    return { state: 'accepted', quickbooksId: same.quickbooksId, syncToken: same.syncToken };
  }
  const inTheWay = another ?? same ?? found[0];
  if (inTheWay !== undefined) {
    const cause: Cause = { kind: 'number-taken', documentNumber, quickbooksId: inTheWay.quickbooksId };
    return { state: 'number-taken', cause };
  }
  // Whatever a later call says of itself, the first one may still be under way.
  const settledAt = new Date(context.firstSentAt.getTime() + settledAfterMs);
  if (settledAt > context.now) return { state: 'unknown', nextStepAt: settledAt };
  if (refusal?.outcome === 'refused' && faultRule(refusal).handling === 'cause') {
    const cause = refusalCause(refusal, context);
    return { state: heldState(cause), cause };
  }
  if (context.foundThere) return { state: 'ready', unanswered: 0 };
  const inVain = countInVain(context);
  return inVain < unansweredMax ? { state: 'ready', unanswered: inVain } : { state: 'refused', cause: noUsableAnswer };
}

/** The strongest of what the items of a batch say about the lane: blocked, then the longest pause, then healthy. */
export function strongestEffect(effects: readonly LaneEffect[]): LaneEffect {
  const blocked = effects.find((effect) => effect.effect === 'blocked');
  if (blocked !== undefined) return blocked;
  const pauses = effects.filter((effect) => effect.effect === 'pause');
  const longest = pauses.sort((a, b) => b.until.getTime() - a.until.getTime())[0];
  if (longest !== undefined) return longest;
  return effects.find((effect) => effect.effect === 'healthy') ?? { effect: 'none' };
}

/** How long a lane pauses after this many failures in a row, the first being 0. */
export function backOffMs(failures: number): number {
  return Math.min(backOffMaxMs, backOffFirstMs * 2 ** Math.min(failures, 30));
}

function refusalCause(refusal: Refusal, context: Pick<CallContext, 'closedUntil'>): Cause {
  const rule = faultRule(refusal);
  const { code, message, detail } = refusal;
  const plain: Cause = { kind: 'refused', code, message, detail };
  if (rule.handling !== 'cause') return plain;
  switch (rule.cause) {
    case 'authentication':
      return { kind: 'authentication' };
    case 'company-lapsed':
      return { kind: 'company-lapsed' };
    case 'closed-period':
      return { kind: 'closed-period', closedUntil: context.closedUntil };
    // Which account it is, the chart says when it is read again: the words name none, or something else.
    case 'account':
    case 'refused':
      return plain;
  }
}

function laneOf(cause: Cause): LaneEffect {
  return cause.kind === 'authentication' || cause.kind === 'company-lapsed'
    ? { effect: 'blocked', cause }
    : { effect: 'healthy' };
}

function held(cause: Cause, lane: LaneEffect): AfterCall {
  return { state: heldState(cause), cause, nextStepAt: null, lane, lookUp: false };
}

/** A refusal that only a person's retry lifts is `refused`; what goes when its cause goes is `waiting`. */
function heldState(cause: Cause): 'waiting' | 'refused' {
  return cause.kind === 'refused' ? 'refused' : 'waiting';
}

/** Free to go again when this was its only sending; else the outcome of the first stays unknown. */
function notWritten(lane: LaneEffect, context: CallContext): AfterCall {
  if (!context.sentBefore) return { state: 'ready', cause: null, nextStepAt: null, lane, lookUp: false };
  return stillUnknown(lane);
}

/** What QuickBooks asks for itself (a pause after a 429) concerns the lane, whichever entry met it. */
function unanswered(reason: string, pauseMs: number | null, context: CallContext): AfterCall {
  const { ownPauseMs, now } = context;
  if (pauseMs !== null || ownPauseMs === null) return stillUnknown(pauseLane(reason, pauseMs, context));
  return { ...stillUnknown({ effect: 'none' }), nextStepAt: new Date(now.getTime() + ownPauseMs) };
}

function stillUnknown(lane: LaneEffect): AfterCall {
  const nextStepAt = lane.effect === 'pause' ? lane.until : null;
  return { state: 'unknown', cause: null, nextStepAt, lane, lookUp: false };
}

function pauseLane(reason: string, pauseMs: number | null, context: CallContext): LaneEffect {
  const until = new Date(context.now.getTime() + (pauseMs ?? backOffMs(context.failures)));
  return { effect: 'pause', until, reason, failures: context.failures + 1 };
}
