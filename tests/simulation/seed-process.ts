// A process that runs seeds as it is told, one after the other, on a stage of its own.
import { runSeed } from './run-seed.ts';
import { openStage } from './stage.ts';
import { databaseVariable, type SeedTask } from './start-seed-process.ts';

const connectionString = process.env[databaseVariable];
if (connectionString === undefined || process.send === undefined) {
  throw new Error('This is started by `npm run simulate`.');
}
const stage = openStage(connectionString);
// Whoever ends the whole run lets the seed that is under way come to its end.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => void stage.close().finally(() => process.exit()));
process.on('message', ({ seed, verbose }: SeedTask) => {
  void runSeed(stage, seed, { verbose }).then((result) => process.send?.(result));
});
