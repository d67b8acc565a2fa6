// Reads what a server that may be running says about itself, and ends one whose Tillbook is gone.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { isAlive, readPassword, superuser } from './cluster.ts';
import type { ClusterPlace } from './cluster-place.ts';
import { EmbeddedDatabaseError } from './embedded-error.ts';

const pollMs = 25;
const settleWithinMs = 60_000;
/** Time for a start that is under way to take the lock. */
const lockWithinMs = 2_000;

/** Held by the Tillbook that runs the server, as a lock of the session: it goes when that process goes. */
const supervisorLock = 7_461_001;

export const databaseName = 'tillbook';

/** The lines of postmaster.pid: https://www.postgresql.org/docs/18/storage-file-layout.html */
interface PidFile {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

export async function readPidFile(place: ClusterPlace): Promise<PidFile | null> {
  const text = await readFile(join(place.dataDir, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n').map((line) => line.trim());
  return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7] ?? '' };
}

/** The port of the server before, from the command that started it; 0 where there was none. */
export async function earlierPort(place: ClusterPlace): Promise<number> {
  const options = await readFile(join(place.dataDir, 'postmaster.opts'), 'utf8').catch(() => '');
  return Number(/"port=(\d+)"/.exec(options)?.[1] ?? 0);
}

export async function connectionStringAt(place: ClusterPlace, port: number, database = databaseName): Promise<string> {
  return `postgres://${superuser}:${await readPassword(place)}@127.0.0.1:${port}/${database}`;
}

/** The address of a server that is running on this cluster and answers, or null. */
export async function findRunning(place: ClusterPlace): Promise<string | null> {
  const file = await readPidFile(place);
  if (file === null || file.status !== 'ready') return null;
  const client = await connect(place, file.port);
  if (client === null) return null;
  await client.end();
  return connectionStringAt(place, file.port);
}

/**
 * Resolves when no server runs on the cluster. One that another Tillbook runs is left alone and said;
 * one that was left behind, or that is just stopping, is seen to its end.
 */
export async function waitUntilFree(place: ClusterPlace): Promise<void> {
  const deadline = performance.now() + settleWithinMs;
  const lockDeadline = performance.now() + lockWithinMs;
  let told = false;
  while (performance.now() < deadline) {
    const file = await readPidFile(place);
    if (file === null) return;
    if (!isAlive(file.pid) || !(await isPostgres(file.pid))) {
      await rm(join(place.dataDir, 'postmaster.pid'), { force: true });
      return;
    }
    if (file.status === 'ready' && !told) {
      const holder = await lockHolder(place, file.port);
      if (holder !== null) throw alreadyRunning(place, holder);
      if (performance.now() > lockDeadline) {
        process.kill(file.pid, 'SIGINT');
        told = true;
      }
    }
    await delay(pollMs);
  }
  throw new EmbeddedDatabaseError('start-failed', `A PostgreSQL server on ${place.dir} does not end.`);
}

function alreadyRunning(place: ClusterPlace, holder: string): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    'already-running',
    `One is running already on this data folder: ${holder}, with its database under ${place.dir}. ` +
      'Stop that one first, or choose another folder with TILLBOOK_DATA_DIR.',
  );
}

/** Takes the supervisor's lock; the connection must stay open for as long as the server is ours. */
export async function takeLock(connectionString: string, holder: string): Promise<Client> {
  const client = new Client({ connectionString, application_name: holder.slice(0, 63), keepAlive: true });
  await client.connect();
  await client.query('select pg_advisory_lock($1)', [supervisorLock]);
  return client;
}

async function lockHolder(place: ClusterPlace, port: number): Promise<string | null> {
  const client = await connect(place, port);
  if (client === null) return null;
  try {
    const { rows } = await client.query<{ name: string }>(
      `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
       where l.locktype = 'advisory' and l.granted and l.objid = $1`,
      [supervisorLock],
    );
    return rows[0]?.name ?? null;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function connect(place: ClusterPlace, port: number): Promise<Client | null> {
  const client = new Client({ connectionString: await connectionStringAt(place, port, 'postgres') });
  // A server that is just stopping drops the connection; that is an answer, not a fault of ours.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch {
    return null;
  }
}

/** After a crash another program may have the number; where the system does not tell, it is taken to be PostgreSQL. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.includes('postgres');
}
