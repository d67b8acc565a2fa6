// What a sender is told when the database fails under a request, and that nothing half-written stays.
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeServer, owner, sale } from './server.fixture.ts';

let app: Awaited<ReturnType<typeof composeServer>>;
let key: string;
let admin: Client;
beforeAll(async () => {
  app = await composeServer();
  await app.auth.ensureOwner(owner);
  key = (await app.auth.createApiKey({ companyId: app.companyId, name: 'till', who: 'test' })).key;
  admin = new Client({ connectionString: app.database.connectionString });
  await admin.connect();
});
afterAll(async () => {
  await admin?.end();
  await app?.close();
});

const record = (...ids: string[]) =>
  app.server.inject({
    method: 'POST',
    url: '/api/v1/events',
    headers: { authorization: `Bearer ${key}` },
    payload: { events: ids.map((id) => sale(id)) },
  });
const eventsKept = async () =>
  Number((await admin.query('select count(*)::int as kept from tillbook.financial_event')).rows[0].kept);

async function whileEventsFail<T>(statement: string, work: () => Promise<T>): Promise<T> {
  await admin.query(`create function public.fail() returns trigger language plpgsql as $$ begin ${statement} end $$`);
  await admin.query(
    'create trigger fail after insert on tillbook.financial_event for each row execute function public.fail()',
  );
  try {
    return await work();
  } finally {
    await admin.query('drop function public.fail() cascade');
  }
}

describe('a database that fails under a request', () => {
  test('that has no room left is 503 in plain words, and no half of the request stays', async () => {
    const before = await eventsKept();
    const full = `raise exception 'could not extend file: No space left on device' using errcode = '53100';`;
    const answer = await whileEventsFail(full, () => record('full-1', 'full-2'));
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'storage-full', title: expect.stringContaining('no room left') });
    expect(await eventsKept()).toBe(before);
  });

  test('that ends the connection is 503, nothing stays, and the same request again is recorded', async () => {
    const before = await eventsKept();
    await admin.query(
      'create function public.cut() returns void language sql security definer as $$ select pg_terminate_backend(pg_backend_pid()) $$',
    );
    const answer = await whileEventsFail('perform public.cut(); return new;', () => record('cut-1', 'cut-2'));
    expect(answer.statusCode).toBe(503);
    expect(answer.json().code).toBe('database-unavailable');
    expect(await eventsKept()).toBe(before);
    const again = await record('cut-1', 'cut-2');
    expect(again.json().results.map(({ status }: { status: string }) => status)).toEqual(['recorded', 'recorded']);
  });
});
