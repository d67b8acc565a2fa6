-- What happened in the shop. Events are immutable: only status and posting_key change.
create table tillbook.financial_event (
  company_id uuid not null references tillbook.company,
  -- Version 7: rises with the time of recording.
  event_id uuid not null,
  -- source/kind/source_id: the same event again has the same key.
  event_key text not null,
  source text not null,
  kind text not null,
  source_id text not null,
  number text not null,
  occurred_at timestamptz not null,
  business_date date not null,
  location text not null,
  currency text not null,
  exchange_rate numeric(20, 10),
  amount_minor bigint not null,
  reverses text,
  -- The event as the till gave it, validated.
  body jsonb not null,
  -- SHA-256 of the canonical content: the same key with another digest is a conflict.
  digest bytea not null,
  status text not null check (status in
    ('never-synced', 'ready', 'syncing', 'synced', 'action-required', 'failed', 'handled-outside')),
  -- The posting this event is part of; set once it is in scope, so that it can be part of one only.
  posting_key text,
  handled_outside_reason text,
  recorded_at timestamptz not null,
  primary key (company_id, event_id),
  unique (company_id, event_key)
);
create index financial_event_by_date on tillbook.financial_event (company_id, business_date, event_id);
create index financial_event_by_status on tillbook.financial_event (company_id, status, business_date, event_id);
create index financial_event_by_posting on tillbook.financial_event (company_id, posting_key) where posting_key is not null;
create index financial_event_by_number on tillbook.financial_event (company_id, number);
create index financial_event_by_amount on tillbook.financial_event (company_id, amount_minor);
create index financial_event_by_kind on tillbook.financial_event (company_id, kind, business_date, event_id);
create index financial_event_by_location on tillbook.financial_event (company_id, location, business_date, event_id);
create index financial_event_by_reverses on tillbook.financial_event (company_id, reverses) where reverses is not null;

-- The same key with other content: a person decides; the first one stands.
create table tillbook.event_conflict (
  company_id uuid not null references tillbook.company,
  conflict_id uuid not null,
  event_id uuid not null,
  body jsonb not null,
  digest bytea not null,
  seen_at timestamptz not null,
  -- A person saw it and kept the first: the same content again is no news.
  put_aside_at timestamptz,
  put_aside_by text,
  primary key (company_id, conflict_id),
  unique (company_id, event_id, digest),
  foreign key (company_id, event_id) references tillbook.financial_event
);

-- What the dashboard shows, kept up with each batch of events so that no query scans history.
create table tillbook.sales_day (
  company_id uuid not null references tillbook.company,
  business_date date not null,
  location text not null,
  currency text not null,
  tickets integer not null,
  net_sales_minor bigint not null,
  refunds_minor bigint not null,
  tax_minor bigint not null,
  discounts_minor bigint not null,
  primary key (company_id, business_date, location, currency)
);
create table tillbook.tender_day (
  company_id uuid not null references tillbook.company,
  business_date date not null,
  location text not null,
  currency text not null,
  payment_type text not null,
  amount_minor bigint not null,
  primary key (company_id, business_date, location, currency, payment_type)
);

alter table tillbook.financial_event enable row level security;
alter table tillbook.event_conflict enable row level security;
alter table tillbook.sales_day enable row level security;
alter table tillbook.tender_day enable row level security;
create policy own_company on tillbook.financial_event to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.event_conflict to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.sales_day to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.tender_day to tillbook_app using (company_id = tillbook.current_company());
grant select, insert on tillbook.financial_event to tillbook_app;
grant update (status, posting_key, handled_outside_reason) on tillbook.financial_event to tillbook_app;
grant select, insert, update (put_aside_at, put_aside_by) on tillbook.event_conflict to tillbook_app;
grant select, insert, update on tillbook.sales_day, tillbook.tender_day to tillbook_app;
