// Runs something several times and keeps the median: one figure of a noisy machine says little.
import { availableParallelism, cpus } from 'node:os';

export interface What {
  readonly name: string;
  readonly unit: string;
  readonly runs: number;
  readonly note: string;
}

export interface Measured extends What {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** The median may be so much at most. */
export type Budgeted = Measured & { readonly budget: number };

export async function measure(what: What, once: (run: number) => Promise<number> | number): Promise<Measured> {
  const figures: number[] = [];
  for (let run = 0; run < what.runs; run += 1) figures.push(await once(run));
  return summary(what, figures);
}

/** Of the figures of all runs. */
export function summary(what: What, figures: readonly number[]): Measured {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  return { ...what, median, least: at(0), most: at(sorted.length - 1) };
}

/** How many a second, from a count and the milliseconds they took. */
export const perSecond = (count: number, elapsedMs: number): number => (count * 1000) / elapsedMs;

export function machine(): string {
  const [cpu] = cpus();
  return `${availableParallelism()} cores (${cpu?.model.trim() ?? 'unknown'}), Node ${process.version}, ${process.platform} ${process.arch}`;
}

export function table(measured: readonly Measured[]): string {
  const figure = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : 0 });
  const rows = measured.map(
    (one) =>
      `| ${one.name} | ${figure(one.median)} ${one.unit} | ${figure(one.least)} – ${figure(one.most)} | ${one.runs} | ${one.note} |`,
  );
  return ['| what | median | least – most | runs | how |', '|---|---:|---:|---:|---|', ...rows].join('\n');
}
