// `npm run simulate -- --seeds 1000 [--from N]`, or `--seed N --verbose` for one of them with everything that happens in it.
import { parseArgs } from 'node:util';
import { cloneTemplate } from '../clone-template.ts';
import { startDatabaseServer } from '../database-server.ts';
import { runSeed, type SeedResult } from './run-seed.ts';
import { openStage } from './stage.ts';

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

const first = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
let isOver = false;
// What has been run so far is told all the same.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isOver = true;
  });
}
const server = await startDatabaseServer();
const database = await cloneTemplate(server);
const stage = openStage(database.connectionString);
try {
  await main();
} finally {
  await stage.close();
  await server.stop();
}

async function main(): Promise<void> {
  const began = performance.now();
  const failed: number[] = [];
  const crashes = new Map<string, number>();
  let events = 0;
  let turns = 0;
  let ran = 0;
  for (let seed = first; seed < first + count && !isOver; seed += 1) {
    ran += 1;
    const result = await runSeed(stage, seed, { verbose: values.verbose });
    events += result.events;
    turns += result.turns;
    for (const [point, times] of result.crashes) crashes.set(point, (crashes.get(point) ?? 0) + times);
    if (result.problems.length > 0 || values.verbose) await tell(result);
    if (result.problems.length > 0) failed.push(seed);
    isOver ||= values.first && failed.length > 0;
  }
  const seconds = (performance.now() - began) / 1000;
  const points = [...crashes].sort().map(([point, times]) => `${point} ${times}`);
  console.log(`${events} events in ${turns} turns; crashes: ${points.join(', ') || 'none'}`);
  console.log(`${ran} seeds from ${first} on, ${failed.length} failed, ${(seconds / ran).toFixed(3)} s a seed`);
  if (failed.length > 0) process.exitCode = 1;
}

/** With its trace: where it was not kept, the seed is run once more, and says the same. */
async function tell(result: SeedResult): Promise<void> {
  const { seed } = result;
  const { trace, digest } = values.verbose || values.quiet ? result : await runSeed(stage, seed, { verbose: true });
  if (trace.length > 0) console.log(trace.join('\n'));
  console.log(`seed ${seed}, digest ${digest}${digest === result.digest ? '' : ` (at first ${result.digest})`}`);
  for (const problem of result.problems) console.log(`seed ${seed}: ${problem}`);
  console.log(`npm run simulate -- --seed ${seed} --verbose`);
}
