// A process that runs seeds as it is told, one after the other, on the stage of whichever database it is told.
import { runSeed } from './run-seed.ts';
import { openStage, type Stage } from './stage.ts';
import type { SeedTask } from './start-seed-process.ts';

if (process.send === undefined) throw new Error('This is started by `npm run simulate`.');
let open: { readonly on: string; readonly stage: Stage } | null = null;
// Whoever ends the whole run lets the seed that is under way come to its end.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => void close().finally(() => process.exit()));
process.on('message', ({ seed, verbose, connectionString }: SeedTask) => {
  void stageOn(connectionString)
    .then((stage) => runSeed(stage, seed, { verbose }))
    .then((result) => process.send?.(result));
});

async function stageOn(connectionString: string): Promise<Stage> {
  if (open?.on !== connectionString) {
    await close();
    open = { on: connectionString, stage: openStage(connectionString) };
  }
  return open.stage;
}

async function close(): Promise<void> {
  const left = open;
  open = null;
  await left?.stage.close();
}
