// A process that runs seeds beside others, over a database of its own on the one PostgreSQL.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cloneTemplate, type TestDatabase } from '../clone-template.ts';
import type { DatabaseServer } from '../database-server.ts';
import type { SeedResult } from './run-seed.ts';

export interface SeedTask {
  readonly seed: number;
  readonly verbose: boolean;
  readonly connectionString: string;
}

/** What seeds leave behind is thrown away from time to time: the shops of thousands would make each the slower. */
const seedsADatabaseMax = 100;
/** In megabytes. Most of what a seed makes is soon of no use: with room for more of it, it is looked through less often. */
const youngMax = 64;
const program = fileURLToPath(new URL('./seed-process.ts', import.meta.url));

export class SeedProcess {
  readonly #server: DatabaseServer;
  #child: ChildProcess | null = null;
  #database: TestDatabase | null = null;
  #seeds = 0;

  constructor(server: DatabaseServer) {
    this.#server = server;
  }

  /** Rejects where the process ends in the middle of it. */
  async run(task: Omit<SeedTask, 'connectionString'>): Promise<SeedResult> {
    const left = this.#seeds >= seedsADatabaseMax ? this.#database : null;
    if (this.#database === null || left !== null) {
      this.#database = await cloneTemplate(this.#server);
      this.#seeds = 0;
    }
    this.#child ??= begin();
    this.#seeds += 1;
    const result = await ask(this.#child, { ...task, connectionString: this.#database.connectionString });
    // With the first seed on another one it has let go of this.
    await left?.drop();
    return result;
  }

  async end(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child?.connected === true) {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    }
    await this.#database?.drop();
  }
}

function ask(child: ChildProcess, task: SeedTask): Promise<SeedResult> {
  return new Promise<SeedResult>((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`Seed ${task.seed} ended its process with ${code}.`));
    child.once('exit', ended);
    child.once('message', (result) => {
      child.off('exit', ended);
      resolve(result as SeedResult);
    });
    child.send(task);
  });
}

function begin(): ChildProcess {
  return fork(program, {
    execArgv: ['--import', 'tsx', `--max-semi-space-size=${youngMax}`],
    // As they are, with the crashes by name.
    serialization: 'advanced',
  });
}
