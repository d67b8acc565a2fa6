// The server as Node loads it soonest: its TypeScript put together into a few files of JavaScript, once for each state of the sources.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { digestOf, filesUnder, lockFile, root } from './prepare.js';

const sourceFolders = ['src', 'packages/quickbooks-client/src', 'packages/quickbooks-emulator/src'];
const entryPoint = join(root, 'src', 'main.ts');
const programs = join(root, 'dist');
const draftPrefix = '.draft-';
const keptForMs = 24 * 60 * 60_000;

/** The module to load; the sources themselves, and what reads them, where it cannot be put together. */
export async function loadProgram() {
  const folder = await ensureProgram();
  if (folder === null) (await import('tsx/esm/api')).register();
  // A stack trace names the line of the source.
  else process.setSourceMapsEnabled(true);
  return import(pathToFileURL(folder === null ? entryPoint : join(folder, 'main.js')).href);
}

/** The folder of its `main.js`; null where this user may not write and nobody else has put it together. */
export async function ensureProgram(entry = entryPoint) {
  const sources = sourceFolders.flatMap((folder) => filesUnder(join(root, folder))).sort();
  const read = sources.filter((path) => path.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(path));
  const folder = join(programs, digestOf([lockFile, fileURLToPath(import.meta.url), entry, ...read]).slice(0, 16));
  if (existsSync(folder)) return folder;
  try {
    mkdirSync(programs, { recursive: true });
    await putTogether(entry, folder);
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EROFS') throw error;
    return null;
  }
  return folder;
}

/** Elsewhere first: several may begin at once, and each sees all of it or nothing. */
async function putTogether(entry, folder) {
  const { build, stop } = await import('esbuild');
  const draft = join(programs, `${draftPrefix}${randomUUID()}`);
  mkdirSync(draft);
  try {
    await build({
      entryPoints: { main: entry },
      outdir: draft,
      bundle: true,
      // What a command does not need, it does not load.
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      sourcemap: 'linked',
      logLevel: 'warning',
      plugins: [packagesApart, ownAddresses(draft)],
    });
    renameSync(draft, folder);
    forgetEarlier();
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await stop();
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Packages are loaded from where they are; the workspace's own are sources like the others. */
const packagesApart = {
  name: 'packages apart',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@tillbook/') ? undefined : { path, external: true },
    );
  },
};

/** A source that looks for a file beside itself finds it where the source is. */
const ownAddresses = (folder) => ({
  name: 'own addresses',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const address = `new URL(${JSON.stringify(relative(folder, path))}, import.meta.url).href`;
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', address), resolveDir: dirname(path) };
    });
  },
});

/** Not the one before, however old it is: it may be running still, and reads a part of itself when it first needs it. */
function forgetEarlier() {
  const ageMs = (name) =>
    Date.now() - (statSync(join(programs, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const found = readdirSync(programs).map((name) => ({ name, ageMs: ageMs(name) }));
  const whole = found.filter(({ name }) => !name.startsWith(draftPrefix)).sort((one, other) => one.ageMs - other.ageMs);
  for (const one of found) {
    const isKept = whole.slice(0, 2).includes(one) || one.ageMs < keptForMs;
    if (!isKept) rmSync(join(programs, one.name), { recursive: true, force: true });
  }
}
