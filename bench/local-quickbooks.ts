// The local QuickBooks by itself: how soon it is ready, entries through batches, and pages of a company with a million entries.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '../packages/quickbooks-emulator/src/index.ts';
import { openStore } from '../packages/quickbooks-emulator/src/store/database.ts';
import { type Measured, measure, perSecond } from './measure.ts';

const itemsPerBatch = 30;
const batchesPerRun = 200;
const batchRuns = 5;
const startRuns = 7;
const pageRuns = 15;
const entryCount = 1_000_000;
const command = 'packages/quickbooks-emulator/bin/quickbooks-emulator.js';

export async function benchLocalQuickBooks(): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tillbook-bench-'));
  try {
    const ready = await measure(
      {
        name: 'local QuickBooks ready, in memory',
        unit: 'ms',
        runs: startRuns,
        note: 'startEmulator with a retail company',
      },
      readyInMemory,
    );
    const inMemory = await benchBatches('in memory', ':memory:');
    const onFile = await benchBatches('on a file, durable', join(folder, 'batches.sqlite'));
    return [ready, inMemory, onFile, ...(await benchMillion(join(folder, 'million.sqlite')))];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function readyInMemory(): Promise<number> {
  const started = performance.now();
  const emulator = await startEmulator({ firstCompany: { template: 'retail' } });
  const elapsedMs = performance.now() - started;
  await emulator.close();
  return elapsedMs;
}

interface Company {
  readonly realmId: string;
  readonly call: (method: string, path: string, body?: unknown) => Promise<Record<string, never>>;
  /** The bytes are sent as they are and the answer is thrown away, so that the figure is not the client's. */
  readonly post: (path: string, body: Buffer) => Promise<void>;
}

/** A connected company without limits. */
async function companyAt(url: string, known?: string): Promise<Company> {
  const control = async (method: string, path: string, body: unknown = {}) =>
    (await (await fetch(`${url}/_emulator/companies${path}`, { method, body: JSON.stringify(body) })).json()) as {
      realmId: string;
      access_token: string;
    };
  const realmId = known ?? (await control('POST', '', { template: 'retail', settings: { limits: false } })).realmId;
  const { access_token: token } = await control('POST', `/${realmId}/tokens`);
  const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
  return {
    realmId,
    call: async (method, path, body) => {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(`${url}/v3/company/${realmId}${path}`, { method, headers, ...sent });
      if (response.status !== 200) throw new Error(`${method} ${path} was answered ${response.status}`);
      return (await response.json()) as Record<string, never>;
    },
    post: (path, body) => post(`${url}/v3/company/${realmId}${path}`, headers, body),
  };
}

const agent = new Agent({ keepAlive: true });

function post(url: string, headers: Readonly<Record<string, string>>, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { agent, method: 'POST', headers: { ...headers, 'content-length': body.length } };
    const sent = request(url, options, (response) => {
      if (response.statusCode !== 200) reject(new Error(`POST ${url} was answered ${response.statusCode}`));
      response.resume().once('end', resolve);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

async function benchBatches(where: string, file: string): Promise<Measured> {
  const { child, url } = await startCommand(file);
  const company = await companyAt(url);
  const note = `batches of ${itemsPerBatch} two-line entries over HTTP, two at a time, in a process of its own`;
  const measured = await measure(
    { name: `entries through batches, ${where}`, unit: 'a second', runs: batchRuns, note },
    async (run) => {
      const waiting = Array.from({ length: batchesPerRun }, (_, batch) => ({
        path: `/batch?requestid=${run}-${batch}`,
        body: Buffer.from(JSON.stringify({ BatchItemRequest: entriesOf(run, batch) })),
      }));
      const started = performance.now();
      const lane = async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) await company.post(next.path, next.body);
      };
      await Promise.all([lane(), lane()]);
      return perSecond(batchesPerRun * itemsPerBatch, performance.now() - started);
    },
  );
  child.kill('SIGTERM');
  await once(child, 'exit');
  return measured;
}

async function startCommand(file: string): Promise<{ child: ChildProcess; url: string }> {
  const options = ['--port', '0', '--file', file];
  const child = spawn(process.execPath, [command, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    const url = /http:\/\/[\d.]+:\d+/.exec(text)?.[0];
    if (url) return { child, url };
  }
  throw new Error(`the local QuickBooks ended: ${text}`);
}

function entriesOf(run: number, batch: number): object[] {
  const line = (value: string, PostingType: string) => ({
    Amount: 10,
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: { PostingType, AccountRef: { value } },
  });
  return Array.from({ length: itemsPerBatch }, (_, item) => ({
    bId: `${item}`,
    operation: 'create',
    JournalEntry: {
      TxnDate: `2026-01-${String((item % 28) + 1).padStart(2, '0')}`,
      DocNumber: `${run}-${batch}-${item}`,
      PrivateNote: 'benchmark',
      Line: [line('1', 'Debit'), line('2', 'Credit')],
    },
  }));
}

const pages = [
  ['the first page of 100', 'select * from JournalEntry maxresults 100'],
  ['the last page of 1,000', `select * from JournalEntry startposition ${entryCount - 999} maxresults 1000`],
  ['one entry by its number', `select * from JournalEntry where DocNumber = 'b-777777'`],
  ['a page of one day', `select * from JournalEntry where TxnDate = '2024-03-01' maxresults 100`],
  ['the newest by date', 'select * from JournalEntry orderby TxnDate desc maxresults 100'],
  ['deep in six years', `select * from JournalEntry where TxnDate > '2020-01-01' startposition 500000 maxresults 100`],
  ['numbers by their beginning', `select * from JournalEntry where DocNumber like 'B-7777%' maxresults 100`],
  ['a number by its middle', `select * from JournalEntry where DocNumber like '%77777%' maxresults 100`],
  ['a note of one day', `select * from JournalEntry where TxnDate = '2024-03-01' and PrivateNote like '%Sale 7%'`],
  ['a note of any day', `select * from JournalEntry where PrivateNote like '%Sale 999999%'`],
  ['a note that all have', `select * from JournalEntry where PrivateNote like '%sale%' maxresults 100`],
  ['a number by what only notes have', `select * from JournalEntry where DocNumber like '%sale%'`],
  ['a number by two letters that one has', `select * from JournalEntry where DocNumber like '%0-%'`],
  ['a note by two letters that one has', `select * from JournalEntry where PrivateNote like '%ch%'`],
  ['a note by two letters that none has', `select * from JournalEntry where PrivateNote like '%zz%'`],
  ['a number by two letters that only notes have', `select * from JournalEntry where DocNumber like '%al%'`],
  ['two letters that many have', `select * from JournalEntry where PrivateNote like '%77%' maxresults 100`],
  ['how many there are', 'select count(*) from JournalEntry'],
] as const;

async function benchMillion(file: string): Promise<Measured[]> {
  const realmId = await fill(file);
  const note = `a company with ${entryCount.toLocaleString('en-US')} entries on a file`;
  const start = await measure({ name: 'its start', unit: 'ms', runs: startRuns, note }, async () => {
    const started = performance.now();
    const emulator = await startEmulator({ file });
    const elapsedMs = performance.now() - started;
    await emulator.close();
    return elapsedMs;
  });
  const emulator = await startEmulator({ file });
  const company = await companyAt(emulator.url, realmId);
  const measured: Measured[] = [];
  for (const [name, query] of pages) {
    const ask = async () => {
      const started = performance.now();
      await company.call('GET', `/query?query=${encodeURIComponent(query)}`);
      return performance.now() - started;
    };
    measured.push(await measure({ name, unit: 'ms', runs: pageRuns, note }, ask));
  }
  await emulator.close();
  return [start, ...measured];
}

/** One entry is posted through the API and copied in the file, each copy with its own id, number and date. */
async function fill(file: string): Promise<string> {
  const emulator = await startEmulator({ file });
  const company = await companyAt(emulator.url);
  await company.call('POST', '/batch', { BatchItemRequest: entriesOf(0, 0).slice(0, 1) });
  await emulator.close();
  const store = openStore(file);
  const copies = `WITH RECURSIVE copy (id) AS (SELECT 2 UNION ALL SELECT id + 1 FROM copy WHERE id < ${entryCount})`;
  const day = `date('2020-01-01', '+' || (copy.id % 2300) || ' days')`;
  store.transaction(() => {
    store.run(`INSERT INTO objects (realm_id, type, id, active, doc_number, txn_date, updated_at, body) ${copies}
      SELECT realm_id, type, copy.id, 1, 'B-' || copy.id, ${day}, updated_at,
        json_set(body, '$.Id', CAST(copy.id AS TEXT), '$.DocNumber', 'B-' || copy.id, '$.TxnDate', ${day},
          '$.PrivateNote', 'Sale ' || copy.id)
      FROM copy, objects WHERE type = 'JournalEntry' AND objects.id = 1`);
    store.run(`INSERT INTO ledger_lines (realm_id, transaction_id, line, account_id, txn_date, amount_minor) ${copies}
      SELECT realm_id, copy.id, line, account_id, ${day}, amount_minor
      FROM copy, ledger_lines WHERE transaction_id = 1`);
    store.run(`UPDATE balances SET amount_minor = amount_minor * ${entryCount}`);
    store.run(`UPDATE companies SET next_transaction_id = ${entryCount + 1}`);
  });
  store.close();
  // So many texts at once come into their index when the file is opened.
  openStore(file).close();
  return company.realmId;
}
