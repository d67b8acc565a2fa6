// A process that runs seeds beside others, over a database of its own on the one PostgreSQL.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cloneTemplate, type TestDatabase } from '../clone-template.ts';
import type { DatabaseServer } from '../database-server.ts';
import type { SeedResult } from './run-seed.ts';

export const databaseVariable = 'SIMULATION_DATABASE';

export interface SeedTask {
  readonly seed: number;
  readonly verbose: boolean;
}

/** What seeds leave behind is thrown away from time to time: the shops of thousands would make each the slower. */
const seedsADatabaseMax = 100;
const program = fileURLToPath(new URL('./seed-process.ts', import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly database: TestDatabase;
  seeds: number;
}

export class SeedProcess {
  readonly #server: DatabaseServer;
  #running: Running | null = null;

  constructor(server: DatabaseServer) {
    this.#server = server;
  }

  /** Rejects where the process ends in the middle of it. */
  async run(task: SeedTask): Promise<SeedResult> {
    if ((this.#running?.seeds ?? 0) >= seedsADatabaseMax) await this.end();
    this.#running ??= await begin(this.#server);
    const { child } = this.#running;
    this.#running.seeds += 1;
    const answer = new Promise<SeedResult>((resolve, reject) => {
      const ended = (code: number | null): void =>
        reject(new Error(`Seed ${task.seed} ended its process with ${code}.`));
      child.once('exit', ended);
      child.once('message', (result) => {
        child.off('exit', ended);
        resolve(result as SeedResult);
      });
    });
    child.send(task);
    return answer;
  }

  async end(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running === null) return;
    if (running.child.connected) {
      const exited = once(running.child, 'exit');
      running.child.disconnect();
      await exited;
    }
    await running.database.drop();
  }
}

async function begin(server: DatabaseServer): Promise<Running> {
  const database = await cloneTemplate(server);
  const child = fork(program, {
    // Not among its arguments, which everybody on the machine can see.
    env: { ...process.env, [databaseVariable]: database.connectionString },
    execArgv: ['--import', 'tsx'],
    // As they are, with the crashes by name.
    serialization: 'advanced',
  });
  return { child, database, seeds: 0 };
}
