// The job that drains a lane. Its key is the lane's: however often it is added, one waits.
import type { TaskSpec } from 'graphile-worker';

export const drainLaneTask = 'drain-lane';

/** After these the sweep adds it anew; the lane's own pause says how long to wait for QuickBooks. */
const attemptsMax = 5;

export interface LaneDue {
  readonly runAt: Date;
  /** A job that waits already keeps its time. */
  readonly unlessSooner: boolean;
}

/** At once, where no time is said. */
export function laneJob(companyId: string, due?: LaneDue): TaskSpec {
  const job: TaskSpec = { jobKey: `lane:${companyId}`, maxAttempts: attemptsMax };
  if (due === undefined) return job;
  return { ...job, runAt: due.runAt, jobKeyMode: due.unlessSooner ? 'preserve_run_at' : 'replace' };
}

export function companyOf(payload: unknown): string {
  if (
    typeof payload === 'object' &&
    payload !== null &&
    'companyId' in payload &&
    typeof payload.companyId === 'string'
  ) {
    return payload.companyId;
  }
  throw new Error('The job to drain a lane names no company.');
}
