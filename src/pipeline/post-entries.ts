// Drains one company's lane: builds what is pending, resolves what an earlier holder left open, sends what is ready.
import { buildChunk, buildPending, releaseVoids } from './build-entries.ts';
import { releaseOpenedDay } from './closing-date.ts';
import { LeaseLostError } from './errors.ts';
import { followMerge } from './follow-merges.ts';
import { acquireLane, type HeldLane, type LaneOf } from './lane.ts';
import { type Gate, isIdle, isJustPosting, mayGo, readGate } from './lane-gate.ts';
import type { PipelinePorts } from './ports.ts';
import { putBack } from './put-back.ts';
import { recheckNext } from './recheck-quickbooks.ts';
import { recoverNext, showUnresolved } from './recover-entries.ts';
import { repostEntries } from './repost-entries.ts';
import { callRoll } from './roll-call.ts';
import { type NextCalls, saveNextIntents, sendNext, sendSaved } from './send-entries.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore } from './storage-port.ts';
import { maySweep, sweepNext } from './sweep-quickbooks.ts';
import { updateNext } from './update-entries.ts';

/**
 * `later`: there is more to do, and nothing of it before then. `look-again`: nothing is to be done here until then, unless
 * something comes up sooner, as it may have done since.
 */
export type DrainResult =
  | { readonly outcome: 'idle' }
  | { readonly outcome: 'later' | 'look-again'; readonly at: Date };

/** Shorter waits of the pace are waited out in place; longer ones give the worker to other lanes. */
const waitInPlaceMs = 1_500;
/** After so long a lane with more to do goes behind the others that wait for this worker. */
const turnMs = 1_000;
const leaseLostRetryMs = 1_000;

export async function drainLane(
  ports: PipelinePorts,
  companyId: string,
  options: { readonly stopping?: AbortSignal } = {},
): Promise<DrainResult> {
  if (options.stopping?.aborted === true) return { outcome: 'later', at: ports.clock.now() };
  const acquired = await acquireLane<Begun, DrainResult>(ports, companyId, (store, now) =>
    beginTurn({ ports, companyId }, store, now),
  );
  if (!acquired.ok) return { outcome: 'look-again', at: acquired.busyUntil };
  if ('released' in acquired) return acquired.released;
  try {
    return await drain(acquired.lane, acquired.begun, options.stopping);
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    return { outcome: 'look-again', at: new Date(ports.clock.now().getTime() + leaseLostRetryMs) };
  } finally {
    await acquired.stop();
  }
}

async function drain(lane: HeldLane, first: Begun, stopping: AbortSignal | undefined): Promise<DrainResult> {
  const turnEndsAt = lane.ports.clock.now().getTime() + turnMs;
  for (let begun = first; ; ) {
    const step = await endStep(lane, begun);
    switch (step.did) {
      case 'something':
        break;
      case 'nothing': {
        const idle = await releaseIfIdle(lane);
        if (idle !== null) return idle;
        break;
      }
      case 'wait': {
        const waitMs = step.until.getTime() - lane.ports.clock.now().getTime();
        if (waitMs > waitInPlaceMs) return { outcome: 'later', at: step.until };
        await lane.ports.clock.sleep(Math.max(waitMs, 1), stopping);
        break;
      }
    }
    const now = lane.ports.clock.now();
    // What the roll was called for goes in the same turn: it would be called again in the next one, and so on.
    const isTurnOver = now.getTime() >= turnEndsAt && !begun.gate.open.rollCall;
    if (stopping?.aborted === true || isTurnOver) return { outcome: 'later', at: now };
    const isBacklog = begun.next !== undefined;
    const next = await lane.writeOrRelease<Begun, DrainResult>((store, at) =>
      goOn(lane, store, { isBacklog, now: at }),
    );
    if ('released' in next) return next.released;
    begun = next;
  }
}

interface Begun {
  readonly gate: Gate;
  readonly built: boolean;
  /** Undefined: it was not all that there was to do. */
  readonly next: NextCalls | undefined;
}

type BegunOrReleased = Begun | { readonly released: DrainResult };

/** What time alone has lifted goes first. */
async function beginTurn(lane: LaneOf, store: CompanyStore, now: Date): Promise<BegunOrReleased> {
  await store.events.foldCounts();
  const found = await readGate(store, now);
  // Whoever held the lane before may have had no time to say that it is on its way; nothing may be asked or sent for long.
  if (found.open.unresolved) await showUnresolved(store);
  const mayOpen = found.mayRelease.includes('closed-period');
  const isOpened = mayOpen && (await releaseOpenedDay(lane.ports, store, now)) > 0;
  const gate = isOpened ? await readGate(store, now) : found;
  return beginStep(lane, store, { gate: await letVoidsGo(lane, store, { gate, now }), now });
}

/** After a step in which an event may have been settled that a void waits for: of a backlog that is after the last of it. */
async function goOn(
  lane: LaneOf,
  store: CompanyStore,
  { isBacklog, now }: { readonly isBacklog: boolean; readonly now: Date },
): Promise<BegunOrReleased> {
  const gate = await readGate(store, now);
  const isThrough = !isBacklog || isAllDone(gate);
  return beginStep(lane, store, { gate: isThrough ? await letVoidsGo(lane, store, { gate, now }) : gate, now });
}

/** Answers how the lane stands then. */
async function letVoidsGo(
  { ports }: LaneOf,
  store: CompanyStore,
  { gate, now }: { readonly gate: Gate; readonly now: Date },
): Promise<Gate> {
  const isAny = gate.mayRelease.includes('reversal') && (await releaseVoids(ports, store, now)) > 0;
  return isAny ? readGate(store, now) : gate;
}

/** In one transaction, what a step does most of the time: gives the lane back, or builds and saves the intents of what goes next. */
async function beginStep(
  lane: LaneOf,
  store: CompanyStore,
  { gate, now }: { readonly gate: Gate; readonly now: Date },
): Promise<BegunOrReleased> {
  if (isAllDone(gate)) return { released: idleUntil(gate) };
  const { rollCall, sweep, pending, goneAccount } = gate.open;
  // What was changed there counts before more is built over accounts that are no longer as they were.
  const asks = rollCall || sweep || goneAccount;
  const built = !asks && gate.mayBuild && pending && (await buildChunk(lane, store, now)) > 0;
  const pausedUntil = built ? null : longPauseOf(gate, now);
  if (pausedUntil !== null) return { released: { outcome: 'look-again', at: pausedUntil } };
  return {
    gate,
    built,
    next: isJustPosting(gate) ? await saveNextIntents(lane, store, { going: gate, now }) : undefined,
  };
}

/** For which the lane is given back. */
function longPauseOf({ pausedUntil, mayBuild, maySend }: Gate, now: Date): Date | null {
  if (pausedUntil === null || !mayBuild || !maySend) return null;
  return pausedUntil.getTime() - now.getTime() > waitInPlaceMs ? pausedUntil : null;
}

const isAllDone = (gate: Gate): boolean => !gate.open.sweep && gate.pausedUntil === null && isIdle(gate);

/** A bit of each, so that a long backlog is being sent while its rest is still being built; only of what there is. */
async function endStep(lane: HeldLane, { gate, built, next }: Begun): Promise<StepResult> {
  if (next !== undefined) return earliest([did(built), await sendSaved(lane, next)]);
  if (built) await lane.ports.reached?.('build-saved');
  // Before anything else is asked or sent: these books may be behind what QuickBooks holds.
  if (gate.open.rollCall) return callRoll(lane);
  // Before a sweep takes for a drift what a merge has moved.
  if (gate.open.goneAccount) {
    const followed = await followMerge(lane);
    if (followed.did !== 'nothing') return followed;
  }
  // Also while nothing is posted.
  if (gate.open.sweep) {
    const swept = await sweepNext(lane);
    if (swept.did !== 'nothing') return swept;
  }
  if (!gate.mayBuild) return nothing;
  const building = gate.open.sweep && gate.open.pending ? await buildPending(lane) : did(built);
  if (!gate.maySend) return building;
  if (gate.pausedUntil !== null) return earliest([building, { did: 'wait', until: gate.pausedUntil }]);
  const recovered = gate.open.unresolved ? await recoverNext(lane) : nothing;
  // What an earlier holder left open is settled before anything new goes out, unless it has to wait.
  if (recovered.did === 'something') return recovered;
  // Before more is sent that would be refused for the same reason.
  const rechecked = gate.open.recheck ? await recheckNext(lane) : nothing;
  if (rechecked.did === 'something') return rechecked;
  const back = gate.open.putBack ? await updateNext(lane, putBack) : nothing;
  if (back.did === 'something') return back;
  const sent = mayGo(gate, { built: building.did === 'something' }) ? await sendNext(lane, gate) : nothing;
  // What is new goes first: what is posted again is in QuickBooks already.
  if (sent.did === 'something') return sent;
  const reposted = gate.open.repost ? await updateNext(lane, repostEntries) : nothing;
  return earliest([building, recovered, rechecked, back, sent, reposted]);
}

const nothing: StepResult = { did: 'nothing' };
const did = (something: boolean): StepResult => ({ did: something ? 'something' : 'nothing' });

function earliest(results: readonly StepResult[]): StepResult {
  if (results.some((result) => result.did === 'something')) return { did: 'something' };
  const waits = results.flatMap((result) => (result.did === 'wait' ? [result.until] : []));
  const [first] = waits.sort((a, b) => a.getTime() - b.getTime());
  return first === undefined ? { did: 'nothing' } : { did: 'wait', until: first };
}

/** Null where there is something to do. */
async function releaseIfIdle(lane: HeldLane): Promise<DrainResult | null> {
  const given = await lane.writeOrRelease<null, DrainResult>(async (store, now) => {
    const gate = await readGate(store, now);
    const maySweepYet = gate.open.sweep && (await maySweep(store, now));
    return maySweepYet || !isIdle(gate) ? null : { released: idleUntil(gate) };
  });
  return given?.released ?? null;
}

/** A day that is not over is summed up later. Where nothing may be sent that waits until it may: what is due by then is seen by the next minute's sweep. */
function idleUntil({ mayBuild, maySend, nextDueAt }: Gate): DrainResult {
  return mayBuild && maySend && nextDueAt !== null ? { outcome: 'look-again', at: nextDueAt } : { outcome: 'idle' };
}
