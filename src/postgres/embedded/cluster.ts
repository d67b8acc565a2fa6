// Makes a cluster: complete or not at all, so that a start that was killed half-way leaves nothing to repair.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import type { ClusterPlace } from './cluster-place.ts';
import { EmbeddedDatabaseError } from './embedded-error.ts';

const run = promisify(execFile);
const passwordBytes = 24;
const stagingPrefix = '.new-';

export const superuser = 'tillbook';

/** The cluster's password, made at the first start; also what commands beside a running server sign in with. */
export async function readPassword(place: ClusterPlace): Promise<string> {
  return (await readFile(place.passwordFile, 'utf8')).trim();
}

export async function ensureCluster(options: {
  readonly place: ClusterPlace;
  readonly binaries: Binaries;
  /** False only where losing everything is fine. */
  readonly durable: boolean;
}): Promise<void> {
  const { place } = options;
  const existing = await stat(place.dataDir).catch(() => null);
  if (existing !== null) {
    refuseForeign(place, existing.uid);
    return;
  }
  await removeAbandoned(place);
  const password = randomBytes(passwordBytes).toString('hex');
  // Of two first starts at once, both use the password of the one that came first.
  await writeFile(place.passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' }).catch(ignoreExisting);
  const staging = join(place.dir, `${stagingPrefix}${process.pid}-${randomBytes(4).toString('hex')}`);
  const passwordFile = `${staging}.password`;
  try {
    await mkdir(staging, { mode: 0o700 });
    await writeFile(passwordFile, await readPassword(place), { mode: 0o600 });
    if (place.runAs !== null) {
      await chown(staging, place.runAs.uid, place.runAs.gid);
      await chown(passwordFile, place.runAs.uid, place.runAs.gid);
    }
    await initdb({ ...options, staging, passwordFile });
    await chmod(staging, 0o700);
    await rename(staging, place.dataDir).catch(ignoreExisting);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(staging, { recursive: true, force: true });
  }
}

async function initdb(options: {
  readonly place: ClusterPlace;
  readonly binaries: Binaries;
  readonly durable: boolean;
  readonly staging: string;
  readonly passwordFile: string;
}): Promise<void> {
  const args = [
    ...['--pgdata', options.staging, '--username', superuser, '--pwfile', options.passwordFile],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8'],
    // PostgreSQL's own C.UTF-8: sorts alike on every machine, whatever locales it has.
    ...['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    ...['--set', 'timezone=UTC', '--set', 'log_timezone=UTC'],
    ...(options.durable ? [] : ['--no-sync']),
  ];
  await run(options.binaries.initdb, args, { ...(options.place.runAs ?? {}), cwd: '/' }).catch(
    (cause: Error & { stderr?: string }) => {
      throw new EmbeddedDatabaseError(
        'initdb-failed',
        `The database could not be made under ${options.place.dir}: ${cause.stderr?.trim() || cause.message}`,
        { cause },
      );
    },
  );
}

function refuseForeign(place: ClusterPlace, owner: number): void {
  const us = process.getuid?.();
  if (us === undefined || us === 0 || us === owner) return;
  throw new EmbeddedDatabaseError(
    'not-ours',
    `The database under ${place.dir} belongs to another user (id ${owner}), as after a start as root. ` +
      'Start as that user or as root, or choose another data folder with TILLBOOK_DATA_DIR.',
  );
}

async function removeAbandoned(place: ClusterPlace): Promise<void> {
  for (const name of await readdir(place.dir)) {
    const pid = Number(name.startsWith(stagingPrefix) ? Number.parseInt(name.slice(stagingPrefix.length), 10) : 0);
    if (pid > 0 && !isAlive(pid)) await rm(join(place.dir, name), { recursive: true, force: true });
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST' && error.code !== 'ENOTEMPTY') throw error;
}
