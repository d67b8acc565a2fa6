// Runs a PostgreSQL server as a child of this process: made at the first start, stopped in order, never left behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, stat, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Client } from 'pg';
import { type Binaries, prepareBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { type ClusterPlace, chooseClusterPlace, findClusterPlace } from './cluster-place.ts';
import { EmbeddedDatabaseError } from './embedded-error.ts';
import {
  connectionStringAt,
  databaseName,
  earlierPort,
  findRunning,
  readPidFile,
  takeLock,
  waitUntilFree,
} from './running-server.ts';

const watchdogFile = fileURLToPath(new URL('watchdog.js', import.meta.url));
const pollMs = 15;
const readyWithinMs = 120_000;
const portTriesMax = 5;
/** A query that does not look up from its work outlives its server. */
const remainsWithinMs = 60_000;
const remainsPollMs = 200;
const logBytesMax = 10 * 1024 * 1024;
const logTailChars = 1500;

export interface EmbeddedPostgres {
  readonly connectionString: string;
  /** Where the cluster lies; `elsewhere` when that is not under the data folder. */
  readonly dir: string;
  readonly elsewhere: boolean;
  /** Resolves when the server is gone without `stop` having been called. */
  readonly lost: Promise<EmbeddedDatabaseError>;
  /** Ends all connections and the server, everything written. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Tillbook's data folder; the cluster lies in `postgres` below it. */
  readonly tillbookDir: string;
  /** Who runs it, in words for someone who starts a second one: "tillbook start, process 4711". */
  readonly holder: string;
  /** False turns off fsync: for tests only. */
  readonly durable?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
}

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = await chooseClusterPlace(options.tillbookDir);
  const binaries = await prepareBinaries({ runAs: place.runAs, reachableDir: place.reachableDir });
  const durable = options.durable ?? true;
  await ensureCluster({ place, binaries, durable });
  await waitUntilFree(place);
  const settings = { ...(durable ? {} : withoutDurability), ...options.settings };
  const server = await startServer({ place, binaries, settings });
  try {
    const lock = await takeLock(await connectionStringAt(place, server.port, 'postgres'), options.holder);
    await ensureDatabase(lock);
    return await supervise({ place, server, lock });
  } catch (error) {
    await server.end();
    throw error;
  }
}

/** Whether there is one on this data folder, running or not. */
export async function hasEmbeddedPostgres(tillbookDir: string): Promise<boolean> {
  return (await findClusterPlace(tillbookDir)) !== null;
}

/** The address of the embedded server that another process runs on this data folder, or null. */
export async function findEmbeddedPostgres(tillbookDir: string): Promise<string | null> {
  const place = await findClusterPlace(tillbookDir);
  return place === null ? null : findRunning(place);
}

const withoutDurability = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

interface ServerProcess {
  readonly port: number;
  readonly exited: Promise<number>;
  end(): Promise<void>;
}

async function supervise(options: {
  place: ClusterPlace;
  server: ServerProcess;
  lock: Client;
}): Promise<EmbeddedPostgres> {
  const { place, server, lock } = options;
  let stopping = false;
  // When the server goes, so does this connection; `lost` tells it.
  lock.on('error', () => undefined);
  const lost = server.exited.then(async () => {
    // After a stop that was asked for nothing is lost, and nobody hears of it.
    if (stopping) return new Promise<never>(() => {});
    return new EmbeddedDatabaseError('stopped', `The database stopped. ${await logTail(place)}`);
  });
  return {
    connectionString: await connectionStringAt(place, server.port),
    dir: place.dir,
    elsewhere: place.elsewhere,
    lost,
    stop: async () => {
      stopping = true;
      await lock.end().catch(() => undefined);
      await server.end();
    },
  };
}

async function startServer(options: {
  place: ClusterPlace;
  binaries: Binaries;
  settings: Readonly<Record<string, string>>;
}): Promise<ServerProcess> {
  const deadline = performance.now() + remainsWithinMs;
  let portsTried = 0;
  for (;;) {
    // What works beside it finds it again where it was.
    const port = portsTried === 0 ? await freePort(await earlierPort(options.place)) : await freePort();
    const child = await spawnServer({ ...options, port });
    const exited = once(child, 'exit').then(([code]) => Number(code ?? 1));
    const ready = await Promise.race([untilReady(options.place, port), exited.then(() => 'exited' as const)]);
    if (ready === 'ready') return { port, exited, end: () => endServer(child, exited) };
    await endServer(child, exited);
    const tail = await logTail(options.place);
    const portTaken = tail.includes('could not bind') || tail.includes('could not create any TCP/IP sockets');
    if (portTaken) portsTried += 1;
    if (portTaken && portsTried < portTriesMax) continue;
    // Of a server that was killed a process is still at work: PostgreSQL waits for it, and so do we.
    if (tail.includes('pre-existing shared memory block') && performance.now() < deadline) {
      await delay(remainsPollMs);
      continue;
    }
    // Another start was quicker: it is the one that runs.
    await waitUntilFree(options.place);
    throw new EmbeddedDatabaseError('start-failed', `The database did not start. ${tail}`);
  }
}

async function spawnServer(options: {
  place: ClusterPlace;
  binaries: Binaries;
  settings: Readonly<Record<string, string>>;
  port: number;
}): Promise<ChildProcess> {
  const { place, binaries } = options;
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(options.port),
    unix_socket_directories: '',
    ...options.settings,
  };
  const args = [
    '-D',
    place.dataDir,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const order = JSON.stringify({ command: binaries.postgres, args, ...(place.runAs ?? {}) });
  const logBytes = (await stat(place.logFile).catch(() => null))?.size ?? 0;
  if (logBytes > logBytesMax) await truncate(place.logFile, 0);
  const log = await open(place.logFile, 'a', 0o600);
  try {
    await log.write(`--- started by process ${process.pid} on port ${options.port}\n`);
    // Detached: Ctrl-C in the terminal is for Tillbook, which then stops the server in its turn.
    return spawn(process.execPath, [watchdogFile, order], {
      stdio: ['pipe', 'ignore', log.fd],
      detached: true,
      env: {},
    });
  } finally {
    await log.close();
  }
}

async function untilReady(place: ClusterPlace, port: number): Promise<'ready' | 'late'> {
  const deadline = performance.now() + readyWithinMs;
  while (performance.now() < deadline) {
    const file = await readPidFile(place);
    if (file?.status === 'ready' && file.port === port) return 'ready';
    await delay(pollMs);
  }
  return 'late';
}

async function endServer(child: ChildProcess, exited: Promise<number>): Promise<void> {
  child.stdin?.destroy();
  await exited;
}

async function ensureDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
  if (rowCount === 0) await client.query(`create database ${databaseName}`);
}

/** What the server itself said since it was started last. */
async function logTail(place: ClusterPlace): Promise<string> {
  const log = await readFile(place.logFile, 'utf8').catch(() => '');
  const since = log.slice(Math.max(0, log.lastIndexOf('--- started by')));
  return `Its log, ${place.logFile}, ends:\n${since.slice(-logTailChars).trim()}`;
}

/** The one that is wanted where it is free; 0 takes any. */
async function freePort(wanted = 0): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(wanted, '127.0.0.1');
    await once(probe, 'listening');
  } catch (error) {
    if (wanted !== 0) return freePort();
    throw error;
  }
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
