// What a till may send, and what each kind of bad input is answered with.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sale, startTestServer, type TestServer } from './server.fixture.ts';

let app: TestServer;
beforeAll(async () => {
  app = await startTestServer();
});
afterAll(() => app?.close());

const send = (events: readonly unknown[]) => app.till({ method: 'POST', url: '/api/v1/events', payload: { events } });
const sendLines = (lines: readonly string[]) =>
  app.till({
    method: 'POST',
    url: '/api/v1/events',
    headers: { 'content-type': 'application/x-ndjson' },
    payload: lines.join('\n'),
  });
const problemJson = 'application/problem+json';

describe('JSON', () => {
  test('a sale is recorded once; again it is a duplicate, and with other content a conflict', async () => {
    const first = await send([sale('once')]);
    expect(first.statusCode).toBe(200);
    expect(first.json()).toEqual({
      results: [{ index: 0, key: 'till/sale/once', id: expect.any(String), status: 'recorded', problems: [] }],
    });
    expect((await send([sale('once')])).json().results[0].status).toBe('duplicate');
    const other = await send([sale('once', { payments: [{ paymentType: 'visa', amount: '108.00' }] })]);
    expect(other.statusCode).toBe(200);
    expect(other.json().results[0].status).toBe('conflict');
  });

  test('a conflict is ended by keeping the first one', async () => {
    const id: string = (await send([sale('kept')])).json().results[0].id;
    const keepFirst = (of: string) => app.till({ method: 'POST', url: `/api/v1/events/${of}/keep-first`, payload: {} });
    expect((await keepFirst(id)).json()).toMatchObject({ status: 409, code: 'no-conflict' });
    await send([sale('kept', { memo: 'other' })]);
    expect((await keepFirst(id)).json()).toEqual({ ok: true });
    expect((await keepFirst('nonsense')).statusCode).toBe(404);
  });

  test('an unknown field is named by index, pointer and rule, and the other events are recorded', async () => {
    const answer = await send([sale('good-1'), sale('bad', { surprise: true }), sale('good-2')]);
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toContain(problemJson);
    const body = answer.json();
    expect(body).toMatchObject({ code: 'invalid-events', status: 422 });
    expect(body.results.map(({ status }: { status: string }) => status)).toEqual(['recorded', 'invalid', 'recorded']);
    expect(body.problems).toEqual([{ index: 1, pointer: '/surprise', value: true, rule: expect.any(String) }]);
  });

  test('every problem of every event is told at once', async () => {
    const bad = sale('worse', { location: 7, payments: [{ paymentType: 'cash', amount: 108 }] });
    const body = (await send([{}, bad])).json();
    const pointers = body.problems.map(
      ({ index, pointer }: { index: number; pointer: string }) => `${index}${pointer}`,
    );
    expect(pointers).toEqual(expect.arrayContaining(['1/location', '1/payments/0/amount']));
    expect(body.problems.some(({ index }: { index: number }) => index === 0)).toBe(true);
  });

  test('an event that does not foot is kept', async () => {
    const answer = await send([sale('odd', { payments: [{ paymentType: 'cash', amount: '107.99' }] })]);
    expect(answer.json().results[0].status).toBe('recorded');
  });

  test.each([
    ['none', 0],
    ['more than 1000', 1001],
  ])('%s in one body is 422', async (_name, count) => {
    const answer = await send(Array.from({ length: count }, () => ({})));
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: 'invalid-request', problems: [{ pointer: '/events' }] });
  });

  test('what is not JSON is 400, and another content type 415', async () => {
    const notJson = await app.till({
      method: 'POST',
      url: '/api/v1/events',
      headers: { 'content-type': 'application/json' },
      payload: '{"events":',
    });
    expect(notJson.statusCode).toBe(400);
    expect(notJson.json().code).toBe('not-json');
    expect(notJson.headers['content-type']).toContain(problemJson);
    const text = await app.till({
      method: 'POST',
      url: '/api/v1/events',
      headers: { 'content-type': 'text/plain' },
      payload: 'hello',
    });
    expect(text.statusCode).toBe(415);
  });

  test('no key and a wrong key are 401', async () => {
    const nobody = await app.server.inject({
      method: 'POST',
      url: '/api/v1/events',
      payload: { events: [sale('no')] },
    });
    expect(nobody.statusCode).toBe(401);
    expect(nobody.headers['content-type']).toContain(problemJson);
    const wrong = `${app.key.slice(0, -1)}${app.key.endsWith('A') ? 'B' : 'A'}`;
    for (const key of ['tb_wrong_key', wrong]) {
      const headers = { authorization: `Bearer ${key}` };
      const stranger = await app.till({ method: 'POST', url: '/api/v1/events', headers, payload: { events: [] } });
      expect(stranger.statusCode).toBe(401);
    }
  });
});

test('a body over 16 MiB is 413 by its announced length, and the sender sees it', async () => {
  await app.server.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${app.key}` },
    body: ' '.repeat(17 * 1024 * 1024),
  });
  expect(answer.status).toBe(413);
  expect(answer.headers.get('content-type')).toContain(problemJson);
});

describe('NDJSON', () => {
  test('a line that is not JSON is an invalid event by its place', async () => {
    const answer = await sendLines([JSON.stringify(sale('line-1')), '{not json', JSON.stringify(sale('line-2'))]);
    expect(answer.statusCode).toBe(422);
    const { results, problems } = answer.json();
    expect(results.map(({ status }: { status: string }) => status)).toEqual(['recorded', 'invalid', 'recorded']);
    expect(problems[0].index).toBe(1);
  });

  test('takes more than 1000 lines, and numbers the results through', async () => {
    const answer = await sendLines(Array.from({ length: 1500 }, (_, line) => JSON.stringify(sale(`many-${line}`))));
    expect(answer.statusCode).toBe(200);
    const { results } = answer.json();
    expect(results).toHaveLength(1500);
    expect(results[1499]).toMatchObject({ index: 1499, key: 'till/sale/many-1499', status: 'recorded' });
  });

  test('nothing sent is nothing recorded', async () => {
    expect((await sendLines([])).json()).toEqual({ results: [] });
  });
});

test('a database that is gone is 503 in plain words, and not ready', async () => {
  const other = await startTestServer();
  try {
    await other.dropDatabase();
    const answer = await other.till({ method: 'POST', url: '/api/v1/events', payload: { events: [sale('lost')] } });
    expect(answer.statusCode).toBe(503);
    expect(answer.json().code).toBe('database-unavailable');
    expect((await other.server.inject('/readyz')).statusCode).toBe(503);
    expect((await other.server.inject('/healthz')).statusCode).toBe(200);
  } finally {
    await other.close();
  }
});
