// What a fresh clone lacks, got before anything else runs: the packages of the lock file and the built console.
// Plain JavaScript without packages, because none may be there yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldestNode = [20, 19];
export const root = fileURLToPath(new URL('..', import.meta.url));
export const lockFile = join(root, 'package-lock.json');
const installStamp = join(root, 'node_modules', '.tillbook-installed');
const consoleDir = join(root, 'packages', 'console');
const consoleStamp = join(consoleDir, 'dist', '.built-from');

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  fail(`Tillbook needs Node ${oldestNode.join('.')} or later; this is ${process.versions.node} (${process.execPath}).`);
}

export function ensureInstalled() {
  const wanted = digestOf([lockFile]);
  if (readOrEmpty(installStamp) === wanted) return;
  if (!installedByHand()) {
    say('Installing the packages that Tillbook needs (once; a minute or two) …');
    const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
    const npmScript = process.env.npm_execpath;
    const done = npmScript?.endsWith('.js')
      ? runQuietly(process.execPath, [npmScript, ...args], root)
      : runQuietly(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, root);
    if (!done) fail('npm ci did not succeed; what it said is above. Tillbook cannot start without its packages.');
  }
  writeIfAllowed(installStamp, wanted);
}

/** npm notes at the end of an install what is there; newer than the lock file means that it is up to date. */
function installedByHand() {
  const noted = statSync(join(root, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  return noted !== undefined && noted.mtimeMs >= statSync(lockFile).mtimeMs;
}

export function ensureConsole() {
  const sources = filesUnder(consoleDir).sort();
  const wanted = digestOf([lockFile, fileURLToPath(import.meta.url), ...sources]);
  if (readOrEmpty(consoleStamp) === wanted) return;
  const vite = findVite();
  if (vite === null) {
    if (!existsSync(join(consoleDir, 'dist', 'index.html')))
      say('The console is not built: npm ci --include=dev first.');
    return;
  }
  say('Building the console (once; some seconds) …');
  // Under another NODE_ENV, as that of a test, it would be React's slow build for development, and stay.
  if (!runQuietly(process.execPath, [vite, 'build', '--logLevel', 'error'], consoleDir, { NODE_ENV: 'production' })) {
    fail(
      'The console could not be built; what the build said is above. Where this user may not write, whoever owns the folder runs: npm run build',
    );
  }
  writeIfAllowed(consoleStamp, wanted);
}

function findVite() {
  try {
    const description = createRequire(join(consoleDir, 'package.json')).resolve('vite/package.json');
    return join(description, '..', 'bin', 'vite.js');
  } catch {
    return null;
  }
}

/** Output goes to standard error: standard output belongs to the command that is prepared for. */
function runQuietly(command, args, cwd, environment = {}) {
  const env = { ...process.env, ...environment };
  const { status, error } = spawnSync(command, args, { cwd, env, stdio: ['ignore', process.stderr, process.stderr] });
  if (error !== undefined) say(error.message);
  return status === 0;
}

export function filesUnder(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    const path = join(dir, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

export function digestOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

function readOrEmpty(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Without the note the next start looks again, which costs time but nothing else. */
function writeIfAllowed(path, text) {
  try {
    writeFileSync(path, text);
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EROFS') throw error;
  }
}

function say(message) {
  process.stderr.write(`${message}\n`);
}

function fail(message) {
  say(message);
  process.exit(1);
}
