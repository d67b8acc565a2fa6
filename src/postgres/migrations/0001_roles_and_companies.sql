-- Roles: the application reads and writes through roles that own nothing.
--   tillbook_app   one company at a time, under row-level security
--   tillbook_auth  people, sessions, API keys and memberships: what must be read before the company is known
--   tillbook_jobs  owns the job queue's schema and nothing else
do $$
declare role_name text;
begin
  foreach role_name in array array['tillbook_app', 'tillbook_auth', 'tillbook_jobs'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I nologin', role_name);
    end if;
    execute format('grant %I to current_user', role_name);
  end loop;
end $$;

create schema if not exists tillbook;
create schema if not exists graphile_worker authorization tillbook_jobs;
grant usage on schema tillbook to tillbook_app, tillbook_auth;

create function tillbook.current_company() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('tillbook.company_id', true), '')::uuid;

create table tillbook.company (
  company_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null,
  -- The business day ends this long after midnight: 02:00 for a bar that closes at two.
  day_end time not null default '00:00',
  posting_mode text not null default 'per-event' check (posting_mode in ('per-event', 'daily-summary')),
  posting_mode_from date,
  discounts text not null default 'net' check (discounts in ('net', 'gross')),
  sync_start date,
  sync_state text not null default 'not-started' check (sync_state in ('not-started', 'running', 'paused')),
  created_at timestamptz not null
);

create table tillbook.location (
  company_id uuid not null references tillbook.company,
  code text not null check (length(code) between 1 and 100),
  name text not null,
  time_zone text,
  day_end time,
  active boolean not null default true,
  quickbooks_department_id text,
  first_seen timestamptz not null,
  primary key (company_id, code)
);

-- Payment types, item classes, reason codes and tax codes: learned from the events, or entered.
create table tillbook.subject (
  company_id uuid not null references tillbook.company,
  kind text not null check (kind in ('payment-type', 'item-class', 'reason-code', 'tax-code')),
  -- What a reason code is for: inventory-adjustment, gift-card-adjustment or cash-movement; empty for the others.
  purpose text not null default '',
  code text not null check (length(code) between 1 and 100),
  name text not null,
  active boolean not null default true,
  parent_code text,
  -- Set once a customer deposit or a deposit applied used this payment type.
  takes_deposits boolean not null default false,
  first_seen timestamptz not null,
  last_used date,
  primary key (company_id, kind, purpose, code)
);

alter table tillbook.company enable row level security;
alter table tillbook.location enable row level security;
alter table tillbook.subject enable row level security;
create policy own_company on tillbook.company to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.location to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.subject to tillbook_app using (company_id = tillbook.current_company());
create policy every_company on tillbook.company to tillbook_auth using (true);
grant select, update on tillbook.company to tillbook_app;
grant select, insert on tillbook.company to tillbook_auth;
grant select, insert, update on tillbook.location, tillbook.subject to tillbook_app;
