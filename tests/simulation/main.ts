// `npm run simulate -- --seeds 1000 [--from N]`, or `--seed N --verbose` for one of them with everything that happens in it.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type DatabaseServer, startDatabaseServer } from '../database-server.ts';
import type { SeedResult } from './run-seed.ts';
import { SeedProcess } from './start-seed-process.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    /** Ends with the first seed that fails. */
    first: { type: 'boolean', default: false },
    /** Tells no trace. */
    quiet: { type: 'boolean', default: false },
    /** How many are run side by side. */
    'at-once': { type: 'string', default: String(availableParallelism()) },
  },
});

const wholeNumberMax = 1_000_000_000;
/** Ended by a signal, as a shell says it. */
const interrupted = 130;

const first = wholeNumber(values.seed ?? values.from);
const count = values.seed === undefined ? wholeNumber(values.seeds) : 1;
const atOnce = Math.min(wholeNumber(values['at-once']), count);
let isOver = false;
// The seeds that are under way are ended, and what has been run so far is told all the same.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isOver = true;
    process.exitCode = interrupted;
  });
}
const server = await startDatabaseServer();
try {
  await main(server);
} finally {
  await server.stop();
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= wholeNumberMax) return number;
  throw new Error(`${text} is no whole number from 1 to ${wholeNumberMax}.`);
}

async function main(on: DatabaseServer): Promise<void> {
  const began = performance.now();
  const results = new Map<number, SeedResult>();
  let next = first;
  let toTell = first;
  const work = async (): Promise<void> => {
    const seeds = new SeedProcess(on);
    try {
      while (!isOver && next < first + count) {
        const seed = next;
        next += 1;
        const result = await runOne(seeds, seed);
        results.set(seed, result);
        isOver ||= values.first && result.problems.length > 0;
        // In their order, so that the first that is told is the first that fails.
        for (let told = results.get(toTell); told !== undefined; told = results.get(toTell)) {
          tell(told);
          toTell += 1;
        }
      }
    } finally {
      await seeds.end();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  sumUp([...results.values()], (performance.now() - began) / 1000);
}

/** With its trace: where it was not kept, a seed that fails is run once more, and says the same. */
async function runOne(seeds: SeedProcess, seed: number): Promise<SeedResult> {
  const result = await seeds.run({ seed, verbose: values.verbose });
  if (result.problems.length === 0 || values.verbose || values.quiet) return result;
  const again = await seeds.run({ seed, verbose: true });
  const problems = again.digest === result.digest ? [] : [`It went otherwise when it was run again: ${again.digest}.`];
  return { ...result, trace: again.trace, problems: [...result.problems, ...problems] };
}

function tell({ seed, problems, trace, digest }: SeedResult): void {
  if (problems.length === 0 && !values.verbose) return;
  if (trace.length > 0) console.log(trace.join('\n'));
  console.log(`seed ${seed}, digest ${digest}`);
  for (const problem of problems) console.log(`seed ${seed}: ${problem}`);
  console.log(`npm run simulate -- --seed ${seed} --verbose`);
}

function sumUp(results: readonly SeedResult[], seconds: number): void {
  const sum = (of: (result: SeedResult) => number): number => results.reduce((total, one) => total + of(one), 0);
  const crashes = new Map<string, number>();
  for (const [point, times] of results.flatMap((one) => [...one.crashes])) {
    crashes.set(point, (crashes.get(point) ?? 0) + times);
  }
  const points = [...crashes].sort().map(([point, times]) => `${point} ${times}`);
  console.log(
    `${sum((one) => one.events)} events in ${sum((one) => one.turns)} turns; crashes: ${points.join(', ') || 'none'}`,
  );
  for (const [of, what] of [
    ['entry', 'one entry'],
    ['changes', 'changes of entries'],
  ] as const) {
    const [drawn, refused] = [sum((one) => one.neverAnswered[of].drawn), sum((one) => one.neverAnswered[of].refused)];
    console.log(`never answered: ${what} in ${drawn} companies, refused for that in ${refused}`);
  }
  const failed = results.filter(({ problems }) => problems.length > 0).map(({ seed }) => seed);
  const each = (seconds / Math.max(results.length, 1)).toFixed(3);
  console.log(`from seed ${first} on, ${each} s a seed, ${atOnce} at once`);
  if (failed.length > 0) console.log(`failed: ${failed.toSorted((a, b) => a - b).join(', ')}`);
  // For scripts, in these words.
  console.log(`${results.length} seeds, ${failed.length} failures`);
  if (failed.length === 0) return;
  process.exitCode = 1;
}
