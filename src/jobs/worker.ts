// Runs the jobs: drains a lane and runs an import when woken, sweeps each minute for lanes that no wake reached, keeps tokens from running out.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Runner, type RunnerOptions, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Clock } from '../clock.ts';
import type { DrainResult } from '../pipeline/post-entries.ts';
import { type ImportToRun, importJob, importOf, runImportTask } from './import-job.ts';
import { companyOf, drainLaneTask, type LaneDue, laneJob } from './lane-job.ts';
import { notifyTask } from './notify-job.ts';
import { quietLogger } from './quiet-logger.ts';
import type { JobsPool } from './wake.ts';

export interface WorkerOptions {
  /** Connects as tillbook_jobs. */
  readonly jobsPool: JobsPool;
  /** By which waits are reckoned here. */
  readonly clock: Clock;
  /** By the clock of the database, by which a job for later is found. */
  databaseNow(): Promise<Date>;
  drainLane(companyId: string, options: { readonly stopping: AbortSignal }): Promise<DrainResult>;
  companiesWithOpenPostings(): Promise<readonly string[]>;
  refreshTokens(): Promise<void>;
  readonly imports?: ImportWork;
  /** Tells receivers what is due. */
  notify(): Promise<void>;
  /** Lanes drained at once by this process. */
  readonly concurrency?: number;
  readonly onError?: (error: unknown, task: string) => void;
}

export interface ImportWork {
  toRun(): Promise<readonly ImportToRun[]>;
  /** Goes on to the end of a file, or until it is told to stop; `under-way`: another process is at it. */
  run(run: ImportToRun & { readonly stopping: AbortSignal }): Promise<'rests' | 'under-way'>;
}

export interface RunningWorker {
  /** Takes no new job, lets each lane finish the call that is under way, and resolves then. */
  stop(): Promise<void>;
}

const concurrencyDefault = 8;
/** Jobs for later are found this often; a wake is told at once. */
const pollIntervalMs = 1_000;
/** How long a database that is away is left alone before it is tried again. */
const restartPauseMs = 1_000;
/** How a job ended is then said where graphile-worker heeds that it could not be: by itself it lets that end the process. */
const heededEnds: NonNullable<RunnerOptions['preset']> = {
  worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 },
};
/** Where it could not be said twice, graphile-worker 0.17 waits for ever for it, all its jobs being over: longer than this it is not waited for. */
const endingMsMax = 1_000;
/** A long file must not keep a lane waiting: the other slots are theirs. */
const importsAtOnce = 2;
const importPauseMs = 2_000;
const sweepTask = 'sweep-lanes';
const refreshTask = 'refresh-tokens';
/** At most one missed run is made up for: the sweep finds everything that is open. */
const crontab = [
  `* * * * * ${sweepTask} ?max=1&jobKey=${sweepTask}`,
  `*/10 * * * * ${refreshTask} ?max=1&jobKey=${refreshTask}`,
  `* * * * * ${notifyTask} ?max=1&jobKey=${notifyTask}`,
];

export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const stopping = new AbortController();
  const running = { runner: await startRunner(options, stopping.signal) };
  const ended = keepRunning(running, options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      running.runner.stop();
      await ended;
    },
  };
}

interface StartedRunner {
  /** Resolves once it has ended, and rejects where it ended by itself. */
  readonly ended: Promise<void>;
  stop(): void;
}

async function startRunner(options: WorkerOptions, stopping: AbortSignal): Promise<StartedRunner> {
  const events: WorkerEvents = new EventEmitter();
  const runner = await run({
    pgPool: options.jobsPool,
    logger: quietLogger,
    concurrency: options.concurrency ?? concurrencyDefault,
    pollInterval: pollIntervalMs,
    noHandleSignals: true,
    crontab: crontab.join('\n'),
    taskList: tasks(options, stopping),
    preset: heededEnds,
    events,
  });
  const ended = endOf(runner, events);
  // One that has ended by itself says so when it is stopped.
  const stop = (): void => void runner.stop().catch(() => undefined);
  try {
    // What was left open when the last process ended is not kept waiting for the next full minute.
    await runner.addJob(sweepTask, {}, { jobKey: sweepTask });
  } catch (error) {
    stop();
    await ended.catch(() => undefined);
    throw error;
  }
  return { ended, stop };
}

async function endOf(runner: Runner, events: WorkerEvents): Promise<void> {
  const over = new AbortController();
  const jobsOver = new Promise<void>((resolve) => {
    events.once('pool:gracefulShutdown:complete', () => resolve());
    events.once('pool:gracefulShutdown:error', () => resolve());
  });
  const waitedFor = jobsOver.then(() => sleep(endingMsMax, undefined, { signal: over.signal })).catch(() => undefined);
  try {
    await Promise.race([runner.promise, waitedFor]);
  } finally {
    over.abort();
  }
}

/** graphile-worker may end by itself where the database goes away at the wrong moment: another takes over once it is back. */
async function keepRunning(
  running: { runner: StartedRunner },
  options: WorkerOptions,
  stopping: AbortSignal,
): Promise<void> {
  const report = (error: unknown): void => options.onError?.(error, 'worker');
  while (!stopping.aborted) {
    await running.runner.ended.catch((error: unknown) => {
      if (!stopping.aborted) report(error);
    });
    // What is left of it: its clock, and its ear.
    running.runner.stop();
    const next = await nextRunner(options, { stopping, report });
    if (next === null) return;
    running.runner = next;
    if (stopping.aborted) next.stop();
  }
  await running.runner.ended.catch(() => undefined);
}

/** Null when told to stop meanwhile. */
async function nextRunner(
  options: WorkerOptions,
  context: { stopping: AbortSignal; report: (error: unknown) => void },
): Promise<StartedRunner | null> {
  const { stopping, report } = context;
  while (!stopping.aborted) {
    try {
      return await startRunner(options, stopping);
    } catch (error) {
      report(error);
      await sleep(restartPauseMs, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
  return null;
}

/** A job ends only when the database can hear of it: graphile-worker gives up where it cannot say how one ended. */
async function untilDatabaseAnswers({ databaseNow }: WorkerOptions, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      await databaseNow();
      return;
    } catch {
      await sleep(restartPauseMs, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
}

function tasks(options: WorkerOptions, stopping: AbortSignal): TaskList {
  const reporting =
    (task: string, work: (payload: unknown, add: AddJobs) => Promise<void>): TaskList[string] =>
    async (payload, helpers) => {
      try {
        await work(payload, {
          lane: (companyId, due) => helpers.addJob(drainLaneTask, { companyId }, laneJob(companyId, due)),
          import: (run, runAt) => helpers.addJob(runImportTask, { ...run }, importJob(run, runAt)),
          timeIn: async (ms) => new Date((await options.databaseNow()).getTime() + ms),
        });
      } catch (error) {
        options.onError?.(error, task);
        throw error;
      } finally {
        await untilDatabaseAnswers(options, stopping);
      }
    };
  let importsRunning = 0;
  return {
    [runImportTask]: reporting(runImportTask, async (payload, add) => {
      const run = importOf(payload);
      const later = async () => add.import(run, await add.timeIn(importPauseMs));
      if (importsRunning >= importsAtOnce) {
        await later();
        return;
      }
      importsRunning += 1;
      try {
        if ((await options.imports?.run({ ...run, stopping })) === 'under-way') await later();
      } finally {
        importsRunning -= 1;
      }
    }),
    [drainLaneTask]: reporting(drainLaneTask, async (payload, add) => {
      const companyId = companyOf(payload);
      const result = await options.drainLane(companyId, { stopping });
      if (result.outcome === 'idle') return;
      const waitMs = result.at.getTime() - options.clock.now().getTime();
      const runAt = await add.timeIn(Math.max(waitMs, 0));
      // It may have been woken since, or another may have left more to do.
      await add.lane(companyId, { runAt, unlessSooner: result.outcome === 'look-again' });
    }),
    [sweepTask]: reporting(sweepTask, async (_payload, add) => {
      for (const companyId of await options.companiesWithOpenPostings()) await add.lane(companyId);
      for (const run of (await options.imports?.toRun()) ?? []) await add.import(run);
    }),
    [refreshTask]: reporting(refreshTask, () => options.refreshTokens()),
    [notifyTask]: reporting(notifyTask, () => options.notify()),
  };
}

interface AddJobs {
  lane(companyId: string, due?: LaneDue): Promise<unknown>;
  import(run: ImportToRun, runAt?: Date): Promise<unknown>;
  /** When jobs that wait for so long are due, by the database's clock: ours may differ from it. */
  timeIn(ms: number): Promise<Date>;
}
