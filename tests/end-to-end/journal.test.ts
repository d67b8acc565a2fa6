// `tillbook journal`: from a file of events to a journal that other people's accounting programs find right, without a database.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mappingFile, sale } from '../../bench/sales.ts';
import { demoShop } from '../../src/sources/demo/demo-shop.ts';
import { describeWithProgram, run } from '../outside-program.ts';
import { acceptSuggestions, connect, eventually, signIn, startApp } from './app.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

function tillbook(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['bin/tillbook.js', ...args], { encoding: 'utf8', maxBuffer: 64 << 20 });
}

function journal(events: string, ...options: string[]): ReturnType<typeof tillbook> {
  return tillbook('journal', at(events), '--mapping', at('mapping.json'), ...options);
}

const ndjson = (events: readonly unknown[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbook-journal-'));
  writeFileSync(at('mapping.json'), JSON.stringify(mappingFile()));
  writeFileSync(at('three.ndjson'), ndjson([sale('1'), sale('2'), sale('3')]));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('tillbook journal', () => {
  test('writes a transaction for each sale, in the order of the file, and says how many', () => {
    const { status, stdout, stderr } = journal('three.ndjson');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '3 entries from 3 of 3 events\n' });
    expect(stdout.match(/^2026-11-03 \* .*/gm)).toEqual(
      ['1', '2', '3'].map((number) => `2026-11-03 * "Ticket ${number}"`),
    );
    expect(stdout).toContain('  Assets:Cash-in-Drawer  -12.00 USD\n');
  });

  test('the same file makes the same journal, to the byte, in a file as on standard output', () => {
    for (const format of ['beancount', 'hledger', 'csv']) {
      expect(journal('three.ndjson', '--format', format, '--output', at('journal')).status).toBe(0);
      expect(journal('three.ndjson', '--format', format).stdout).toBe(readFileSync(at('journal'), 'utf8'));
    }
  });

  test('names what it could not take by line, field, value and rule, writes the rest, and ends with 1', () => {
    writeFileSync(
      at('wrong.ndjson'),
      ndjson([
        sale('1'),
        { ...sale('2'), location: 7 },
        { ...sale('1'), memo: 'another' },
        { ...sale('4'), payments: [{ paymentType: 'amex', amount: '108.00' }] },
        { ...sale('5'), payments: [{ paymentType: 'cash', amount: '107.99' }] },
        sale('1'),
      ]).concat('{"half\n'),
    );
    const { status, stdout, stderr } = journal('wrong.ndjson', '--problems', at('problems.csv'));
    expect(status).toBe(1);
    expect(stdout.match(/^2026.*/gm)).toEqual(['2026-11-03 * "Ticket 1"']);
    expect(stderr.split('\n')).toEqual([
      'line 2, /location (bench/sale/2) is 7: a JSON string: code of the location',
      'line 3 (bench/sale/1): there already with other content; the first one stands',
      'line 7 is "(not JSON) {"half": an event is a JSON object',
      `3 problems are listed in ${at('problems.csv')}`,
      'blocked: Payment type amex is missing a payment account (line 4)',
      'blocked: Ticket 5 is out of balance by 0.01 (line 5)',
      '1 entries from 1 of 7 events; 1 duplicate; 1 in conflict; 2 invalid; 2 blocked',
      '',
    ]);
    expect(readFileSync(at('problems.csv'), 'utf8').split('\r\n')).toContain(
      'line 2,/location,bench/sale/2,7,a JSON string: code of the location',
    );
  });

  test('a void is the mirror of what it voids, wherever that stands', () => {
    const voids = (original: string, sourceId: string) => ({
      ...{ source: 'bench', kind: 'sale', sourceId, location: 'main', occurredAt: '2026-11-05T10:00:00-05:00' },
      reverses: `bench/sale/${original}`,
    });
    writeFileSync(at('voids.ndjson'), ndjson([sale('1'), voids('2', 'v2'), sale('2'), voids('1', 'v1')]));
    const { status, stdout } = journal('voids.ndjson', '--format', 'hledger');
    expect(status).toBe(0);
    expect(stdout.match(/^2026-11-.*/gm)).toEqual([
      '2026-11-03 * Ticket 1',
      '2026-11-03 * Ticket 2',
      '2026-11-05 * Void of Ticket 2',
      '2026-11-05 * Void of Ticket 1',
    ]);
    expect(stdout).toContain('    Assets:Cash in Drawer  -120.00 USD  ; payment/cash\n');
  });

  test.each([
    ['no such file', ['journal', 'package.json', '--mapping', 'nothing.json'], 'nothing.json cannot be read'],
    ['a folder', ['journal', 'src', '--mapping', 'package.json'], 'package.json is no mapping file'],
    ['no mapping', ['journal', 'package.json'], '--mapping'],
    ['a format that there is not', ['journal', 'x', '--mapping', 'y', '--format', 'xls'], 'xls'],
  ])('%s is said in a sentence', (_what, args, said) => {
    const { status, stderr } = tillbook(...args);
    expect({ status, stack: stderr.includes('    at ') }).toEqual({ status: 1, stack: false });
    expect(stderr).toContain(said);
  });

  test('a mapping file that is none leaves the journal as it was', () => {
    writeFileSync(at('broken.json'), '{"name":"Main Street","accounts":[{"id":1}]}');
    writeFileSync(at('kept'), 'before');
    const { status, stderr } = tillbook(
      'journal',
      at('three.ndjson'),
      '--mapping',
      at('broken.json'),
      '--output',
      at('kept'),
    );
    expect(status).toBe(1);
    expect(stderr).toContain('/accounts/0/id: a JSON string');
    expect(stderr).toContain('/currency: required');
    expect(readFileSync(at('kept'), 'utf8')).toBe('before');
  });

  test('what the journal is made from is never written over', () => {
    const before = readFileSync(at('three.ndjson'), 'utf8');
    for (const option of ['--output', '--problems']) {
      const { status, stderr } = journal('three.ndjson', option, join(folder, '.', 'three.ndjson'));
      expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('written over') });
    }
    expect(readFileSync(at('three.ndjson'), 'utf8')).toBe(before);
  });

  test('a run that is killed leaves no journal that looks whole', async () => {
    const many = Array.from({ length: 50_000 }, (_, index) => sale(String(index)));
    writeFileSync(at('many.ndjson'), ndjson(many));
    const args = [
      'bin/tillbook.js',
      'journal',
      at('many.ndjson'),
      '--mapping',
      at('mapping.json'),
      '--output',
      at('killed'),
    ];
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
    const isWriting = async () => readdirSync(folder).some((name) => /^killed\.\d+\.part$/.test(name));
    await eventually('it writes', isWriting);
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    expect(existsSync(at('killed'))).toBe(false);
    rmSync(at('many.ndjson'));
  });
});

describe('beside the books', () => {
  const formats = ['beancount', 'hledger', 'csv'] as const;

  beforeAll(async () => {
    const shop = demoShop({ seed: 7, days: 40, endDate: '2026-10-31' });
    writeFileSync(at('demo.ndjson'), ndjson(shop.events));
    const app = await startApp({ dataDir: at('data') });
    try {
      const person = await signIn(app);
      const recorded = await person('POST', '/api/v1/events', ndjson(shop.events));
      if (recorded.status !== 200) throw new Error(JSON.stringify(recorded.body));
      await connect(app, person);
      await person('POST', '/api/v1/accounts/import', {});
      await acceptSuggestions(person);
      const paths = [
        'settings',
        'accounts',
        ...['mappings', 'locations', 'item-classes'].map((name) => `${name}?includeInactive=true`),
      ];
      const answers = paths.map((path) => person<object>('GET', `/api/v1/${path}`));
      const parts = (await Promise.all(answers)).map((answer) => answer.body);
      writeFileSync(at('books.json'), JSON.stringify(Object.assign({}, ...parts)));
      for (const format of formats) {
        const args = ['bin/tillbook.js', 'export', '--format', format, '--output', at(`exported.${format}`)];
        spawnSync(process.execPath, args, { env: app.environment });
      }
    } finally {
      await app.stop();
    }
    for (const format of formats) {
      tillbook(
        'journal',
        at('demo.ndjson'),
        '--mapping',
        at('books.json'),
        '--format',
        format,
        '--output',
        at(`journal.${format}`),
      );
    }
  });

  /** The export is in the order of business dates, the journal in that of the file. */
  const transactions = (name: string, between: string | RegExp): readonly string[] =>
    readFileSync(at(name), 'utf8').split(between).sort();

  test.each([
    ['beancount', '\n\n'],
    ['hledger', '\n\n'],
    ['csv', '\r\n'],
  ])('with the answers of the API as its mapping it writes what the export writes: %s', (format, between) => {
    const written = transactions(`journal.${format}`, between);
    expect(written.length).toBeGreaterThan(1_000);
    expect(written).toEqual(transactions(`exported.${format}`, between));
  });

  describeWithProgram({ name: 'bean-check', debianPackage: 'beancount' }, () => {
    test('finds nothing wrong with the journal', () => {
      expect(run('bean-check', [at('journal.beancount')])).toEqual({ status: 0, said: '' });
    });
  });

  describeWithProgram({ name: 'hledger', debianPackage: 'hledger' }, () => {
    test('finds the journal balanced, and every account declared', () => {
      expect(run('hledger', ['-f', at('journal.hledger'), 'check', 'accounts'])).toEqual({ status: 0, said: '' });
    });
  });

  describeWithProgram({ name: 'ledger', debianPackage: 'ledger' }, () => {
    test('adds it up to nothing', () => {
      const { status, said } = run('ledger', ['-f', at('journal.hledger'), 'balance', '--depth', '1']);
      expect({ status, total: said.trim().split('\n').at(-1)?.trim() }).toEqual({ status: 0, total: '0' });
    });
  });
});
