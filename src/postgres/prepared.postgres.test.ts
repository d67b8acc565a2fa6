// Statements are prepared once a connection, stay right when a table changes under them, and do not pile up.
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPool } from './pools.ts';
import { preparing } from './prepared.ts';
import { openTestStorage, type TestStorage } from './storage.fixture.ts';

let test: TestStorage;
let admin: Client;
let companyId: string;

beforeAll(async () => {
  test = await openTestStorage();
  admin = new Client({ connectionString: test.connectionString });
  await admin.connect();
  companyId = (await test.storage.createCompany({ name: 'Main Street' })).companyId;
});
afterAll(async () => {
  await admin.end();
  await test.close();
});

const readName = () => test.storage.transaction(companyId, async (store) => (await store.company.read()).name);

it('a column that is added beside a running program does not fail what it asks', async () => {
  expect(await readName()).toBe('Main Street');
  await admin.query('alter table tillbook.company add column added integer');
  expect(await Promise.all([readName(), readName()])).toEqual(['Main Street', 'Main Street']);
});

async function askedOneByOne(texts: readonly string[]): Promise<number> {
  const pool = openPool({
    connectionString: test.connectionString,
    role: 'tillbook_app',
    connectionCountMax: 1,
    onError: () => undefined,
  });
  const client = await preparing(pool).connect();
  for (const text of texts) await client.query(text, [1]);
  const { rows } = await client.query<{ count: bigint }>('select count(*) from pg_prepared_statements', []);
  client.release();
  await pool.end();
  return Number(rows[0]?.count);
}

it('a statement that is asked again is prepared once', async () => {
  expect(await askedOneByOne(['select $1::integer', 'select $1::integer', 'select $1::integer + 1'])).toBe(2);
});

it('statements whose words are others each time are not kept without end', async () => {
  const texts = Array.from({ length: 600 }, (_, number) => `select $1::integer + ${number}`);
  expect(await askedOneByOne(texts)).toBe(500);
});
