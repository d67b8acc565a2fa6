// Drains one company's lane: builds what is pending, resolves what an earlier holder left open, sends what is ready.
import { buildPending, releaseVoids } from './build-entries.ts';
import { releaseOpenedDay } from './closing-date.ts';
import { LeaseLostError } from './errors.ts';
import { acquireLane, type HeldLane } from './lane.ts';
import { laneCauseKinds } from './lane-causes.ts';
import type { PipelinePorts } from './ports.ts';
import { putBack } from './put-back.ts';
import { recheckNext } from './recheck-quickbooks.ts';
import { recoverNext } from './recover-entries.ts';
import { repostEntries } from './repost-entries.ts';
import { sendNext } from './send-entries.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore } from './storage-port.ts';
import { isSweepWanted, maySweep, sweepNext } from './sweep-quickbooks.ts';
import { isUnderWay, updateNext } from './update-entries.ts';

/** `later`: there is more to do, not before then. */
export type DrainResult = { readonly outcome: 'idle' } | { readonly outcome: 'later'; readonly at: Date };

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
  const acquired = await acquireLane(ports, companyId);
  if (!acquired.ok) return { outcome: 'later', at: acquired.busyUntil };
  try {
    await acquired.lane.write(async (store, now) => {
      await releaseVoids(ports, store, now);
      await releaseOpenedDay(ports, store, now);
    });
    await acquired.lane.write((store) => store.events.foldCounts());
    return await drain(acquired.lane, options.stopping);
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    return { outcome: 'later', at: new Date(ports.clock.now().getTime() + leaseLostRetryMs) };
  } finally {
    await acquired.stop();
  }
}

async function drain(lane: HeldLane, stopping: AbortSignal | undefined): Promise<DrainResult> {
  const turnEndsAt = lane.ports.clock.now().getTime() + turnMs;
  for (;;) {
    const now = lane.ports.clock.now();
    if (stopping?.aborted === true || now.getTime() >= turnEndsAt) return { outcome: 'later', at: now };
    const step = await laneStep(lane);
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
  }
}

/** A bit of each, so that a long backlog is being sent while its rest is still being built; only of what there is. */
async function laneStep(lane: HeldLane): Promise<StepResult> {
  const gate = await lane.write(readGate);
  // Before more is built over accounts that are no longer as they were; also while nothing is posted.
  if (gate.open.sweep) {
    const swept = await sweepNext(lane);
    if (swept.did !== 'nothing') return swept;
  }
  if (!gate.mayBuild) return nothing;
  const built = gate.open.pending ? await buildPending(lane) : nothing;
  if (!gate.maySend) return built;
  if (gate.pausedUntil !== null) return earliest([built, { did: 'wait', until: gate.pausedUntil }]);
  const recovered = gate.open.unresolved ? await recoverNext(lane) : nothing;
  // What an earlier holder left open is settled before anything new goes out, unless it has to wait.
  if (recovered.did === 'something') {
    await lane.write((store, now) => releaseVoids(lane.ports, store, now));
    return recovered;
  }
  // Before more is sent that would be refused for the same reason.
  const rechecked = gate.open.recheck ? await recheckNext(lane) : nothing;
  if (rechecked.did === 'something') return rechecked;
  const back = gate.open.putBack ? await updateNext(lane, putBack) : nothing;
  if (back.did === 'something') return back;
  const sent = gate.open.ready || built.did === 'something' ? await sendNext(lane) : nothing;
  // What is new goes first: what is posted again is in QuickBooks already.
  if (sent.did === 'something') return sent;
  const reposted = gate.open.repost ? await updateNext(lane, repostEntries) : nothing;
  return earliest([built, recovered, rechecked, back, sent, reposted]);
}

const nothing: StepResult = { did: 'nothing' };

function earliest(results: readonly StepResult[]): StepResult {
  if (results.some((result) => result.did === 'something')) return { did: 'something' };
  const waits = results.flatMap((result) => (result.did === 'wait' ? [result.until] : []));
  const [first] = waits.sort((a, b) => a.getTime() - b.getTime());
  return first === undefined ? { did: 'nothing' } : { did: 'wait', until: first };
}

interface Gate {
  /** The sync runs and there are books to build for. */
  readonly mayBuild: boolean;
  /** Nothing holds the lane as a whole: no call is spent while the connection is broken. */
  readonly maySend: boolean;
  readonly pausedUntil: Date | null;
  /** What there is to do, so that a step asks for nothing else. */
  readonly open: {
    readonly pending: boolean;
    readonly ready: boolean;
    readonly unresolved: boolean;
    readonly recheck: boolean;
    readonly sweep: boolean;
    readonly putBack: boolean;
    readonly repost: boolean;
    readonly nextDueAt: Date | null;
  };
}

async function readGate(store: CompanyStore, now: Date): Promise<Gate> {
  const company = await store.company.read();
  const connection = await store.connection.read();
  const lane = await store.lane.read();
  const causes = await store.causes.openOf(laneCauseKinds);
  const postings = await store.postings.openCount(now);
  const rechecks = await store.rechecks.asked();
  const paused = lane.pausedUntil !== null && lane.pausedUntil > now;
  const lapsed = causes.some(({ cause }) => cause.kind === 'company-lapsed');
  const refused = causes.some(({ cause }) => cause.kind === 'authentication');
  // A lapsed company is tried again by one entry whenever its pause is over: that is how a renewal is noticed.
  const maySend = connection?.state === 'connected' && !refused && !(lapsed && paused);
  const busy = postings.pending || postings.ready;
  const sweep = maySend && !paused && (await isSweepWanted(store, { now, busy }));
  return {
    mayBuild: company.syncState === 'running' && connection !== null && connection.state !== 'disconnected',
    maySend,
    pausedUntil: paused ? lane.pausedUntil : null,
    open: {
      ...{ ...postings, recheck: rechecks.length > 0, sweep },
      putBack: await isUnderWay(store, putBack),
      repost: await isUnderWay(store, repostEntries),
    },
  };
}

/** Null where there is something to do. A day that is not over is summed up later. */
async function releaseIfIdle(lane: HeldLane): Promise<DrainResult | null> {
  let nextDueAt: Date | null = null;
  const released = await lane.releaseIf(async (store, now) => {
    const gate = await readGate(store, now);
    if (gate.open.sweep && (await maySweep(store, now))) return false;
    if (!gate.mayBuild) return true;
    const { open } = gate;
    nextDueAt = open.nextDueAt;
    if (open.pending) return false;
    if (!gate.maySend) return true;
    return !open.ready && !open.unresolved && !open.recheck && !open.putBack && !open.repost;
  });
  if (!released) return null;
  return nextDueAt === null ? { outcome: 'idle' } : { outcome: 'later', at: nextDueAt };
}
