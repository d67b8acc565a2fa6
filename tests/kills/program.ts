// Tillbook and what it needs as processes that die and come back: a database, one server, three workers; and a local QuickBooks.
import type { Chance } from '../../src/sources/demo/chance.ts';
import { type Part, startDatabase, startHalf } from '../end-to-end/parts.ts';
import { startSurroundings } from '../end-to-end/surroundings.ts';

const workerCount = 3;
/** One that finds the database away while it starts gives up, as under any service manager that then starts it again. */
const startTriesMax = 10;

export type Victim = 'worker' | 'server' | 'database';

/** Workers oftenest: they hold what is under way. */
const victims = ['worker', 'worker', 'worker', 'server', 'database'] as const;

export interface Program {
  readonly url: string;
  readonly quickbooksUrl: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Kills one that is ready; it is started again while all else goes on. */
  killOne(chance: Chance): Promise<Victim>;
  allReady(): Promise<void>;
  /** What ended without being killed, with what it said last: nothing may. */
  fallen(): readonly string[];
  stop(): Promise<void>;
}

/** A process that is started again whenever it has ended. */
interface Kept {
  ready(): Promise<Part>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const lastWordsChars = 3_000;

async function keep(start: () => Promise<Part>, fallen: string[]): Promise<Kept> {
  let isMeant = false;
  let stopped = false;
  let current = Promise.resolve(await start());
  const watch = async (): Promise<void> => {
    for (;;) {
      const part = await current;
      await part.ended;
      if (!isMeant) fallen.push(`${part.name}: ${part.output().slice(-lastWordsChars)}`);
      else if (stopped) return;
      isMeant = false;
      current = startAgain(start);
    }
  };
  const watching = watch();
  // Told by stop(): until then nobody listens.
  watching.catch(() => undefined);
  return {
    ready: () => current,
    async kill() {
      const part = await current;
      isMeant = true;
      await part.kill();
    },
    async stop() {
      const part = await current;
      [isMeant, stopped] = [true, true];
      await part.stop();
      await watching;
    },
  };
}

async function startAgain(start: () => Promise<Part>): Promise<Part> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await start();
    } catch (error) {
      if (tries >= startTriesMax) throw error;
    }
  }
}

export async function startProgram(dataDir: string): Promise<Program> {
  const around = await startSurroundings(dataDir);
  const { environment } = around;
  const fallen: string[] = [];
  // It was started by what is around; from here on it is killed like the others.
  await around.database.stop();
  const database = await keep(async () => {
    const again = await startDatabase(dataDir);
    if (again.connectionString !== around.database.connectionString) throw new Error('The database has moved.');
    return again;
  }, fallen);
  const server = await keep(() => startHalf('serve', environment), fallen);
  const startWorker = () => keep(() => startHalf('work', environment), fallen);
  const workers = await Promise.all(Array.from({ length: workerCount }, startWorker));
  const all = [server, ...workers, database];

  return {
    url: `http://localhost:${environment.PORT}`,
    quickbooksUrl: around.quickbooksUrl,
    environment,
    async killOne(chance) {
      const victim = chance.pick(victims);
      const worker = workers[chance.below(workerCount)] ?? server;
      await { worker, server, database }[victim].kill();
      return victim;
    },
    allReady: async () => void (await Promise.all(all.map((kept) => kept.ready()))),
    fallen: () => fallen,
    async stop() {
      const failures: unknown[] = [];
      // One after the other, whatever becomes of the one before: the database last.
      for (const part of [...all, around.quickbooks]) await part.stop().catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw new AggregateError(failures, 'Not every part could be stopped in order.');
    },
  };
}
