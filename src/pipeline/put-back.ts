// Puts ours back over what somebody left in QuickBooks: an update with their sync token, as a step of the lane, its intent saved before.
import {
  type AfterReading,
  afterPutBack,
  afterReading,
  assertDriftTransition,
  nextPutBackStep,
} from '../posting/drift.ts';
import { requestId } from '../posting/posting-key.ts';
import type { DriftRow } from './drift-port.ts';
import { bodyInForce, openDrift } from './find-drift.ts';
import type { HeldLane } from './lane.ts';
import type { HeldVersion, PostOutcome } from './ledger-port.ts';
import type { PipelinePorts } from './ports.ts';
import { readUnanswered } from './read-unanswered.ts';
import type { AskedThrough } from './same-connection.ts';
import { applyCallEffect, outcomeRecord } from './save-outcomes.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore, PostingRow } from './storage-port.ts';
import { seeChangesFrom } from './sweep-quickbooks.ts';
import { takeCall } from './take-call.ts';

/** So many are looked through at once, so that one which waits hides no other. */
const puttingBackMax = 100;

interface PuttingBack {
  readonly step: 'send' | 'read';
  /** As it was saved before the call. */
  readonly drift: DriftRow;
  readonly posting: PostingRow;
  /** The body that is put back. */
  readonly ours: string;
  readonly sentBefore: boolean;
  readonly asked: AskedThrough;
}

export async function putBackNext(lane: HeldLane): Promise<StepResult> {
  const plan = await lane.write((store, now) => planPutBack(lane, store, now));
  if (plan === null) return { did: 'nothing' };
  if ('until' in plan) return { did: 'wait', until: plan.until };
  if (plan.step === 'read') return readBack(lane, plan, null);
  await lane.ports.reached?.('intent-saved');
  return send(lane, plan);
}

/** Whether a lane that has nothing else to do still has this to do. */
export async function isPuttingBack(store: CompanyStore): Promise<boolean> {
  const [first] = await store.drifts.puttingBack(1);
  return first !== undefined && first.realmId === (await store.connection.read())?.realmId;
}

async function planPutBack(
  lane: HeldLane,
  store: CompanyStore,
  now: Date,
): Promise<PuttingBack | { until: Date } | null> {
  const connection = await store.connection.read();
  const waits: Date[] = [];
  for (const drift of await store.drifts.puttingBack(puttingBackMax)) {
    const next = nextPutBackStep(drift, now);
    if (next.step === 'wait') waits.push(next.until);
    if (next.step === 'wait' || next.step === 'none' || connection?.realmId !== drift.realmId) continue;
    const kind = next.step === 'read' ? 'read' : 'single';
    const allowed = await takeCall(store, { ports: lane.ports, kind, now });
    if (!allowed.ok) return allowed;
    const { posting, ours } = await whatToPutBack(store, drift);
    const saved = next.step === 'send' ? await saveIntent(lane, store, { drift, posting, ours, now }) : drift;
    const step = next.step === 'read' ? 'read' : 'send';
    return { step, drift: saved, posting, ours, sentBefore: next.step !== 'send', asked: connection };
  }
  const [first] = waits.sort((a, b) => a.getTime() - b.getTime());
  return first === undefined ? null : { until: first };
}

async function whatToPutBack(store: CompanyStore, drift: DriftRow): Promise<{ posting: PostingRow; ours: string }> {
  const [posting] = await store.postings.byIds([drift.postingId]);
  if (posting === undefined) throw new Error(`Drift ${drift.id} is of no posting.`);
  const ours = bodyInForce(posting, (await store.drifts.theirsInForce([posting.id])).get(posting.id));
  if (ours === null) throw new Error(`Drift ${drift.id} is of an entry whose deletion was accepted.`);
  return { posting, ours };
}

async function saveIntent(
  lane: HeldLane,
  store: CompanyStore,
  of: { drift: DriftRow; posting: PostingRow; ours: string; now: Date },
): Promise<DriftRow> {
  const { drift, posting, ours, now } = of;
  if (drift.syncToken === null) throw new Error(`Drift ${drift.id} is of an entry that is gone: it is posted anew.`);
  assertDriftTransition(drift.state, 'put-back-sent');
  const { quickbooksId, syncToken } = drift;
  const saved: DriftRow = {
    ...drift,
    state: 'put-back-sent',
    requestId: requestId(drift.id, drift.attempt),
    body: lane.ports.ledgerOf(lane.companyId).updateBody({ body: ours, quickbooksId, syncToken }),
    sentAt: now,
    nextStepAt: null,
    problem: null,
  };
  await store.drifts.save(saved);
  const detail = { documentNumber: posting.documentNumber, quickbooksId, over: syncToken };
  await store.postings.appendRecords([
    {
      ...{ id: lane.ports.newId(now), postingId: posting.id, at: now, what: 'intent-saved' },
      ...{ requestId: saved.requestId, httpStatus: null, intuitTid: null, detail },
    },
  ]);
  return saved;
}

async function send(lane: HeldLane, plan: PuttingBack): Promise<StepResult> {
  const { ports } = lane;
  const { drift, posting } = plan;
  lane.assertHeld();
  const outcome = await ports.ledgerOf(lane.companyId).postEntry({
    guard: lane.guardOf(drift.realmId),
    requestId: drift.requestId ?? '',
    documentNumber: posting.documentNumber ?? '',
    body: drift.body ?? '',
  });
  await ports.reached?.('sent');
  const reading = await lane.write((store, now) => saveOutcome(ports, store, { plan, outcome, now }));
  await ports.reached?.('outcome-saved');
  if (reading === null) return { did: 'something' };
  const allowed = await lane.write((store, now) => takeCall(store, { ports, kind: 'read', now }));
  // What was sent stays sent until then, and is sent again unchanged or read later.
  if (!allowed.ok) return { did: 'wait', until: allowed.until };
  return readBack(lane, plan, reading.problem);
}

/** Null unless what is there now has to be read. */
async function saveOutcome(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { plan: PuttingBack; outcome: PostOutcome; now: Date },
): Promise<{ problem: string | null } | null> {
  const { plan, outcome, now } = of;
  const { drift, posting } = plan;
  const { failures } = await store.lane.read();
  const after = afterPutBack(outcome, { sentBefore: plan.sentBefore, failures, closedUntil: null, now });
  const sent = { posting, requestId: drift.requestId ?? '', id: ports.newId(now), now };
  await store.postings.appendRecords([outcomeRecord(outcome, sent)]);
  await applyCallEffect(ports, store, { effect: after.lane, asked: plan.asked, outcomes: [outcome], now });
  // An answer may be replayed to the same request id, and this one said that nothing was written.
  const attempt = outcome.outcome === 'refused' ? drift.attempt + 1 : drift.attempt;
  switch (after.state) {
    case 'read':
      return { problem: after.problem };
    case 'settled':
      await settle(store, { plan, syncToken: after.syncToken, heldAt: drift.sentAt ?? now, now });
      return null;
    case 'put-back-sent':
      await store.drifts.save({ ...drift, nextStepAt: after.nextStepAt });
      return null;
    case 'put-back-asked':
      await move(store, drift, { state: 'put-back-asked', attempt });
      return null;
    case 'open':
      await move(store, drift, { state: 'open', attempt, problem: after.problem });
      return null;
  }
}

async function settle(
  store: CompanyStore,
  of: { plan: PuttingBack; syncToken: string; heldAt: Date; now: Date },
): Promise<void> {
  const { plan, syncToken, heldAt, now } = of;
  await seeChangesFrom(store, { realmId: plan.drift.realmId, entries: 1, heldAt, now });
  await store.drifts.noteSyncToken(plan.posting.id, syncToken);
  await move(store, plan.drift, { state: 'settled', settledAs: 'ours', settledAt: now });
}

async function move(
  store: CompanyStore,
  drift: DriftRow,
  change: Partial<DriftRow> & Pick<DriftRow, 'state'>,
): Promise<void> {
  assertDriftTransition(drift.state, change.state);
  await store.drifts.save({ ...drift, nextStepAt: null, ...change });
}

/** A metered read, counted before: what is there tells what became of what was sent. */
async function readBack(lane: HeldLane, plan: PuttingBack, problem: string | null): Promise<StepResult> {
  const { ports, companyId } = lane;
  const { drift } = plan;
  const guard = lane.guardOf(drift.realmId);
  const answer = await ports.ledgerOf(companyId).readVersions({ guard, quickbooksIds: [drift.quickbooksId] });
  await lane.write(async (store, now) => {
    if (!answer.ok) return readUnanswered(ports, store, { answer, asked: plan.asked, now });
    const held = answer.held.find(({ quickbooksId }) => quickbooksId === drift.quickbooksId) ?? null;
    const ours = ports.ledgerOf(companyId).versionOf(plan.ours);
    if (ours === null || drift.sentAt === null || drift.syncToken === null) {
      throw new Error(`Drift ${drift.id} was put back and has nothing to compare with.`);
    }
    const sent = { ours, over: drift.syncToken, sentAt: drift.sentAt, problem, now };
    await saveReading(ports, store, { plan, held, after: afterReading(held, sent), now });
  });
  return { did: 'something' };
}

async function saveReading(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { plan: PuttingBack; held: HeldVersion | null; after: AfterReading; now: Date },
): Promise<void> {
  const { plan, held, after, now } = of;
  const { drift, posting } = plan;
  switch (after.state) {
    case 'settled':
      return settle(store, { plan, syncToken: after.syncToken, heldAt: now, now });
    case 'put-back-sent':
      return store.drifts.save({ ...drift, nextStepAt: after.nextStepAt });
    case 'put-back-asked':
      // Certainly not written: sent anew under a request id that QuickBooks cannot have seen.
      return move(store, drift, { state: 'put-back-asked', attempt: drift.attempt + 1 });
    case 'open':
      if (after.theirs) return openDrift(ports, store, { posting, held, drift, now, problem: after.problem });
      return move(store, drift, { state: 'open', attempt: drift.attempt + 1, problem: after.problem });
  }
}
