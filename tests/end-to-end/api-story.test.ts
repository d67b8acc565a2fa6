// The main job over HTTP alone, as a till and a script see it: events in, mapping, posting, faults, nothing doubled.
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, accountId, type Caller, caller, connect, eventually, signIn, startApp } from './app.ts';
import { preparedDataDir } from './data-dir.ts';

interface EventRow {
  id: string;
  key: string;
  status: string;
  amount: string;
}
interface AccountRow {
  id: string;
  name: string;
  type: string;
}

let app: App;
let person: Caller;
let till: Caller;
let quickbooks: Caller;
let realmId: string;
let removeData: () => Promise<void>;

function sale(sourceId: string, change: Record<string, unknown> = {}) {
  return {
    source: 'till',
    kind: 'sale',
    sourceId,
    occurredAt: '2026-11-03T16:20:05-05:00',
    location: 'main',
    lines: [
      { type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00', cost: '40.00' },
      { type: 'tax', taxCode: 'ny-state', amount: '8.00' },
    ],
    payments: [
      { paymentType: 'cash', amount: '120.00' },
      { paymentType: 'cash', amount: '-12.00', type: 'change' },
    ],
    ...change,
  };
}

async function statusOf(key: string): Promise<string | undefined> {
  const { body } = await person<{ events: EventRow[] }>('GET', '/api/v1/events?limit=500');
  return body.events.find((event) => event.key === key)?.status;
}

interface Entry {
  Id: string;
  PrivateNote?: string;
  Line: { Amount: number; JournalEntryLineDetail: { PostingType: string; AccountRef: { name: string } } }[];
}

/** What the local QuickBooks really holds, read through its own API. */
async function entriesInQuickBooks(): Promise<Entry[]> {
  const { body: tokens } = await quickbooks<{ access_token: string }>(
    'POST',
    `/_emulator/companies/${realmId}/tokens`,
    { client_id: 'a-checker' },
  );
  const reader = caller(app.quickbooksUrl, {
    authorization: `Bearer ${tokens.access_token}`,
    accept: 'application/json',
  });
  const query = encodeURIComponent('select * from JournalEntry maxresults 1000');
  const { body } = await reader<{ QueryResponse: { JournalEntry?: Entry[] } }>(
    'GET',
    `/v3/company/${realmId}/query?query=${query}&minorversion=75`,
  );
  return body.QueryResponse.JournalEntry ?? [];
}

beforeAll(async () => {
  const data = await preparedDataDir();
  removeData = data.remove;
  app = await startApp({ dataDir: data.dataDir });
  person = await signIn(app);
  quickbooks = caller(app.quickbooksUrl, {});
  const made = spawnSync(process.execPath, ['bin/tillbook.js', 'api-key', 'create', '--name', 'till'], {
    env: app.environment,
    encoding: 'utf8',
  });
  const key = made.stdout.trim().split(/\s+/).at(-1) ?? '';
  till = caller(app.url, { authorization: `Bearer ${key}` });
});

afterAll(async () => {
  await app?.stop();
  await removeData?.();
});

describe('a till sends events', () => {
  test('a sale is recorded once, and again is a duplicate', async () => {
    const first = await till('POST', '/api/v1/events', { events: [sale('t-1')] });
    expect(first).toMatchObject({
      status: 200,
      body: { results: [{ index: 0, key: 'till/sale/t-1', status: 'recorded' }] },
    });
    const again = await till('POST', '/api/v1/events', { events: [sale('t-1')] });
    expect(again).toMatchObject({ status: 200, body: { results: [{ status: 'duplicate' }] } });
  });

  test('the same key with other content is a conflict, and the first one stands', async () => {
    const other = sale('t-1', { payments: [{ paymentType: 'visa', amount: '108.00' }] });
    const answer = await till('POST', '/api/v1/events', { events: [other] });
    expect(answer).toMatchObject({ status: 200, body: { results: [{ status: 'conflict' }] } });
    const { body } = await person<{ events: EventRow[] }>('GET', '/api/v1/events?limit=500');
    expect(body.events.filter((event) => event.key === 'till/sale/t-1')).toHaveLength(1);
  });

  test('one bad event names index, field and rule, and the others are recorded', async () => {
    const bad = { ...sale('t-bad'), surprise: true };
    const answer = await till<{ code: string; problems: { index: number; pointer: string; rule: string }[] }>(
      'POST',
      '/api/v1/events',
      { events: [sale('t-2'), bad, sale('t-3')] },
    );
    expect(answer.status).toBe(422);
    expect(answer.type).toContain('application/problem+json');
    expect(answer.body).toMatchObject({
      results: [{ status: 'recorded' }, { status: 'invalid' }, { status: 'recorded' }],
      problems: [{ index: 1, pointer: '/surprise', rule: expect.any(String) }],
    });
    expect(answer.body.code).toMatch(/^[a-z-]+$/);
  });

  test('NDJSON is streamed, and a line that is not JSON is an invalid event', async () => {
    const lines = `${JSON.stringify(sale('t-4'))}\n{not json\n${JSON.stringify(sale('t-5'))}\n`;
    const answer = await till('POST', '/api/v1/events', lines);
    expect(answer).toMatchObject({
      status: 422,
      body: { results: [{ status: 'recorded' }, { status: 'invalid' }, { status: 'recorded' }] },
    });
  });

  test('not JSON is 400, no key 401, a wrong key 401, too large 413', async () => {
    const json = { 'content-type': 'application/json' };
    const send = (headers: Record<string, string>, body: string) =>
      fetch(`${app.url}/api/v1/events`, { method: 'POST', headers, body });
    const nobody = caller(app.url, {});
    expect((await nobody('POST', '/api/v1/events', { events: [] })).status).toBe(401);
    const stranger = caller(app.url, { authorization: 'Bearer tb_wrong_key' });
    expect((await stranger('POST', '/api/v1/events', { events: [] })).status).toBe(401);
    const made = spawnSync(process.execPath, ['bin/tillbook.js', 'api-key', 'create', '--name', 'second'], {
      env: app.environment,
      encoding: 'utf8',
    });
    const authorization = `Bearer ${made.stdout.trim().split(/\s+/).at(-1)}`;
    const notJson = await send({ ...json, authorization }, '{"events":');
    expect(notJson.status).toBe(400);
    expect(notJson.headers.get('content-type')).toContain('application/problem+json');
    const tooLarge = await send({ ...json, authorization }, ' '.repeat(17 * 1024 * 1024));
    expect(tooLarge.status).toBe(413);
  });

  test('a preview makes the worked example of the accountants, and stores nothing', async () => {
    const ticket = sale('t-preview', {
      payments: [
        { paymentType: 'gift-card', amount: '20.00' },
        { paymentType: 'cash', amount: '100.00' },
        { paymentType: 'cash', amount: '-12.00', type: 'change' },
      ],
    });
    const { status, body } = await till<{ entries: { total: string; lines: unknown[] }[] }>(
      'POST',
      '/api/v1/journal/preview',
      { events: [ticket], mode: 'per-event' },
    );
    expect(status).toBe(200);
    expect(body.entries).toHaveLength(1);
    expect(body.entries[0]?.total).toBe('160.00');
    expect(body.entries[0]?.lines).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ role: 'payment', subject: 'gift-card', debit: '20.00', credit: '0.00' }),
        expect.objectContaining({ role: 'payment', subject: 'cash', debit: '100.00', credit: '0.00' }),
        expect.objectContaining({ role: 'payment', subject: 'cash', debit: '0.00', credit: '12.00' }),
        expect.objectContaining({ role: 'sales', subject: 'apparel', debit: '0.00', credit: '100.00' }),
        expect.objectContaining({ role: 'cogs', subject: 'apparel', debit: '40.00', credit: '0.00' }),
      ]),
    );
    expect(await statusOf('till/sale/t-preview')).toBeUndefined();
  });
});

describe('the books', () => {
  test('connects with OAuth 2.0 and imports the chart', async () => {
    realmId = await connect(app, person);
    await person('POST', '/api/v1/accounts/import', {});
    expect(await person('GET', '/api/v1/connection')).toMatchObject({ body: { realmId } });
    const { body } = await person<{ accounts: AccountRow[] }>('GET', '/api/v1/accounts');
    expect(body.accounts.length).toBeGreaterThan(80);
  });

  test('unmapped subjects raise one alert each, with what they hold', async () => {
    const started = await person('POST', '/api/v1/sync/start', { from: '2026-11-01' });
    expect(started.status).toBe(200);
    const alert = await eventually('an alert for cash', async () => {
      const { body } = await person<{ alerts: { role: string; subject: string; title: string; eventsHeld: number }[] }>(
        'GET',
        '/api/v1/alerts',
      );
      return body.alerts.find((candidate) => candidate.role === 'payment' && candidate.subject === 'cash');
    });
    expect(alert.title).toBe('Action Required: Cash is missing a payment account');
    expect(alert.eventsHeld).toBe(5);
  });

  test('an illegal account is refused with the reason, and nothing of the change is kept', async () => {
    const receivable = await person<{ accounts: AccountRow[] }>('GET', '/api/v1/accounts');
    const illegal = receivable.body.accounts.find((account) => account.type === 'Accounts Receivable');
    const answer = await person('PUT', '/api/v1/mappings', {
      mappings: [
        { role: 'payment', subject: 'cash', accountId: await accountId(person, 'Cash in Drawer') },
        { role: 'sales', subject: 'apparel', accountId: illegal?.id },
      ],
    });
    expect(answer.status).toBe(422);
    const { body } = await person<{ mappings: { role: string; subject: string; accountId: string | null }[] }>(
      'GET',
      '/api/v1/mappings',
    );
    expect(body.mappings.find((row) => row.role === 'payment' && row.subject === 'cash')?.accountId).toBeNull();
  });

  test('the last missing account releases every event without another click', async () => {
    const rows = [
      ['payment', 'cash', 'Cash in Drawer'],
      ['sales', 'apparel', 'Sales - Apparel'],
      ['cogs', 'apparel', 'Cost of Goods - Apparel'],
      ['inventory', 'apparel', 'Inventory - Apparel'],
      ['sales-tax', 'ny-state', 'Sales Tax Payable - NY State'],
    ] as const;
    const mappings = await Promise.all(
      rows.map(async ([role, subject, name]) => ({ role, subject, accountId: await accountId(person, name) })),
    );
    expect((await person('PUT', '/api/v1/mappings', { mappings })).status).toBe(200);
    await eventually('all five sales synced', async () => {
      const { body } = await person<{ events: EventRow[] }>('GET', '/api/v1/events?status=synced');
      return body.events.length === 5;
    });
    const entries = await entriesInQuickBooks();
    expect(entries).toHaveLength(5);
    const sides = entries[0]?.Line.map(
      (line) =>
        `${line.JournalEntryLineDetail.PostingType} ${line.JournalEntryLineDetail.AccountRef.name} ${line.Amount}`,
    );
    expect(sides?.sort()).toEqual([
      'Credit Cash in Drawer 12',
      'Credit Inventory - Apparel 40',
      'Credit Sales - Apparel 100',
      'Credit Sales Tax Payable - NY State 8',
      'Debit Cash in Drawer 120',
      'Debit Cost of Goods - Apparel 40',
    ]);
  });

  test('an event explains each line down to the part of the till it came from', async () => {
    const { body } = await person<{ events: EventRow[] }>('GET', '/api/v1/events?q=t-2');
    const id = body.events[0]?.id;
    const event = await person('GET', `/api/v1/events/${id}`);
    expect(event.body).toMatchObject({
      status: 'synced',
      postings: [
        {
          state: 'accepted',
          quickbooksId: expect.any(String),
          quickbooksUrl: expect.stringContaining('http'),
          entry: {
            lines: expect.arrayContaining([
              expect.objectContaining({
                account: expect.objectContaining({ name: 'Cash in Drawer' }),
                from: [{ key: 'till/sale/t-2', pointer: '/payments/1' }],
              }),
            ]),
          },
        },
      ],
    });
  });

  test('a sale that does not foot is kept and blocked to the last cent', async () => {
    await till('POST', '/api/v1/events', {
      events: [sale('t-odd', { payments: [{ paymentType: 'cash', amount: '107.99' }] })],
    });
    const alert = await eventually('the alert', async () => {
      const { body } = await person<{ alerts: { kind: string; title: string }[] }>('GET', '/api/v1/alerts');
      return body.alerts.find((candidate) => candidate.kind === 'out-of-balance');
    });
    expect(alert.title).toBe('Action Required: ticket t-odd is out of balance by 0.01');
    expect(await statusOf('till/sale/t-odd')).toBe('action-required');
  });
});

describe('bad days', () => {
  test('an answer lost after the write never posts twice', async () => {
    const before = (await entriesInQuickBooks()).length;
    await quickbooks('PUT', `/_emulator/companies/${realmId}/faults`, [
      { call: 'journalentry', fault: 'drop-after-write', times: 1 },
    ]);
    await till('POST', '/api/v1/events', { events: [sale('t-lost')] });
    await eventually('synced', async () => (await statusOf('till/sale/t-lost')) === 'synced', 60_000);
    expect(await entriesInQuickBooks()).toHaveLength(before + 1);
  });

  test('an expired token is refreshed unseen', async () => {
    await quickbooks('POST', `/_emulator/companies/${realmId}/tokens/expire`, {});
    await till('POST', '/api/v1/events', { events: [sale('t-expired')] });
    await eventually('synced', async () => (await statusOf('till/sale/t-expired')) === 'synced');
    const { body } = await person<{ alerts: { kind: string }[] }>('GET', '/api/v1/alerts');
    expect(body.alerts.filter((alert) => alert.kind === 'authentication')).toEqual([]);
  });

  test('a revoked connection raises the authentication alert; connecting again sends what waited, once', async () => {
    const before = (await entriesInQuickBooks()).length;
    await quickbooks('POST', `/_emulator/companies/${realmId}/tokens/revoke`, {});
    await till('POST', '/api/v1/events', { events: [sale('t-revoked')] });
    const alert = await eventually('the authentication alert', async () => {
      const { body } = await person<{ alerts: { kind: string; title: string; eventsHeld: number }[] }>(
        'GET',
        '/api/v1/alerts',
      );
      return body.alerts.find((candidate) => candidate.kind === 'authentication');
    });
    expect(alert.title).toBe('Action Required: unable to sync with QuickBooks Online due to an authentication error');
    expect(alert.eventsHeld).toBe(1);
    expect(await statusOf('till/sale/t-revoked')).toBe('action-required');

    await person('POST', '/api/v1/connection/disconnect', {});
    await connect(app, person);
    await person('POST', '/api/v1/events/retry-failed', {});
    await eventually('synced', async () => (await statusOf('till/sale/t-revoked')) === 'synced');
    expect(await entriesInQuickBooks()).toHaveLength(before + 1);
  });

  test('a QuickBooks that answers 500 keeps events waiting and loses none', async () => {
    const before = (await entriesInQuickBooks()).length;
    await quickbooks('PUT', `/_emulator/companies/${realmId}/faults`, [
      { call: '*', fault: 'error-before-write', status: 500, times: 2 },
    ]);
    await till('POST', '/api/v1/events', { events: [sale('t-500')] });
    await eventually('synced', async () => (await statusOf('till/sale/t-500')) === 'synced', 90_000);
    expect(await entriesInQuickBooks()).toHaveLength(before + 1);
  }, 120_000);

  test('killed and started again, it goes on where it was', async () => {
    const port = Number(new URL(app.url).port);
    const quickbooksPort = Number(new URL(app.quickbooksUrl).port);
    const before = (await entriesInQuickBooks()).length;
    const sold = ['t-kill-1', 't-kill-2', 't-kill-3'];
    await till('POST', '/api/v1/events', { events: sold.map((sourceId) => sale(sourceId)) });
    await app.kill();
    app = await startApp({ dataDir: app.dataDir, port, quickbooksPort });
    person = await signIn(app);
    // The one that was under way when it was killed may go last.
    for (const sourceId of sold) {
      const isSynced = async () => (await statusOf(`till/sale/${sourceId}`)) === 'synced';
      await eventually(`${sourceId} is synced`, isSynced, 90_000);
    }
    expect(await entriesInQuickBooks()).toHaveLength(before + 3);
  }, 300_000);
});
