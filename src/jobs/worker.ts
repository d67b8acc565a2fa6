// Runs the jobs: drains a lane when woken, sweeps each minute for lanes that no wake reached, keeps tokens from running out.
import { run, type TaskList } from 'graphile-worker';
import type { DrainResult } from '../pipeline/post-entries.ts';
import { companyOf, drainLaneTask, laneJob } from './lane-job.ts';
import { quietLogger } from './quiet-logger.ts';
import type { JobsPool } from './wake.ts';

export interface WorkerOptions {
  /** Connects as tillbook_jobs. */
  readonly jobsPool: JobsPool;
  drainLane(companyId: string, options: { readonly stopping: AbortSignal }): Promise<DrainResult>;
  companiesWithOpenPostings(): Promise<readonly string[]>;
  refreshTokens(): Promise<void>;
  /** Lanes drained at once by this process. */
  readonly concurrency?: number;
  readonly onError?: (error: unknown, task: string) => void;
}

export interface RunningWorker {
  /** Takes no new job, lets each lane finish the call that is under way, and resolves then. */
  stop(): Promise<void>;
}

const concurrencyDefault = 8;
/** Jobs for later are found this often; a wake is told at once. */
const pollIntervalMs = 1_000;
const sweepTask = 'sweep-lanes';
const refreshTask = 'refresh-tokens';
/** At most one missed run is made up for: the sweep finds everything that is open. */
const crontab = [
  `* * * * * ${sweepTask} ?max=1&jobKey=${sweepTask}`,
  `*/10 * * * * ${refreshTask} ?max=1&jobKey=${refreshTask}`,
];

export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const stopping = new AbortController();
  const runner = await run({
    pgPool: options.jobsPool,
    logger: quietLogger,
    concurrency: options.concurrency ?? concurrencyDefault,
    pollInterval: pollIntervalMs,
    noHandleSignals: true,
    crontab: crontab.join('\n'),
    taskList: tasks(options, stopping.signal),
  });
  // What was left open when the last process ended is not kept waiting for the next full minute.
  await runner.addJob(sweepTask, {}, { jobKey: sweepTask });
  return {
    async stop() {
      stopping.abort();
      await runner.stop();
    },
  };
}

function tasks(options: WorkerOptions, stopping: AbortSignal): TaskList {
  const reporting =
    (task: string, work: (payload: unknown, add: AddLaneJob) => Promise<void>): TaskList[string] =>
    async (payload, helpers) => {
      try {
        await work(payload, (companyId, runAt) =>
          helpers.addJob(drainLaneTask, { companyId }, laneJob(companyId, runAt)),
        );
      } catch (error) {
        options.onError?.(error, task);
        throw error;
      }
    };
  return {
    [drainLaneTask]: reporting(drainLaneTask, async (payload, add) => {
      const companyId = companyOf(payload);
      const result = await options.drainLane(companyId, { stopping });
      if (result.outcome === 'later') await add(companyId, result.at);
    }),
    [sweepTask]: reporting(sweepTask, async (_payload, add) => {
      for (const companyId of await options.companiesWithOpenPostings()) await add(companyId);
    }),
    [refreshTask]: reporting(refreshTask, () => options.refreshTokens()),
  };
}

type AddLaneJob = (companyId: string, runAt?: Date) => Promise<unknown>;
