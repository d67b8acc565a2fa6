// What Intuit's documents leave open is a setting with a named default, and each of them does what it says.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../src/company/settings.ts';
import { type Answer, entry, line, listOf, startLocalCompany } from './local-company.fixture.ts';

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

describe('a request id that comes again with another request', () => {
  const body = { Name: 'Once' };
  const made = (path: string, sent: unknown) => company.api('POST', path, sent);
  const reused: [string, () => Promise<Answer>][] = [
    ['another body', () => made('/class?requestid=a', { Name: 'Twice' })],
    ['another entity', () => made('/department?requestid=a', body)],
    ['another operation', () => made('/class?operation=delete&requestid=a', body)],
  ];
  beforeEach(() => company.control('POST', '/request-ids/forget', {}));

  test.each(reused)('is answered as the first was, whatever differs: %s', async (_, again) => {
    const first = await made('/class?requestid=a', { Name: `Replayed ${_}` });
    expect([first.status, (await again()).text]).toEqual([200, first.text]);
  });

  test.each(reused)('is 600 where that is said: %s', async (_, again) => {
    await set({ reusedRequestId: 'fault-600' });
    const first = await made('/class?requestid=a', { Name: `Refused ${_}` });
    const refused = await again();
    expect([refused.status, refused.body.Fault?.Error?.[0]?.code]).toEqual([400, '600']);
    expect((await made('/class?requestid=a', { Name: `Refused ${_}` })).text).toBe(first.text);
  });

  test('in a batch is 600 as well, by the same item ids', async () => {
    await set({ reusedRequestId: 'fault-600' });
    const batch = (amount: number) =>
      made('/batch?requestid=b', { BatchItemRequest: [{ bId: '1', JournalEntry: entry(amount) }] });
    const first = await batch(5);
    expect((await batch(6)).body.Fault?.Error?.[0]?.code).toBe('600');
    expect((await batch(5)).text).toBe(first.text);
  });

  test('is the same request where a file is uploaded again, behind another boundary', async () => {
    await set({ reusedRequestId: 'fault-600' });
    const upload = async (text: string) => {
      const form = new FormData();
      form.set('file_content_01', new Blob([text], { type: 'text/plain' }), 'note.txt');
      const headers = { authorization: `Bearer ${company.tokens.access}`, accept: 'application/json' };
      const url = `${company.emulator.url}/v3/company/${company.realmId}/upload?requestid=u`;
      return (await fetch(url, { method: 'POST', headers, body: form })).text();
    };
    const first = await upload('text');
    expect(first).toContain('"AttachableResponse"');
    expect(await upload('text')).toBe(first);
    expect(await upload('other')).toContain('"code":"600"');
  });
});

const redirect_uri = 'http://localhost:9/callback';

/** What comes back with the browser after the owner's consent. */
async function consented(more: Record<string, string>): Promise<Record<string, string>> {
  const query = new URLSearchParams({
    ...{ client_id: 'app', response_type: 'code', scope: 'com.intuit.quickbooks.accounting', redirect_uri },
    ...{ emulator_approve: company.realmId, ...more },
  });
  const asked = await fetch(`${company.emulator.url}/connect/oauth2?${query}`, { redirect: 'manual' });
  return Object.fromEntries(new URL(asked.headers.get('location') ?? '').searchParams);
}

function exchanged(code: string, more: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri, ...more });
  const headers = { authorization: `Basic ${Buffer.from('app:secret').toString('base64')}` };
  return fetch(`${company.emulator.url}/oauth2/v1/tokens/bearer`, { method: 'POST', headers, body });
}

describe('proof of key for code exchange', () => {
  // The example of RFC 7636, appendix B.
  const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
  const hashed = { code_challenge, code_challenge_method: 'S256' };
  const plain = { code_challenge: code_verifier };
  const right = { code_verifier };
  const wrong = { code_verifier: `${code_verifier}x` };
  const rows: [string, Record<string, string>, Record<string, string>, number][] = [
    ['a challenge and its verifier', hashed, right, 200],
    ['a challenge and another verifier', hashed, wrong, 400],
    ['a challenge and none', hashed, {}, 400],
    ['a plain challenge and itself', plain, right, 200],
    ['a plain challenge and another verifier', { ...plain, code_challenge_method: 'plain' }, wrong, 400],
    ['neither', {}, {}, 200],
    ['a verifier alone', {}, right, 400],
  ];

  test.each(rows)('is not looked at: %s', async (_, asked, given) => {
    const { code = '' } = await consented(asked);
    expect((await exchanged(code, given)).status).toBe(200);
  });

  test.each(rows)('is checked where that is said: %s', async (_, asked, given, status) => {
    await set({ pkce: 'checked' });
    const { code = '' } = await consented(asked);
    const answer = await exchanged(code, given);
    expect(answer.status).toBe(status);
    if (status === 400) expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('leaves a code to its own verifier after a wrong one', async () => {
    await set({ pkce: 'checked' });
    const { code = '' } = await consented(hashed);
    expect((await exchanged(code, wrong)).status).toBe(400);
    expect((await exchanged(code, right)).status).toBe(200);
  });

  test.each([
    ['another method', { ...hashed, code_challenge_method: 'S512' }],
    ['a challenge too short', { code_challenge: 'short' }],
    ['a method alone', { code_challenge_method: 'S256' }],
  ])('sends the browser back with an error where it is checked, and not otherwise: %s', async (_, asked) => {
    expect(await consented(asked)).toHaveProperty('code');
    await set({ pkce: 'checked' });
    expect(await consented({ ...asked, state: 's' })).toEqual({ error: 'invalid_request', state: 's' });
  });
});

test('an authorization code lives as long as is said', async () => {
  const redeemed = async () => {
    const { code = '' } = await consented({});
    await company.request('PUT', '/_emulator/clock', { advanceMs: 2000 });
    return (await exchanged(code, {})).status;
  };
  expect(await redeemed()).toBe(200);
  await set({ codeLifeMs: 1000 });
  expect(await redeemed()).toBe(400);
  await company.request('PUT', '/_emulator/clock', {});
});
