// Ten million events of three years at twenty locations, written into a database by the database itself.
import { Client } from 'pg';

const perStatement = 500_000;
const days = 1_096;
const lastDate = '2026-11-20';

/** What a person looks for in it. */
export const tenMillion = {
  /** Open for the first year alone. */
  closedLocation: 'pier',
  rareSource: 'old-till',
  causes: ['missing-account', 'closed-period', 'refused'],
} as const;

/** Fills the first company of a migrated database; the indexes are made afterwards, as a restore does it. */
export async function fillTenMillion(
  connectionString: string,
  options: { companyId: string; count: number; said: (step: string) => void },
): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(`set synchronous_commit = off`);
    await client.query(`set maintenance_work_mem = '512MB'`);
    const indexes = await takeIndexesAway(client);
    for (let from = 0; from < options.count; from += perStatement) {
      const to = Math.min(from + perStatement, options.count);
      await client.query(insertEvents, [options.companyId, from, to, options.count, lastDate]);
      options.said(`${to.toLocaleString('en-US')} written`);
    }
    for (const { name, definition } of indexes) {
      await client.query(definition);
      options.said(`index ${name}`);
    }
    await client.query(holdSome, [options.companyId]);
    await client.query(keepSums, [options.companyId, lastDate]);
    await client.query(nameGiftCards, [options.companyId]);
    await client.query('vacuum (analyze) tillbook.financial_event, tillbook.unsynced_event');
    await client.query('analyze tillbook.posting, tillbook.cause, tillbook.posting_cause, tillbook.kept_sum');
    options.said('ready');
  } finally {
    await client.end();
  }
}

async function takeIndexesAway(client: Client): Promise<{ name: string; definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select indexname as name, indexdef as definition from pg_indexes
    where schemaname = 'tillbook' and tablename = 'financial_event'
      and indexname not in (select conname from pg_constraint where conrelid = 'tillbook.financial_event'::regclass)`);
  for (const { name } of rows) await client.query(`drop index tillbook.${name}`);
  return rows;
}

/**
 * $1 company, $2 to $3 of $4 events, $5 the last date. By chance: nine of ten are sales, one of a thousand waits or failed,
 * a fourth is of the largest location, one of a thousand came with the till before. Numbers rise with time.
 */
const insertEvents = `
with drawn as materialized (
  select n, random() as by_kind, random() as by_location, random() as by_status, random() as by_source, random() as by_amount,
    ($5::date - ${days - 1}) + (n * ${days} / $4::bigint)::integer as business_date
  from generate_series($2::bigint, $3::bigint - 1) as n
), chosen as materialized (
  select drawn.*, uuidv7(business_date - now() + n * interval '1 millisecond') as event_id,
    case when by_kind < 0.92 then 'sale' when by_kind < 0.94 then 'customer-deposit' when by_kind < 0.96 then 'cash-movement'
      when by_kind < 0.972 then 'transfer' when by_kind < 0.982 then 'purchasing-receipt' when by_kind < 0.992 then 'inventory-adjustment'
      when by_kind < 0.997 then 'gift-card-adjustment' else 'purchasing-return' end as kind,
    case when by_location < 0.25 then 'main' when by_location < 0.26 then case when n < $4::bigint / 3 then '${tenMillion.closedLocation}' else 'main' end
      else 'shop-' || (1 + floor(by_location * 18))::integer end as location,
    case when by_status < 0.0001 then 'failed' when by_status < 0.0006 then 'action-required' when by_status < 0.0009 then 'handled-outside'
      when n >= $4::bigint - 2000 then 'ready' else 'synced' end as status,
    case when n < $4::bigint / 1000 then '${tenMillion.rareSource}' when by_source < 0.15 then 'web' else 'till' end as source,
    (100 * exp(1.5 + 6.5 * by_amount * by_amount))::bigint as amount_minor
  from drawn
), inserted as (
insert into tillbook.financial_event (company_id, event_id, event_key, source, kind, source_id, number, occurred_at, business_date,
  location, currency, amount_minor, body, digest, posting_key, recorded_at)
select $1::uuid, event_id, source || '/' || kind || '/' || (100000 + n), source, kind,
  (100000 + n)::text, case source when 'web' then 'W-' else '' end || (100000 + n), business_date + interval '15 hours', business_date, location, 'USD', amount_minor,
  jsonb_build_object('source', source, 'kind', kind, 'sourceId', (100000 + n)::text, 'occurredAt', business_date || 'T15:00:00Z', 'location', location) ||
  case kind
    when 'sale' then jsonb_build_object('lines', jsonb_build_array(jsonb_build_object('type', case when by_source > 0.99 then 'gift-card' else 'item' end,
      'itemClass', 'apparel', 'description', 'Wool scarf', 'quantity', '1', 'amount', (amount_minor / 100.0)::numeric(12, 2)::text)),
      'payments', jsonb_build_array(jsonb_build_object('paymentType', case when by_source < 0.015 then 'gift-card' else 'visa' end,
        'amount', (amount_minor / 100.0)::numeric(12, 2)::text)))
    when 'cash-movement' then jsonb_build_object('direction', 'out', 'reason', 'postage', 'paymentType', 'cash', 'amount', '7.80')
    when 'gift-card-adjustment' then jsonb_build_object('reason', 'goodwill', 'amount', '15.00', 'card', '4821')
    else jsonb_build_object('reason', 'damaged', 'vendor', 'Acme', 'lines', jsonb_build_array(
      jsonb_build_object('itemClass', 'apparel', 'quantity', '-1', 'amount', '-18.00')))
  end,
  decode(md5(n::text), 'hex'), source || '/' || kind || '/' || (100000 + n), business_date + interval '15 hours 1 minute'
from chosen
)
insert into tillbook.unsynced_event (company_id, event_id, status, business_date, location)
select $1::uuid, event_id, status, business_date, location from chosen where status <> 'synced'`;

/** As recording keeps them: of each day and location what payment types and an item class took, and what was sold of gift cards. */
const keepSums = `
insert into tillbook.kept_sum (company_id, span, first_day, location, currency, kind, subject, amount_minor)
select $1::uuid, 'day', $2::date - day, location, 'USD', kept.kind, kept.subject, 100000
from generate_series(0, ${days - 1}) as day,
  unnest(array['main', '${tenMillion.closedLocation}'] || array(select 'shop-' || n from generate_series(5, 18) as n)) as location,
  (values ('tender', 'visa'), ('tender', 'cash'), ('tender', 'gift-card'), ('gift-card-issued', ''), ('item-class', 'apparel'),
    ('item-class', 'home'), ('other-payment', 'cash')) as kept (kind, subject)
where location <> '${tenMillion.closedLocation}' or day > ${days} * 2 / 3`;

const nameGiftCards = `
insert into tillbook.subject (company_id, kind, purpose, code, name, first_seen)
values ($1::uuid, 'payment-type', '', 'gift-card', 'Gift Card', now())`;

/** What waits or failed has a posting that hangs on one of three causes. */
const holdSome = `
with cause as (
  insert into tillbook.cause (company_id, cause_id, cause_key, kind, role, subject, detail, first_seen)
  select $1::uuid, gen_random_uuid(), kind, kind, 'payment', 'klarna', '{}', now() from unnest(array['${tenMillion.causes.join("', '")}']) as kind
  returning cause_id, kind
), held as (
  insert into tillbook.posting (company_id, posting_id, posting_key, state, business_date, created_at)
  select company_id, event_id, posting_key, case status when 'failed' then 'refused' else 'waiting' end, business_date, recorded_at
  from tillbook.event_with_status where company_id = $1::uuid and status in ('failed', 'action-required')
  returning posting_id, state
)
insert into tillbook.posting_cause (company_id, cause_id, posting_id)
select $1::uuid, cause.cause_id, held.posting_id from held join cause on
  case when held.state = 'refused' then cause.kind = 'refused'
    when substr(held.posting_id::text, 36) < '8' then cause.kind = 'missing-account' else cause.kind = 'closed-period' end`;
