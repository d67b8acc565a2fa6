// The program in its parts, each a process of its own that can be stopped and killed: database, local QuickBooks, server, workers.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../source-files.ts';
import { eventually } from './app.ts';

const readyWithinMs = 150_000;

export interface Part {
  readonly name: string;
  readonly process: ChildProcess;
  /** What it said on both outputs. */
  output(): string;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  hasEnded(): boolean;
  /** In order, as a service manager does it. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

/** Resolves when it is ready; throws with what it said where it ends before. */
export async function startPart(options: {
  readonly name: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  isReady(part: Part): Promise<boolean> | boolean;
}): Promise<Part> {
  const child = spawn(process.execPath, [...options.args], {
    cwd: root,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stdout.on('data', (data: Buffer) => said.push(data.toString()));
  child.stderr.on('data', (data: Buffer) => said.push(data.toString()));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const endBy = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  const part: Part = {
    name: options.name,
    process: child,
    output: () => said.join(''),
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    stop: () => endBy('SIGTERM'),
    kill: async () => void (await endBy('SIGKILL')),
  };
  await Promise.race([
    eventually(`${options.name} is ready`, async () => options.isReady(part), readyWithinMs),
    ended.then((code) => {
      throw new Error(`${options.name} ended with ${code} before it was ready:\n${part.output()}`);
    }),
  ]);
  return part;
}

export interface Database extends Part {
  readonly connectionString: string;
}

/** The embedded PostgreSQL, held by a process that does nothing else; killing it kills the server itself. */
export async function startDatabase(dataDir: string): Promise<Database> {
  const address = /postgres:\S+(?=\n)/;
  const part = await startPart({
    name: 'the database',
    args: ['--import', 'tsx', 'src/postgres/embedded/hold-server.fixture.ts', dataDir],
    environment: process.env,
    isReady: (starting) => address.test(starting.output()),
  });
  const connectionString = address.exec(part.output())?.[0] ?? '';
  const server = Number((await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]);
  return {
    ...part,
    connectionString,
    kill: async () => {
      process.kill(server, 'SIGKILL');
      await part.ended;
    },
  };
}

/** The local QuickBooks with its books in a file. */
export function startLocalQuickbooks(options: { readonly port: number; readonly file: string }): Promise<Part> {
  return startPart({
    name: 'the local QuickBooks',
    args: [
      'packages/quickbooks-emulator/bin/quickbooks-emulator.js',
      ...['--port', String(options.port), '--file', options.file],
    ],
    environment: process.env,
    isReady: (part) => part.output().includes('listens on'),
  });
}

/** `tillbook serve` or `tillbook work`. */
export function startHalf(command: 'serve' | 'work', environment: NodeJS.ProcessEnv): Promise<Part> {
  const saysReady = { serve: '"serving"', work: '"working"' }[command];
  return startPart({
    name: `tillbook ${command}`,
    args: ['bin/tillbook.js', command],
    environment,
    isReady: (part) => part.output().includes(saysReady),
  });
}
