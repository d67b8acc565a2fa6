// Has a worker look at a company's lane: one waiting job a lane, by its key, whatever woke it how often.
import { makeWorkerUtils, type WorkerUtils, type WorkerUtilsOptions } from 'graphile-worker';
import { drainLaneTask, laneJob } from './lane-job.ts';
import { quietLogger } from './quiet-logger.ts';

export type JobsPool = NonNullable<WorkerUtilsOptions['pgPool']>;

/** Over the pool of tillbook_jobs, which its owner closes. */
export function createWake(pgPool: JobsPool): (companyId: string) => Promise<void> {
  let utils: Promise<WorkerUtils> | null = null;
  return async (companyId) => {
    utils ??= makeWorkerUtils({ pgPool, logger: quietLogger });
    const { addJob } = await utils.catch((error: unknown) => {
      utils = null;
      throw error;
    });
    await addJob(drainLaneTask, { companyId }, laneJob(companyId));
  };
}
