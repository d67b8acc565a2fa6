// Requests that no honest client sends: each is answered with a problem that names what is wrong, none with a 500.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sale, startTestServer, type TestServer } from './server.fixture.ts';

let app: TestServer;
beforeAll(async () => {
  app = await startTestServer();
});
afterAll(() => app?.close());

const problemJson = 'application/problem+json';

describe('a NUL byte', () => {
  test.each([
    ['in a search', { url: '/api/v1/events?q=%00' }, '/q'],
    ['in a filter', { url: '/api/v1/events?location=%00' }, '/location'],
    ['in a path', { method: 'PUT' as const, url: '/api/v1/payment-types/n%00o', payload: { name: 'x' } }, '/code'],
    ['in a body', { method: 'PUT' as const, url: '/api/v1/payment-types/no', payload: { name: 'a\0b' } }, '/name'],
    [
      'deep in a body',
      {
        method: 'PUT' as const,
        url: '/api/v1/mappings',
        payload: { mappings: [{ role: 'sales', subject: 'a\0', accountId: '1' }] },
      },
      '/mappings/0/subject',
    ],
  ])('%s is 422 and names the field', async (_where, request, pointer) => {
    const answer = await app.person(request);
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toContain(problemJson);
    expect(answer.json()).toMatchObject({
      code: 'invalid-request',
      problems: [{ pointer, rule: expect.stringContaining('NUL') }],
    });
  });

  test('so is half a surrogate pair, which JSON can spell', async () => {
    const answer = await app.person({
      method: 'PUT',
      url: '/api/v1/payment-types/half',
      headers: { 'content-type': 'application/json' },
      payload: '{"name":"\\ud800"}',
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().problems[0].pointer).toBe('/name');
  });
});

describe('an address that cannot be read', () => {
  test.each(['/api/v1/events/%zz', '/api/v1/%', '/%c0%ae'])('%s is a 400 problem', async (url) => {
    const answer = await app.person({ url });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain(problemJson);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.json()).toMatchObject({ type: 'about:blank', status: 400, code: 'bad-request' });
  });
});

describe('a date or a month that no calendar has, or none before it', () => {
  test.each([
    ['/events?dateFrom=0000-01-01', '/dateFrom'],
    ['/events.csv?dateTo=0000-12-31', '/dateTo'],
    ['/summaries?dateFrom=0000-01-01', '/dateFrom'],
    ['/sales/summary?from=0000-12-31&to=0001-01-01', '/from'],
    ['/preflight/first-day?from=0000-01-01', '/from'],
    ['/audit-log?from=0000-01-01', '/from'],
    ['/dashboard?from=0001-01-01&to=0001-01-01', '/from'],
    ['/reconciliation?from=0000-01', '/from'],
    ['/reconciliation/35/0000-01', '/month'],
  ])('%s is 422 and names the field', async (url, pointer) => {
    const answer = await app.person({ url: `/api/v1${url}` });
    expect([answer.statusCode, answer.json().problems]).toEqual([422, [expect.objectContaining({ pointer })]]);
  });

  test('one that is refused is told with its value, in a path, a query or a body', async () => {
    const value = '0000-01-01';
    const told = async (request: Parameters<typeof app.person>[0]) => (await app.person(request)).json().problems;
    expect(await told({ url: '/api/v1/reconciliation/35/0000-01' })).toMatchObject([{ value: '0000-01' }]);
    const read = { method: 'POST' as const, url: '/api/v1/reconciliation/35/0000-01/read', payload: {} };
    expect(await told(read)).toMatchObject([{ value: '0000-01' }]);
    expect(await told({ url: `/api/v1/audit-log?to=${value}` })).toMatchObject([{ value }]);
    const start = { method: 'POST' as const, url: '/api/v1/sync/start', payload: { from: value } };
    expect(await told(start)).toMatchObject([{ value }]);
  });

  test('sales day by day are given of a century at most', async () => {
    const days = (to: string) => app.person({ url: `/api/v1/sales/summary?from=1901-01-01&to=${to}` });
    expect((await days('2000-12-31')).json().days).toHaveLength(36_525);
    expect((await days('9999-12-31')).json().problems).toMatchObject([{ pointer: '/from' }]);
  });

  test('the first day of the calendar and the last are days like others', async () => {
    const answer = await app.person({ url: '/api/v1/events.csv?dateFrom=0001-01-01&dateTo=9999-12-31' });
    expect(answer.statusCode).toBe(200);
  });
});

describe('a page that no list has', () => {
  const none = '019ab000-0000-7000-8000-000000000000';
  const past = 2 ** 31;

  test.each([
    [`/events?cursor=2026-99-99_${none}`],
    [`/events?q=t-1&cursor=2026-02-30_${none}`],
    [`/events?status=ready&cursor=0000-01-01_${none}`],
    ['/summaries?cursor=2026-99-99_summary/x'],
    [`/closed-period?cursor=2026-02-29_${none}`],
    [`/preflight?events=1&cursor=2026-99-99 ${none}`],
  ])('%s is 400: its date is none', async (url) => {
    const answer = await app.person({ url: `/api/v1${url}` });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'bad-cursor']);
  });

  test('so it is where many are taken out', async () => {
    const payload = { reason: 'By hand', cursor: `2026-99-99_${none}` };
    const answer = await app.person({ method: 'POST', url: '/api/v1/events/handled-outside', payload });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'bad-cursor']);
  });

  test.each([
    [`/imports/${none}/problems?cursor=${past}`, '/cursor'],
    [`/postings/${none}/lines/1/sources?offset=${past}`, '/offset'],
    [`/postings/${none}/lines/1/sources?offset=${past - 1}`, '/offset'],
    [`/postings/${none}/lines/${past}/sources`, '/line'],
  ])('%s is 422 and names the number', async (url, pointer) => {
    const answer = await app.person({ url: `/api/v1${url}` });
    expect([answer.statusCode, answer.json().problems]).toEqual([422, [expect.objectContaining({ pointer })]]);
  });
});

describe('names of the prototype', () => {
  const sendText = (url: string, payload: string, method: 'POST' | 'PUT' = 'POST') =>
    app.till({ method, url, headers: { 'content-type': 'application/json' }, payload });

  test.each([
    ['__proto__', '{"polluted":"yes"}'],
    ['constructor', '{"prototype":{"polluted":"yes"}}'],
    ['constructor', '7'],
  ])('%s in one event is its unknown field; the others are recorded', async (name, value) => {
    const good = (id: string) => JSON.stringify(sale(`${name}-${value.length}-${id}`));
    const bad = good('bad').replace('{', `{${JSON.stringify(name)}:${value},`);
    const answer = await sendText('/api/v1/events', `{"events":[${good('a')},${bad},${good('b')}]}`);
    expect(answer.statusCode).toBe(422);
    const body = answer.json();
    expect(body.results.map(({ status }: { status: string }) => status)).toEqual(['recorded', 'invalid', 'recorded']);
    expect(body.problems).toEqual([
      { index: 1, pointer: `/${name}`, value: value === '7' ? 7 : 'an object', rule: 'an unknown field' },
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each(['__proto__', 'constructor'])(
    '%s beside the events, or in another request, is refused too',
    async (name) => {
      const field = `${JSON.stringify(name)}:{"polluted":"yes"}`;
      const beside = await sendText('/api/v1/events', `{${field},"events":[${JSON.stringify(sale('beside'))}]}`);
      expect(beside.json()).toMatchObject({ status: 422, code: 'invalid-request' });
      const settings = await sendText('/api/v1/settings', `{${field}}`, 'PUT');
      expect(settings.json()).toMatchObject({ status: 422, code: 'invalid-request' });
    },
  );

  test('what is no JSON is still told as that', async () => {
    expect((await sendText('/api/v1/events', '{"events":[')).json()).toMatchObject({ status: 400, code: 'not-json' });
  });
});

describe('a body that is not UTF-8', () => {
  const sendBytes = (url: string, payload: Buffer, method: 'POST' | 'PUT' = 'POST') =>
    app.person({ method, url, headers: { 'content-type': 'application/json' }, payload });

  test('is 400 and says so: nothing of it is recorded under another spelling', async () => {
    const latin = (sourceId: string) => Buffer.from(JSON.stringify({ events: [sale(sourceId)] }), 'latin1');
    for (const sourceId of ['caf\u00e9', 'caf\u00e8']) {
      const answer = await sendBytes('/api/v1/events', latin(sourceId));
      expect(answer.statusCode).toBe(400);
      expect(answer.headers['content-type']).toContain(problemJson);
      expect(answer.json()).toMatchObject({ code: 'not-json', detail: expect.stringContaining('UTF-8') });
    }
    const { events } = (await app.person({ url: '/api/v1/events?q=caf' })).json();
    expect(events).toEqual([]);
  });

  test('is refused whatever it is sent to', async () => {
    const name = await sendBytes('/api/v1/payment-types/bytes', Buffer.from('{"name":"caf\u00e9"}', 'latin1'), 'PUT');
    expect(name.json()).toMatchObject({ status: 400, code: 'not-json' });
  });

  test('in UTF-8 the same is taken, with a byte order mark too', async () => {
    const utf8 = (sourceId: string) => `\uFEFF${JSON.stringify({ events: [sale(sourceId)] })}`;
    const answer = await sendBytes('/api/v1/events', Buffer.from(utf8('th\u00e9'), 'utf8'));
    expect(answer.json().results).toMatchObject([{ key: 'till/sale/th\u00e9', status: 'recorded' }]);
  });

  test('one that is empty is no JSON', async () => {
    const answer = await sendBytes('/api/v1/payment-types/empty', Buffer.alloc(0), 'PUT');
    expect(answer.json()).toEqual(expect.objectContaining({ status: 400, code: 'not-json' }));
    expect(answer.json()).not.toHaveProperty('detail');
  });
});

describe('a method that an address does not take', () => {
  test('is 405 and says which ones it takes', async () => {
    const answer = await app.person({ method: 'DELETE', url: '/api/v1/events' });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD, POST');
    expect(answer.json()).toMatchObject({ code: 'method-not-allowed' });
    const one = await app.person({ method: 'POST', url: '/api/v1/payment-types/cash' });
    expect([one.statusCode, one.headers.allow]).toEqual([405, 'PUT']);
  });

  test('is 404 where nothing is at all', async () => {
    expect((await app.person({ method: 'DELETE', url: '/api/v1/nothing' })).statusCode).toBe(404);
    expect((await app.person({ url: '/api/v1/nothing' })).statusCode).toBe(404);
  });
});
