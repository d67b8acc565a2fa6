// The one file: kept over a restart, and held alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, expect, test } from 'vitest';
import { FileInUseError, startEmulator } from '../src/index.ts';
import { companyAt, entry } from './local-company.fixture.ts';
import { startReceiver } from './webhook-receiver.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'quickbooks-emulator-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a restart keeps companies; the first company is made once; a second opener is refused', async () => {
  const file = join(folder, 'books.sqlite');
  const options = { file, firstCompany: { template: 'retail', name: 'First' } } as const;
  const first = await startEmulator(options);
  await expect(startEmulator(options)).rejects.toThrow(FileInUseError);
  const list = async (url: string) => (await fetch(`${url}/_emulator/companies`)).json();
  const before = await list(first.url);
  await first.close();
  const second = await startEmulator(options);
  expect(await list(second.url)).toEqual(before);
  await second.close();
});

test('a file of before has what is missing added, and its lines kept', async () => {
  const file = join(folder, 'old.sqlite');
  const old = new Database(file);
  old.exec(`CREATE TABLE ledger_lines (realm_id TEXT NOT NULL, transaction_id INTEGER NOT NULL, line INTEGER NOT NULL,
    account_id INTEGER NOT NULL, txn_date TEXT NOT NULL, amount_minor INTEGER NOT NULL,
    PRIMARY KEY (realm_id, transaction_id, line)) WITHOUT ROWID`);
  old.exec(`INSERT INTO ledger_lines VALUES ('1', 1, 0, 1, '2026-01-01', 5)`);
  old.close();
  for (const times of ['first', 'second']) {
    const emulator = await startEmulator({ file });
    const company = await companyAt(emulator.url, { name: times });
    expect((await company.api('POST', '/journalentry', entry())).status).toBe(200);
    await emulator.close();
  }
  const now = new Database(file);
  expect(now.prepare(`SELECT amount_minor, owed FROM ledger_lines WHERE realm_id = '1'`).all()).toEqual([
    { amount_minor: 5, owed: 0 },
  ]);
  now.close();
});

test('a new file has pages into which an entry fits; one of before keeps its own, and takes entries', async () => {
  const files = [join(folder, 'new-pages.sqlite'), join(folder, 'old-pages.sqlite')] as const;
  const old = new Database(files[1]);
  old.exec('PRAGMA page_size = 1024; CREATE TABLE another (one INTEGER)');
  old.close();
  const sizes: unknown[] = [];
  for (const file of files) {
    const emulator = await startEmulator({ file });
    const company = await companyAt(emulator.url);
    expect((await company.api('POST', '/journalentry', entry())).status).toBe(200);
    await emulator.close();
    const closed = new Database(file);
    sizes.push(...closed.prepare('PRAGMA page_size').all());
    closed.close();
  }
  expect(sizes).toMatchObject([{ page_size: 8192 }, { page_size: 1024 }]);
});

test('a reply that a file of before has kept is given again', async () => {
  const file = join(folder, 'old-replies.sqlite');
  const first = await startEmulator({ file });
  const company = await companyAt(first.url);
  const post = (url: string) => company.at(url).api('POST', '/journalentry?requestid=once', entry(7));
  const answer = await post(first.url);
  await first.close();
  const old = new Database(file);
  old.exec(`CREATE TABLE kept (realm_id TEXT NOT NULL, request_id TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (realm_id, request_id)) WITHOUT ROWID;
    INSERT INTO kept SELECT realm_id, request_id, status, body FROM replies; DROP TABLE replies; ALTER TABLE kept RENAME TO replies`);
  old.close();
  for (const times of ['first', 'second']) {
    const again = await startEmulator({ file });
    expect([times, (await post(again.url)).text]).toEqual([times, answer.text]);
    await again.close();
  }
  const now = new Database(file);
  expect(now.prepare('SELECT rowid AS id FROM replies').all()).toMatchObject([{ id: 1 }]);
  now.close();
});

test('what a file of before has in the index of texts is found, and what comes after it too', async () => {
  const file = join(folder, 'old-ranges.sqlite');
  const first = await startEmulator({ file });
  const company = await companyAt(first.url);
  const note = (url: string, text: string) =>
    company.at(url).api('POST', '/journalentry', entry(1, { PrivateNote: text }));
  await note(first.url, 'one of before');
  await first.close();
  const old = new Database(file);
  for (const trigger of ['texts_added', 'texts_changed', 'texts_removed']) old.exec(`DROP TRIGGER ${trigger}`);
  old.exec(`INSERT INTO text_trigrams (rowid, PrivateNote) SELECT (number << 46) + 1, '"one of before"' FROM text_ranges
      WHERE type = 'JournalEntry';
    ALTER TABLE text_ranges DROP COLUMN indexed_to;
    CREATE TRIGGER trigrams_added AFTER INSERT ON objects BEGIN SELECT raise(ABORT, 'the trigger of before'); END`);
  old.close();
  for (const [times, expected] of [
    ['first', 2],
    ['second', 3],
  ] as const) {
    const again = await startEmulator({ file });
    await note(again.url, `the ${times} one of after`);
    const asked = await company
      .at(again.url)
      .query(`select count(*) from JournalEntry where PrivateNote like '%one of%'`);
    expect([times, asked.body.QueryResponse?.totalCount]).toEqual([times, expected]);
    await again.close();
  }
  const now = new Database(file);
  expect(now.prepare(`SELECT indexed_to FROM text_ranges WHERE type = 'JournalEntry'`).all()).toMatchObject([
    { indexed_to: 1 },
  ]);
  now.close();
});

test('a change that a file of before has still to tell is told', async () => {
  const file = join(folder, 'untold.sqlite');
  const receiver = await startReceiver();
  const first = await startEmulator({ file });
  const company = await companyAt(first.url);
  const subscription = { url: receiver.url, verifierToken: 'token', format: 'cloudevents' };
  await company.control('PUT', '/webhooks', [subscription]);
  await first.close();
  const old = new Database(file);
  const change = { name: 'JournalEntry', id: '7', operation: 'Create', eventId: 'an id', at: 0 };
  old
    .prepare('INSERT INTO webhook_events (realm_id, subscription_id, body) VALUES (?, 1, ?)')
    .run([company.realmId, JSON.stringify(change)]);
  old.close();
  const second = await startEmulator({ file });
  expect(JSON.parse((await receiver.next()).body)).toMatchObject([{ id: 'an id', intuitentityid: '7' }]);
  await second.close();
  await receiver.close();
});

test('a file from before there was an index of texts has it filled once, and kept from then on', async () => {
  const file = join(folder, 'without-index.sqlite');
  const emulator = await startEmulator({ file });
  const company = await companyAt(emulator.url);
  const note = (text: string) => company.api('POST', '/journalentry', entry(1, { PrivateNote: text }));
  await note('the first note');
  await emulator.close();
  const old = new Database(file);
  for (const trigger of ['texts_added', 'texts_changed', 'texts_removed']) old.exec(`DROP TRIGGER ${trigger}`);
  old.exec('DROP TABLE text_trigrams; DROP TABLE text_ranges');
  old.close();
  for (const [times, expected] of [
    ['first', 1],
    ['second', 2],
  ] as const) {
    const again = await startEmulator({ file });
    const there = company.at(again.url);
    const asked = `select count(*) from JournalEntry where PrivateNote like '%st note%'`;
    expect([times, (await there.query(asked)).body.QueryResponse?.totalCount]).toEqual([times, expected]);
    await there.api('POST', '/journalentry', entry(1, { PrivateNote: 'the last note' }));
    await again.close();
  }
});
