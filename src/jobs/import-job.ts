// The job that checks or records an import. Its key is the import's: however often it is added, one waits.
import type { TaskSpec } from 'graphile-worker';

export const runImportTask = 'run-import';

/** After these the sweep adds it anew. */
const attemptsMax = 5;

export interface ImportToRun {
  readonly companyId: string;
  readonly importId: string;
}

export function importJob({ importId }: ImportToRun, runAt?: Date): TaskSpec {
  return { jobKey: `import:${importId}`, maxAttempts: attemptsMax, ...(runAt !== undefined && { runAt }) };
}

export function importOf(payload: unknown): ImportToRun {
  const { companyId, importId } = (payload ?? {}) as Partial<Record<keyof ImportToRun, unknown>>;
  if (typeof companyId === 'string' && typeof importId === 'string') return { companyId, importId };
  throw new Error('The job to run an import names none.');
}
