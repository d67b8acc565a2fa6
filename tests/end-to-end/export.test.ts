// The journal of the demo shop, held to the opinion of other people's accounting programs.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithProgram, run } from '../outside-program.ts';
import { type App, acceptSuggestions, connect, signIn, startApp } from './app.ts';
import { preparedDataDir } from './data-dir.ts';

let app: App;
let removeData: () => Promise<void>;

const fileOf = (format: string) => join(app.dataDir, `journal.${format}`);

function tillbook(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['bin/tillbook.js', ...args], { env: app.environment, encoding: 'utf8' });
}

beforeAll(async () => {
  const data = await preparedDataDir();
  removeData = data.remove;
  app = await startApp({ dataDir: data.dataDir });
  const person = await signIn(app);
  await person('POST', '/api/v1/demo', { days: 365 });
  await connect(app, person);
  await person('POST', '/api/v1/accounts/import', {});
  await acceptSuggestions(person);
  for (const format of ['beancount', 'hledger', 'csv']) {
    const { status, stderr } = tillbook('export', '--format', format, '--output', fileOf(format));
    if (status !== 0) throw new Error(stderr);
  }
});

afterAll(async () => {
  await app?.stop();
  await removeData?.();
});

describe('tillbook export', () => {
  test('covers every event that the mapping can journalize, and counts the blocked', () => {
    const { stderr } = tillbook('export', '--format', 'csv', '--output', fileOf('again'));
    const [, entries, blocked] = /^(\d+) entries; (\d+) events are blocked/m.exec(stderr) ?? [];
    expect(Number(entries)).toBeGreaterThan(2_500);
    expect(Number(blocked)).toBeGreaterThan(100);
    expect(readFileSync(fileOf('again'), 'utf8')).toBe(readFileSync(fileOf('csv'), 'utf8'));
  });

  test('a range takes in its first and its last day', () => {
    const days = [...new Set(readFileSync(fileOf('csv'), 'utf8').match(/^\d{4}-\d\d-\d\d/gm))];
    const [from, , to] = days.slice(10, 13);
    const { stdout } = tillbook('export', '--format', 'csv', '--from', from ?? '', '--to', to ?? '');
    expect([...new Set(stdout.match(/^\d{4}-\d\d-\d\d/gm))]).toEqual(days.slice(10, 13));
  });

  test('refuses a format or a date that there is not, by name', () => {
    expect(tillbook('export', '--format', 'xls')).toMatchObject({ status: 1, stderr: expect.stringContaining('xls') });
    expect(tillbook('export', '--format', 'csv', '--from', '2026-02-30').stderr).toContain('YYYY-MM-DD');
  });
});

describeWithProgram({ name: 'bean-check', debianPackage: 'beancount' }, () => {
  test('finds nothing wrong with the journal', () => {
    expect(run('bean-check', [fileOf('beancount')])).toEqual({ status: 0, said: '' });
  });
});

describeWithProgram({ name: 'hledger', debianPackage: 'hledger' }, () => {
  test('finds the journal balanced, and every account declared', () => {
    expect(run('hledger', ['-f', fileOf('hledger'), 'check', 'accounts', 'ordereddates'])).toEqual({
      status: 0,
      said: '',
    });
  });

  test('adds it up to nothing', () => {
    const { said } = run('hledger', ['-f', fileOf('hledger'), 'balance', '--depth', '1']);
    expect(said.trim().split('\n').at(-1)?.trim()).toBe('0');
  });
});

describeWithProgram({ name: 'ledger', debianPackage: 'ledger' }, () => {
  test('adds it up to nothing', () => {
    const { status, said } = run('ledger', ['-f', fileOf('hledger'), 'balance', '--depth', '1']);
    expect({ status, total: said.trim().split('\n').at(-1)?.trim() }).toEqual({ status: 0, total: '0' });
  });
});
