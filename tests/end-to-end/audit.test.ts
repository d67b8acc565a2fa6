// An accountant audits the demo shop: all is as expected; then entries are tampered with at QuickBooks, and each is named by its ticket.
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, acceptSuggestions, type Caller, caller, connect, eventually, signIn, startApp } from './app.ts';
import { preparedDataDir } from './data-dir.ts';

let app: App;
let removeData: () => Promise<void>;
let quickbooks: Caller;
let realmId: string;

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Not waited for within this process: QuickBooks on this machine answers it from another. */
async function audit(...args: string[]): Promise<Ran> {
  const child = spawn(process.execPath, ['bin/tillbook.js', 'audit', ...args], { env: app.environment });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.on('data', (data: Buffer) => out.push(data.toString()));
  child.stderr.on('data', (data: Buffer) => err.push(data.toString()));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, stdout: out.join(''), stderr: err.join('') };
}

interface WireEntry {
  readonly Id: string;
  readonly SyncToken: string;
  readonly DocNumber: string;
  readonly TxnDate: string;
  readonly PrivateNote: string;
  readonly Line: readonly { readonly Amount: number }[];
}

/** Of tickets, the first entries that QuickBooks holds. */
async function entriesThere(): Promise<readonly WireEntry[]> {
  const query = "select * from JournalEntry where DocNumber like 'TB-%' maxresults 50";
  const { body } = await quickbooks<{ QueryResponse: { JournalEntry: WireEntry[] } }>(
    'GET',
    `/query?query=${encodeURIComponent(query)}`,
  );
  return body.QueryResponse.JournalEntry.filter(({ PrivateNote }) => PrivateNote.startsWith('Ticket'));
}

/** "Ticket 1001" and our marker behind it. */
const numberOf = ({ PrivateNote }: WireEntry): string => /^Ticket (\S+)/.exec(PrivateNote)?.[1] ?? '';

const doubled = <T extends { readonly Amount: number }>(line: T): T => ({ ...line, Amount: line.Amount * 2 });

beforeAll(async () => {
  const data = await preparedDataDir();
  removeData = data.remove;
  app = await startApp({ dataDir: data.dataDir });
  const person = await signIn(app);
  await person('POST', '/api/v1/demo', { days: 3 });
  realmId = await connect(app, person);
  await person('POST', '/api/v1/accounts/import', {});
  await acceptSuggestions(person);
  await caller(app.quickbooksUrl, {})('PUT', `/_emulator/companies/${realmId}/settings`, { limits: false });
  const { body: tokens } = await caller(app.quickbooksUrl, {})<{ access_token: string }>(
    'POST',
    `/_emulator/companies/${realmId}/tokens`,
    { client_id: 'bookkeeper' },
  );
  quickbooks = caller(`${app.quickbooksUrl}/v3/company/${realmId}`, {
    accept: 'application/json',
    authorization: `Bearer ${tokens.access_token}`,
  });
  await person('POST', '/api/v1/sync/start', { from: '2000-01-01' });
  await eventually(
    'the demo shop is posted',
    async () => {
      const open = await Promise.all(
        ['ready', 'syncing'].map((status) => person<{ events: unknown[] }>('GET', `/api/v1/events?status=${status}`)),
      );
      return open.every((answer) => answer.body.events.length === 0);
    },
    120_000,
  );
});

afterAll(async () => {
  await app?.stop();
  await removeData?.();
});

describe('tillbook audit', () => {
  test('finds the demo shop as it should be, for one metered call', async () => {
    const { status, stdout, stderr } = await audit();
    expect(stderr).toBe('Asking QuickBooks for the trial balance: 1 metered call\n');
    expect(stdout).toMatch(/^Audit of My shop, every date\n/);
    expect(stdout).toMatch(/(\d+) events read; \d+ compared with \d+ entries: as expected\n/);
    expect(stdout).toMatch(/ \d+ entries of ours in (\d+) accounts: \1 hold just that\n/);
    expect(stdout).toMatch(/owed on gift cards +\d+\.\d\d {2}USD\n/);
    expect(stdout).toMatch(/\nNo differences in \d+ events\.\n$/);
    expect(status).toBe(0);
  });

  test('names each ticket whose entry was changed, deleted or copied at QuickBooks, and ends with 1', async () => {
    const entries = await entriesThere();
    const [changed, deleted, copied] = entries;
    if (changed === undefined || deleted === undefined || copied === undefined) throw new Error('Too few tickets.');
    await quickbooks('POST', '/journalentry', { ...changed, Line: changed.Line.map(doubled) });
    await quickbooks('POST', '/journalentry?operation=delete', { Id: deleted.Id, SyncToken: deleted.SyncToken });
    const { Id: _id, SyncToken: _syncToken, ...copy } = copied;
    expect((await quickbooks('POST', '/journalentry', copy)).status).toBe(200);

    const { status, stdout, stderr } = await audit();
    expect(status).toBe(1);
    expect(stderr).toContain('Asking QuickBooks for the entries one by one: 1 metered call\n');
    const told = (entry: WireEntry, what: string) =>
      new RegExp(`${numberOf(entry)} \\([^)]+\\): ${what}\\n +entry ${entry.DocNumber},`);
    expect(stdout).toMatch(told(changed, 'was changed in QuickBooks'));
    expect(stdout).toMatch(told(deleted, 'is not in QuickBooks any more'));
    expect(stdout).toMatch(told(copied, 'is in QuickBooks a second time'));
    expect(stdout).toMatch(/ (debit|credit) \d+\.\d\d posted, \d+\.\d\d found\n/);
    expect(stdout).toMatch(/\n3 differences\.\n$/);
  });

  test('says the same for programs', async () => {
    const { status, stdout } = await audit('--json', '--deep');
    expect(status).toBe(1);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ company: 'My shop', differenceCount: 3, events: { differenceCount: 0 } });
    const kinds = report.quickbooks.entries.differences.map(({ kind }: { kind: string }) => kind);
    expect(kinds.sort()).toEqual(['changed', 'doubled', 'missing']);
  });

  test('offline compares events with entries alone; a range takes in its first and its last day', async () => {
    const all = await audit('--offline', '--json');
    expect(all).toMatchObject({ status: 0, stderr: '' });
    const day = (await entriesThere())[0]?.TxnDate ?? '';
    const { stdout } = await audit('--offline', '--json', '--from', day, '--to', day);
    const { events } = JSON.parse(stdout);
    expect(events.compared).toBeGreaterThan(0);
    expect(events.compared).toBeLessThan(JSON.parse(all.stdout).events.compared);
  });
});
