// Makes calls whose intents are saved, several at once, and saves what came of them: together where their answers come together.
import type { HeldLane } from './lane.ts';
import type { PostOutcome } from './ledger-port.ts';
import { type AnsweredCall, saveOutcomes } from './save-outcomes.ts';
import type { SavedCall } from './take-call.ts';

/** Nearly every batch is answered before this, and to write twice how its events stand costs more than to write their outcomes. */
const slowCallMs = 1_000;

/**
 * Ends when every call has: a lane that was given back with one under way could have the next holder make it beside it.
 * What cannot be saved stays an intent, and is resolved as after a crash.
 */
export async function makeCalls(lane: HeldLane, calls: readonly SavedCall[]): Promise<void> {
  lane.assertHeld();
  const unsaved: AnsweredCall[] = [];
  const slow = whileSlow(lane, { calls, unsaved });
  const made = await Promise.allSettled(
    calls.map(async (call) => {
      const outcomes = await callLedger(lane, call);
      await lane.ports.reached?.(call.batch ? 'batch-sent' : 'sent');
      unsaved.push({ call, outcomes });
    }),
  );
  await slow.end();
  await saveAnswered(lane, unsaved);
  for (const one of made) if (one.status === 'rejected') throw one.reason;
}

/** Of calls whose answers are slow to come, those that came are saved, and the events of the others shown as on their way. */
function whileSlow(lane: HeldLane, of: { calls: readonly SavedCall[]; unsaved: AnsweredCall[] }) {
  let saving: Promise<void> = Promise.resolve();
  let shown = false;
  const stop = lane.ports.clock.every(slowCallMs, () => {
    if (!shown) showOnTheirWay(lane, of.calls);
    shown = true;
    saving = saving.then(() => saveAnswered(lane, of.unsaved));
    // Told by `end`.
    saving.catch(() => undefined);
  });
  return {
    end(): Promise<void> {
      stop();
      return saving;
    },
  };
}

async function saveAnswered(lane: HeldLane, unsaved: AnsweredCall[]): Promise<void> {
  const answered = unsaved.splice(0);
  if (answered.length === 0) return;
  await saveOutcomes(lane, answered);
  await lane.ports.reached?.(answered[0]?.call.batch === true ? 'batch-outcome-saved' : 'outcome-saved');
}

/** Those of a lone entry were shown with its intent. */
function showOnTheirWay(lane: HeldLane, calls: readonly SavedCall[]): void {
  const keys = calls.flatMap(({ batch, sentBefore, postings }) =>
    batch && !sentBefore ? postings.map(({ key }) => key) : [],
  );
  if (keys.length === 0) return;
  // What is shown follows from the postings, whoever is first: where this fails, the outcome says it.
  lane.write((store) => store.events.refreshStatus(keys)).catch(() => undefined);
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
