// A worker over the database of a test, that has nothing to do but what the test gives it.
import { systemClock } from '../clock.ts';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { type RunningWorker, startWorker, type WorkerOptions } from './worker.ts';

export function startTestWorker(
  { storage }: TestStorage,
  options: Pick<WorkerOptions, 'drainLane'> & Partial<WorkerOptions>,
): Promise<RunningWorker> {
  return startWorker({
    jobsPool: storage.jobsPool,
    clock: systemClock,
    databaseNow: () => storage.databaseNow(),
    notify: async () => undefined,
    refreshTokens: async () => undefined,
    companiesWithOpenPostings: async () => [],
    ...options,
  });
}
