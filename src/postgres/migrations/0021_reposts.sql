-- A period that is posted again under another mapping: who asked for it, and each entry that it writes anew.
create table tillbook.repost (
  company_id uuid not null references tillbook.company,
  repost_id uuid not null,
  realm_id text not null,
  from_date date not null,
  to_date date not null,
  -- Null: all of them.
  locations text[],
  kinds text[],
  who text not null,
  asked_at timestamptz not null,
  cancelled_by text,
  cancelled_at timestamptz,
  ended_at timestamptz,
  primary key (company_id, repost_id),
  check (from_date <= to_date),
  check ((cancelled_by is null) = (cancelled_at is null))
);
-- One at a time: two would write over each other.
create unique index repost_running on tillbook.repost (company_id, realm_id) where ended_at is null;

create table tillbook.repost_item (
  company_id uuid not null,
  item_id uuid not null,
  repost_id uuid not null,
  posting_id uuid not null,
  -- The order in which they go.
  place integer not null,
  realm_id text not null,
  quickbooks_id text not null,
  state text not null check (state in ('asked', 'sent', 'written', 'left')),
  -- The body that the entry is to have, and the lines that get other accounts, as they were confirmed.
  target text not null,
  changes jsonb not null,
  reason text,
  problem text,
  -- The intent, saved before anything is sent: an update over the version of this sync token.
  over_token text not null,
  attempt integer not null default 1 check (attempt >= 1),
  request_id text,
  body text,
  sent_at timestamptz,
  next_step_at timestamptz,
  ended_at timestamptz,
  primary key (company_id, item_id),
  unique (company_id, repost_id, place),
  foreign key (company_id, repost_id) references tillbook.repost,
  foreign key (company_id, posting_id) references tillbook.posting,
  check (state <> 'sent' or (request_id is not null and body is not null and sent_at is not null)),
  check ((state = 'left') = (reason is not null)),
  check ((state in ('written', 'left')) = (ended_at is not null))
);
create unique index repost_item_open on tillbook.repost_item (company_id, posting_id) where state in ('asked', 'sent');
create index repost_item_next on tillbook.repost_item (company_id, state desc, repost_id, place) where state in ('asked', 'sent');
create index repost_item_left on tillbook.repost_item (company_id, repost_id, place) where state = 'left';

alter table tillbook.posting_record drop constraint posting_record_what_check;
alter table tillbook.posting_record add constraint posting_record_what_check check (what in ('built', 'held', 'released',
  'intent-saved', 'accepted', 'refused', 'unknown', 'not-sent', 'looked-up', 'number-taken', 'handled-outside',
  'nothing-to-post', 'moved', 'decided', 'drifted', 'theirs-accepted', 'put-back-asked', 'reposted', 'repost-left'));

alter table tillbook.repost enable row level security;
alter table tillbook.repost_item enable row level security;
create policy own_company on tillbook.repost to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.repost_item to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, update on tillbook.repost, tillbook.repost_item to tillbook_app;

-- Over all companies, without seeing into any: whose lanes have entries to write anew.
create function tillbook.companies_reposting() returns setof uuid
  language sql stable security definer set search_path = pg_catalog
begin atomic
  select repost.company_id from tillbook.repost
    join tillbook.connection on connection.company_id = repost.company_id and connection.realm_id = repost.realm_id
    where repost.ended_at is null and connection.state = 'connected';
end;
revoke execute on function tillbook.companies_reposting() from public;
grant execute on function tillbook.companies_reposting() to tillbook_app;
