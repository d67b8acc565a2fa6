// The job that tells receivers. One waits; what comes up until it runs goes with it.
import type { TaskSpec } from 'graphile-worker';

export const notifyTask = 'notify';

const gatherMs = 3_000;

/** `now`: by the database's clock, by which it is found. */
export function notifyJob(now: Date): TaskSpec {
  return {
    jobKey: notifyTask,
    jobKeyMode: 'preserve_run_at',
    maxAttempts: 1,
    runAt: new Date(now.getTime() + gatherMs),
  };
}
