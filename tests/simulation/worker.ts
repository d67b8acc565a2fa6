// A worker process that drains lanes, and dies, stands still or loses its database as the seed draws it; another takes its place.
import type { CrashPoint } from '../../src/pipeline/crash-points.ts';
import type { PipelinePorts } from '../../src/pipeline/ports.ts';
import { drainLane } from '../../src/pipeline/post-entries.ts';
import { refreshTokens } from '../../src/pipeline/refresh-tokens.ts';
import type { Jobs } from './jobs.ts';
import { DatabaseLostError, openProcess, type ProcessParts } from './process.ts';
import type { Random } from './random.ts';
import { type Actor, ActorStoppedError } from './scheduler.ts';

export interface WorkerParts extends Omit<ProcessParts, 'actor' | 'random' | 'evil' | 'reached'> {
  readonly random: Random;
  readonly jobs: Jobs;
  readonly lanesAtOnce: number;
  badness(): number;
  newActor(name: string): Actor;
  /** What nobody expected: a bug. */
  onError(error: unknown, actor: Actor): void;
  readonly crashes: Map<CrashPoint | 'anywhere', number>;
}

const restartMsMax = 60_000;

/** Lives as long as the world does. */
export async function runWorker(parts: WorkerParts, name: string): Promise<void> {
  for (let life = 1; ; life += 1) {
    const actor = parts.newActor(life === 1 ? name : `${name}.${life}`);
    // All lanes of a process share its ports.
    const ports = portsOf(parts, actor);
    await Promise.allSettled(
      Array.from({ length: parts.lanesAtOnce }, (_, lane) => live(parts, actor, { ports, lane })),
    );
    const keeper = parts.newActor(`${name} starts`);
    await parts.scheduler.sleep(keeper, parts.random.whole(100, restartMsMax), 'starts');
  }
}

async function live(parts: WorkerParts, actor: Actor, of: { ports: PipelinePorts; lane: number }): Promise<void> {
  const { scheduler, jobs } = parts;
  const { ports, lane } = of;
  for (;;) {
    await scheduler.turn(actor, 'looks for work', () => jobs.earliest());
    const companyId = jobs.take(scheduler.nowMs);
    if (companyId === null) continue;
    try {
      if (lane === 0 && parts.random.chance(0.05)) await refreshTokens(ports, tokensOf(companyId));
      const result = await drainLane(ports, companyId);
      if (result.outcome !== 'idle') jobs.add(companyId, result.at.getTime());
    } catch (error) {
      jobs.lose(scheduler.nowMs);
      if (actor.stopped) throw error;
      if (!isDatabaseLost(error)) parts.onError(error, actor);
    }
  }
}

const isDatabaseLost = (error: unknown): boolean =>
  error instanceof DatabaseLostError || (error instanceof AggregateError && error.errors.every(isDatabaseLost));

const tokensOf = (companyId: string) => ({ companiesWithTokensEnding: async () => [companyId] });

function portsOf(parts: WorkerParts, actor: Actor): PipelinePorts {
  const { random, scheduler } = parts;
  const crash = (where: CrashPoint | 'anywhere'): never => {
    parts.crashes.set(where, (parts.crashes.get(where) ?? 0) + 1);
    scheduler.note(actor, `dies at ${where}`);
    scheduler.stop(actor);
    throw new ActorStoppedError(actor.name);
  };
  const evil = (probability: number): boolean => random.chance(probability * parts.badness());
  return openProcess({
    ...parts,
    actor,
    random: random.fork(actor.name),
    reached(point) {
      if (evil(0.05)) crash(point);
    },
    evil: {
      before() {
        if (evil(0.003)) throw new DatabaseLostError('before it was done');
      },
      after() {
        if (evil(0.003)) throw new DatabaseLostError('after it was done');
        if (evil(0.004)) crash('anywhere');
      },
      standsStillMs: () => (evil(0.01) ? standStillMs(random) : 0),
    },
  });
}

/** Mostly a little longer than a lease; now and then longer than request ids are relied on. */
function standStillMs(random: Random): number {
  return random.chance(0.2) ? random.whole(10 * 60_000, 20 * 60_000) : random.whole(1_000, 60_000);
}
