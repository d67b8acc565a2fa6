// `tillbook import` from the command line into real books: CSV and NDJSON, checked alone, refused, killed and begun again.
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, type Caller, signIn, startApp, temporaryDataDir } from './app.ts';
import { preparedDataDir } from './data-dir.ts';

const header = 'source,sourceId,occurredAt,location,type,itemClass,quantity,amount,paymentType';
const document = readFileSync('docs/import.md', 'utf8');

let app: App;
let person: Caller;
let removeData: () => Promise<void>;

beforeAll(async () => {
  const data = await preparedDataDir();
  removeData = data.remove;
  app = await startApp({ dataDir: data.dataDir });
  person = await signIn(app);
});

afterAll(async () => {
  await app?.stop();
  await removeData?.();
});

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Meanwhile this process goes on: that the program closed a connection it has to hear before it asks again. */
const tillbook = (...args: string[]): Promise<Ended> => tillbookIn(app.environment, ...args);

function tillbookIn(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['bin/tillbook.js', ...args], { env }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

function write(name: string, text: string): string {
  const path = join(app.dataDir, name);
  writeFileSync(path, text);
  return path;
}

function sale(sourceId: string, amount = '10.00'): readonly string[] {
  const head = `till,${sourceId},2026-11-03T16:20:05-05:00,main`;
  return [`${head},item,apparel,1,${amount},`, `${head},tender,,,${amount},cash`];
}

const file = (...rows: readonly string[]): string => [header, ...rows, ''].join('\r\n');

async function keys(query: string): Promise<readonly string[]> {
  const { body } = await person<{ events: { key: string }[] }>('GET', `/api/v1/events?limit=500&${query}`);
  return body.events.map(({ key }) => key);
}

async function eventsInAll(): Promise<number> {
  const { body } = await person<{ counts: Record<string, number> }>('GET', '/api/v1/sync');
  return Object.values(body.counts).reduce((sum, count) => sum + count, 0);
}

describe('CSV', () => {
  const examples = [...document.matchAll(/^## `([a-z-]+)`\n(?:(?!^## ).*\n)*?```csv\n([^`]*)```/gm)];

  test.each(examples.map(([, kind, text]) => [kind, text] as const))(
    'the example of %s is recorded',
    async (kind, text) => {
      const path = write(`${kind}.csv`, text ?? '');
      const events = new Set(
        text
          ?.trim()
          .split('\n')
          .slice(1)
          .map((row) => row.split(',')[1]),
      );
      expect(await tillbook('import', '--kind', kind ?? '', path)).toMatchObject({
        status: 0,
        stdout: `recorded ${events.size}, duplicate 0 (there already), conflict 0, invalid 0\n`,
      });
      expect([...(await keys(`kind=${kind}`))].sort()).toEqual([...events].map((id) => `till/${kind}/${id}`).sort());
    },
  );

  test('a second time, all of it is there already', async () => {
    expect(await tillbook('import', '--kind', 'sale', join(app.dataDir, 'sale.csv'))).toMatchObject({
      status: 0,
      stdout: 'recorded 0, duplicate 2 (there already), conflict 0, invalid 0\n',
    });
  });

  test('a sale becomes the event that the till would have sent', async () => {
    const { body } = await person<{ events: { id: string }[] }>('GET', '/api/v1/events?kind=sale&q=104233');
    const { body: event } = await person<{ body: unknown }>('GET', `/api/v1/events/${body.events[0]?.id}`);
    expect(event.body).toEqual({
      kind: 'sale',
      source: 'till',
      sourceId: '104233',
      occurredAt: '2026-11-03T16:20:05-05:00',
      location: 'main',
      lines: [
        { type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00', cost: '40.00' },
        { type: 'tax', taxCode: 'ny-state', amount: '8.00' },
      ],
      payments: [
        { type: 'tender', paymentType: 'gift-card', amount: '20.00' },
        { type: 'tender', paymentType: 'cash', amount: '100.00' },
        { type: 'change', paymentType: 'cash', amount: '-12.00' },
      ],
    });
  });

  test('an event that is wrong is refused by its row and column, and the others are recorded', async () => {
    const path = write(
      'one-wrong.csv',
      file(...sale('w-1'), ...sale('w-2', '1,0'.replace(',', '.0.')), ...sale('w-3')),
    );
    const { status, stdout, stderr } = await tillbook('import', '--kind', 'sale', path);
    expect(status).toBe(1);
    expect(stdout).toBe('recorded 2, duplicate 0 (there already), conflict 0, invalid 1\n');
    expect(stderr).toContain('row 4, amount (till/sale/w-2) is "1.0.0": a decimal string');
    expect(stderr).toContain('row 5, amount (till/sale/w-2) is "1.0.0": a decimal string');
    expect(await keys('q=w-')).toHaveLength(2);
  });

  test('a file that is not put together as it must be is recorded in no part, and all that is wrong is listed', async () => {
    const problems = join(app.dataDir, 'problems.csv');
    const path = write('torn.csv', file(...sale('x-1'), ...sale('x-2', '=1+1'), `${sale('x-1')[0]}`, 'till,x-3'));
    const { status, stdout, stderr } = await tillbook('import', '--kind', 'sale', '--problems', problems, path);
    expect(status).toBe(1);
    expect(stdout).toBe(
      'nothing recorded: new 1, duplicate 0 (there already), conflict 0, invalid 2, faults of the file itself 1\n',
    );
    expect(stderr).toContain('row 6, sourceId (till/sale/x-1) is "x-1": the rows of an event stand together');
    expect(await keys('q=x-')).toEqual([]);
    const rows = readFileSync(problems, 'utf8')
      .trim()
      .split('\r\n')
      .map((row) => row.split(',').slice(0, 4));
    expect(rows).toEqual([
      ['where', 'field', 'event', 'value'],
      ['row 4', 'amount', 'till/sale/x-2', "'=1+1"],
      ['row 5', 'amount', 'till/sale/x-2', "'=1+1"],
      ['row 7', '', '', ''],
      ['row 6', 'sourceId', 'till/sale/x-1', 'x-1'],
    ]);
  });

  test('what cannot be read, or would be written over, is said in a sentence', async () => {
    const path = write('fine.csv', file(...sale('y-1')));
    expect((await tillbook('import', join(app.dataDir, 'no-such.csv'))).stderr).toMatch(
      /^\S+no-such.csv cannot be read: /,
    );
    expect((await tillbook('import', app.dataDir)).stderr).toMatch(/it is a folder\.\n$/);
    expect((await tillbook('import', '--format', 'csv', '-')).stderr).toMatch(
      /CSV is read twice, so it must be a file\.\n$/,
    );
    expect((await tillbook('import', '--kind', 'sale', '--problems', path, path)).stderr).toMatch(
      /would be written over\.\n$/,
    );
    expect((await tillbook('import', '--kind', 'sales', path)).stderr).toContain(
      'Allowed choices are sale, customer-deposit',
    );
    expect(readFileSync(path, 'utf8')).toBe(file(...sale('y-1')));
  });
});

describe('--dry-run', () => {
  test('finds what is there already, what conflicts with it or within the files, and records nothing', async () => {
    const first = write('there.csv', file(...sale('z-1'), ...sale('z-2')));
    expect((await tillbook('import', '--kind', 'sale', first)).status).toBe(0);
    const before = await eventsInAll();
    const again = write(
      'again.csv',
      file(...sale('z-1'), ...sale('z-2', '11.00'), ...sale('z-3'), ...sale('z-4', '1')),
    );
    const more = write('more.csv', file(...sale('z-3'), ...sale('z-4', '2')));
    const { status, stdout, stderr } = await tillbook('import', '--dry-run', '--kind', 'sale', again, more);
    expect(status).toBe(1);
    expect(stdout).toBe('nothing recorded: new 2, duplicate 2 (there already), conflict 2, invalid 0\n');
    expect(stderr).toContain(`${again}, rows 4–5 (till/sale/z-2): there already with other content`);
    expect(stderr).toContain(`${more}, rows 4–5 (till/sale/z-4): there already with other content`);
    expect(await eventsInAll()).toBe(before);
  });

  test('lists what is wrong with NDJSON by its line', async () => {
    const path = write('some.ndjson', '{"kind":"sale","amount":1}\nnonsense\n');
    const { status, stdout, stderr } = await tillbook('import', '--dry-run', path);
    expect(status).toBe(1);
    expect(stdout).toContain('invalid 2');
    expect(stderr).toContain('line 1, /sourceId: required');
    expect(stderr).toContain('line 1, /amount is 1: an unknown field');
    expect(stderr).toContain('line 2 is "(not JSON) nonsense"');
  });

  test('works without a database, and makes none', async () => {
    const path = write('alone.csv', file(...sale('a-1'), ...sale('a-2', '1,00'.replace(',', ';'))));
    const empty = await temporaryDataDir();
    const dataDir = join(empty.dataDir, 'nothing-here');
    const environment = { ...app.environment, TILLBOOK_DATA_DIR: dataDir };
    const options = ['--dry-run', '--kind', 'sale'];
    const { status, stdout, stderr } = await tillbookIn(environment, 'import', ...options, path);
    expect([status, stdout]).toEqual([
      1,
      'nothing recorded: new 1, duplicate 0 (there already), conflict 0, invalid 1\n',
    ]);
    expect(stderr).toContain('there are no books yet');
    expect(existsSync(dataDir)).toBe(false);
    await empty.remove();
  });
});

describe('an import that is killed', () => {
  const count = 6_000;
  const ndjson = (id: string): string =>
    JSON.stringify({
      source: 'till',
      kind: 'cash-movement',
      sourceId: id,
      occurredAt: '2026-11-03T16:20:05-05:00',
      location: 'main',
      direction: 'out',
      reason: 'postage',
      paymentType: 'cash',
      amount: '1.00',
    });

  test.each([
    ['killed.csv', () => file(...Array.from({ length: count }, (_, at) => sale(`k-${at}`)).flat()), ['--kind', 'sale']],
    ['killed.ndjson', () => Array.from({ length: count }, (_, at) => ndjson(`k-${at}`)).join('\n'), []],
  ] as const)(
    'and begun again goes on, records nothing twice, and says what was there: %s',
    async (name, text, options) => {
      const path = write(name, text());
      const before = await eventsInAll();
      await killedOnceRecording(['import', ...options, path]);
      const recorded = (await eventsInAll()) - before;
      expect(recorded).toBeGreaterThan(0);
      expect(recorded).toBeLessThan(count);

      const { status, stdout, stderr } = await tillbook('import', ...options, path);
      expect(status).toBe(0);
      expect(stdout).toBe(
        `recorded ${count - recorded}, duplicate ${recorded} (there already), conflict 0, invalid 0\n`,
      );
      expect(stderr).toMatch(/events \(\d+ %.*there already\) into the books of My shop/);
      expect(await eventsInAll()).toBe(before + count);
    },
  );
});

/** Ends the process without a word to it, as soon as it says that something is recorded. */
async function killedOnceRecording(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, ['bin/tillbook.js', ...args], {
    env: app.environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => {
    said += data.toString();
    if (said.includes('into the books')) child.kill('SIGKILL');
  });
  const signal = await new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  if (signal !== 'SIGKILL') throw new Error(`The import ended before it was killed: ${said}`);
}
