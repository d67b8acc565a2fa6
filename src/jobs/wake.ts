// Has a worker look at a company's lane or at an import, or tell receivers: one waiting job each, by its key, whatever woke it how often.
import { makeWorkerUtils, type WorkerUtils, type WorkerUtilsOptions } from 'graphile-worker';
import { type ImportToRun, importJob, runImportTask } from './import-job.ts';
import { drainLaneTask, laneJob } from './lane-job.ts';
import { notifyJob, notifyTask } from './notify-job.ts';
import { quietLogger } from './quiet-logger.ts';

export type JobsPool = NonNullable<WorkerUtilsOptions['pgPool']>;

/** Over the pool of tillbook_jobs, which its owner closes. */
export function createWake(pgPool: JobsPool): (companyId: string) => Promise<void> {
  const adding = jobAdding(pgPool);
  return async (companyId) => void (await (await adding())(drainLaneTask, { companyId }, laneJob(companyId)));
}

/** The same for imports. */
export function createImportWake(pgPool: JobsPool): (run: ImportToRun) => Promise<void> {
  const adding = jobAdding(pgPool);
  return async (run) => void (await (await adding())(runImportTask, { ...run }, importJob(run)));
}

/** What comes up together is told together, a moment later. */
export function createNotifyWake(pgPool: JobsPool, databaseNow: () => Promise<Date>): () => Promise<void> {
  const adding = jobAdding(pgPool);
  return async () => void (await (await adding())(notifyTask, {}, notifyJob(await databaseNow())));
}

function jobAdding(pgPool: JobsPool): () => Promise<WorkerUtils['addJob']> {
  let utils: Promise<WorkerUtils> | null = null;
  return async () => {
    utils ??= makeWorkerUtils({ pgPool, logger: quietLogger });
    const { addJob } = await utils.catch((error: unknown) => {
      utils = null;
      throw error;
    });
    return addJob;
  };
}
