// Sends what is ready: the intents are durable before the calls, a lone entry goes alone, a backlog in batches, several at once.
import { batchesAtOnceMax, batchSizeMax, type RecentCall, sendingKind } from '../posting/limits.ts';
import { isSummaryKey } from '../posting/posting-key.ts';
import type { HeldLane, LaneOf } from './lane.ts';
import type { Gate } from './lane-gate.ts';
import { makeCalls } from './make-calls.ts';
import type { PipelinePorts } from './ports.ts';
import type { Intent, PostingRecord, PostingRow } from './posting-port.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore } from './storage-port.ts';
import { recentCalls, type SavedCall, takeCall } from './take-call.ts';
import { takeUp } from './take-up.ts';
import { writeIntents } from './write-intents.ts';

/** What is to be sent next, its intents saved; from when on it may be; `taken-up`: QuickBooks held it; null where nothing is ready. */
export type NextCalls = readonly SavedCall[] | { readonly until: Date } | 'taken-up' | null;

/** How the lane stands as far as what goes next depends on it. */
export type Going = Pick<Gate, 'beginning' | 'steady'>;

export async function sendNext(lane: HeldLane, going: Going): Promise<StepResult> {
  return sendSaved(lane, await lane.write((store, now) => saveNextIntents(lane, store, { going, now })));
}

export async function sendSaved(lane: HeldLane, saved: NextCalls): Promise<StepResult> {
  if (saved === null) return { did: 'nothing' };
  if (saved === 'taken-up') return { did: 'something' };
  if ('until' in saved) return { did: 'wait', until: saved.until };
  await lane.ports.reached?.(saved[0]?.batch === true ? 'batch-intent-saved' : 'intent-saved');
  await makeCalls(lane, saved);
  return { did: 'something' };
}

export async function saveNextIntents(
  lane: LaneOf,
  store: CompanyStore,
  { going, now }: { readonly going: Going; readonly now: Date },
): Promise<NextCalls> {
  const connection = await store.connection.read();
  const oldest = connection === null ? [] : await readyToSend(lane.ports, store, going);
  if (connection === null || oldest.length === 0) return null;
  if ((await takeUp(lane, store, { ready: oldest, connection, now })) > 0) return 'taken-up';
  const taken = await takeCalls(lane.ports, store, { ready: goingTogether(oldest), going, now });
  if ('until' in taken) return taken;
  const { batch, calls } = taken;
  const intents = await writeIntents(lane, store, { calls, batch, connection, now });
  await store.postings.appendRecords(intents.map((intent) => intentRecord(intent, { id: lane.ports.newId(now), now })));
  if (!batch) await store.events.refreshStatus(calls.flat().map(({ key }) => key));
  const byId = new Map(intents.map((intent) => [intent.postingId, intent]));
  return calls.map((postings) => ({
    postings: postings.map((posting) => ({
      ...posting,
      ...byId.get(posting.id),
      state: 'intent-saved',
      firstSentAt: now,
    })),
    requestId: byId.get(postings[0]?.id ?? '')?.requestId ?? '',
    batch,
    sentBefore: false,
    announces: going.beginning === 'unannounced',
    realmId: connection.realmId,
    connectedAt: connection.connectedAt,
  }));
}

interface TakenCalls {
  readonly batch: boolean;
  /** What each carries: one entry, or as many as a batch holds. */
  readonly calls: readonly (readonly PostingRow[])[];
}

/** As many batches as may be under way at once and there is room for, else one entry by itself. */
async function takeCalls(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { readonly ready: readonly PostingRow[]; readonly going: Going; readonly now: Date },
): Promise<TakenCalls | { readonly until: Date }> {
  const { ready, going, now } = of;
  const batchSize = batchSizeOf(ports);
  const calls: RecentCall[] = [...(await recentCalls(store, now))];
  const kindOf = (left: number) =>
    going.beginning === 'free' ? sendingKind({ ready: left, calls, now, batchSize }) : ('single' as const);
  const first = kindOf(ready.length);
  const size = first === 'batch' ? batchSize : 1;
  const taken: (readonly PostingRow[])[] = [];
  for (const most = mostAtOnce(first, going); taken.length < most; ) {
    const next = ready.slice(taken.length * size, (taken.length + 1) * size);
    // A rest that is worth no batch goes in the next step.
    if (next.length === 0 || (taken.length > 0 && kindOf(next.length) !== first)) break;
    const allowed = await takeCall(store, { ports, kind: first, now, calls });
    if (!allowed.ok && taken.length === 0) return { until: allowed.until };
    if (!allowed.ok) break;
    calls.push({ at: now, kind: first });
    taken.push(next);
  }
  return { batch: first === 'batch', calls: taken };
}

/** QuickBooks that has just been out of order is asked by one call whether it is well again. */
const mostAtOnce = (kind: 'single' | 'batch', { steady }: Going): number =>
  kind === 'batch' && steady ? batchesAtOnceMax : 1;

const batchSizeOf = (ports: PipelinePorts): number => ports.batchSize ?? batchSizeMax;

function intentRecord(intent: Intent, { id, now }: { readonly id: string; readonly now: Date }): PostingRecord {
  const { postingId, requestId, documentNumber, batchId, batchItemId } = intent;
  return {
    ...{ id, postingId, at: now, what: 'intent-saved', requestId, httpStatus: null, intuitTid: null },
    detail: { documentNumber, ...(batchId !== null && { batchItem: batchItemId }) },
  };
}

/** The oldest by itself where it has to go so; else all that may share a batch. */
function goingTogether(oldest: readonly PostingRow[]): readonly PostingRow[] {
  return oldest[0]?.goesAlone === true ? oldest.slice(0, 1) : oldest.filter(({ goesAlone }) => !goesAlone);
}

/** Summaries locked: what joined one since it was built has it built anew, and nothing joins it any more. */
async function readyToSend(ports: PipelinePorts, store: CompanyStore, going: Going): Promise<readonly PostingRow[]> {
  const oldest = await readyNext(ports, store, going);
  const summaries = oldest.filter(({ key }) => isSummaryKey(key));
  if (summaries.length === 0) return oldest;
  await store.summaries.lock([...new Set(summaries.map(({ key }) => key))]);
  const locked = await store.postings.byIds(summaries.map(({ id }) => id));
  const ready = new Set(locked.filter(({ state }) => state === 'ready').map(({ id }) => id));
  return oldest.filter(({ id, key }) => !isSummaryKey(key) || ready.has(id));
}

/** What was sent in vain before goes once nothing else does. */
async function readyNext(ports: PipelinePorts, store: CompanyStore, going: Going): Promise<readonly PostingRow[]> {
  const oldest = await store.postings.ready(mostAtOnce('batch', going) * batchSizeOf(ports));
  if (oldest.length > 0) return oldest;
  const again = await store.postings.readyAgain();
  return again === null ? [] : [again];
}
