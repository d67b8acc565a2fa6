// Where the cluster's files lie: under the data folder, or, when the server's user cannot get there, where it can, with a pointer.
import { chmod, mkdir, mkdtemp, readFile, realpath, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EmbeddedDatabaseError } from './embedded-error.ts';
import { canReach, chooseRunAs, type RunAs } from './run-as.ts';

/** Root's own place for what another user must reach. */
const systemDir = '/var/lib/tillbook';
const pointerName = 'postgres-lies-at';

export interface ClusterPlace {
  /** Holds `data`, the password and the log. */
  readonly dir: string;
  readonly dataDir: string;
  readonly passwordFile: string;
  readonly logFile: string;
  /** Where copies of PostgreSQL's programs may lie. */
  readonly reachableDir: string;
  readonly runAs: RunAs | null;
  /** True when the cluster lies outside of the data folder. */
  readonly elsewhere: boolean;
}

/** Where an existing cluster lies, or null when the folder has none. Changes nothing. */
export async function findClusterPlace(tillbookDir: string): Promise<ClusterPlace | null> {
  const pointer = await readPointer(tillbookDir);
  const dir = pointer ?? join(tillbookDir, 'postgres');
  const runAs = await chooseRunAs(join(dir, 'data'));
  if (!(await exists(join(dir, 'data')))) {
    // Without a password no cluster was ever made there: a first start that was killed.
    if (pointer === null || ((await exists(dir)) && !(await exists(join(dir, 'password'))))) return null;
    throw new EmbeddedDatabaseError(
      'cluster-missing',
      `${join(tillbookDir, pointerName)} says that the database lies at ${pointer}, but it is not there. ` +
        'Put it back, or remove that file to begin with an empty database.',
    );
  }
  return placeAt({ dir, tillbookDir, runAs, elsewhere: pointer !== null });
}

/** Where the cluster lies or is to lie; makes the folders. */
export async function chooseClusterPlace(tillbookDir: string): Promise<ClusterPlace> {
  await mkdir(tillbookDir, { recursive: true, mode: 0o700 });
  const found = await findClusterPlace(tillbookDir);
  if (found !== null) return found;
  const home = join(tillbookDir, 'postgres');
  const runAs = await chooseRunAs(home);
  const begun = await readPointer(tillbookDir);
  if (begun !== null) return placeAt({ dir: begun, tillbookDir, runAs, elsewhere: true });
  if (runAs === null || (await letThrough(tillbookDir, runAs))) {
    await mkdir(home, { recursive: true, mode: 0o711 });
    return placeAt({ dir: home, tillbookDir, runAs, elsewhere: false });
  }
  const dir = await pointElsewhere(tillbookDir);
  return placeAt({ dir, tillbookDir, runAs, elsewhere: true });
}

/** A new place each time: a data folder that was removed and made anew must not find its old books. */
async function pointElsewhere(tillbookDir: string): Promise<string> {
  await mkdir(systemDir, { recursive: true, mode: 0o755 });
  const name = basename(dirname(await realpath(tillbookDir))).replaceAll(/[^\w-]/g, '-');
  const dir = await mkdtemp(join(systemDir, `${name}-`));
  await chmod(dir, 0o711);
  try {
    await writeFile(join(tillbookDir, pointerName), `${dir}\n`, { mode: 0o600, flag: 'wx' });
    return dir;
  } catch (error) {
    // Another first start was quicker: its place is the one.
    await rmdir(dir);
    const other = await readPointer(tillbookDir);
    if (other === null) throw error;
    return other;
  }
}

function placeAt(options: { dir: string; tillbookDir: string; runAs: RunAs | null; elsewhere: boolean }): ClusterPlace {
  const { dir, runAs, elsewhere } = options;
  return {
    dir,
    dataDir: join(dir, 'data'),
    passwordFile: join(dir, 'password'),
    logFile: join(dir, 'server.log'),
    reachableDir: runAs === null ? dir : systemDir,
    runAs,
    elsewhere,
  };
}

/** The data folder is ours: others may pass through it, not list it. The folders above are not ours to change. */
async function letThrough(tillbookDir: string, runAs: RunAs): Promise<boolean> {
  const parent = dirname(await realpath(tillbookDir));
  if (!(await canReach(runAs, '-x', parent))) return false;
  const { mode } = await stat(tillbookDir);
  await chmod(tillbookDir, (mode & 0o777) | 0o011);
  return canReach(runAs, '-x', tillbookDir);
}

async function readPointer(tillbookDir: string): Promise<string | null> {
  const text = await readFile(join(tillbookDir, pointerName), 'utf8').catch(() => null);
  return text === null ? null : text.trim();
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
