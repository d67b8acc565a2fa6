// `tillbook journal` from a file of sales to their checked journal on disk, beside programs that merely read and check that journal.
import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type Measured, perSecond, summary } from './measure.ts';
import { mappingFile, sale } from './sales.ts';

const saleCount = 100_000;
const runs = 5;

interface Contestant {
  readonly name: string;
  /** The first is the program. */
  readonly command: readonly string[];
}

const tillbook = ['node', 'bin/tillbook.js', 'journal', 'sales.ndjson', '--mapping', 'mapping.json'];
const ours: readonly Contestant[] = [
  {
    name: '`tillbook journal`, as hledger reads it',
    command: [...tillbook, ...['--format', 'hledger', '--output', 'sales.journal']],
  },
  {
    name: '`tillbook journal`, as beancount reads it',
    command: [...tillbook, ...['--format', 'beancount', '--output', 'sales.beancount']],
  },
];
const others: readonly Contestant[] = [
  { name: '`ledger` reads it', command: ['ledger', '-f', 'sales.journal', 'balance'] },
  { name: '`hledger` reads and checks it', command: ['hledger', 'check', '-f', 'sales.journal'] },
  { name: '`bean-check` reads and checks it', command: ['bean-check', '-C', 'sales.beancount'] },
];

/** Each program once a round, so that what else the machine does falls on all of them. */
export async function benchJournal(): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tillbook-bench-'));
  try {
    await writeInputs(folder);
    const [there, missing] = [others.filter(isInstalled), others.filter((other) => !isInstalled(other))];
    for (const { command } of missing) process.stdout.write(`${command[0]} is not installed: left out\n`);
    const contestants = [...ours, ...there];
    const figures = contestants.map((): number[] => []);
    for (let run = 0; run < runs; run += 1) {
      for (const [index, contestant] of contestants.entries()) figures[index]?.push(timed(contestant, folder));
    }
    const measured = contestants.map(({ name, command }, index) => {
      const what = { name, unit: 'entries a second', runs, note: `\`${command.join(' ')}\`` };
      return summary(what, figures[index] ?? []);
    });
    const first = measured[0]?.median ?? Number.NaN;
    return measured.map((one) => ({ ...one, note: `${one.note}: ${(one.median / first).toFixed(2)} × the first` }));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The whole process, from its start to its end. */
function timed({ command }: Contestant, folder: string): number {
  const [program = '', ...args] = command.map((part) => (part.startsWith('bin/') ? join(process.cwd(), part) : part));
  const started = performance.now();
  const { status, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 << 20 });
  const elapsedMs = performance.now() - started;
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return perSecond(saleCount, elapsedMs);
}

function isInstalled({ command }: Contestant): boolean {
  return spawnSync('which', [command[0] ?? '']).status === 0;
}

async function writeInputs(folder: string): Promise<void> {
  const events = createWriteStream(join(folder, 'sales.ndjson'));
  for (let index = 0; index < saleCount; index += 1) events.write(`${JSON.stringify(sale(`s-${index}`))}\n`);
  events.end();
  await finished(events);
  await writeFile(join(folder, 'mapping.json'), JSON.stringify(mappingFile()));
}
