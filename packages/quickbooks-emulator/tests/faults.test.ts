// What a refusal looks like on the wire: the envelopes, the codes, the statuses and the headers of §5 of Intuit's errors.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { entry, listOf, startLocalCompany } from './local-company.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
beforeAll(async () => {
  company = await startLocalCompany();
});
afterAll(() => company.emulator.close());
beforeEach(() => company.control('PUT', '/faults', []));

const meet = (rule: object) => company.control('PUT', '/faults', [{ call: 'journalentry', times: 1, ...rule }]);
const post = () => company.api('POST', '/journalentry', entry());
const count = async () =>
  Number((await company.query('select count(*) from JournalEntry')).body.QueryResponse?.totalCount);

/** As a client does that speaks XML. */
async function inXml(path: string, token: string) {
  const headers = { accept: 'application/xml', authorization: `Bearer ${token}` };
  const response = await fetch(`${company.emulator.url}/v3/company/${path}`, { headers });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

describe('the gateway', () => {
  const lowerCase = (error: object, type: string) => ({
    warnings: null,
    intuitObject: null,
    fault: { error: [{ ...error, element: null }], type },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: expect.any(Number),
    status: null,
    cdcresponse: [],
  });
  const authentication = {
    message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
    detail: expect.stringContaining('Token'),
    code: '3200',
  };

  test('answers a token that is none 401 in the lower-case envelope, and says how to authenticate', async () => {
    const path = `/v3/company/${company.realmId}/account/1`;
    const answer = await company.request('GET', path, undefined, 'nonsense');
    expect([answer.status, answer.body]).toEqual([401, lowerCase(authentication, 'AUTHENTICATION')]);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Intuit", error="invalid_token"');
    expect(answer.headers.get('content-type')).toBe('application/json;charset=utf-8');
  });

  test('answers another company 403 with code 3100', async () => {
    const answer = await company.request('GET', '/v3/company/1/account/1', undefined, company.tokens.access);
    const error = {
      message: 'message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403',
      detail: expect.any(String),
      code: '3100',
    };
    expect([answer.status, answer.body]).toEqual([403, lowerCase(error, 'AUTHORIZATION')]);
  });

  test('says both in XML to whoever speaks it', async () => {
    const unknown = await inXml(`${company.realmId}/account/1`, 'nonsense');
    expect([unknown.status, unknown.type]).toEqual([401, 'application/xml;charset=UTF-8']);
    expect(unknown.text).toMatch(
      /^<\?xml[^>]+\?><IntuitResponse xmlns="http:\/\/schema\.intuit\.com\/finance\/v3" time="[^"]+"><Fault type="AUTHENTICATION"><Error code="3200"><Message>message=AuthenticationFailed; errorCode=003200; statusCode=401<\/Message><Detail>[^<]+<\/Detail><\/Error><\/Fault><\/IntuitResponse>$/,
    );
    expect((await inXml('1/account/1', company.tokens.access)).text).toContain('<Error code="3100">');
  });

  test.each([
    ['3200', 401, 'AUTHENTICATION'],
    ['3100', 403, 'AUTHORIZATION'],
  ])('answers code %s of a bad-day rule as its own, and the work is done or not', async (code, status, type) => {
    for (const [fault, written] of [
      ['error-before-write', 0],
      ['error-after-write', 1],
    ] as const) {
      const before = await count();
      await meet({ fault, code });
      const answer = await post();
      expect([answer.status, answer.body.fault?.type]).toEqual([status, type]);
      expect((await count()) - before).toBe(written);
    }
  });

  test('throttles even after the write, where a rule says so', async () => {
    const before = await count();
    await meet({ fault: 'error-after-write', code: '3001' });
    expect((await post()).status).toBe(429);
    expect((await count()) - before).toBe(1);
  });
});

describe('the service', () => {
  test.each([
    [{ code: '120' }, 401, 'AuthorizationFault'],
    [{ code: '140' }, 503, 'SystemFault'],
    [{ code: '600' }, 400, 'ValidationFault'],
    [{ code: '610' }, 400, 'ValidationFault'],
    [{ code: '3202' }, 401, 'AUTHENTICATION'],
    [{ code: '5010' }, 400, 'ValidationFault'],
    [{ code: '5020' }, 400, 'ValidationFault'],
    [{ code: '6190' }, 400, 'ValidationFault'],
    [{ code: '6200' }, 400, 'ValidationFault'],
    [{ code: '6480' }, 400, 'ValidationFault'],
    [{ code: '10000' }, 500, 'SystemFault'],
    [{ code: '610', status: 404 }, 404, 'ValidationFault'],
  ])('answers the rule %j with status %i and the table’s words', async (rule, status, type) => {
    await meet({ fault: 'error-before-write', ...rule });
    const answer = await post();
    const error = {
      Message: expect.not.stringMatching(/^Error \d/),
      Detail: expect.stringMatching(/\w{3}/),
      code: rule.code,
      element: '',
    };
    expect([answer.status, answer.body]).toEqual([
      status,
      { Fault: { Error: [error], type }, time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+-0[78]:00$/) },
    ]);
  });

  // Every code of Intuit's table (§5.2 of the facts).
  test.each([
    ...[
      '120',
      '130',
      '140',
      '150',
      '500',
      '600',
      '610',
      '620',
      '630',
      '700',
      '800',
      '900',
      '1000',
      '1010',
      '1020',
      '1040',
    ],
    ...['2000', '2010', '2020', '2030', '2050', '2060', '2070', '2080', '2090', '2100', '2110', '2130', '2140', '2170'],
    ...['2220', '2250', '2260', '2270', '2280', '2290', '2300', '2500', '3001', '3100', '3200', '3202', '4000', '4001'],
    ...['4002', '5010', '5020', '5030', '6000', '6070', '6140', '6180', '6190', '6200', '6210', '6220', '6240', '6430'],
    ...['6440', '6480', '6540', '10000', '10100', '10200'],
  ])('code %s has words, alone and inside a batch', async (code) => {
    await meet({ fault: 'error-before-write', code, times: 2 });
    const answer = await post();
    const { BatchItemResponse } = (
      await company.api('POST', '/batch', { BatchItemRequest: [{ bId: '1', JournalEntry: entry() }] })
    ).body;
    for (const text of [answer.text, JSON.stringify(BatchItemResponse)]) {
      expect(text).toContain(`"code":"${code}"`);
      expect(text).toMatch(/"(M|m)essage":"(?!Error \d)\w[^"]{3,}"/);
      expect(text).toMatch(/"(D|d)etail":"\w[^"]{3,}"/);
    }
  });

  test('meets what has a text in its body and nothing else, alone and inside a batch', async () => {
    await meet({ fault: 'error-before-write', containing: 'the one', times: 3 });
    const before = await count();
    const marked = { ...entry(), PrivateNote: 'This is the one' };
    expect((await post()).status).toBe(200);
    expect((await company.api('POST', '/journalentry', marked)).status).toBe(500);
    const items = [entry(), marked, entry()].map((JournalEntry, index) => ({ bId: String(index), JournalEntry }));
    const { status, body } = await company.api('POST', '/batch', { BatchItemRequest: items });
    const answered = listOf(body.BatchItemResponse).map((item) => item.Fault !== undefined);
    expect([status, answered]).toEqual([200, [false, true, false]]);
    expect(await count()).toBe(before + 3);
  });

  test('has the code for words where the table does not know it', async () => {
    await meet({ fault: 'error-before-write', code: '7777' });
    expect((await post()).body.Fault?.Error?.[0]).toMatchObject({ code: '7777', Message: 'Error 7777' });
  });

  test('wraps the same fault in XML, with code and element as attributes', async () => {
    const { status, text } = await inXml(`${company.realmId}/account/1.5`, company.tokens.access);
    expect(status).toBe(400);
    expect(text).toContain(
      '<Fault type="ValidationFault"><Error code="2030" element="Id"><Message>Invalid ID</Message><Detail>Id should be a valid number. Supplied value:1.5</Detail></Error></Fault>',
    );
  });

  test('answers an unknown path 400 with code 500, not 404', async () => {
    const answer = await company.api('GET', '/nonsense/1');
    expect([answer.status, answer.body.Fault?.Error?.[0]]).toEqual([
      400,
      expect.objectContaining({
        code: '500',
        Detail: expect.stringMatching(/Could not find resource for relative : /),
      }),
    ]);
  });

  test.each([
    ...['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'].map((method) => [method, '/journalentry'] as const),
    ['PUT', '/journalentry/1'],
    ['POST', '/journalentry/1'],
    ['POST', '/companyinfo/1'],
    ['DELETE', '/preferences'],
    ['POST', '/cdc?entities=Account&changedSince=2026-11-01'],
    ['POST', '/reports/TrialBalance'],
    ['PUT', '/query?query=select * from Account'],
    ['GET', '/batch'],
    ['PUT', '/batch'],
    ['GET', '/upload'],
    ['GET', '/taxservice/taxcode'],
  ] as const)('has no method %s for %s, and writes nothing', async (method, path) => {
    const before = await count();
    const body = method === 'GET' || method === 'HEAD' ? undefined : entry();
    const answer = await company.api(method, path, body);
    expect(answer.status).toBe(400);
    const Detail = `Operation No resource method found for ${method}, return 405 with Allow header is not supported.`;
    if (method !== 'HEAD') expect(answer.body.Fault?.Error?.[0]).toMatchObject({ code: '500', Detail });
    expect(await count()).toBe(before);
  });

  test('refuses bytes that are not UTF-8 with status 500', async () => {
    const before = await count();
    const body = Buffer.from(JSON.stringify(entry(1, { PrivateNote: 'caf\u00e9' })), 'latin1');
    const response = await fetch(`${company.emulator.url}/v3/company/${company.realmId}/journalentry`, {
      method: 'POST',
      headers: { accept: 'application/json', authorization: `Bearer ${company.tokens.access}` },
      body,
    });
    const answer = (await response.json()) as { Fault: { Error: { Message: string }[] } };
    expect([response.status, answer.Fault.Error[0]?.Message]).toEqual([500, 'Unsupported Operation']);
    expect(await count()).toBe(before);
  });

  test.each([
    [502, 'upstream connect error'],
    [503, 'upstream connect error'],
    [504, 'stream timeout'],
  ])('is silent where the proxy answers %i, before or after the write', async (status, words) => {
    for (const [fault, written] of [
      ['error-before-write', 0],
      ['error-after-write', 1],
    ] as const) {
      const before = await count();
      await meet({ fault, status });
      const answer = await post();
      expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/plain']);
      expect(answer.text).toContain(words);
      expect((await count()) - before).toBe(written);
    }
  });
});

test('every answer under a company carries the headers of live ones', async () => {
  const answers = [await post(), await company.api('GET', '/account/999999'), await company.query('select nothing')];
  for (const { headers } of answers) {
    expect(headers.get('intuit_tid')).toMatch(/^1-[\da-f-]{36}$/);
    expect(headers.get('qbo-version')).toMatch(/^\d/);
    expect(headers.get('service-time')).toMatch(/^total=\d+, db=\d+$/);
    expect(headers.get('x-spanid')).toBeTruthy();
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('server')).toBe('nginx');
  }
  expect(new Set(answers.map(({ headers }) => headers.get('intuit_tid'))).size).toBe(3);
});

describe('a rule', () => {
  const statuses = async (calls: number) => {
    const answered: number[] = [];
    for (let call = 0; call < calls; call += 1) answered.push((await post()).status);
    return answered;
  };

  test('with `skip` lets so many calls pass first', async () => {
    await meet({ fault: 'error-before-write', skip: 2, times: 2 });
    expect(await statuses(6)).toEqual([200, 200, 500, 500, 200, 200]);
  });

  test('with `forMs` is a storm that ends by the virtual clock', async () => {
    await meet({ fault: 'throttle', forMs: 60_000, times: 1000 });
    expect(await statuses(3)).toEqual([429, 429, 429]);
    await company.request('PUT', '/_emulator/clock', { advanceMs: 60_000 });
    expect(await statuses(2)).toEqual([200, 200]);
    await company.request('PUT', '/_emulator/clock', {});
  });
});

test('the call log counts metered and free calls of each app by itself', async () => {
  const counted = await startLocalCompany();
  const { body } = await counted.control('POST', '/tokens', { client_id: 'another app' });
  const path = `/v3/company/${counted.realmId}`;
  const asOther = (method: string, rest: string, sent?: unknown) =>
    counted.request(method, `${path}${rest}`, sent, String(body.access_token));
  await counted.api('POST', '/journalentry', entry());
  await counted.query('select * from Account');
  await asOther('GET', '/account/1');
  await asOther('GET', '/account/999999');
  await asOther('POST', '/batch', { BatchItemRequest: [] });
  await counted.request('GET', `${path}/account/1`, undefined, 'nonsense');
  const { counters, clients } = (await counted.control('GET', '/calls')).body;
  expect(counters).toEqual({ calls: 6, metered: 2, refused: 1, faulted: 0 });
  expect(listOf(clients)).toEqual([
    { clientId: 'test', calls: 2, metered: 1, free: 1, refused: 0, faulted: 0 },
    { clientId: 'another app', calls: 3, metered: 1, free: 2, refused: 0, faulted: 0 },
    { clientId: null, calls: 1, metered: 0, free: 1, refused: 1, faulted: 0 },
  ]);
  await counted.emulator.close();
});
