// The command in a process of its own: what it acknowledged outlives it, and its file is held by one process at a time.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { companyAt, entry, listOf } from './local-company.fixture.ts';

const command = fileURLToPath(new URL('../bin/quickbooks-emulator.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'quickbooks-emulator-'));
const running = new Set<ChildProcess>();
afterEach(async () => {
  await Promise.all([...running].map(kill));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function kill(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

function run(...options: string[]): ChildProcess {
  const child = spawn(process.execPath, [command, ...options], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  return child;
}

async function urlOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    const url = /http:\/\/[\d.]+:\d+/.exec(text)?.[0];
    if (url) return url;
  }
  throw new Error(`the command ended: ${text}`);
}

async function endOf(child: ChildProcess): Promise<{ code: number | null; errors: string }> {
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += String(chunk);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, errors };
}

test('what was acknowledged is there after kill -9 in the middle of writing', async () => {
  const file = join(folder, 'killed.sqlite');
  const first = run('--port', '0', '--file', file);
  const company = await companyAt(await urlOf(first), { settings: { limits: false } });
  const acknowledged: string[] = [];
  const write = async (number: string) => {
    const texts = { DocNumber: number, PrivateNote: `note of ${number}` };
    const answer = await company.api('POST', '/journalentry', entry(1, texts));
    if (answer.status === 200) acknowledged.push(number);
  };
  for (let index = 0; index < 20; index += 1) await write(`K-${index}`);
  const inFlight = Array.from({ length: 40 }, (_, index) => write(`F-${index}`).catch(() => undefined));
  await inFlight[3];
  await kill(first);
  await Promise.all(inFlight);
  const second = run('--port', '0', '--file', file);
  const again = company.at(await urlOf(second));
  const noted = await again.query(`select count(*) from JournalEntry where PrivateNote like '%note of %'`);
  expect(Number(noted.body.QueryResponse?.totalCount)).toBeGreaterThanOrEqual(acknowledged.length);
  const found = await again.query('select * from JournalEntry maxresults 1000');
  const numbers = listOf(found.body.QueryResponse?.JournalEntry).map(({ DocNumber }) => DocNumber);
  expect(acknowledged.length).toBeGreaterThanOrEqual(21);
  expect(numbers).toEqual(expect.arrayContaining(acknowledged));
  const { tables } = (await again.control('GET', '/snapshot')).body;
  const balances = listOf<{ amount_minor: number }>(tables?.balances);
  expect(balances.reduce((sum, { amount_minor }) => sum + amount_minor, 0)).toBe(0);
}, 60_000);

test('a second process on the same file is refused, and says which file and what to do', async () => {
  const file = join(folder, 'held.sqlite');
  await urlOf(run('--port', '0', '--file', file));
  const { code, errors } = await endOf(run('--port', '0', '--file', file));
  expect(code).toBe(1);
  expect(errors.trim()).toBe(
    `${file} is open in another QuickBooks emulator; stop that one, or choose another file with --file`,
  );
});

test('a program in plain Node starts it by its name, and nothing has to be built', async () => {
  const program = `import { FileInUseError, startEmulator } from '@tillbook/quickbooks-emulator/node';
    const emulator = await startEmulator({ firstCompany: { template: 'retail' } });
    const { companies } = await (await fetch(emulator.url + '/_emulator/companies')).json();
    console.log(companies.length, FileInUseError.name);
    await emulator.close();`;
  const options = ['--input-type=module', '--eval', program];
  const child = spawn(process.execPath, options, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  let text = '';
  for await (const chunk of child.stdout) text += String(chunk);
  expect(text).toBe('1 FileInUseError\n');
});

test.each([
  ['a port that is none', ['--port', '70000'], '--port 70000 is not a port'],
  ['an option that is none', ['--nonsense'], "Unknown option '--nonsense'"],
])('%s ends the command with a plain sentence', async (_, options, message) => {
  const { code, errors } = await endOf(run(...options));
  expect(code).toBe(1);
  expect(errors).toContain(message);
  expect(errors).not.toContain('    at ');
});
