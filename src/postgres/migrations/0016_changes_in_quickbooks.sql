-- Metered calls by month: reads that Intuit counts. What is left out once the budget is spent is dated, to be said.
create table tillbook.metered_month (
  company_id uuid not null references tillbook.company,
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  calls bigint not null default 0,
  skipped_since timestamptz,
  primary key (company_id, month)
);
-- Null: none.
alter table tillbook.company add column metered_budget integer check (metered_budget >= 0);

-- How far it is known what was changed in QuickBooks itself; of one realm, the one that is connected or was last.
create table tillbook.sweep (
  company_id uuid primary key references tillbook.company,
  realm_id text not null,
  -- Everything changed before, by QuickBooks' clock, is known. Null: since the connection was made.
  covered_until timestamptz,
  swept_at timestamptz,
  -- Since when a webhook asks for one.
  asked_at timestamptz,
  -- Entries of ours that were accepted since the last one.
  accepted integer not null default 0,
  -- Everything is read again: what will be covered by it, and the posting that was looked at last.
  reread_covers timestamptz,
  reread_after uuid
);

-- An accepted entry of ours that somebody changed or deleted in QuickBooks; one at most of a posting is not settled.
create table tillbook.drift (
  company_id uuid not null references tillbook.company,
  drift_id uuid not null,
  posting_id uuid not null,
  realm_id text not null,
  quickbooks_id text not null,
  state text not null check (state in ('open', 'put-back-asked', 'put-back-sent', 'settled')),
  settled_as text check (settled_as in ('theirs', 'ours', 'by-itself')),
  -- The JSON of what they left and its sync token; null: it is gone.
  theirs text,
  sync_token text,
  found_at timestamptz not null,
  changed_at timestamptz,
  problem text,
  who text,
  settled_at timestamptz,
  -- The intent of putting ours back, saved before anything is sent.
  attempt integer not null default 1 check (attempt >= 1),
  request_id text,
  body text,
  sent_at timestamptz,
  next_step_at timestamptz,
  primary key (company_id, drift_id),
  foreign key (company_id, posting_id) references tillbook.posting,
  check ((state = 'settled') = (settled_as is not null) and (state = 'settled') = (settled_at is not null)),
  check ((theirs is null) = (sync_token is null)),
  check (state <> 'put-back-sent' or (request_id is not null and body is not null and sent_at is not null))
);
create unique index drift_unsettled on tillbook.drift (company_id, posting_id) where state <> 'settled';
create index drift_by_posting on tillbook.drift (company_id, posting_id, drift_id);
create index drift_list on tillbook.drift (company_id, drift_id) where state <> 'settled';

alter table tillbook.posting_record drop constraint posting_record_what_check;
alter table tillbook.posting_record add constraint posting_record_what_check check (what in ('built', 'held', 'released',
  'intent-saved', 'accepted', 'refused', 'unknown', 'not-sent', 'looked-up', 'number-taken', 'handled-outside',
  'nothing-to-post', 'moved', 'decided', 'drifted', 'theirs-accepted', 'put-back-asked'));

alter table tillbook.metered_month enable row level security;
alter table tillbook.sweep enable row level security;
alter table tillbook.drift enable row level security;
create policy own_company on tillbook.metered_month to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.sweep to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.drift to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, update on tillbook.metered_month, tillbook.sweep, tillbook.drift to tillbook_app;

-- Ours among what QuickBooks says was changed.
create index posting_by_quickbooks_id on tillbook.posting (company_id, quickbooks_id) where quickbooks_id is not null;

-- Over all companies, without seeing into any: whose lanes have something to read.
create function tillbook.companies_to_sweep(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog
begin atomic
  select connection.company_id from tillbook.connection
    left join tillbook.sweep on sweep.company_id = connection.company_id and sweep.realm_id = connection.realm_id
    where connection.state = 'connected'
      and (coalesce(sweep.swept_at, connection.connected_at) <= companies_to_sweep.now - interval '24 hours'
        or sweep.asked_at is not null or sweep.reread_covers is not null or sweep.accepted >= 500
        or exists (select from tillbook.drift where drift.company_id = connection.company_id
          and drift.state in ('put-back-asked', 'put-back-sent')));
end;
revoke execute on function tillbook.companies_to_sweep(timestamptz) from public;
grant execute on function tillbook.companies_to_sweep(timestamptz) to tillbook_app;

-- A webhook names a realm and no company.
create index connection_by_realm on tillbook.connection (realm_id);
create function tillbook.companies_of_realm(realm text) returns setof uuid
  language sql stable security definer set search_path = pg_catalog
begin atomic
  select connection.company_id from tillbook.connection
    where connection.realm_id = realm and connection.state = 'connected';
end;
revoke execute on function tillbook.companies_of_realm(text) from public;
grant execute on function tillbook.companies_of_realm(text) to tillbook_app;
