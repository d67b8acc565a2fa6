// How a running program is told to end: Ctrl-C or a service manager's signal, and a second one for those in a hurry.
const hurryAfterMs = 1_000;
const endedBySignal = 130;

/**
 * Resolves at the first signal. A terminal, npm and a shell may each pass the same Ctrl-C on, so that only a later one
 * means haste; the database is then ended by its watchdog.
 */
export function untilToldToEnd(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let told: number | null = null;
    const tell = (signal: NodeJS.Signals): void => {
      if (told !== null && performance.now() - told > hurryAfterMs) process.exit(endedBySignal);
      told ??= performance.now();
      resolve(signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, tell);
  });
}
