// Sends what is ready: the intent is durable before the call, a lone entry goes alone, a backlog in batches.
import { createHash } from 'node:crypto';
import { batchSizeMax, sendingKind } from '../posting/limits.ts';
import { batchItemId, batchRequestId, documentNumber, isSummaryKey, requestId } from '../posting/posting-key.ts';
import { chosenDimensions } from './chosen-dimensions.ts';
import { bodyWriter } from './entry-body.ts';
import type { HeldLane } from './lane.ts';
import type { PostOutcome } from './ledger-port.ts';
import { saveOutcomes } from './save-outcomes.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore, Intent, PostingRow } from './storage-port.ts';
import { recentCalls, type SavedCall, takeCall } from './take-call.ts';

/** What is to be sent next, its intents saved; from when on it may be; null where nothing is ready. */
export type NextCall = SavedCall | { readonly until: Date } | null;

export async function sendNext(lane: HeldLane): Promise<StepResult> {
  return sendSaved(lane, await lane.write((store, now) => saveNextIntents(lane, store, now)));
}

export async function sendSaved(lane: HeldLane, saved: NextCall): Promise<StepResult> {
  if (saved === null) return { did: 'nothing' };
  if ('until' in saved) return { did: 'wait', until: saved.until };
  await lane.ports.reached?.(saved.batch ? 'batch-intent-saved' : 'intent-saved');
  await makeCall(lane, saved);
  return { did: 'something' };
}

/** Makes a call whose intent is saved, and saves what came of it. */
export async function makeCall(lane: HeldLane, call: SavedCall): Promise<void> {
  const { ports } = lane;
  lane.assertHeld();
  const outcomes = await callLedger(lane, call);
  await ports.reached?.(call.batch ? 'batch-sent' : 'sent');
  await saveOutcomes(lane, call, outcomes);
  await ports.reached?.(call.batch ? 'batch-outcome-saved' : 'outcome-saved');
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

export async function saveNextIntents(lane: HeldLane, store: CompanyStore, now: Date): Promise<NextCall> {
  const { ports } = lane;
  const together = goingTogether(await readyToSend(store));
  const connection = await store.connection.read();
  if (together.length === 0 || connection === null) return null;
  const calls = await recentCalls(store, now);
  const kind = sendingKind({ ready: together.length, calls, now });
  const ready = kind === 'single' ? together.slice(0, 1) : together;
  const allowed = await takeCall(store, { ports, kind, now, calls });
  if (!allowed.ok) return { until: allowed.until };
  const entries = await store.postings.entriesToWrite(ready.map((posting) => posting.id));
  const batchId = kind === 'batch' ? ports.newId(now) : null;
  const chosen = await chosenDimensions(store, connection);
  const writeBody = await bodyWriter(ports.ledgerOf(lane.companyId), { store, chosen });
  const intents = ready.map((posting, index) => {
    const entry = entries.get(posting.id);
    if (entry === undefined) throw new Error(`Posting ${posting.id} is ready without an entry.`);
    const written = writeBody(posting, entry);
    if (!written.ok) throw new Error(`Posting ${posting.id} is ready and cannot be written: ${written.reason}`);
    return newIntent(posting, {
      body: written.body,
      realmId: connection.realmId,
      batch: batchId === null ? null : { id: batchId, index, size: ready.length },
    });
  });
  await store.postings.saveIntents(intents, now);
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
  await store.events.refreshStatus(ready.map((posting) => posting.key));
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

function newIntent(
  posting: PostingRow,
  request: { body: string; realmId: string; batch: { id: string; index: number; size: number } | null },
): Intent {
  const { body, realmId, batch } = request;
  return {
    postingId: posting.id,
    realmId,
    requestId: batch === null ? requestId(posting.id, posting.attempt) : batchRequestId(batch.id),
    documentNumber: documentNumber(posting.id),
    body,
    digest: createHash('sha256').update(body).digest(),
    batchId: batch?.id ?? null,
    batchItemId: batch === null ? null : batchItemId(batch.index),
    batchSize: batch?.size ?? null,
  };
}
