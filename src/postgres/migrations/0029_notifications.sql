-- Who hears of alerts and of the day, by e-mail or webhook; what they are still to be told, and how that went.
create table tillbook.receiver (
  company_id uuid not null references tillbook.company,
  receiver_id uuid not null,
  kind text not null check (kind in ('email', 'webhook', 'slack')),
  name text not null check (length(name) between 1 and 100),
  -- What people see of the address; all of it may be a secret, as a webhook of Slack's is.
  shown_as text not null,
  address_encrypted bytea not null,
  -- Signs the messages of a webhook.
  secret_encrypted bytea,
  wants_alerts boolean not null,
  wants_digest boolean not null,
  created_at timestamptz not null,
  last_success_at timestamptz,
  last_error_at timestamptz,
  last_error text,
  primary key (company_id, receiver_id)
);

-- The outbox of alerts: a row for each receiver, in the transaction that opens the cause; those that go together get a message.
create table tillbook.alert_notice (
  company_id uuid not null,
  receiver_id uuid not null,
  cause_id uuid not null,
  cause_key text not null,
  noticed_at timestamptz not null,
  message_id uuid,
  primary key (company_id, receiver_id, cause_id),
  foreign key (company_id, receiver_id) references tillbook.receiver on delete cascade,
  foreign key (company_id, cause_id) references tillbook.cause
);
create index alert_notice_untold on tillbook.alert_notice (company_id, noticed_at) where message_id is null;
create index alert_notice_by_key on tillbook.alert_notice (company_id, receiver_id, cause_key, noticed_at);

-- What is told, as it was put together: sent again it is the same, under the same id.
create table tillbook.message (
  company_id uuid not null,
  message_id uuid not null,
  receiver_id uuid not null,
  content jsonb not null,
  created_at timestamptz not null,
  attempts integer not null default 0,
  -- Null: it was taken, or given up.
  next_attempt_at timestamptz,
  primary key (company_id, message_id),
  foreign key (company_id, receiver_id) references tillbook.receiver on delete cascade
);
create index message_due on tillbook.message (company_id, next_attempt_at) where next_attempt_at is not null;

create table tillbook.digest (
  company_id uuid primary key references tillbook.company,
  -- The shop's time, HH:MM.
  at_time text not null,
  next_at timestamptz not null
);

alter table tillbook.receiver enable row level security;
alter table tillbook.alert_notice enable row level security;
alter table tillbook.message enable row level security;
alter table tillbook.digest enable row level security;
create policy own_company on tillbook.receiver to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.alert_notice to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.message to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.digest to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, update, delete on tillbook.receiver, tillbook.alert_notice, tillbook.message, tillbook.digest to tillbook_app;

-- What was accepted on a day, once a day: a few bytes for each hundred pages, and no row of history that is of another day.
create index posting_by_acceptance on tillbook.posting using brin (accepted_at);

-- Over all companies, without seeing into any: who has something to tell.
create function tillbook.companies_to_notify(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog
begin atomic
  select company_id from tillbook.alert_notice where message_id is null
    union select company_id from tillbook.message where next_attempt_at <= now
    union select company_id from tillbook.digest where next_at <= now;
end;
revoke execute on function tillbook.companies_to_notify(timestamptz) from public;
grant execute on function tillbook.companies_to_notify(timestamptz) to tillbook_app;
