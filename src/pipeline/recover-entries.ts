// Resolves what is neither known to be written nor known not to be, of this holder of the lane or of an earlier one.
import { nextStep } from '../posting/next-step.ts';
import type { HeldLane } from './lane.ts';
import { lookUp } from './look-up.ts';
import { makeCalls } from './make-calls.ts';
import type { PostingRow } from './posting-port.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore } from './storage-port.ts';
import { type SavedCall, takeCall } from './take-call.ts';

/** So many unresolved postings are looked through at once; more than one batch, so that one which waits hides no other. */
const unresolvedMax = 300;

type Recovery =
  | { readonly step: 'send-again'; readonly call: SavedCall }
  | { readonly step: 'look-up'; readonly posting: PostingRow }
  | { readonly step: 'wait'; readonly until: Date }
  | { readonly step: 'none' };

export async function recoverNext(lane: HeldLane): Promise<StepResult> {
  const recovery = await lane.write((store, now) => planRecovery(lane, store, now));
  switch (recovery.step) {
    case 'none':
      return { did: 'nothing' };
    case 'wait':
      return { did: 'wait', until: recovery.until };
    case 'look-up':
      return lookUp(lane, recovery.posting, null);
    case 'send-again':
      await makeCalls(lane, [recovery.call]);
      return { did: 'something' };
  }
}

/** Events of a batch that is on its way, or that a worker left open, say so at once: where nothing is asked or sent for long, above all. */
export async function showUnresolved(store: CompanyStore): Promise<void> {
  const left = await store.postings.unresolved(unresolvedMax);
  await store.events.refreshStatus(left.map(({ key }) => key));
}

async function planRecovery(lane: HeldLane, store: CompanyStore, now: Date): Promise<Recovery> {
  const waits: Date[] = [];
  const seenBatches = new Set<string>();
  for (const posting of await store.postings.unresolved(unresolvedMax)) {
    if (posting.batchId !== null && seenBatches.has(posting.batchId)) continue;
    const together = posting.batchId === null ? [posting] : await store.postings.unresolvedOfBatch(posting.batchId);
    const settled = isSettled(posting, together);
    // Members of a batch that is partly settled go their own ways; a whole batch goes as one.
    if (posting.batchId !== null && !settled) seenBatches.add(posting.batchId);
    const batch = posting.batchId === null ? null : { settled };
    const next = nextStep({ ...posting, batch }, now);
    if (next.step === 'wait') waits.push(next.until);
    if (next.step === 'look-up') return { step: 'look-up', posting };
    if (next.step === 'send-again') return await sendAgain(lane, store, { together, now });
  }
  const [first] = waits.sort((a, b) => a.getTime() - b.getTime());
  return first === undefined ? { step: 'none' } : { step: 'wait', until: first };
}

/** Some of its batch are, and so it is no longer what was sent. */
function isSettled(posting: PostingRow, unresolved: readonly PostingRow[]): boolean {
  return unresolved.length !== (posting.batchSize ?? 1);
}

async function sendAgain(
  lane: HeldLane,
  store: CompanyStore,
  request: { together: readonly PostingRow[]; now: Date },
): Promise<Recovery> {
  const { together, now } = request;
  const [first] = together;
  if (first?.requestId == null) throw new Error('A posting that was sent has no request id.');
  const batch = first.batchId !== null;
  const allowed = await takeCall(store, { ports: lane.ports, kind: batch ? 'batch' : 'single', now });
  if (!allowed.ok) return { step: 'wait', until: allowed.until };
  const connection = await store.connection.read();
  if (connection === null || first.realmId === null)
    throw new Error('A posting that was sent has no company to go to.');
  const call: SavedCall = {
    postings: together,
    requestId: first.requestId,
    batch,
    sentBefore: true,
    announces: false,
    realmId: first.realmId,
    connectedAt: connection.connectedAt,
  };
  return { step: 'send-again', call };
}
