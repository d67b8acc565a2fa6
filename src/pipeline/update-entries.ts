// Writes entries that QuickBooks holds over exactly the version that was seen, as a step of the lane, the intent saved before.
import {
  type AfterReading,
  type AfterUpdate,
  afterReading,
  afterUpdate,
  type EntryUpdate,
  nextUpdateStep,
} from '../posting/entry-update.ts';
import { requestId } from '../posting/posting-key.ts';
import { ownPauseMs } from '../posting/unanswered.ts';
import type { HeldLane } from './lane.ts';
import type { HeldVersion, Ledger, PostOutcome } from './ledger-port.ts';
import { mergedBodies } from './merged-bodies.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import { readUnanswered } from './read-unanswered.ts';
import type { AskedThrough } from './same-connection.ts';
import { applyCallEffect, outcomeRecord } from './save-outcomes.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore } from './storage-port.ts';
import { takeCall } from './take-call.ts';

/** So many are looked through at once, so that one which waits hides no other. */
const underWayMax = 100;

/** What is at hand when an update has come to something. */
export interface UpdateAtHand<Update extends EntryUpdate> {
  readonly update: Update;
  readonly posting: PostingRow;
  /** The body that the entry is to have. */
  readonly target: string;
  readonly now: Date;
}

/** What tells one kind of update from another: where it is kept, and what it comes to. */
export interface UpdateKind<Update extends EntryUpdate> {
  /** Asked for or sent, the oldest first. */
  underWay(store: CompanyStore, limit: number): Promise<readonly Update[]>;
  /** The update as it stands, and the body that it is to have; null: it is of no use any more, and that has been saved. */
  prepare(
    ports: PipelinePorts,
    store: CompanyStore,
    of: { readonly update: Update; readonly posting: PostingRow; readonly ledger: Ledger; readonly now: Date },
  ): Promise<{ readonly update: Update; readonly target: string } | null>;
  /** Asked for, sent, or waiting for a time. */
  save(store: CompanyStore, update: Update): Promise<void>;
  written(
    ports: PipelinePorts,
    store: CompanyStore,
    of: UpdateAtHand<Update> & {
      readonly syncToken: string;
      /** From when on QuickBooks may have held it so. */
      readonly heldAt: Date;
      readonly ledger: Ledger;
    },
  ): Promise<void>;
  /** Certainly not written, and of no use to be sent again. */
  refused(
    ports: PipelinePorts,
    store: CompanyStore,
    of: UpdateAtHand<Update> & { readonly problem: string; readonly outcome: PostOutcome | null },
  ): Promise<void>;
  /** What is there is neither what was to be written over nor what was to be written; null: it is gone. */
  overtaken(
    ports: PipelinePorts,
    store: CompanyStore,
    of: UpdateAtHand<Update> & {
      readonly held: HeldVersion | null;
      readonly problem: string | null;
      readonly ledger: Ledger;
    },
  ): Promise<void>;
}

interface Planned<Update extends EntryUpdate> {
  readonly step: 'send' | 'read';
  /** As it was saved before the call. */
  readonly update: Update;
  readonly posting: PostingRow;
  readonly target: string;
  readonly sentBefore: boolean;
  readonly asked: AskedThrough;
}

export async function updateNext<Update extends EntryUpdate>(
  lane: HeldLane,
  kind: UpdateKind<Update>,
): Promise<StepResult> {
  const plan = await lane.write((store, now) => planUpdate(lane, store, { kind, now }));
  if (plan === null) return { did: 'nothing' };
  if (plan === 'settled') return { did: 'something' };
  if ('until' in plan) return { did: 'wait', until: plan.until };
  if (plan.step === 'read') return readBack(lane, kind, { plan, problem: null, isRefused: false });
  await lane.ports.reached?.('intent-saved');
  return send(lane, kind, plan);
}

async function planUpdate<Update extends EntryUpdate>(
  lane: HeldLane,
  store: CompanyStore,
  of: { kind: UpdateKind<Update>; now: Date },
): Promise<Planned<Update> | { until: Date } | 'settled' | null> {
  const { kind, now } = of;
  const connection = await store.connection.read();
  const ledger = lane.ports.ledgerOf(lane.companyId);
  const waits: Date[] = [];
  let settled = false;
  for (const found of await kind.underWay(store, underWayMax)) {
    const next = nextUpdateStep(found, now);
    if (next.step === 'wait') waits.push(next.until);
    if (next.step === 'wait' || connection?.realmId !== found.realmId) continue;
    const posting = await postingOf(store, found);
    const prepared = await kind.prepare(lane.ports, store, { update: found, posting, ledger, now });
    settled ||= prepared === null;
    if (prepared === null) continue;
    const { update, target } = prepared;
    const allowed = await takeCall(store, { ports: lane.ports, kind: next.step === 'read' ? 'read' : 'single', now });
    if (!allowed.ok) return settled ? 'settled' : allowed;
    const sending = next.step === 'send';
    const saved = sending ? await saveIntent(lane, store, { kind, at: { update, posting, target, now } }) : update;
    const step = next.step === 'read' ? 'read' : 'send';
    return { step, update: saved, posting, target, sentBefore: !sending, asked: connection };
  }
  if (settled) return 'settled';
  const [first] = waits.sort((a, b) => a.getTime() - b.getTime());
  return first === undefined ? null : { until: first };
}

async function postingOf(store: CompanyStore, update: EntryUpdate): Promise<PostingRow> {
  const [posting] = await store.postings.byIds([update.postingId]);
  if (posting === undefined) throw new Error(`Update ${update.id} is of no posting.`);
  return posting;
}

async function saveIntent<Update extends EntryUpdate>(
  lane: HeldLane,
  store: CompanyStore,
  of: { kind: UpdateKind<Update>; at: UpdateAtHand<Update> },
): Promise<Update> {
  const { update, posting, target, now } = of.at;
  const { quickbooksId, over: syncToken } = update;
  const saved: Update = {
    ...update,
    state: 'sent',
    requestId: requestId(update.id, update.attempt),
    body: lane.ports.ledgerOf(lane.companyId).updateBody({ body: target, quickbooksId, syncToken }),
    sentAt: now,
    nextStepAt: null,
  };
  await of.kind.save(store, saved);
  const detail = { documentNumber: posting.documentNumber, quickbooksId, over: syncToken };
  await store.postings.appendRecords([
    {
      ...{ id: lane.ports.newId(now), postingId: posting.id, at: now, what: 'intent-saved' },
      ...{ requestId: saved.requestId, httpStatus: null, intuitTid: null, detail },
    },
  ]);
  return saved;
}

async function send<Update extends EntryUpdate>(
  lane: HeldLane,
  kind: UpdateKind<Update>,
  plan: Planned<Update>,
): Promise<StepResult> {
  const { ports } = lane;
  const { update, posting } = plan;
  const ledger = ports.ledgerOf(lane.companyId);
  lane.assertHeld();
  const outcome = await ledger.postEntry({
    guard: lane.guardOf(update.realmId),
    requestId: update.requestId ?? '',
    documentNumber: posting.documentNumber ?? '',
    body: update.body ?? '',
  });
  await ports.reached?.('sent');
  const reading = await lane.write((store, now) => saveOutcome(ports, store, { kind, plan, outcome, ledger, now }));
  await ports.reached?.('outcome-saved');
  if (reading === null) return { did: 'something' };
  const allowed = await lane.write((store, now) => takeCall(store, { ports, kind: 'read', now }));
  // What was sent stays sent until then, and is sent again unchanged or read later.
  if (!allowed.ok) return { did: 'wait', until: allowed.until };
  return readBack(lane, kind, { plan, ...reading });
}

type Reading = Pick<Extract<AfterUpdate, { state: 'read' }>, 'problem' | 'isRefused'>;

/** Null unless what is there now has to be read. */
async function saveOutcome<Update extends EntryUpdate>(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { kind: UpdateKind<Update>; plan: Planned<Update>; outcome: PostOutcome; ledger: Ledger; now: Date },
): Promise<Reading | null> {
  const { kind, plan, outcome, ledger, now } = of;
  const { update, posting, target } = plan;
  const before = { lane: await store.lane.read(), connection: await store.connection.read() };
  const { failures } = before.lane;
  const pauseMs = ownPauseMs({ ...update, firstSentAt: update.sentAt }, now);
  const context = { sentBefore: plan.sentBefore, failures, ownPauseMs: pauseMs, closedUntil: null, now };
  const after = afterUpdate(outcome, context);
  const sent = { posting, requestId: update.requestId ?? '', id: ports.newId(now), now };
  await store.postings.appendRecords([outcomeRecord(outcome, sent)]);
  await applyCallEffect(ports, store, {
    effects: [after.lane],
    asked: plan.asked,
    outcomes: [outcome],
    now,
    ...before,
  });
  // An answer may be replayed to the same request id, and this one said that nothing was written.
  const isAnswered = outcome.outcome === 'refused' || (after.state === 'asked' && outcome.httpStatus !== null);
  const again = { ...update, attempt: isAnswered ? update.attempt + 1 : update.attempt };
  const at = { update: again, posting, target, now };
  switch (after.state) {
    case 'read':
      return { problem: after.problem, isRefused: after.isRefused };
    case 'written':
      await kind.written(ports, store, { ...at, syncToken: after.syncToken, heldAt: update.sentAt ?? now, ledger });
      return null;
    case 'sent':
      await kind.save(store, { ...update, nextStepAt: after.nextStepAt });
      return null;
    case 'asked':
      await kind.save(store, { ...again, state: 'asked', nextStepAt: null });
      return null;
    case 'refused':
      await kind.refused(ports, store, { ...at, problem: after.problem, outcome });
      return null;
  }
}

/** A metered read, counted before: what is there tells what became of what was sent. */
async function readBack<Update extends EntryUpdate>(
  lane: HeldLane,
  kind: UpdateKind<Update>,
  of: { plan: Planned<Update> } & Reading,
): Promise<StepResult> {
  const { ports, companyId } = lane;
  const { plan, problem, isRefused } = of;
  const { update, target } = plan;
  const ledger = ports.ledgerOf(companyId);
  const guard = lane.guardOf(update.realmId);
  const answer = await ledger.readVersions({ guard, quickbooksIds: [update.quickbooksId] });
  await lane.write(async (store, now) => {
    if (!answer.ok) return readUnanswered(ports, store, { answer, asked: plan.asked, now });
    const held = answer.held.find(({ quickbooksId }) => quickbooksId === update.quickbooksId) ?? null;
    const ours = ledger.versionOf((await mergedBodies(store, ledger))(target));
    if (ours === null || update.sentAt === null) throw new Error(`Update ${update.id} has nothing to compare with.`);
    const entryAnsweredAt = (await store.connection.read())?.entryAnsweredAt ?? null;
    const { over, sentAt, unanswered } = update;
    const sent = { ours, over, sentAt, unanswered, entryAnsweredAt, problem, isRefused, now };
    const after = afterReading(held, sent);
    await saveReading(ports, store, { kind, plan, held, after, ledger, now });
  });
  return { did: 'something' };
}

async function saveReading<Update extends EntryUpdate>(
  ports: PipelinePorts,
  store: CompanyStore,
  of: {
    kind: UpdateKind<Update>;
    plan: Planned<Update>;
    held: HeldVersion | null;
    after: AfterReading;
    ledger: Ledger;
    now: Date;
  },
): Promise<void> {
  const { kind, plan, held, after, ledger, now } = of;
  const { update, posting, target } = plan;
  // Certainly not written: sent anew, if at all, under a request id that QuickBooks cannot have seen.
  const again = { ...update, attempt: update.attempt + 1 };
  const at = { update: again, posting, target, now };
  switch (after.state) {
    case 'written':
      return kind.written(ports, store, { ...at, syncToken: after.syncToken, heldAt: now, ledger });
    case 'sent':
      return kind.save(store, { ...update, nextStepAt: after.nextStepAt });
    case 'asked':
      return kind.save(store, { ...again, unanswered: after.unanswered, state: 'asked', nextStepAt: null });
    case 'refused':
      return kind.refused(ports, store, { ...at, problem: after.problem, outcome: null });
    case 'overtaken':
      return kind.overtaken(ports, store, { ...at, held, problem: after.problem, ledger });
  }
}
