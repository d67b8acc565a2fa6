// What Intuit's documents leave open is a setting with a named default, and each of them does what it says.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../src/company/settings.ts';
import { entry, line, listOf, startLocalCompany } from './local-company.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
beforeAll(async () => {
  company = await startLocalCompany();
});
afterAll(() => company.emulator.close());
beforeEach(() => set({ ...defaultSettings, limits: false }));

const set = (settings: Partial<Settings>) => company.control('PUT', '/settings', settings);
const post = (body: unknown) => company.api('POST', '/journalentry', body);
const codeOf = async (body: unknown) => String((await post(body)).body.Fault?.Error?.[0]?.code ?? 'none');

describe('a call without a token', () => {
  const ask = () => company.request('GET', `/v3/company/${company.realmId}/account/1`);

  test.each<[Settings['emptyTokenCode']]>([['3200'], ['3202']])('is %s', async (emptyTokenCode) => {
    await set({ emptyTokenCode });
    const { status, text } = await ask();
    expect([status, JSON.parse(text).fault.error[0].code]).toEqual([401, emptyTokenCode]);
  });
});

describe('a journal entry', () => {
  const long = entry(1, { DocNumber: 'x'.repeat(22) });
  const zero = { TxnDate: '2026-11-01', Line: [line('1', 'Debit', 0), line('2', 'Credit', 0)] };
  const lines = {
    TxnDate: '2026-11-01',
    Line: [line('1', 'Debit', 2), line('2', 'Credit', 1), line('2', 'Credit', 1)],
  };

  test.each<[string, Partial<Settings>, unknown, string]>([
    ['with a number too long', {}, long, '2050'],
    ['with a number too long', { longNumberCode: '6000' }, long, '6000'],
    ['of nothing', {}, zero, 'none'],
    ['of nothing', { zeroAmounts: '2090' }, zero, '2090'],
    ['of three lines', {}, lines, 'none'],
    ['of three lines', { journalLinesMax: 2 }, lines, '6000'],
    ['of half cents', {}, entry(1.005), 'none'],
    ['of half cents', { extraDecimals: '2110' }, entry(1.005), '2110'],
    ['of zeros behind the cents', { extraDecimals: '2110' }, entry('1.5000' as unknown as number), 'none'],
  ])('%s, with %j', async (_, settings, body, code) => {
    await set(settings);
    expect(await codeOf(body)).toBe(code);
  });

  const classed = () => {
    const [debit, credit] = [line('1', 'Debit', 3), line('2', 'Credit', 3)];
    const detail = { ...debit.JournalEntryLineDetail, ClassRef: { value: '1' } };
    return { TxnDate: '2026-11-01', Line: [{ ...debit, JournalEntryLineDetail: detail }, credit] };
  };

  test.each<[Settings['untrackedReference'], string]>([
    ['kept', 'none'],
    ['ignored', 'none'],
    ['2010', '2010'],
    ['5030', '5030'],
  ])('of a class while classes are off: %s', async (untrackedReference, code) => {
    await set({ untrackedReference });
    expect(await codeOf(classed())).toBe('none');
    await set({ classTracking: false });
    const answer = await post(classed());
    expect(answer.body.Fault?.Error?.[0]?.code ?? 'none').toBe(code);
    if (code === 'none') expect(answer.text.includes('"ClassRef"')).toBe(untrackedReference === 'kept');
  });
});

describe('what is metered', () => {
  const metered = async () => Number((await company.control('GET', '/calls')).body.counters?.metered);
  const counted = async (act: () => Promise<unknown>) => {
    const before = await metered();
    await act();
    return (await metered()) - before;
  };
  const batch = () =>
    company.api('POST', '/batch', {
      BatchItemRequest: [
        { bId: '1', Query: 'select * from Class' },
        { bId: '2', Query: 'select * from Class' },
        { bId: '3', Query: 'select nothing' },
        { bId: '4', JournalEntry: entry() },
      ],
    });

  test.each<[Settings['batchedQueriesMetered'], number]>([
    ['no', 0],
    ['one', 1],
    ['each', 2],
  ])('of a batch of queries: %s', async (batchedQueriesMetered, calls) => {
    await set({ batchedQueriesMetered });
    expect(await counted(batch)).toBe(calls);
  });

  test('a deletion, where that is said', async () => {
    const remove = async () => {
      const { Id } = (await post(entry())).body.JournalEntry ?? {};
      await company.api('POST', '/journalentry?operation=delete', { Id, SyncToken: '0' });
    };
    expect(await counted(remove)).toBe(0);
    await set({ deletesMetered: true });
    expect(await counted(remove)).toBe(1);
  });

  test('an upload, where that is said', async () => {
    const upload = async () => {
      const body = new FormData();
      body.set('file_content_01', new Blob(['text'], { type: 'text/plain' }), 'note.txt');
      const headers = { authorization: `Bearer ${company.tokens.access}`, accept: 'application/json' };
      const url = `${company.emulator.url}/v3/company/${company.realmId}/upload`;
      expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200);
    };
    expect(await counted(upload)).toBe(0);
    await set({ uploadsMetered: true });
    expect(await counted(upload)).toBe(1);
  });
});

describe('throttles', () => {
  test('a 429 says how long to wait, where that is said', async () => {
    const refused = async () => {
      await company.control('PUT', '/faults', [{ call: 'query', fault: 'throttle', times: 1 }]);
      return (await company.query('select * from Class')).headers.get('retry-after');
    };
    expect(await refused()).toBeNull();
    await set({ retryAfterSeconds: 60 });
    expect(await refused()).toBe('60');
  });

  test('reports have a limit of their own, where there is one', async () => {
    const statuses = async () => {
      const answered: number[] = [];
      for (let call = 0; call < 3; call += 1) {
        answered.push((await company.api('GET', '/reports/TrialBalance')).status);
      }
      return answered;
    };
    await set({ limits: true });
    expect(await statuses()).toEqual([200, 200, 200]);
    await company.request('PUT', '/_emulator/clock', { advanceMs: 60_000 });
    await set({ reportsPerMinute: 2 });
    expect(await statuses()).toEqual([200, 200, 429]);
    await company.request('PUT', '/_emulator/clock', {});
  });

  test('forty forms a day are sent, and no more', async () => {
    const Line = [{ Amount: 1, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} }];
    const { body } = await company.api('POST', '/invoice', { CustomerRef: { value: '1' }, Line });
    const send = () => company.api('POST', `/invoice/${String(body.Invoice?.Id)}/send?sendTo=a@b.example`);
    await set({ limits: true });
    await company.request('PUT', '/_emulator/clock', { stopped: true });
    for (let sent = 0; sent < 40; sent += 1) {
      expect((await send()).status).toBe(200);
      await company.request('PUT', '/_emulator/clock', { advanceMs: 1000 });
    }
    expect((await send()).status).toBe(429);
    await company.request('PUT', '/_emulator/clock', {});
  });
});

test('changes are told late, where that is said', async () => {
  const since = new Date(Date.now() - 60_000).toISOString();
  const told = async () =>
    listOf(
      (await company.api('GET', `/cdc?entities=Class&changedSince=${since}`)).body.CDCResponse?.['0']?.QueryResponse,
    ).flatMap((answer) => listOf(answer.Class)).length;
  await company.api('POST', '/class', { Name: 'New' });
  expect(await told()).toBeGreaterThan(0);
  await set({ changesDelayMs: 600_000 });
  expect(await told()).toBe(0);
});

test('an authorization code lives as long as is said', async () => {
  const url = company.emulator.url;
  const uri = 'http://localhost:9/callback';
  const redeemed = async () => {
    const query = new URLSearchParams({
      ...{ client_id: 'app', response_type: 'code', scope: 'com.intuit.quickbooks.accounting', redirect_uri: uri },
      emulator_approve: company.realmId,
    });
    const asked = await fetch(`${url}/connect/oauth2?${query}`, { redirect: 'manual' });
    const code = new URL(asked.headers.get('location') ?? '').searchParams.get('code') ?? '';
    await company.request('PUT', '/_emulator/clock', { advanceMs: 2000 });
    const body = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: uri });
    const headers = { authorization: `Basic ${Buffer.from('app:secret').toString('base64')}` };
    return (await fetch(`${url}/oauth2/v1/tokens/bearer`, { method: 'POST', headers, body })).status;
  };
  expect(await redeemed()).toBe(200);
  await set({ codeLifeMs: 1000 });
  expect(await redeemed()).toBe(400);
  await company.request('PUT', '/_emulator/clock', {});
});
