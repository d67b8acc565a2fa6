// `npm run kills -- --kills 100 --seed 1`: kills Tillbook's processes under load and compares what QuickBooks holds; ends with 1 where anything is wrong.
import { parseArgs } from 'node:util';
import { temporaryDataDir } from '../end-to-end/app.ts';
import { killAndCompare } from './kill-and-compare.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const [kills, seed] = [Number(values.kills), Number(values.seed)];
if (!Number.isInteger(kills) || kills < 1) throw new Error('--kills is a whole number of 1 or more');
if (!Number.isInteger(seed) || seed < 0) throw new Error('--seed is a whole number of 0 or more');

const started = performance.now();
const report = (line: string): void => {
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}\n`);
};
const { dataDir, remove } = await temporaryDataDir();
try {
  const result = await killAndCompare({
    ...{ dataDir, kills, seed, report },
    ...{ shops: 4, throttles: true, pauseMsMax: 400 },
  });
  const wrong = [...result.lost, ...result.doubled, ...result.strange, ...result.fallen];
  for (const kind of ['lost', 'doubled', 'strange', 'fallen'] as const) {
    for (const one of result[kind]) process.stdout.write(`${kind}: ${one}\n`);
  }
  const { killed, calls } = result;
  report(`killed ${killed.worker} workers, ${killed.server} servers, ${killed.database} databases (seed ${seed})`);
  report(`${calls.calls} calls to QuickBooks, ${calls.faulted} of them went wrong, ${calls.metered} metered`);
  report(`${result.sent} events sent, ${result.acknowledged} acknowledged, ${result.right} at QuickBooks exactly once`);
  report(
    `${result.lost.length} lost, ${result.doubled.length} doubled, ${result.strange.length} of no event; ${result.fallen.length} processes fell`,
  );
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await remove();
}
