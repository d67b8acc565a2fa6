// `npm run mutate -- [--seeds 200] [--only NAME]`: makes each deliberate bug in a copy of the source, and runs seeds until one catches it.
// What came of it is kept in the table of docs/reliability.md, bug by bug.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Mutation, mutations } from './mutations.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({ options: { seeds: { type: 'string', default: '200' }, only: { type: 'string' } } });
const heading = '## Mutations';

interface Caught {
  readonly mutation: Mutation;
  readonly seed: string | null;
  readonly said: string;
}

const chosen = mutations.filter(({ name }) => values.only === undefined || values.only === name);
if (chosen.length === 0) throw new Error(`There is no mutation ${values.only}.`);
let running: ChildProcess | null = null;
let isOver = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isOver = true;
    // It ends with the seed that is under way, and takes its database with it.
    running?.kill('SIGTERM');
  });
}
const copy = makeCopy();
try {
  let isAnyMissed = false;
  for (const mutation of chosen) {
    const caught = await tryOut(mutation);
    if (isOver) break;
    console.log(`${mutation.name}: ${caught.seed === null ? 'NOT CAUGHT' : `seed ${caught.seed}, ${caught.said}`}`);
    keepRow(caught);
    isAnyMissed ||= caught.seed === null;
  }
  if (isAnyMissed || isOver) process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Source of its own, everything that is installed by links. */
function makeCopy(): string {
  const path = mkdtempSync(join(tmpdir(), 'tillbook-mutate-'));
  const isSource = (from: string): boolean => !/\/(node_modules|dist)(\/|$)/.test(from.slice(root.length));
  for (const name of ['src', 'packages', 'tests', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, name), join(path, name), { recursive: true, filter: isSource });
  }
  const installed = join(path, 'node_modules');
  mkdirSync(join(installed, '@tillbook'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@tillbook') symlinkSync(join(root, 'node_modules', name), join(installed, name));
  }
  for (const name of readdirSync(join(path, 'packages'))) {
    symlinkSync(join(path, 'packages', name), join(installed, '@tillbook', name));
  }
  return path;
}

async function tryOut(mutation: Mutation): Promise<Caught> {
  for (const { file, find, replace } of mutation.edits) {
    const source = readFileSync(join(copy, file), 'utf8');
    if (!source.includes(find)) throw new Error(`${mutation.name} does not apply to ${file} any more.`);
    writeFileSync(join(copy, file), source.replaceAll(find, replace));
  }
  const run = await runSeeds();
  for (const { file } of mutation.edits) cpSync(join(root, file), join(copy, file));
  const [, seed = null, said = ''] = /^seed (\d+): (.*)$/m.exec(run.stdout) ?? [];
  if (seed === null && !isOver && !run.stdout.includes(', 0 failures'))
    throw new Error(`${mutation.name} does not run: ${run.stderr}`);
  return { mutation, seed, said };
}

async function runSeeds(): Promise<{ stdout: string; stderr: string }> {
  const command = ['--import', 'tsx', 'tests/simulation/main.ts', '--first', '--quiet', '--seeds', values.seeds];
  const child = spawn(process.execPath, command, { cwd: copy, stdio: ['ignore', 'pipe', 'pipe'] });
  running = child;
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { stdout, stderr };
}

function rowOf({ mutation, seed, said }: Caught): string {
  return `| ${mutation.bug} | ${seed ?? 'not caught'} | ${said.replaceAll('|', '/').slice(0, 160)} |`;
}

/** In place of what was found of the same bug before; what is no bug of ours any more goes. */
function keepRow(caught: Caught): void {
  const path = join(root, 'docs', 'reliability.md');
  const [before = '', after = ''] = readFileSync(path, 'utf8').split(heading);
  const known = after.split('\n');
  const rows = mutations.flatMap((mutation) => {
    if (mutation === caught.mutation) return [rowOf(caught)];
    return known.filter((row) => row.startsWith(`| ${mutation.bug} |`));
  });
  const text = [
    heading,
    '',
    '    npm run mutate                     # all of them, each until a seed catches it',
    '    npm run mutate -- --only NAME',
    '',
    `Deliberate bugs of \`tests/simulation/mutations.ts\`, each made in a copy of the source. Of the ${mutations.length}, ${rows.length} have been run, and`,
    `${rows.filter((row) => !row.includes('| not caught |')).length} are caught, by the seed that stands beside them. The script keeps this table.`,
    '',
    '| the code … | seed | what is said of it |',
    '|---|---|---|',
    ...rows,
    '',
  ];
  writeFileSync(path, before + text.join('\n'));
}
