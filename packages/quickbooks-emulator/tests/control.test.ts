// The control API: bad days in batches, bad control calls, snapshots, the clock and the throttles.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { companyAt, entry, listOf, startLocalCompany } from './local-company.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
beforeAll(async () => {
  company = await startLocalCompany();
});
afterAll(() => company.emulator.close());
beforeEach(() => company.control('PUT', '/faults', []));

const count = async () =>
  Number((await company.query('select count(*) from JournalEntry')).body.QueryResponse?.totalCount);

const batch = (size = 3) =>
  company.api('POST', '/batch', {
    BatchItemRequest: [
      { bId: 'q', Query: 'select count(*) from Account' },
      ...Array.from({ length: size }, (_, index) => ({ bId: `${index}`, operation: 'create', JournalEntry: entry() })),
    ],
  });

interface Item {
  readonly bId: string;
  readonly Fault?: { readonly Error: readonly { readonly code: string }[]; readonly type: string };
}

describe('a rule for journal entries, in a batch of them', () => {
  test.each([
    ['drop-before-write', 0],
    ['drop-after-write', 3],
    ['truncate', 3],
  ])('%s breaks the whole call and leaves %i entries', async (fault, written) => {
    const before = await count();
    await company.control('PUT', '/faults', [{ call: 'journalentry', fault, times: 1 }]);
    await expect(batch()).rejects.toThrow();
    expect((await count()) - before).toBe(written);
    expect((await batch()).status).toBe(200);
  });

  test('throttle refuses the whole call', async () => {
    const before = await count();
    await company.control('PUT', '/faults', [{ call: 'journalentry', fault: 'throttle', times: 1 }]);
    expect((await batch()).status).toBe(429);
    expect(await count()).toBe(before);
  });

  test.each(['latency', 'slow-body'])('%s makes the whole call slow', async (fault) => {
    await company.control('PUT', '/faults', [{ call: 'journalentry', fault, latencyMs: 150, times: 1 }]);
    const started = performance.now();
    expect((await batch(1)).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(140);
  });

  test.each([
    [{ fault: 'error-before-write' }, '10000', 2],
    [{ fault: 'error-after-write' }, '10000', 3],
    [{ fault: 'ambiguous-6000' }, '6000', 3],
    [{ fault: 'error-before-write', code: '6210' }, '6210', 2],
  ])('%j meets one item with its own code', async (rule, code, written) => {
    const before = await count();
    await company.control('PUT', '/faults', [{ call: 'JournalEntry', times: 1, ...rule }]);
    const answer = await batch();
    expect(answer.status).toBe(200);
    const items = listOf<Item>(answer.body.BatchItemResponse);
    expect(items.map(({ bId, Fault }) => [bId, Fault?.Error[0]?.code])).toEqual([
      ['q', undefined],
      ['0', code],
      ['1', undefined],
      ['2', undefined],
    ]);
    expect((await count()) - before).toBe(written);
  });

  test('leaves a batch of other things alone', async () => {
    await company.control('PUT', '/faults', [{ call: 'journalentry', fault: 'drop-before-write' }]);
    const answer = await company.api('POST', '/batch', {
      BatchItemRequest: [{ bId: '1', Query: 'select * from Class' }],
    });
    expect(answer.status).toBe(200);
  });
});

test('a rule’s status and code are those of the answer', async () => {
  const rule = { call: 'account', fault: 'error-before-write', times: 1 };
  const answered = async (more: object) => {
    await company.control('PUT', '/faults', [{ ...rule, ...more }]);
    const { status, body } = await company.api('GET', '/account/1');
    return [status, body.Fault?.Error?.[0]?.code];
  };
  expect(await answered({})).toEqual([500, '10000']);
  expect(await answered({ status: 503 })).toEqual([503, undefined]);
  expect(await answered({ code: '5020' })).toEqual([400, '5020']);
});

test('chance with a seed falls the same way every time', async () => {
  const fall = async () => {
    await company.control('PUT', '/faults', [
      { call: 'account', fault: 'error-before-write', probability: 0.5, seed: 7 },
    ]);
    const statuses: number[] = [];
    for (let index = 0; index < 20; index += 1) statuses.push((await company.api('GET', '/account/1')).status);
    return statuses;
  };
  const first = await fall();
  expect(new Set(first)).toEqual(new Set([200, 500]));
  expect(await fall()).toEqual(first);
});

describe('a wrong control call names the field, the value and the rule', () => {
  test.each([
    ['PUT', '/settings', { limits: 'yes' }, { field: 'limits', value: 'yes', rule: 'is true or false' }],
    ['PUT', '/settings', { throttleBody: 'yaml' }, { field: 'throttleBody', rule: 'is one of json, json-lower, xml' }],
    ['PUT', '/settings', { latencyMs: -1 }, { field: 'latencyMs', value: -1, rule: 'is a number from 0 to 600000' }],
    ['PUT', '/settings', { closingDate: '2026-13-01' }, { field: 'closingDate', value: '2026-13-01' }],
    ['PUT', '/settings', { colour: 1 }, { field: 'colour', value: 1 }],
    ['PUT', '/settings', [], { rule: 'is an object of settings' }],
    ['PUT', '/faults', {}, { rule: 'is a list of rules' }],
    ['PUT', '/faults', [{ call: '*', fault: 'fire' }], { field: '0.fault', value: 'fire' }],
    ['PUT', '/faults', [{ call: '', fault: 'latency' }], { field: '0.call', value: '' }],
    ['PUT', '/faults', [{ call: '*', fault: 'latency', probability: 2 }], { field: '0.probability', value: 2 }],
    ['PUT', '/faults', [{ call: '*', fault: 'latency', often: 2 }], { field: '0.often', value: 2 }],
    ['PUT', '/snapshot', {}, { rule: 'is a snapshot taken here' }],
  ])('%s %s %j', async (method, path, body, problem) => {
    const answer = await company.control(method, path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.problems).toEqual([expect.objectContaining(problem)]);
  });

  test('and changes nothing of what was right beside it', async () => {
    const before = (await company.control('GET', '/settings')).text;
    await company.control('PUT', '/settings', { latencyMs: 5, limits: 'yes' });
    expect((await company.control('GET', '/settings')).text).toBe(before);
  });

  test.each([
    ['/_emulator/companies', 'POST', { template: 'castle' }, 'template'],
    ['/_emulator/companies', 'POST', { name: ' ' }, 'name'],
    ['/_emulator/companies', 'POST', { settings: { limits: 1 } }, 'limits'],
    ['/_emulator/clock', 'PUT', { now: 'teatime' }, 'now'],
    ['/_emulator/clock', 'PUT', { advanceMs: 'an hour' }, 'advanceMs'],
    ['/_emulator/clock', 'PUT', { tomorrow: true }, 'tomorrow'],
    ['/_emulator/clock', 'PUT', { stopped: 'yes' }, 'stopped'],
  ])('%s %s %j', async (path, method, body, field) => {
    const answer = await company.request(method, path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.problems).toEqual([expect.objectContaining({ field, rule: expect.any(String) })]);
  });

  test('also where the body is not JSON at all', async () => {
    const url = `${company.emulator.url}/_emulator/companies`;
    const answer = await fetch(url, { method: 'POST', body: '{"template":' });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { problems: [{ field: '', value: '{"template":', rule: 'is JSON' }] },
    ]);
  });
});

test('a snapshot put back restores entries, balances, settings and tokens, and leaves other companies alone', async () => {
  const other = await companyAt(company.emulator.url);
  await other.api('POST', '/journalentry', entry(5));
  await company.api('POST', '/journalentry', entry(7, { DocNumber: 'KEPT' }));
  const snapshot = await company.control('GET', '/snapshot');
  const otherBefore = (await other.control('GET', '/snapshot')).text;
  await company.api('POST', '/journalentry', entry(9, { DocNumber: 'LOST' }));
  await company.control('PUT', '/settings', { latencyMs: 1 });
  expect((await company.control('PUT', '/snapshot', snapshot.body)).status).toBe(200);
  expect((await company.control('GET', '/snapshot')).text).toBe(snapshot.text);
  const found = await company.query(`select DocNumber from JournalEntry where DocNumber in ('KEPT', 'LOST')`);
  expect(listOf(found.body.QueryResponse?.JournalEntry).map(({ DocNumber }) => DocNumber)).toEqual(['KEPT']);
  expect((await other.control('GET', '/snapshot')).text).toBe(otherBefore);
});

test('a snapshot makes a company where there was none', async () => {
  const snapshot = await company.control('GET', '/snapshot');
  const fresh = await startLocalCompany({ template: 'empty' });
  const { realmId } = company;
  await fresh.request('PUT', `/_emulator/companies/${realmId}/snapshot`, snapshot.body);
  const moved = company.at(fresh.emulator.url);
  expect((await moved.query('select * from Account')).body.QueryResponse?.Account).toEqual(
    (await company.query('select * from Account')).body.QueryResponse?.Account,
  );
  await fresh.emulator.close();
});

test('the clock is set, moved and given back; entries carry its date', async () => {
  const clock = async (body: object) => String((await company.request('PUT', '/_emulator/clock', body)).body.now);
  expect((await clock({ now: '2031-05-06T20:00:00Z' })).slice(0, 16)).toBe('2031-05-06T20:00');
  const { body: issued } = await company.control('POST', '/tokens', {});
  const path = `/v3/company/${company.realmId}/journalentry`;
  const undated = { ...entry(), TxnDate: undefined };
  const made = await company.request('POST', path, undated, String(issued.access_token));
  expect(made.body.JournalEntry).toMatchObject({
    TxnDate: '2031-05-06',
    MetaData: { CreateTime: expect.stringMatching(/^2031-05-06T13:00:\d\d-07:00$/) },
  });
  expect((await clock({ advanceMs: 86_400_000 })).slice(0, 10)).toBe('2031-05-07');
  expect(Math.abs(Date.parse(await clock({})) - Date.now())).toBeLessThan(5000);
});

test('the clock stands still, is moved meanwhile, and goes on from there', async () => {
  const clock = async (body: object) => (await company.request('PUT', '/_emulator/clock', body)).body;
  const stopped = await clock({ now: '2031-01-01T00:00:00Z', stopped: true });
  expect(stopped).toEqual({ now: '2031-01-01T00:00:00.000Z', stopped: true });
  expect((await company.request('GET', '/_emulator/clock')).body).toEqual(stopped);
  expect(await clock({ advanceMs: 250 })).toEqual({ now: '2031-01-01T00:00:00.250Z', stopped: true });
  const going = await clock({ stopped: false });
  expect(going.stopped).toBe(false);
  expect(Date.parse(String(going.now)) - Date.parse('2031-01-01T00:00:00Z')).toBeLessThan(60_000);
  expect((await clock({})).stopped).toBe(false);
});

test('a company that is removed takes its books and tokens along', async () => {
  const gone = await companyAt(company.emulator.url);
  await gone.api('POST', '/journalentry', entry());
  await gone.control('DELETE', '');
  expect((await gone.control('GET', '')).status).toBe(404);
  expect((await gone.query('select * from Account')).status).toBe(401);
  expect((await company.request('GET', '/_emulator/companies')).text).not.toContain(gone.realmId);
});

test('the OpenAPI document names every control call of the interface', async () => {
  const { body } = await company.request('GET', '/_emulator/openapi.json');
  const below = ['', '/tokens', '/tokens/expire', '/tokens/revoke', '/faults', '/settings', '/calls', '/snapshot'];
  const paths = below.map((path) => `/_emulator/companies/{realmId}${path}`);
  expect(Object.keys(body.paths ?? {})).toEqual(
    expect.arrayContaining(['/_emulator/companies', '/_emulator/clock', ...paths]),
  );
});

describe('throttles', () => {
  let limited: Awaited<ReturnType<typeof startLocalCompany>>;
  beforeAll(async () => {
    limited = await startLocalCompany({ limits: true });
  });
  afterAll(() => limited.emulator.close());
  beforeEach(() => limited.request('PUT', '/_emulator/clock', { stopped: true, advanceMs: 120_000 }));

  // The clock stands still between these, however long a call takes.
  const pass = (advanceMs: number) => limited.request('PUT', '/_emulator/clock', { advanceMs });
  const otherToken = async (client_id: string) =>
    String((await limited.control('POST', '/tokens', { client_id })).body.access_token);
  const emptyBatch = { BatchItemRequest: [] };
  const ask = (path: string, body: unknown, token: string) =>
    limited.request(body ? 'POST' : 'GET', `/v3/company/${limited.realmId}${path}`, body, token);

  /** How many were answered, of calls so many at a time that no app meets its burst, and few seconds pass of the minute. */
  async function answered(calls: number, call: () => Promise<{ status: number }>, burst = 10): Promise<number> {
    let answeredCount = 0;
    for (let index = 0; index < calls; index += 1) {
      if (index % burst === 0) await pass(1001);
      if ((await call()).status !== 429) answeredCount += 1;
    }
    return answeredCount;
  }

  test('ten calls in a second to an app; another app has its own ten; later there are more', async () => {
    const second = await otherToken('another app');
    const burst = async (token: string) => {
      const answers = await Promise.all(Array.from({ length: 12 }, () => ask('/account/1', undefined, token)));
      return answers.filter(({ status }) => status === 200).length;
    };
    expect([await burst(limited.tokens.access), await burst(second)]).toEqual([10, 10]);
    await pass(1001);
    expect(await burst(limited.tokens.access)).toBe(10);
  });

  test('a window slides: ten calls of a second are free again when the first is a second old, not before', async () => {
    const path = `/v3/company/${limited.realmId}/account/1`;
    const call = async () => (await limited.request('GET', path, undefined, limited.tokens.access)).status;
    expect(await call()).toBe(200);
    await pass(500);
    for (let index = 0; index < 9; index += 1) expect(await call()).toBe(200);
    await pass(499);
    expect(await call()).toBe(429);
    await pass(1);
    expect([await call(), await call()]).toEqual([200, 429]);
    await pass(500);
    expect(await call()).toBe(200);
  });

  test('500 calls in a minute to a company, over all its apps', async () => {
    const tokens = [limited.tokens.access, await otherToken('another app')];
    let turn = 0;
    const call = () => {
      turn += 1;
      return ask('/account/1', undefined, tokens[turn % 2] ?? '');
    };
    expect(await answered(510, call, 20)).toBe(500);
    await pass(61_000);
    expect((await call()).status).toBe(200);
  });

  test('40 batches in a minute to an app, 120 to a company over all its apps', async () => {
    const own = () => ask('/batch', emptyBatch, limited.tokens.access);
    expect(await answered(45, own)).toBe(40);
    const others = await Promise.all(['b', 'c', 'd'].map(otherToken));
    let turn = 0;
    const call = () => {
      turn += 1;
      return ask('/batch', emptyBatch, others[turn % 3] ?? '');
    };
    expect(await answered(90, call)).toBe(80);
  });

  test('800 calls in a minute to an app, those of the token endpoint among them', async () => {
    const refresh = () =>
      limited.request('POST', '/oauth2/v1/tokens/bearer', {
        grant_type: 'refresh_token',
        refresh_token: limited.tokens.refresh,
        client_id: 'test',
      });
    await limited.control('PUT', '/settings', { refreshMs: 0 });
    // At once, so that a slow machine is done within the minute; a refused overlap counts as well.
    const answers = await Promise.all(Array.from({ length: 850 }, refresh));
    expect(answers.filter(({ status }) => status !== 429)).toHaveLength(800);
    expect((await ask('/account/1', undefined, limited.tokens.access)).status).toBe(429);
    await pass(61_000);
    expect((await refresh()).status).toBe(200);
  }, 60_000);

  test.each([
    ['json', 'application/json;charset=utf-8', '"Fault":{"Error":[{"Message":"message=ThrottleExceeded'],
    ['json-lower', 'application/json;charset=utf-8', '"fault":{"error":[{"message":"message=ThrottleExceeded'],
    ['xml', 'application/xml', '<Error code="3001"><Message>message=ThrottleExceeded'],
  ])('answer in the shape %s', async (throttleBody, type, text) => {
    await limited.control('PUT', '/settings', { throttleBody });
    await limited.control('PUT', '/faults', [{ call: 'account', fault: 'throttle', times: 1 }]);
    const answer = await ask('/account/1', undefined, limited.tokens.access);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([429, type]);
    expect(answer.text).toContain(text);
    expect(answer.headers.get('retry-after')).toBeNull();
  });
});
