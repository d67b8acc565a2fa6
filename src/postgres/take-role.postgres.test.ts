// Every session works as its own role, whatever the address of the database asks for.
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPool } from './pools.ts';
import { openTestStorage, type TestStorage, testKey } from './storage.fixture.ts';
import { openStorage } from './storage.ts';
import { type DatabaseRole, statementTimeoutMs } from './take-role.ts';

const roles: readonly DatabaseRole[] = ['tillbook_app', 'tillbook_auth', 'tillbook_jobs'];
let test: TestStorage;

beforeAll(async () => {
  test = await openTestStorage();
});
afterAll(async () => {
  await test.close();
});

const withOptions = (options: string): string => {
  const url = new URL(test.connectionString);
  url.searchParams.set('options', options);
  return url.href;
};

const asPool = async <T>(
  of: { connectionString: string; role: DatabaseRole },
  work: (pool: pg.Pool) => Promise<T>,
): Promise<T> => {
  const pool = openPool({ ...of, connectionCountMax: 1, onError: () => undefined });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
};

it.each(roles)('an address that carries options leaves the role %s what it is', async (role) => {
  const connectionString = withOptions('-c work_mem=5MB -c role=none');
  const answer = await asPool({ connectionString, role }, (pool) =>
    pool.query(`select current_user::text as name, current_setting('work_mem') as memory`),
  );
  expect(answer.rows).toEqual([{ name: role, memory: '5MB' }]);
});

it('companies stay apart under an address that carries options', async () => {
  await test.storage.createCompany({ name: 'One shop' });
  const connectionString = withOptions('-c work_mem=5MB');
  const answer = await asPool({ connectionString, role: 'tillbook_app' }, (pool) =>
    pool.query('select * from tillbook.company'),
  );
  expect(answer.rows).toEqual([]);
});

it('no statement may take longer than the limit, whatever the address says', async () => {
  const connectionString = withOptions('-c statement_timeout=0');
  const answer = await asPool({ connectionString, role: 'tillbook_app' }, (pool) =>
    pool.query(`select (extract(epoch from current_setting('statement_timeout')::interval) * 1000)::integer as ms`),
  );
  expect(answer.rows).toEqual([{ ms: statementTimeoutMs }]);
});

it('a login that may not take the role is handed no connection, and the storage does not stand', async () => {
  const admin = new pg.Client({ connectionString: test.connectionString });
  await admin.connect();
  const login = `stranger_${Date.now()}`;
  await admin.query(`create role ${login} login password 'stranger'`);
  const url = new URL(test.connectionString);
  url.username = login;
  url.password = 'stranger';
  const storage = openStorage({ connectionString: url.href, keys: () => [testKey] });
  try {
    await expect(storage.check()).rejects.toMatchObject({
      code: 'wrong-role',
      message: expect.stringContaining('does not work as tillbook_'),
    });
  } finally {
    await storage.close();
    await admin.query(`drop role ${login}`);
    await admin.end();
  }
});
