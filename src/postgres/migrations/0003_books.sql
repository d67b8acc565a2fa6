-- The connection to QuickBooks, its chart of accounts, and the mapping of roles to accounts.
create table tillbook.connection (
  company_id uuid primary key references tillbook.company,
  state text not null check (state in ('connected', 'reconnect-required', 'disconnected')),
  environment text not null check (environment in ('local', 'sandbox', 'production')),
  realm_id text not null,
  quickbooks_company_name text not null,
  home_currency text,
  -- Entries dated on or before it are refused.
  closed_until date,
  -- AES-256-GCM; null once disconnected.
  access_token_encrypted bytea,
  refresh_token_encrypted bytea,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  -- Rises with each refresh: a refresh is saved only over the tokens it started from.
  token_version bigint not null default 0,
  refreshing_until timestamptz,
  connected_by text,
  connected_at timestamptz not null,
  last_success_at timestamptz,
  last_error_at timestamptz,
  last_error text,
  accounts_imported_at timestamptz
);

-- A consent under way: the state parameter of OAuth 2.0, used once.
create table tillbook.connect_attempt (
  company_id uuid not null references tillbook.company,
  state_hash bytea not null,
  -- Whoever asked for it, and nobody else, finishes it.
  who text not null,
  expires_at timestamptz not null,
  primary key (company_id, state_hash)
);

create table tillbook.account (
  company_id uuid not null references tillbook.company,
  realm_id text not null,
  account_id text not null,
  name text not null,
  fully_qualified_name text not null,
  number text,
  type text not null,
  sub_type text,
  currency text,
  active boolean not null,
  refreshed_at timestamptz not null,
  primary key (company_id, realm_id, account_id)
);

create table tillbook.mapping (
  company_id uuid not null references tillbook.company,
  role text not null,
  -- Empty: the company default of the role.
  subject text not null default '',
  -- -infinity: from the beginning.
  applicable_from date not null default '-infinity',
  account_id text not null,
  saved_at timestamptz not null,
  saved_by text not null,
  primary key (company_id, role, subject, applicable_from)
);

create table tillbook.audit_log (
  company_id uuid not null references tillbook.company,
  entry_id uuid not null,
  at timestamptz not null,
  who text not null,
  action text not null,
  detail jsonb not null,
  primary key (company_id, entry_id)
);

alter table tillbook.connection enable row level security;
alter table tillbook.connect_attempt enable row level security;
alter table tillbook.account enable row level security;
alter table tillbook.mapping enable row level security;
alter table tillbook.audit_log enable row level security;
create policy own_company on tillbook.connection to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.connect_attempt to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.account to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.mapping to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.audit_log to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, update on tillbook.connection, tillbook.account to tillbook_app;
grant select, insert, delete on tillbook.connect_attempt to tillbook_app;
grant select, insert, update, delete on tillbook.mapping to tillbook_app;
grant select, insert on tillbook.audit_log to tillbook_app;
