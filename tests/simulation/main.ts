// `npm run simulate -- --seeds 1000 [--from N]`, or `--seed N --verbose` for one of them with everything that happens in it.
import { parseArgs } from 'node:util';
import { cloneTemplate } from '../clone-template.ts';
import { startDatabaseServer } from '../database-server.ts';
import { runSeed, type SeedResult } from './run-seed.ts';
import { openStage, type Stage } from './stage.ts';

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
  },
});

const seedMax = 1_000_000_000;
/** Ended by a signal, as a shell says it. */
const interrupted = 130;

const first = wholeNumber(values.seed ?? values.from);
const count = values.seed === undefined ? wholeNumber(values.seeds) : 1;
let isOver = false;
// The seed that is under way is ended, and what has been run so far is told all the same.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isOver = true;
    process.exitCode = interrupted;
  });
}
await onStage(main);

function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= seedMax) return number;
  throw new Error(`${text} is no whole number from 1 to ${seedMax}.`);
}

/** Whatever was opened is closed again, whatever happens. */
async function onStage(work: (stage: Stage) => Promise<void>): Promise<void> {
  const closing: (() => Promise<void>)[] = [];
  try {
    const server = await startDatabaseServer();
    closing.push(() => server.stop());
    const { connectionString } = await cloneTemplate(server);
    const stage = openStage(connectionString);
    closing.push(() => stage.close());
    await work(stage);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function main(stage: Stage): Promise<void> {
  const began = performance.now();
  const failed: number[] = [];
  const crashes = new Map<string, number>();
  let events = 0;
  let turns = 0;
  let ran = 0;
  for (let seed = first; seed < first + count && !isOver; seed += 1) {
    const result = await runSeed(stage, seed, { verbose: values.verbose });
    ran += 1;
    events += result.events;
    turns += result.turns;
    for (const [point, times] of result.crashes) crashes.set(point, (crashes.get(point) ?? 0) + times);
    if (result.problems.length > 0 || values.verbose) await tell(stage, result);
    if (result.problems.length > 0) failed.push(seed);
    isOver ||= values.first && failed.length > 0;
  }
  const seconds = (performance.now() - began) / 1000;
  const points = [...crashes].sort().map(([point, times]) => `${point} ${times}`);
  console.log(`${events} events in ${turns} turns; crashes: ${points.join(', ') || 'none'}`);
  const each = (seconds / Math.max(ran, 1)).toFixed(3);
  console.log(`${ran} seeds from ${first} on, ${failed.length} failed, ${each} s a seed`);
  if (failed.length > 0) {
    console.log(`failed: ${failed.join(', ')}`);
    process.exitCode = 1;
  }
}

/** With its trace: where it was not kept, the seed is run once more, and says the same. */
async function tell(stage: Stage, result: SeedResult): Promise<void> {
  const { seed } = result;
  const { trace, digest } = values.verbose || values.quiet ? result : await runSeed(stage, seed, { verbose: true });
  if (trace.length > 0) console.log(trace.join('\n'));
  console.log(`seed ${seed}, digest ${digest}${digest === result.digest ? '' : ` (at first ${result.digest})`}`);
  for (const problem of result.problems) console.log(`seed ${seed}: ${problem}`);
  console.log(`npm run simulate -- --seed ${seed} --verbose`);
}
