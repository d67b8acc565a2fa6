// How often a password may be tried, per person and per address: a window each, kept in bounded memory.
import type { Clock } from '../clock.ts';

const windowMs = 5 * 60_000;
const keptMax = 10_000;

export interface AttemptLimit {
  /** True once there were too many failures within the window. */
  isReached(key: string): boolean;
  /** An attempt, which counts as failed. */
  note(key: string): void;
  /** One that did not fail after all. */
  takeBack(key: string): void;
  forget(key: string): void;
}

export function attemptLimit(clock: Clock, failuresMax: number): AttemptLimit {
  const failures = new Map<string, { count: number; endsAtMs: number }>();
  const current = (key: string) => {
    const kept = failures.get(key);
    if (kept === undefined || kept.endsAtMs > clock.now().getTime()) return kept;
    failures.delete(key);
    return undefined;
  };
  return {
    isReached: (key) => (current(key)?.count ?? 0) >= failuresMax,
    note(key) {
      const kept = current(key);
      if (kept !== undefined) {
        kept.count += 1;
        return;
      }
      // The oldest goes first: a Map keeps the order of insertion.
      const oldest = failures.keys().next();
      if (failures.size >= keptMax && !oldest.done) failures.delete(oldest.value);
      failures.set(key, { count: 1, endsAtMs: clock.now().getTime() + windowMs });
    },
    takeBack(key) {
      const kept = current(key);
      if (kept !== undefined && kept.count > 0) kept.count -= 1;
    },
    forget: (key) => void failures.delete(key),
  };
}
