// What came of a call: the posting, its timeline, its event's status and the lane's standing, all in one transaction.
import { type AfterCall, afterCall, type LaneEffect, strongestEffect } from '../posting/next-step.ts';
import { ownPauseMs } from '../posting/unanswered.ts';
import { closingDateOver } from './closing-date.ts';
import type { ConnectionRow } from './connection-port.ts';
import type { HeldLane } from './lane.ts';
import { raiseLaneCause, requireReconnect, resolveLaneCauses } from './lane-causes.ts';
import type { LaneRow } from './lane-port.ts';
import type { PostOutcome } from './ledger-port.ts';
import { lookUp } from './look-up.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRecord, PostingRow } from './posting-port.ts';
import { type AskedThrough, isAskedThrough } from './same-connection.ts';
import { savePostings } from './save-postings.ts';
import type { CompanyStore } from './storage-port.ts';
import type { SavedCall } from './take-call.ts';

/** A company whose subscription lapsed is tried again by one entry so often. */
const lapsedRetryMs = 15 * 60_000;

export interface AnsweredCall {
  readonly call: SavedCall;
  /** By the id of the posting. */
  readonly outcomes: ReadonlyMap<string, PostOutcome>;
}

interface Settled {
  readonly posting: PostingRow;
  readonly call: SavedCall;
  readonly outcome: PostOutcome;
  readonly after: AfterCall;
}

/** Of calls that one step of the lane has made, under one connection. */
export async function saveOutcomes(lane: HeldLane, answered: readonly AnsweredCall[]): Promise<void> {
  const toLookUp = await lane.write(async (store, now) => {
    const before = { lane: await store.lane.read(), connection: await store.connection.read() };
    const settled = answered.flatMap((one) => settle(one, { now, ...before }));
    await saveSettled(lane.ports, store, { settled, now });
    await applyEffects(lane.ports, store, { answered, settled, now, ...before });
    const shown = settled.find(({ call, outcome }) => call.announces && outcome.outcome === 'accepted');
    if (shown !== undefined) await store.rollCalls.noteAnnounced(shown.call.realmId, now);
    return settled.filter((one) => one.after.lookUp);
  });
  for (const one of toLookUp) await lookUp(lane, one.posting, one.outcome);
}

/** How the lane and its connection stood before the answer. */
interface Before {
  readonly lane: LaneRow;
  readonly connection: ConnectionRow | null;
}

function settle({ call, outcomes }: AnsweredCall, of: { now: Date } & Before): readonly Settled[] {
  const { connection, now } = of;
  const { failures } = of.lane;
  return call.postings.map((posting) => {
    const outcome = outcomes.get(posting.id);
    if (outcome === undefined) throw new Error(`Posting ${posting.id} was sent and has no outcome.`);
    const closedUntil = closingDateOver(posting.postingDate, connection);
    const context = { sentBefore: call.sentBefore, failures, ownPauseMs: ownPauseMs(posting, now), closedUntil, now };
    return { posting, call, outcome, after: afterCall(outcome, context) };
  });
}

async function applyEffects(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { answered: readonly AnsweredCall[]; settled: readonly Settled[]; now: Date } & Before,
): Promise<void> {
  const { answered, settled, ...when } = of;
  const [first] = answered;
  if (first === undefined) return;
  const effects = settled.map((one) => one.after.lane);
  const outcomes = settled.map(({ outcome }) => outcome);
  await applyCallEffect(ports, store, { effects, asked: first.call, outcomes, ...when });
}

async function saveSettled(
  ports: PipelinePorts,
  store: CompanyStore,
  { settled, now }: { settled: readonly Settled[]; now: Date },
): Promise<void> {
  await savePostings(
    ports,
    store,
    settled.map(({ posting, call, outcome, after }) => ({
      posting,
      cause: after.cause,
      // An answer to a call that was made again tells of the first.
      heldAt: posting.firstSentAt ?? now,
      change: {
        postingId: posting.id,
        state: after.state,
        // An answer may be replayed to the same request id, and this one said that nothing was written: it may read otherwise next time.
        attempt: after.state === 'ready' && outcome.httpStatus !== null ? posting.attempt + 1 : posting.attempt,
        quickbooksId: outcome.outcome === 'accepted' ? outcome.quickbooksId : null,
        syncToken: outcome.outcome === 'accepted' ? outcome.syncToken : null,
        // Ready: certainly not there. Anything else may be, or is, in that company and in no other.
        realmId: after.state === 'ready' ? null : call.realmId,
        acceptedAt: outcome.outcome === 'accepted' ? now : null,
        nextStepAt: after.nextStepAt,
        goesAlone: posting.goesAlone || (outcome.outcome === 'not-sent' && outcome.why === 'batch-refused'),
        unanswered: after.state === 'accepted' ? 0 : posting.unanswered,
      },
      record: outcomeRecord(outcome, { id: ports.newId(now), posting, requestId: call.requestId, now }),
    })),
    now,
  );
}

/** What a call means for the lane. An answer to tokens that a person has replaced meanwhile says nothing about the new ones. */
export async function applyCallEffect(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { effects: readonly LaneEffect[]; asked: AskedThrough; outcomes: readonly PostOutcome[]; now: Date } & Before,
): Promise<void> {
  const { effects, asked, outcomes, lane, connection, now } = of;
  if (!isAskedThrough(connection, asked)) return;
  // Also where the lane has to pause for another of the same call.
  if (effects.some(({ effect }) => effect === 'healthy')) await store.connection.noteEntryAnswered(now);
  await applyEffect(ports, store, { effect: strongestEffect(effects), lane, now, reason: reasonOf(outcomes) });
}

async function applyEffect(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { effect: LaneEffect; lane: LaneRow; now: Date; reason: string },
): Promise<void> {
  const { effect, lane, now, reason } = request;
  switch (effect.effect) {
    case 'none':
      return;
    case 'healthy':
      if (lane.pausedReason !== null || lane.failures > 0) await store.lane.pause(null);
      await resolveLaneCauses(store, ['company-lapsed'], now);
      return;
    case 'pause':
      await store.lane.pause({ until: effect.until, reason: effect.reason, failures: effect.failures });
      await store.connection.noteError(`QuickBooks did not answer as it should: ${effect.reason}`, now);
      return;
    case 'blocked':
      if (effect.cause.kind === 'authentication') {
        await requireReconnect(store, { now, newId: ports.newId, reason });
        return;
      }
      await raiseLaneCause(store, effect.cause, { now, newId: ports.newId });
      await store.lane.pause({ until: new Date(now.getTime() + lapsedRetryMs), reason, failures: 0 });
  }
}

function reasonOf(outcomes: readonly PostOutcome[]): string {
  for (const outcome of outcomes) {
    if (outcome.outcome === 'not-sent' || outcome.outcome === 'unknown') return outcome.reason;
    if (outcome.outcome === 'refused') return outcome.message;
  }
  return '';
}

export function outcomeRecord(
  outcome: PostOutcome,
  of: { id: string; posting: PostingRow; requestId: string; now: Date },
): PostingRecord {
  return {
    id: of.id,
    postingId: of.posting.id,
    at: of.now,
    what: outcome.outcome,
    requestId: of.requestId,
    httpStatus: outcome.httpStatus,
    intuitTid: outcome.intuitTid,
    detail: outcomeDetail(outcome),
  };
}

function outcomeDetail(outcome: PostOutcome): Readonly<Record<string, unknown>> {
  switch (outcome.outcome) {
    case 'accepted':
      return { quickbooksId: outcome.quickbooksId };
    case 'refused':
      return { code: outcome.code, message: outcome.message, detail: outcome.detail, element: outcome.element };
    case 'unknown':
      return { reason: outcome.reason };
    case 'not-sent':
      return { why: outcome.why, reason: outcome.reason };
  }
}
