// How a running program is told to end: Ctrl-C or a service manager's signal, and a second one for those in a hurry.
import { constants } from 'node:os';

const hurryAfterMs = 1_000;
/** Whatever hangs, it has ended so long after it was told to: sooner than a service manager loses patience (Kubernetes: 30 s). */
const endWithinMs = 25_000;

/**
 * Resolves at the first signal. A terminal, npm and a shell may each pass the same Ctrl-C on, so that only a later one
 * means haste. What is ended in haste or too late loses nothing: the database is ended by its watchdog, and what was under
 * way at QuickBooks is found again as after a crash.
 */
export function untilToldToEnd(onLate: (withinMs: number) => void): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let told: number | null = null;
    const tell = (signal: NodeJS.Signals): void => {
      if (told !== null && performance.now() - told > hurryAfterMs) process.exit(exitCode(signal));
      if (told !== null) return;
      told = performance.now();
      setTimeout(() => {
        onLate(endWithinMs);
        process.exit(exitCode(signal));
      }, endWithinMs).unref();
      resolve(signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, tell);
  });
}

/** As a shell has it of a process that a signal ended. */
const exitCode = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];
