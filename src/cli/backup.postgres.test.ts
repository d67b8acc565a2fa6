// What was backed up comes back row for row, or nothing does; and nothing is sent before a person says so.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { cloneTemplate, type TestDatabase } from '../../tests/clone-template.ts';
import { readConfig } from '../config.ts';
import { openRunningBooks, openTestBooks, paidBy, sale, type TestBooks } from '../pipeline/books.fixture.ts';
import { openBooks } from '../pipeline/open-books.ts';
import { drainLane } from '../pipeline/post-entries.ts';
import { backUp } from '../postgres/back-up.ts';
import { applyOurs, migrate, migrationFiles, whileMigrating } from '../postgres/migrate.ts';
import { openTestStorage, type TestStorage, testKey } from '../postgres/storage.fixture.ts';
import { openStorage } from '../postgres/storage.ts';
import { backUpBooks } from './backup.ts';
import { restoreBooks } from './restore.ts';

const hostile = 'tab\tback\\slash \\. \\N "quoted" \'single\' line\nfeed\r {a,b} 🧾 \u2028';

let test: TestStorage;
let shop: TestBooks;
let dir: string;
let backup: string;
const databases: TestDatabase[] = [];

beforeAll(async () => {
  test = await openTestStorage();
  shop = await openRunningBooks(test);
  await shop.record(sale('1'), sale('2', { memo: hostile }), sale('held', paidBy('amex')));
  await shop.drainAll();
  await openTestBooks(test);
  dir = await mkdtemp(join(tmpdir(), 'tillbook-backup-'));
  backup = join(dir, 'books.gz');
  await backUpBooks(configOf(test), backup);
});
afterEach(async () => {
  for (const database of databases.splice(0)) await database.drop();
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
  await test.close();
});

const configOf = ({ connectionString }: { connectionString: string }) =>
  readConfig({ DATABASE_URL: connectionString, TILLBOOK_KEY: testKey.toString('hex') });

/** As PostgreSQL makes one, or with this version's tables and nothing in them. */
async function emptyDatabase(templateName = 'template1'): Promise<TestDatabase> {
  const database = await cloneTemplate({ adminUrl: inject('adminUrl'), templateName });
  databases.push(database);
  return database;
}

async function asOwner<T>(of: { connectionString: string }, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: of.connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const query = (of: { connectionString: string }, text: string) =>
  asOwner(of, async (client) => (await client.query(text)).rows as unknown[]);

/** Every row of every table as text, but for what restoring changes: the sync's state, and that it says so. */
const everything = (of: { connectionString: string }) =>
  asOwner(of, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'tillbook' order by 1",
    );
    const all = new Map<string, string[]>();
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(
        `select (to_jsonb(t) - 'sync_state')::text as row from tillbook.${name} t
         where to_jsonb(t) ->> 'who' is distinct from 'tillbook restore' order by 1`,
      );
      all.set(
        name,
        rows.map(({ row }) => row),
      );
    }
    return all;
  });

async function fileOf(content: Buffer): Promise<string> {
  const file = join(dir, `${randomBytes(4).toString('hex')}.gz`);
  await writeFile(file, content);
  return file;
}
const changed = async (change: (text: string) => string): Promise<string> =>
  fileOf(gzipSync(change(gunzipSync(await readFile(backup)).toString())));

describe('what comes back', () => {
  it.each(['template1', 'with tables'])(
    'is every row of every table, into an empty database (%s)',
    async (template) => {
      const target = await emptyDatabase(template === 'template1' ? template : inject('templateName'));
      await restoreBooks(configOf(target), backup);
      const before = await everything(test);
      expect(await everything(target)).toEqual(before);
      const filled = [...before].filter(([, rows]) => rows.length > 0).map(([name]) => name);
      expect(filled).toEqual(
        expect.arrayContaining(['financial_event', 'journal_line', 'posting_record', 'event_count']),
      );
      expect(before.get('financial_event')?.join('')).toContain('🧾');
    },
  );

  it('is gone on with: what the till sends again is known, and what is new waits until the sync is started', async () => {
    const target = await emptyDatabase();
    await restoreBooks(configOf(target), backup);
    const storage = openStorage({
      connectionString: target.connectionString,
      keys: () => [testKey],
      clock: test.clock,
    });
    const ports = { ...shop.ports, storage };
    const books = openBooks(ports)(shop.companyId);
    const recorded = await books.recordEvents([sale('1'), sale('new')]);
    expect(recorded.map(({ status }) => status)).toEqual(['duplicate', 'recorded']);
    expect(await drainLane(ports, shop.companyId)).toEqual({ outcome: 'idle' });
    expect(await books.sync()).toMatchObject({ state: 'paused' });
    expect(await books.auditLog({ limit: 1 })).toMatchObject([{ who: 'tillbook restore', action: 'sync-paused' }]);
    await books.startSync('2026-01-01', 'owner');
    for (let drains = 0; drains < 10; drains += 1) {
      const result = await drainLane(ports, shop.companyId);
      if (result.outcome !== 'idle') test.clock.advance(Math.max(result.at.getTime() - test.clock.now().getTime(), 1));
    }
    expect((await books.event(recorded[1]?.id ?? ''))?.status).toBe('synced');
    await storage.close();
  });

  it('is as of one moment, whatever is recorded meanwhile', async () => {
    const { connectionString } = test;
    const pieces = backUp(connectionString, test.clock.now());
    const text = [String((await pieces.next()).value), String((await pieces.next()).value)];
    await shop.record(sale('meanwhile'));
    for await (const piece of pieces) text.push(piece.toString());
    expect(text.join('')).toContain('till/sale/held');
    expect(text.join('')).not.toContain('meanwhile');
  });

  it('is brought to this version, where an older one made it', async () => {
    const [older, target] = [await emptyDatabase(), await emptyDatabase()];
    const files = await migrationFiles();
    await whileMigrating(older.connectionString, (client) => applyOurs(client, files.slice(0, 31)));
    await query(
      older,
      `insert into tillbook.company (company_id, name, currency, time_zone, created_at, sync_state)
       values (gen_random_uuid(), 'Old shop', 'USD', 'UTC', now(), 'running')`,
    );
    const file = join(dir, 'older.gz');
    await backUpBooks(configOf(older), file);
    await restoreBooks(configOf(target), file);
    expect(await query(target, 'select name, sync_state from tillbook.company')).toEqual([
      { name: 'Old shop', sync_state: 'paused' },
    ]);
    expect(await migrate(target.connectionString)).toEqual({ applied: [] });
  });
});

describe('a file', () => {
  it('is for whoever made it alone', async () => {
    expect((await stat(backup)).mode & 0o777).toBe(0o600);
  });

  const cases: readonly (readonly [string, string, () => Promise<string>])[] = [
    ['that is none', 'not-a-backup', () => fileOf(Buffer.from('id,amount\n1,2\n'))],
    ['that packs something else', 'not-a-backup', () => fileOf(gzipSync('id,amount\n1,2\n'))],
    ['that is empty', 'cut-off', () => fileOf(Buffer.alloc(0))],
    ['whose packing is cut off', 'cut-off', async () => fileOf((await readFile(backup)).subarray(0, -20))],
    [
      'whose text is cut off in a table',
      'cut-off',
      () => changed((text) => text.slice(0, text.indexOf('till/sale/2'))),
    ],
    [
      'whose text is cut off after a table',
      'cut-off',
      () => changed((text) => text.slice(0, text.lastIndexOf('COPY '))),
    ],
    ['without its last line', 'cut-off', () => changed((text) => text.slice(0, text.lastIndexOf('-- ')))],
    ['with a row too few', 'cut-off', () => changed((text) => text.replace(/^.*till\/sale\/held.*\n/m, ''))],
    ['with a value that is none', 'damaged', () => changed((text) => text.replace('2026-11-20', '2026-11-99'))],
    [
      'with a table of another name',
      'damaged',
      () => changed((text) => text.replace('COPY tillbook.', 'COPY public.')),
    ],
    ['of a newer version', 'database-newer', () => changed((text) => text.replace('"0003_', '"9999_'))],
    [
      'of a version with other content',
      'migration-changed',
      () => changed((text) => text.replace('"digest":"', '"digest":"0')),
    ],
  ];
  let target: TestDatabase;
  beforeAll(async () => {
    target = await cloneTemplate({ adminUrl: inject('adminUrl'), templateName: 'template1' });
  });
  afterAll(() => target.drop());

  it.each(cases)('%s is refused, and nothing of it is there', async (_what, code, file) => {
    await expect(restoreBooks(configOf(target), await file())).rejects.toMatchObject({ code });
    expect([...(await everything(target)).values()].flat()).toEqual([]);
  });

  it('that is whole is taken after all of these', async () => {
    await restoreBooks(configOf(target), backup);
    expect((await everything(target)).get('company')).toHaveLength(2);
  });

  it.each([
    ['in no folder', () => join(dir, 'missing', 'books.gz')],
    ['on a disk that is full', () => '/dev/full'],
  ])('that cannot be written, %s, is told, and nothing stays open', async (_where, file) => {
    await expect(backUpBooks(configOf(test), file())).rejects.toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining('cannot be written'),
    });
    const open =
      "select from pg_stat_activity where datname = current_database() and application_name = 'tillbook_backup'";
    expect(await query(test, open)).toEqual([]);
  });

  it.each([
    ['that is not there', 'missing.gz'],
    ['that is a folder', '.'],
  ])('%s is told with its name', async (_what, name) => {
    const file = join(dir, name);
    await expect(restoreBooks(configOf(await emptyDatabase()), file)).rejects.toMatchObject({
      code: 'not-readable',
      message: expect.stringContaining(file),
    });
  });
});

describe('books that are there', () => {
  it('are not restored over, and stay as they are', async () => {
    const before = await everything(test);
    const refused = restoreBooks(configOf(test), backup);
    await expect(refused).rejects.toMatchObject({
      code: 'not-empty',
      message: expect.stringContaining('books already'),
    });
    expect(await everything(test)).toEqual(before);
  });

  it('of no one yet, at a newer version than the backup, are told', async () => {
    const target = await emptyDatabase(inject('templateName'));
    const older = await changed((text) => text.replace(/,\{"name":"0036[^}]*\}/, ''));
    await expect(restoreBooks(configOf(target), older)).rejects.toMatchObject({ code: 'not-empty' });
  });
});

it('where there are no books, none are backed up', async () => {
  const config = readConfig({ TILLBOOK_DATA_DIR: join(dir, 'nothing') });
  await expect(backUpBooks(config, join(dir, 'none.gz'))).rejects.toMatchObject({ code: 'no-company' });
});
