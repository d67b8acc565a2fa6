-- Journal entries on their way to QuickBooks, what they wait for, and the record of every attempt.
create table tillbook.posting (
  company_id uuid not null references tillbook.company,
  posting_id uuid not null,
  -- An event's key, or a summary's; with the part it is unique, so that nothing is posted twice.
  posting_key text not null,
  part integer not null default 1 check (part >= 1),
  state text not null check (state in ('pending', 'waiting', 'ready', 'intent-saved', 'unknown',
    'accepted', 'refused', 'number-taken', 'handled-outside', 'nothing-to-post')),
  business_date date not null,
  -- Rises once QuickBooks is known not to hold it: only then may a new request id be used.
  attempt integer not null default 1 check (attempt >= 1),
  -- Saved before anything is sent; a retry sends the same bytes.
  request_id text,
  document_number text,
  body text,
  body_digest bytea,
  batch_id uuid,
  batch_item_id text,
  -- How many were sent together: a batch is replayed whole or not at all.
  batch_size integer,
  first_sent_at timestamptz,
  next_step_at timestamptz,
  -- Something lies at QuickBooks under its number: whatever a person does, it is looked up there before it is built or sent anew.
  found_there boolean not null default false,
  -- What QuickBooks answered.
  realm_id text,
  quickbooks_id text,
  sync_token text,
  accepted_at timestamptz,
  created_at timestamptz not null,
  primary key (company_id, posting_id),
  unique (company_id, posting_key, part),
  check (state not in ('intent-saved', 'unknown', 'accepted') or
    (request_id is not null and document_number is not null and body is not null)),
  check (state <> 'accepted' or quickbooks_id is not null),
  check (state <> 'number-taken' or found_there),
  check (not found_there or state in ('number-taken', 'handled-outside', 'unknown'))
);
-- The lane takes the oldest first; settled postings are not in this index, so its size is the backlog's.
create index posting_open on tillbook.posting (company_id, state, business_date, posting_id)
  where state in ('pending', 'ready', 'intent-saved', 'unknown');
create index posting_failed on tillbook.posting (company_id, posting_id) where state in ('refused', 'number-taken', 'waiting');
create index posting_by_batch on tillbook.posting (company_id, batch_id) where batch_id is not null;
create index posting_by_document_number on tillbook.posting (company_id, document_number) where document_number is not null;

create table tillbook.journal_entry (
  company_id uuid not null,
  posting_id uuid not null,
  business_date date not null,
  location text not null,
  currency text not null,
  exchange_rate numeric(20, 10),
  memo text not null,
  debit_minor bigint not null,
  credit_minor bigint not null,
  built_at timestamptz not null,
  primary key (company_id, posting_id),
  foreign key (company_id, posting_id) references tillbook.posting,
  check (debit_minor = credit_minor)
);

create table tillbook.journal_line (
  company_id uuid not null,
  posting_id uuid not null,
  line_number integer not null,
  role text not null,
  subject text,
  account_id text not null,
  side text not null check (side in ('debit', 'credit')),
  amount_minor bigint not null check (amount_minor > 0),
  location text not null,
  -- [{"key","pointer"}]: which part of which event.
  sources jsonb not null,
  primary key (company_id, posting_id, line_number),
  foreign key (company_id, posting_id) references tillbook.journal_entry on delete cascade
);
create index journal_line_by_account on tillbook.journal_line (company_id, account_id);

-- Second check on its own path: the stored lines add up to the stored totals, on both sides.
create function tillbook.check_lines_balance() returns trigger language plpgsql as $$
declare unbalanced uuid;
begin
  select entry.posting_id into unbalanced
  from (
    select company_id, posting_id from inserted group by company_id, posting_id
  ) touched
  join tillbook.journal_entry entry using (company_id, posting_id)
  join lateral (
    select coalesce(sum(amount_minor) filter (where side = 'debit'), 0) as debit_minor,
           coalesce(sum(amount_minor) filter (where side = 'credit'), 0) as credit_minor
    from tillbook.journal_line line
    where line.company_id = entry.company_id and line.posting_id = entry.posting_id
  ) line on true
  where line.debit_minor <> entry.debit_minor or line.credit_minor <> entry.credit_minor
  limit 1;
  if unbalanced is not null then
    raise exception 'the lines of journal entry % do not add up to its totals', unbalanced using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger lines_balance after insert on tillbook.journal_line
  referencing new table as inserted for each statement execute function tillbook.check_lines_balance();

-- Why postings wait. One open cause per key; resolved ones stay as history, the links only while something hangs on them.
create table tillbook.cause (
  company_id uuid not null references tillbook.company,
  cause_id uuid not null,
  cause_key text not null,
  kind text not null,
  role text,
  subject text,
  detail jsonb not null,
  first_seen timestamptz not null,
  resolved_at timestamptz,
  primary key (company_id, cause_id)
);
create unique index cause_open on tillbook.cause (company_id, cause_key) where resolved_at is null;

create table tillbook.posting_cause (
  company_id uuid not null,
  cause_id uuid not null,
  posting_id uuid not null,
  primary key (company_id, cause_id, posting_id),
  foreign key (company_id, cause_id) references tillbook.cause,
  foreign key (company_id, posting_id) references tillbook.posting
);
create index posting_cause_by_posting on tillbook.posting_cause (company_id, posting_id);

-- The timeline: append-only.
create table tillbook.posting_record (
  company_id uuid not null,
  record_id uuid not null,
  -- In the order of writing: several of one millisecond keep it.
  record_number bigint generated always as identity,
  posting_id uuid not null,
  at timestamptz not null,
  what text not null check (what in ('built', 'held', 'released', 'intent-saved', 'accepted', 'refused', 'unknown',
    'not-sent', 'looked-up', 'number-taken', 'handled-outside', 'nothing-to-post')),
  request_id text,
  http_status integer,
  intuit_tid text,
  detail jsonb not null default '{}',
  primary key (company_id, record_id),
  foreign key (company_id, posting_id) references tillbook.posting
);
create index posting_record_by_posting on tillbook.posting_record (company_id, posting_id, record_number);

-- One lane per company, one worker at a time; the token rises with every change of hands and fences the writes of a worker that lost it.
create table tillbook.lane (
  company_id uuid primary key references tillbook.company,
  lease_token bigint not null default 0,
  lease_holder text,
  lease_until timestamptz,
  paused_until timestamptz,
  paused_reason text,
  -- Calls in a row without an answer that counts: what the next pause is measured by.
  failures integer not null default 0
);

-- Calls of the last minute: the sliding windows of the limits, shared by all processes.
create table tillbook.lane_call (
  company_id uuid not null references tillbook.company,
  call_id uuid not null,
  called_at timestamptz not null,
  kind text not null check (kind in ('single', 'batch', 'read')),
  primary key (company_id, call_id)
);
create index lane_call_by_time on tillbook.lane_call (company_id, called_at);

-- What is to be read from QuickBooks again, since a refusal contradicted it: once, however many refusals there are.
create table tillbook.recheck (
  company_id uuid not null references tillbook.company,
  what text not null check (what in ('accounts', 'closing-date')),
  -- Null: done.
  asked_at timestamptz,
  not_before timestamptz,
  primary key (company_id, what)
);

alter table tillbook.posting enable row level security;
alter table tillbook.journal_entry enable row level security;
alter table tillbook.journal_line enable row level security;
alter table tillbook.cause enable row level security;
alter table tillbook.posting_cause enable row level security;
alter table tillbook.posting_record enable row level security;
alter table tillbook.lane enable row level security;
alter table tillbook.lane_call enable row level security;
alter table tillbook.recheck enable row level security;
create policy own_company on tillbook.posting to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.journal_entry to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.journal_line to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.cause to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.posting_cause to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.posting_record to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.lane to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.lane_call to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.recheck to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, update on tillbook.posting, tillbook.cause, tillbook.lane, tillbook.recheck to tillbook_app;
grant select, insert, update, delete on tillbook.journal_entry, tillbook.journal_line to tillbook_app;
grant select, insert, delete on tillbook.posting_cause, tillbook.lane_call to tillbook_app;
grant select, insert on tillbook.posting_record to tillbook_app;
