// Books of before are brought over: how their events stand, the counts of it, and the bytes that were sent.
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { applyOurs, migrate, migrationFiles } from './migrate.ts';

const database = 'before_kept_apart';
const companyId = '018f0000-0000-7000-8000-000000000001';
const statuses = [
  'never-synced',
  'ready',
  'syncing',
  'synced',
  'synced',
  'action-required',
  'failed',
  'handled-outside',
];

let admin: pg.Client;
let client: pg.Client;
let url: string;

beforeEach(async () => {
  admin = new pg.Client({ connectionString: inject('adminUrl') });
  await admin.connect();
  await admin.query(`create database ${database}`);
  url = Object.assign(new URL(inject('adminUrl')), { pathname: `/${database}` }).href;
  client = new pg.Client({ connectionString: url });
  await client.connect();
  await applyOurs(
    client,
    (await migrationFiles()).filter(({ name }) => name < '0038'),
  );
  await client.query(
    `insert into tillbook.company (company_id, name, currency, time_zone, created_at) values ($1, 'Main Street', 'USD', 'UTC', now())`,
    [companyId],
  );
});
afterEach(async () => {
  await client.end();
  await admin.query(`drop database ${database} with (force)`);
  await admin.end();
});

const values = async (query: string): Promise<unknown[]> =>
  (await client.query({ text: query, rowMode: 'array' })).rows.map((row: unknown[]) => row.join(' '));

const recordBefore = () =>
  client.query(
    `insert into tillbook.financial_event (company_id, event_id, event_key, source, kind, source_id, number, occurred_at, business_date,
       location, currency, amount_minor, body, digest, status, handled_outside_reason, recorded_at)
     select $1::uuid, uuidv7(), 'till/sale/' || n, 'till', 'sale', n::text, n::text, now(), '2026-11-03', 'main', 'USD', 100, '{}', '',
       status, case status when 'handled-outside' then 'by hand' end, now()
     from unnest($2::text[]) with ordinality as given (status, n)`,
    [companyId, statuses],
  );

it('each event stands as it stood, and the counts go on from where they were', async () => {
  await recordBefore();
  await migrate(url);
  const standing = `select status from tillbook.event_with_status order by event_key`;
  expect(await values(standing)).toEqual(statuses);
  expect(
    await values(`select handled_outside_reason from tillbook.unsynced_event where status = 'handled-outside'`),
  ).toEqual(['by hand']);
  await client.query(`delete from tillbook.unsynced_event where status in ('ready', 'syncing')`);
  await client.query(`update tillbook.unsynced_event set status = 'ready' where status = 'never-synced'`);
  const counted = `select status, sum(change) from tillbook.event_count group by status having sum(change) <> 0 order by status`;
  expect(await values(counted)).toEqual(['action-required 1', 'failed 1', 'handled-outside 1', 'ready 1', 'synced 4']);
});

it('what was sent for a posting is there to the byte', async () => {
  const body = '{"DocNumber":"TB-1","PrivateNote":"é \\"quoted\\""}';
  await client.query(
    `insert into tillbook.posting (company_id, posting_id, posting_key, state, business_date, request_id, document_number, body, created_at)
     values ($1, uuidv7(), 'till/sale/1', 'unknown', '2026-11-03', 'r-1', 'TB-1', $2, now()),
       ($1, uuidv7(), 'till/sale/2', 'pending', '2026-11-03', null, null, null, now())`,
    [companyId, body],
  );
  await migrate(url);
  expect(await values('select body from tillbook.posting_body')).toEqual([body]);
});

it('what another process saves while they are brought over is brought over, too', async () => {
  await client.query(
    `insert into tillbook.posting (company_id, posting_id, posting_key, state, business_date, created_at)
     values ($1, uuidv7(), 'till/sale/1', 'ready', '2026-11-03', now())`,
    [companyId],
  );
  await client.query('begin');
  await client.query(
    `update tillbook.posting set state = 'intent-saved', request_id = 'r-1', document_number = 'TB-1', body = 'sent'`,
  );
  const migrated = migrate(url);
  const waiting = `select from pg_stat_activity where datname = '${database}' and wait_event_type = 'Lock'`;
  while ((await admin.query(waiting)).rowCount === 0);
  await client.query('commit');
  await migrated;
  expect(await values('select body from tillbook.posting_body')).toEqual(['sent']);
});
