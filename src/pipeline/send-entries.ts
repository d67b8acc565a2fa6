// Sends what is ready: the intent is durable before the call, a lone entry goes alone, a backlog in batches.
import type { Beginning } from '../posting/beginning.ts';
import { batchSizeMax, sendingKind } from '../posting/limits.ts';
import { isSummaryKey } from '../posting/posting-key.ts';
import type { HeldLane, LaneOf } from './lane.ts';
import type { PostOutcome } from './ledger-port.ts';
import { saveOutcomes } from './save-outcomes.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore, PostingRow } from './storage-port.ts';
import { recentCalls, type SavedCall, takeCall } from './take-call.ts';
import { takeUp } from './take-up.ts';
import { writeIntents } from './write-intents.ts';

/** What is to be sent next, its intents saved; from when on it may be; `taken-up`: QuickBooks held it; null where nothing is ready. */
export type NextCall = SavedCall | { readonly until: Date } | 'taken-up' | null;

export async function sendNext(lane: HeldLane, beginning: Beginning): Promise<StepResult> {
  return sendSaved(lane, await lane.write((store, now) => saveNextIntents(lane, store, { beginning, now })));
}

export async function sendSaved(lane: HeldLane, saved: NextCall): Promise<StepResult> {
  if (saved === null) return { did: 'nothing' };
  if (saved === 'taken-up') return { did: 'something' };
  if ('until' in saved) return { did: 'wait', until: saved.until };
  await lane.ports.reached?.(saved.batch ? 'batch-intent-saved' : 'intent-saved');
  await makeCall(lane, saved);
  return { did: 'something' };
}

/** Makes a call whose intent is saved, and saves what came of it. */
export async function makeCall(lane: HeldLane, call: SavedCall): Promise<void> {
  const { ports } = lane;
  lane.assertHeld();
  const stopShowing = showIfSlow(lane, call);
  const outcomes = await callLedger(lane, call).finally(stopShowing);
  await ports.reached?.(call.batch ? 'batch-sent' : 'sent');
  await saveOutcomes(lane, call, outcomes);
  await ports.reached?.(call.batch ? 'batch-outcome-saved' : 'outcome-saved');
}

/** Nearly every batch is answered before this, and to write twice how thirty events stand costs more than to write their outcomes. */
const slowCallMs = 1_000;

/** Events of a batch are shown as on their way once its answer is slow to come; those of a lone entry were with its intent. */
function showIfSlow(lane: HeldLane, call: SavedCall): () => void {
  if (!call.batch || call.sentBefore) return () => undefined;
  const keys = call.postings.map(({ key }) => key);
  const stop = lane.ports.clock.every(slowCallMs, () => {
    stop();
    // What is shown follows from the postings, whoever is first: where this fails, the outcome says it.
    lane.write((store) => store.events.refreshStatus(keys)).catch(() => undefined);
  });
  return stop;
}

async function callLedger(lane: HeldLane, call: SavedCall): Promise<ReadonlyMap<string, PostOutcome>> {
  const ledger = lane.ports.ledgerOf(lane.companyId);
  const guard = lane.guardOf(call.realmId);
  const items = call.postings.map((posting) => ({
    postingId: posting.id,
    itemId: posting.batchItemId ?? '',
    documentNumber: posting.documentNumber ?? '',
    body: posting.body ?? '',
  }));
  const [first] = items;
  if (first === undefined) throw new Error('A call without an entry.');
  if (!call.batch) {
    return new Map([[first.postingId, await ledger.postEntry({ guard, requestId: call.requestId, ...first })]]);
  }
  const answers = await ledger.postBatch({ guard, requestId: call.requestId, items });
  const unanswered: PostOutcome = {
    outcome: 'unknown',
    reason: 'the answer to the batch leaves it out',
    pauseMs: null,
    httpStatus: null,
    intuitTid: null,
  };
  return new Map(items.map((item) => [item.postingId, answers.get(item.itemId) ?? unanswered]));
}

export async function saveNextIntents(
  lane: LaneOf,
  store: CompanyStore,
  { beginning, now }: { readonly beginning: Beginning; readonly now: Date },
): Promise<NextCall> {
  const { ports } = lane;
  const connection = await store.connection.read();
  const oldest = connection === null ? [] : await readyToSend(store);
  if (connection === null || oldest.length === 0) return null;
  if ((await takeUp(lane, store, { ready: oldest, connection, now })) > 0) return 'taken-up';
  const together = goingTogether(oldest);
  const calls = await recentCalls(store, now);
  const kind = beginning === 'free' ? sendingKind({ ready: together.length, calls, now }) : 'single';
  const ready = kind === 'single' ? together.slice(0, 1) : together;
  const allowed = await takeCall(store, { ports, kind, now, calls });
  if (!allowed.ok) return { until: allowed.until };
  const batchId = kind === 'batch' ? ports.newId(now) : null;
  const intents = await writeIntents(lane, store, { postings: ready, connection, batchId, now });
  await store.postings.appendRecords(
    intents.map((intent) => ({
      id: ports.newId(now),
      postingId: intent.postingId,
      at: now,
      what: 'intent-saved' as const,
      requestId: intent.requestId,
      httpStatus: null,
      intuitTid: null,
      detail: { documentNumber: intent.documentNumber, ...(batchId !== null && { batchItem: intent.batchItemId }) },
    })),
  );
  if (batchId === null) await store.events.refreshStatus(ready.map((posting) => posting.key));
  const byId = new Map(intents.map((intent) => [intent.postingId, intent]));
  return {
    postings: ready.map((posting) => ({
      ...posting,
      ...byId.get(posting.id),
      state: 'intent-saved',
      firstSentAt: now,
    })),
    requestId: intents[0]?.requestId ?? '',
    batch: batchId !== null,
    sentBefore: false,
    announces: beginning === 'unannounced',
    realmId: connection.realmId,
    connectedAt: connection.connectedAt,
  };
}

/** The oldest by itself where it has to go so; else all that may share a batch. */
function goingTogether(oldest: readonly PostingRow[]): readonly PostingRow[] {
  return oldest[0]?.goesAlone === true ? oldest.slice(0, 1) : oldest.filter(({ goesAlone }) => !goesAlone);
}

/** Summaries locked: what joined one since it was built has it built anew, and nothing joins it any more. */
async function readyToSend(store: CompanyStore): Promise<readonly PostingRow[]> {
  const oldest = await store.postings.ready(batchSizeMax);
  const summaries = oldest.filter(({ key }) => isSummaryKey(key));
  if (summaries.length === 0) return oldest;
  await store.summaries.lock([...new Set(summaries.map(({ key }) => key))]);
  const locked = await store.postings.byIds(summaries.map(({ id }) => id));
  const ready = new Set(locked.filter(({ state }) => state === 'ready').map(({ id }) => id));
  return oldest.filter(({ id, key }) => !isSummaryKey(key) || ready.has(id));
}
