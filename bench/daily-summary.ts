// A day's summary of 100,000 tickets: how long, and how much memory the process has at most.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Measured, measure } from './measure.ts';

const tickets = 100_000;
const runs = 5;

export async function benchDailySummary(): Promise<Measured[]> {
  const peaks: number[] = [];
  const elapsed = await measure(
    {
      name: `a day of ${tickets.toLocaleString('en-US')} tickets summed up`,
      unit: 's',
      runs,
      note: 'one core, six-line sales: rule, accounts, sum, every share kept; in a process of its own',
    },
    () => {
      const { elapsedMs, peakMiB } = sumUpDay();
      peaks.push(peakMiB);
      return elapsedMs / 1000;
    },
  );
  const memory = await measure(
    { name: 'memory that takes at most', unit: 'MiB', runs, note: 'the whole process, resident' },
    (run) => peaks[run] ?? Number.NaN,
  );
  return [elapsed, memory];
}

function sumUpDay(): { elapsedMs: number; peakMiB: number } {
  const script = fileURLToPath(new URL('day-of-tickets.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, String(tickets)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as { elapsedMs: number; peakMiB: number };
}
