// Imports over HTTP: a file is kept, checked, started and recorded once, whatever stops in between; what is no file of events is told.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { owner, sale, startTestServer, type TestServer } from './server.fixture.ts';

let app: TestServer;
beforeAll(async () => {
  app = await startTestServer();
});
afterAll(() => app?.close());

const header = 'source,sourceId,occurredAt,location,type,itemClass,quantity,amount,paymentType';
const rowsOf = (id: string, amount = '10.00') => [
  `till,${id},2026-11-03T16:20:05-05:00,main,item,apparel,1,${amount},`,
  `till,${id},2026-11-03T16:20:05-05:00,main,tender,,,${amount},cash`,
];
const csv = (...rows: readonly string[]) => [header, ...rows].join('\n');

interface Imported {
  readonly id: string;
  readonly [field: string]: unknown;
}

async function bring(payload: string | Buffer, query = 'name=sales.csv', type = 'text/csv') {
  const answer = await app.person({
    ...{ method: 'POST', url: `/api/v1/imports?${query}`, payload },
    headers: { 'content-type': type },
  });
  return { status: answer.statusCode, body: answer.json() as Imported };
}

async function post(path: string, payload: Record<string, unknown> = {}) {
  const answer = await app.person({ method: 'POST', url: `/api/v1/imports/${path}`, payload });
  return { status: answer.statusCode, body: answer.json() as Imported };
}

async function get(path: string) {
  const answer = await app.person({ url: `/api/v1/imports${path}` });
  return { status: answer.statusCode, body: answer.json() as Imported };
}

describe('a CSV file', () => {
  test('is guessed, checked, and recorded once somebody starts it; then its file is gone', async () => {
    const brought = await bring(csv(...rowsOf('t-1'), ...rowsOf('t-2', '20.00')));
    expect(brought).toMatchObject({ status: 201, body: { format: 'csv', kind: 'sale', who: owner.email } });
    const { id } = brought.body;
    expect((await get(`/${id}`)).body).toMatchObject({
      ...{ state: 'checked', sound: true, problems: 0, imported: null, eventsRead: 2 },
      checked: { new: 2, duplicate: 0, conflict: 0, invalid: 0, faults: 0 },
      kinds: [{ kind: 'sale', currency: 'USD', events: 2, amount: '30.00', from: '2026-11-03', to: '2026-11-03' }],
    });
    expect((await app.person({ url: '/api/v1/events' })).json().events).toEqual([]);
    const preview = (await get(`/${id}/preview`)).body;
    expect(preview).toMatchObject({
      columns: header.split(','),
      rows: { length: 4, 0: { place: 'row 2', cells: rowsOf('t-1')[0]?.split(',') } },
      events: [
        {
          place: 'rows 2–3',
          key: 'till/sale/t-1',
          event: { number: 't-1', amount: '10.00', businessDate: '2026-11-03' },
        },
        { place: 'rows 4–5', problems: [] },
      ],
    });
    expect(await post(`${id}/start`)).toMatchObject({ status: 200 });
    const done = (await get(`/${id}`)).body;
    expect(done).toMatchObject({ state: 'done', startedBy: owner.email, bytesRead: done.bytes });
    expect(done.imported).toEqual({ recorded: 2, duplicate: 0, conflict: 0, invalid: 0 });
    expect((await get(`/${id}/preview`)).status).toBe(404);
    const log = (await app.person({ url: '/api/v1/audit-log' })).json();
    expect(log.entries[0]).toMatchObject({
      what: 'file-imported',
      who: owner.email,
      detail: { file: 'sales.csv' },
      inBooks: { recorded: 2 },
    });
  });

  test('that is not put together as it must be is recorded in no part, and read otherwise when a person says so', async () => {
    const odd = rowsOf('t-4').map((row) => row.replace(/,$/, ',cash'));
    const { body } = await bring(csv(...rowsOf('t-3'), ...odd, 'till,t-4,2026-11-03T16:20:05-05:00,main'));
    expect((await get(`/${body.id}`)).body).toMatchObject({
      sound: false,
      checked: { new: 1, invalid: 1, faults: 1 },
      kinds: [{ events: 1 }],
      problems: 2,
    });
    expect(await post(`${body.id}/start`)).toMatchObject({ status: 409, body: { code: 'import-torn' } });
    expect(await post(`${body.id}/check`, { format: 'csv', kind: 'customer-deposit' })).toMatchObject({ status: 200 });
    expect((await get(`/${body.id}`)).body).toMatchObject({ kind: 'customer-deposit', checked: { new: 0 } });
    expect(await post(`${body.id}/cancel`)).toMatchObject({
      status: 200,
      body: { state: 'cancelled', cancelledBy: owner.email },
    });
    expect(await post(`${body.id}/cancel`)).toMatchObject({ status: 409, body: { code: 'import-ended' } });
  });

  test('tells every problem by row, field, value and rule, in pages and as CSV that no spreadsheet runs', async () => {
    const { body } = await bring(
      csv(...rowsOf('=1+1', 'ten'), ...rowsOf('t-1', '11.00'), ...rowsOf('t-5')),
      'name=mixed.csv&kind=sale',
    );
    expect((await get(`/${body.id}`)).body).toMatchObject({
      sound: true,
      checked: { new: 1, duplicate: 0, conflict: 1, invalid: 1, faults: 0 },
      problems: 3,
    });
    const first = (await get(`/${body.id}/problems?limit=2`)).body;
    expect(first).toMatchObject({
      problems: [
        { place: 'row 2', field: 'amount', value: 'ten', rule: expect.stringContaining('decimal') },
        { place: 'row 3', field: 'amount' },
      ],
      nextCursor: '2',
    });
    expect((await get(`/${body.id}/problems?limit=2&cursor=2`)).body).toMatchObject({
      problems: [{ place: 'rows 4–5', key: 'till/sale/t-1', rule: expect.stringContaining('the first one stands') }],
      nextCursor: null,
    });
    const file = await app.person({ url: `/api/v1/imports/${body.id}/problems.csv` });
    expect(file.headers['content-disposition']).toContain('attachment');
    expect(file.body.split('\r\n')).toHaveLength(5);
    expect(file.body).toMatch(/^\uFEFFwhere,field,event,value,rule\r\n/);
    expect(file.body).not.toMatch(/(^|,)=/m);
    await post(`${body.id}/start`);
    expect((await get(`/${body.id}`)).body).toMatchObject({
      state: 'done',
      imported: { recorded: 1, duplicate: 0, conflict: 1, invalid: 1 },
      problems: 3,
    });
  });
});

test('NDJSON is recorded too, and a line that is no event is told by its line', async () => {
  const lines = [sale('n-1'), 'no', sale('n-2')].map((line) => JSON.stringify(line));
  const { body } = await bring(`${lines.join('\n')}\n{"half`, 'name=events.ndjson', 'application/x-ndjson');
  expect((await get(`/${body.id}`)).body).toMatchObject({
    format: 'ndjson',
    checked: { new: 2, invalid: 2 },
    sound: true,
  });
  expect((await get(`/${body.id}/problems`)).body).toMatchObject({
    problems: [{ place: 'line 2' }, { place: 'line 4' }],
  });
  await post(`${body.id}/start`);
  expect((await get(`/${body.id}`)).body).toMatchObject({ state: 'done', imported: { recorded: 2, invalid: 2 } });
});

test('one file is open at a time, and the list names it first', async () => {
  const { body } = await bring(csv(...rowsOf('t-9')), 'name=first.csv');
  expect(await bring(csv(...rowsOf('t-10')), 'name=second.csv')).toMatchObject({
    status: 409,
    body: { code: 'import-open', detail: expect.stringContaining('first.csv') },
  });
  const list = (await get('')).body;
  expect(list).toMatchObject({
    imports: { 0: { fileName: 'first.csv', state: 'checked' } },
    limits: { lines: 5_000_000 },
  });
  await post(`${body.id}/cancel`);
});

describe('what is refused keeps nothing', () => {
  test.each([
    ['', 422, 'The file is empty'],
    ['[{"kind":"sale"}]', 422, 'a JSON list'],
    [Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14]), 422, 'a workbook'],
    [Buffer.from(`\uFEFF${header}`, 'utf16le'), 422, 'UTF-16'],
    [Buffer.alloc(100), 422, 'not text'],
  ])('%j', async (payload, status, told) => {
    const answer = await bring(payload, 'name=x', 'application/octet-stream');
    expect(answer).toMatchObject({ status, body: { code: 'invalid-file', detail: expect.stringContaining(told) } });
    expect((await get('')).body.imports).not.toContainEqual(expect.objectContaining({ fileName: 'x' }));
  });

  test('a file that is announced as too large, before a byte of it is read', async () => {
    const answer = await app.person({
      ...{ method: 'POST', url: '/api/v1/imports', payload: 'x' },
      headers: { 'content-type': 'text/csv', 'content-length': String(1024 ** 3) },
    });
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({
      code: 'import-too-large',
      detail: expect.stringContaining('cut it in parts'),
    });
  });

  test('a file of more lines than are taken', async () => {
    const answer = await bring(`${header}\n${'\n'.repeat(5_000_001)}`);
    expect(answer).toMatchObject({ status: 413, body: { code: 'import-too-large' } });
  });

  test('a name that no database takes, an id that is none, and a body that is no file', async () => {
    expect((await bring('x', 'name=%00')).status).toBe(422);
    expect((await get('/nothing')).status).toBe(404);
    expect((await post('00000000-0000-7000-8000-000000000000/start')).status).toBe(404);
    expect((await app.person({ method: 'POST', url: '/api/v1/imports', payload: {} })).statusCode).toBe(415);
    expect((await app.server.inject({ url: '/api/v1/imports' })).statusCode).toBe(401);
  });
});

test('bytes that PostgreSQL cannot keep as text are told all the same', async () => {
  const { body } = await bring(csv(...rowsOf('t-\0'), ...rowsOf('t-\uD800')), 'name=x.csv&kind=sale');
  expect((await get(`/${body.id}`)).body).toMatchObject({ state: 'checked', checked: { invalid: 1 } });
  expect((await get(`/${body.id}/problems`)).body).toMatchObject({
    problems: { 0: { value: expect.stringContaining('\uFFFD') } },
  });
  await post(`${body.id}/cancel`);
});
