import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Accounting, type CallOutcome, createAccounting, queryPageSize, quoted } from './accounting.ts';
import {
  answer,
  hangUp,
  type Reply,
  type ScriptedServer,
  silence,
  stalled,
  startScriptedServer,
  truncated,
} from './scripted-server.fixture.ts';

const access = { realmId: '4620816365', accessToken: 'secret-access-token' };
const entry = '{"TxnDate":"2026-11-03","Line":[{"Amount":140.10}]}';
const created = { JournalEntry: { Id: '228', SyncToken: '0', domain: 'QBO' }, time: '2026-11-03T05:58:16-07:00' };
const fault = {
  Fault: { Error: [{ Message: 'Stale', Detail: 'why', code: '5010', element: '' }], type: 'ValidationFault' },
};
const gatewayFault = (code: string, status: number) => ({
  fault: { error: [{ message: `statusCode=${status}`, detail: 'Token expired', code, element: null }] },
  time: 1601391072830,
});
const throttleXml =
  '<IntuitResponse xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001">' +
  '<Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message>' +
  '<Detail>The request limit was reached. Try again &lt;later&gt;</Detail></Error></Fault></IntuitResponse>';

let server: ScriptedServer;
let accounting: Accounting;

beforeEach(async () => {
  server = await startScriptedServer();
  accounting = createAccounting({ apiBaseUrl: server.url, timeoutMs: 10_000 });
});
afterEach(() => server.close());

/** Waits briefly where no answer is to come, and long where a busy machine may delay one. */
const beImpatient = () => {
  accounting = createAccounting({ apiBaseUrl: server.url, timeoutMs: 500 });
};

const create = () => accounting.createJournalEntry(access, { requestId: 'request-1', body: entry });

describe('creating a journal entry', () => {
  it('sends the body as it was given, under its request id', async () => {
    server.reply = answer(200, created);
    expect(await create()).toEqual({
      outcome: 'done',
      value: { id: '228', syncToken: '0' },
      httpStatus: 200,
      intuitTid: '1-tid',
    });
    const [heard] = server.heard;
    expect(heard?.method).toBe('POST');
    expect(heard?.url.pathname).toBe('/v3/company/4620816365/journalentry');
    expect(Object.fromEntries(heard?.url.searchParams ?? [])).toEqual({ requestid: 'request-1', minorversion: '75' });
    expect(heard?.headers).toMatchObject({
      accept: 'application/json',
      authorization: 'Bearer secret-access-token',
      'content-type': 'application/json',
    });
    expect(heard?.body).toBe(entry);
  });

  it.each<[string, Reply, Partial<CallOutcome<unknown>>]>([
    ['a dropped connection', hangUp, { outcome: 'unknown', why: 'connection-lost', httpStatus: null }],
    ['no answer in time', silence, { outcome: 'unknown', why: 'time-out', httpStatus: null }],
    ['an answer that stalls', stalled('{"JournalEntry":'), { outcome: 'unknown', why: 'time-out', httpStatus: 200 }],
    [
      'an answer cut off',
      truncated('{"JournalEntry":'),
      { outcome: 'unknown', why: 'connection-lost', intuitTid: '1-tid' },
    ],
    ['an answer that is no JSON', answer(200, 'stream timeout'), { outcome: 'unknown', why: 'unreadable' }],
    ['an answer without the entry', answer(200, {}), { outcome: 'unknown', why: 'unreadable' }],
    ['a redirect', answer(302, '', { location: 'http://127.0.0.1:1/' }), { outcome: 'unknown', why: 'unreadable' }],
    ['a 500', answer(500, fault), { outcome: 'unknown', why: 'server-error', httpStatus: 500 }],
    ['a 504 in plain text', answer(504, 'stream timeout'), { outcome: 'unknown', why: 'server-error' }],
    ['a throttle in XML', answer(429, throttleXml), { outcome: 'unknown', why: 'throttled', httpStatus: 429 }],
    ['an old throttle', answer(403, throttleXml), { outcome: 'unknown', why: 'throttled' }],
    ['a 401 of the gateway', answer(401, gatewayFault('3200', 401)), { outcome: 'not-acted', why: 'authentication' }],
    ['a 403 of the gateway', answer(403, gatewayFault('3100', 403)), { outcome: 'not-acted', why: 'authentication' }],
    ['a 404 without a word', answer(404, ''), { outcome: 'unknown', why: 'unreadable', httpStatus: 404 }],
    ['a 413 of a proxy', answer(413, '<html>Too large</html>'), { outcome: 'unknown', why: 'unreadable' }],
    ['a refusal cut off', answer(400, '{"Fault":{"Err'), { outcome: 'unknown', why: 'unreadable' }],
    ['a 403 of a proxy', answer(403, '<html>Blocked</html>'), { outcome: 'unknown', why: 'unreadable' }],
  ])('%s', async (_, reply, expected) => {
    server.reply = reply;
    if ('why' in expected && expected.why === 'time-out') beImpatient();
    const outcome = await create();
    expect(outcome).toMatchObject(expected);
    expect(JSON.stringify(outcome)).not.toContain('secret-access-token');
  });

  it('a call that is given up may have been acted on, and one that comes after that is not made', async () => {
    const ending = new AbortController();
    accounting = createAccounting({ apiBaseUrl: server.url, signal: ending.signal });
    server.reply = () => ending.abort();
    const givenUp = { outcome: 'unknown', why: 'connection-lost', reason: 'the call was given up' };
    expect(await create()).toMatchObject(givenUp);
    expect(await create()).toMatchObject(givenUp);
    expect(server.heard).toHaveLength(1);
  });

  it('a refused connection was certainly not acted on', async () => {
    await server.close();
    expect(await create()).toMatchObject({ outcome: 'not-acted', why: 'unreachable', reason: 'ECONNREFUSED' });
  });

  it('gives every error of a fault', async () => {
    const error = (code: string) => ({ Message: `m${code}`, Detail: `d${code}`, code, element: 'AccountRef' });
    server.reply = answer(400, { Fault: { Error: [error('6140'), error('2020')], type: 'ValidationFault' } });
    const outcome = await create();
    expect(outcome).toMatchObject({
      outcome: 'refused',
      faults: [
        { code: '6140', message: 'm6140', detail: 'd6140', element: 'AccountRef' },
        { code: '2020', message: 'm2020', detail: 'd2020', element: 'AccountRef' },
      ],
    });
  });

  it.each([
    ['a NUL', 'end \\u0000.', 'end \ufffd.'],
    ['half a character, before and behind others', '\\uDE00 \\ud83d\\ude00 \\uD83D', '\ufffd \u{1f600} \ufffd'],
    ['two first halves and a whole one', '\\ud83d\\ud83d\\ude00', '\ufffd\u{1f600}'],
    ['what looks like one behind a backslash', '\\\\u0000 \\\\ud83d \\\\\\ud83d', '\\u0000 \\ud83d \\\ufffd'],
    ['other escapes', '\\n\\"\\u00e9\\u0001 \\u0000', '\n"\u00e9\u0001 \ufffd'],
  ])('gives text that any database takes where a fault holds %s', async (_, written, read) => {
    server.reply = answer(400, `{"Fault":{"Error":[{"Message":"${written}","Detail":"","code":"6000"}]}}`);
    expect(await create()).toMatchObject({ outcome: 'refused', faults: [{ message: read }] });
    server.reply = answer(400, '<Fault><Error code="6000"><Message>cut \0.</Message></Error></Fault>');
    expect(await create()).toMatchObject({ outcome: 'refused', faults: [{ message: 'cut \ufffd.' }] });
  });

  it('takes a fault that rides in a 200 for a refusal', async () => {
    server.reply = answer(200, fault);
    expect(await create()).toMatchObject({ outcome: 'refused', faults: [{ code: '5010', element: null }] });
  });

  it('reads a fault in XML', async () => {
    server.reply = answer(400, throttleXml.replaceAll('3001', '2050'));
    expect(await create()).toMatchObject({
      outcome: 'refused',
      faults: [{ code: '2050', detail: 'The request limit was reached. Try again <later>' }],
    });
  });
});

describe('a batch', () => {
  const items = ['0', '1', '2'].map((itemId) => ({ itemId, body: entry }));
  const batch = () => accounting.batchJournalEntries(access, { requestId: 'batch-1', items });

  it('carries each entry byte for byte', async () => {
    server.reply = answer(200, { BatchItemResponse: [] });
    await batch();
    const [heard] = server.heard;
    expect(heard?.url.searchParams.get('requestid')).toBe('batch-1');
    expect(heard?.body.split(entry)).toHaveLength(4);
    expect(JSON.parse(heard?.body ?? '')).toMatchObject({
      BatchItemRequest: [{ bId: '0', operation: 'create' }, {}, {}],
    });
  });

  it('gives each item its own result, in whichever order they come', async () => {
    server.reply = answer(200, { BatchItemResponse: [{ bId: '2', ...fault }, { bId: '0', ...created }, { bId: '9' }] });
    const outcome = await batch();
    if (outcome.outcome !== 'done') throw new Error(outcome.outcome);
    expect(Object.fromEntries(outcome.value)).toMatchObject({
      0: { result: 'created', entry: { id: '228' } },
      1: { result: 'missing' },
      2: { result: 'fault', faults: [{ code: '5010' }] },
    });
  });

  it.each<[string, Reply, Partial<CallOutcome<unknown>>]>([
    ['a lost answer', hangUp, { outcome: 'unknown', why: 'connection-lost' }],
    ['an answer cut off', truncated('{"BatchItemResponse":['), { outcome: 'unknown', why: 'connection-lost' }],
    ['no answer in time', silence, { outcome: 'unknown', why: 'time-out' }],
    ['a 503', answer(503, ''), { outcome: 'unknown', why: 'server-error' }],
    ['a refusal as a whole', answer(400, fault), { outcome: 'refused' }],
  ])('%s is of the call as a whole', async (_, reply, expected) => {
    server.reply = reply;
    if ('why' in expected && expected.why === 'time-out') beImpatient();
    expect(await batch()).toMatchObject(expected);
  });
});

describe('a query', () => {
  const rowsOf = (count: number) => Array.from({ length: count }, (_, index) => ({ Id: String(index + 1) }));
  const query = () => accounting.query(access, { entity: 'Account', where: 'Active IN (true, false)' });

  it('reads page after page until one is not full', async () => {
    server.reply = (response, request) => {
      const start = Number(/STARTPOSITION (\d+)/.exec(request.url.searchParams.get('query') ?? '')?.[1]);
      answer(200, { QueryResponse: { Account: rowsOf(start === 1 ? queryPageSize : 2) } })(response, request);
    };
    const outcome = await query();
    expect(outcome).toMatchObject({ outcome: 'done' });
    expect(outcome.outcome === 'done' && outcome.value.length).toBe(queryPageSize + 2);
    expect(server.heard[1]?.url.searchParams.get('query')).toBe(
      'SELECT * FROM Account WHERE Active IN (true, false) ORDERBY Id STARTPOSITION 1001 MAXRESULTS 1000',
    );
  });

  it('reads an empty answer as no rows', async () => {
    server.reply = answer(200, { QueryResponse: {}, time: '' });
    expect(await query()).toMatchObject({ outcome: 'done', value: [] });
  });

  it.each<[string, Reply, Partial<CallOutcome<unknown>>]>([
    ['a lost answer', hangUp, { outcome: 'unknown' }],
    ['no answer in time', silence, { outcome: 'unknown', why: 'time-out' }],
    ['a refusal', answer(400, fault), { outcome: 'refused' }],
    ['a 500', answer(500, ''), { outcome: 'unknown', why: 'server-error' }],
  ])('%s gives no half list', async (_, reply, expected) => {
    server.reply = reply;
    if ('why' in expected && expected.why === 'time-out') beImpatient();
    expect(await query()).toMatchObject(expected);
  });

  it('keeps a text within its quotes', () => {
    expect(quoted("O'Neil \\ Co")).toBe("'O\\'Neil \\\\ Co'");
  });
});

describe('a page of a query', () => {
  it('is the one that was asked for, and one call', async () => {
    server.reply = answer(200, { QueryResponse: { JournalEntry: [{ Id: '7' }] } });
    const outcome = await accounting.queryPage(access, { entity: 'JournalEntry', where: null, page: 2 });
    expect(outcome).toMatchObject({ outcome: 'done', value: [{ Id: '7' }] });
    expect(server.heard.map((heard) => heard.url.searchParams.get('query'))).toEqual([
      'SELECT * FROM JournalEntry ORDERBY Id STARTPOSITION 2001 MAXRESULTS 1000',
    ]);
  });

  it('is in another order where that is asked for', async () => {
    server.reply = answer(200, { QueryResponse: {} });
    const orderBy = 'MetaData.LastUpdatedTime';
    await accounting.queryPage(access, { entity: 'JournalEntry', where: null, page: 0, orderBy });
    expect(server.heard[0]?.url.searchParams.get('query')).toContain(`ORDERBY ${orderBy} STARTPOSITION 1 `);
  });
});

describe('a count', () => {
  const count = () => accounting.count(access, { entity: 'JournalEntry', where: "DocNumber LIKE 'TB-%'" });

  it('is how many there are, and one call', async () => {
    server.reply = answer(200, { QueryResponse: { totalCount: 1041 } });
    expect(await count()).toMatchObject({ outcome: 'done', value: 1041 });
    expect(server.heard.map((heard) => heard.url.searchParams.get('query'))).toEqual([
      "SELECT COUNT(*) FROM JournalEntry WHERE DocNumber LIKE 'TB-%'",
    ]);
  });

  it('that is none is not known', async () => {
    server.reply = answer(200, { QueryResponse: {} });
    expect((await count()).outcome).not.toBe('done');
  });
});

describe('a report', () => {
  const report = () =>
    accounting.report(access, {
      name: 'TrialBalance',
      parameters: { start_date: '2026-01-01', end_date: '2026-11-30' },
    });

  it('is given as it came, for the period that was asked for', async () => {
    const body = { Header: { ReportName: 'TrialBalance' }, Rows: {} };
    server.reply = answer(200, body);
    expect(await report()).toMatchObject({ outcome: 'done', value: body });
    const [heard] = server.heard;
    expect(heard?.url.pathname).toBe('/v3/company/4620816365/reports/TrialBalance');
    expect(Object.fromEntries(heard?.url.searchParams ?? [])).toMatchObject({ end_date: '2026-11-30' });
  });

  it.each<[string, Reply, Partial<CallOutcome<unknown>>]>([
    ['a lost answer', hangUp, { outcome: 'unknown' }],
    ['no answer in time', silence, { outcome: 'unknown', why: 'time-out' }],
    ['an answer that is no report', answer(200, { QueryResponse: {} }), { outcome: 'unknown', why: 'unreadable' }],
    ['a refusal', answer(400, fault), { outcome: 'refused' }],
    ['a 500', answer(500, ''), { outcome: 'unknown', why: 'server-error' }],
  ])('%s is not one', async (_, reply, expected) => {
    server.reply = reply;
    if ('why' in expected && expected.why === 'time-out') beImpatient();
    expect(await report()).toMatchObject(expected);
  });
});

describe('company and preferences', () => {
  it('read what QuickBooks says', async () => {
    server.reply = answer(200, { CompanyInfo: { CompanyName: 'Harbor' }, Preferences: { CurrencyPrefs: {} } });
    expect(await accounting.companyInfo(access)).toMatchObject({ outcome: 'done', value: { CompanyName: 'Harbor' } });
    expect(await accounting.preferences(access)).toMatchObject({ outcome: 'done', value: { CurrencyPrefs: {} } });
    expect(server.heard.map((heard) => heard.url.pathname)).toEqual([
      '/v3/company/4620816365/companyinfo/4620816365',
      '/v3/company/4620816365/preferences',
    ]);
  });

  it.each<[string, Reply, Partial<CallOutcome<unknown>>]>([
    ['a lost answer', hangUp, { outcome: 'unknown' }],
    ['no answer in time', silence, { outcome: 'unknown', why: 'time-out' }],
    ['a refusal', answer(400, fault), { outcome: 'refused' }],
    ['a 401', answer(401, ''), { outcome: 'not-acted', why: 'authentication' }],
    ['a 500', answer(500, ''), { outcome: 'unknown', why: 'server-error' }],
  ])('%s', async (_, reply, expected) => {
    server.reply = reply;
    if ('why' in expected && expected.why === 'time-out') beImpatient();
    expect(await accounting.companyInfo(access)).toMatchObject(expected);
    expect(await accounting.preferences(access)).toMatchObject(expected);
  });
});

describe('asking what changed', () => {
  it('gives the rows of each entity and the time of the answer, and nothing for what did not change', async () => {
    const deleted = { domain: 'QBO', status: 'Deleted', Id: '9' };
    server.reply = answer(200, {
      CDCResponse: [{ QueryResponse: [{ Account: [{ Id: '1' }], startPosition: 1 }, {}, { JournalEntry: [deleted] }] }],
      time: '2026-11-20T04:00:00-08:00',
    });
    const since = new Date('2026-11-19T12:00:00Z');
    const outcome = await accounting.changes(access, { entities: ['Account', 'Class', 'JournalEntry'], since });
    expect(outcome).toMatchObject({
      outcome: 'done',
      value: {
        time: '2026-11-20T04:00:00-08:00',
        rows: new Map([
          ['Account', [{ Id: '1' }]],
          ['Class', []],
          ['JournalEntry', [deleted]],
        ]),
      },
    });
    const [heard] = server.heard;
    expect(heard?.url.pathname).toBe('/v3/company/4620816365/cdc');
    expect(heard?.url.searchParams.get('entities')).toBe('Account,Class,JournalEntry');
    expect(heard?.url.searchParams.get('changedSince')).toBe('2026-11-19T12:00:00.000Z');
  });
});

it('tells of each read that was answered, and of no write and no failure', async () => {
  let metered = 0;
  const counted = createAccounting({
    apiBaseUrl: server.url,
    onMetered: async () => {
      metered += 1;
    },
  });
  const readTwoPages = () => counted.query(access, { entity: 'Account', where: null });
  server.reply = (response, request) => {
    const start = Number(/STARTPOSITION (\d+)/.exec(request.url.searchParams.get('query') ?? '')?.[1]);
    const rows = Array.from({ length: start === 1 ? queryPageSize : 1 }, (_, index) => ({ Id: String(start + index) }));
    answer(200, { QueryResponse: { Account: rows } })(response, request);
  };
  await readTwoPages();
  expect(metered).toBe(2);
  server.reply = answer(500, 'down');
  await readTwoPages();
  server.reply = answer(200, created);
  await counted.createJournalEntry(access, { requestId: 'request-1', body: entry });
  expect(metered).toBe(2);
});
