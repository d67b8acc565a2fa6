-- People, sessions (better-auth's tables), who belongs to which company, and API keys. Read by tillbook_auth alone,
-- since the company is not known before they are.
create table tillbook."user" (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null default false,
  image text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create table tillbook.session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references tillbook."user" on delete cascade
);
create index session_by_user on tillbook.session ("userId");
create table tillbook.user_account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references tillbook."user" on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index user_account_by_user on tillbook.user_account ("userId");
create table tillbook.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);

create table tillbook.member (
  company_id uuid not null references tillbook.company,
  user_id text not null references tillbook."user" on delete cascade,
  role text not null check (role in ('owner')),
  created_at timestamptz not null,
  primary key (company_id, user_id)
);
create index member_by_user on tillbook.member (user_id);

create table tillbook.api_key (
  company_id uuid not null references tillbook.company,
  key_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  -- The first characters of the key, shown in lists and used to find it.
  prefix text not null unique,
  -- SHA-256 of the whole key, which is 256 random bits.
  key_hash bytea not null,
  created_at timestamptz not null,
  created_by text not null,
  revoked_at timestamptz,
  last_used_at timestamptz,
  primary key (company_id, key_id)
);

alter table tillbook."user" enable row level security;
alter table tillbook.session enable row level security;
alter table tillbook.user_account enable row level security;
alter table tillbook.verification enable row level security;
alter table tillbook.member enable row level security;
alter table tillbook.api_key enable row level security;
create policy before_the_company_is_known on tillbook."user" to tillbook_auth using (true);
create policy before_the_company_is_known on tillbook.session to tillbook_auth using (true);
create policy before_the_company_is_known on tillbook.user_account to tillbook_auth using (true);
create policy before_the_company_is_known on tillbook.verification to tillbook_auth using (true);
create policy before_the_company_is_known on tillbook.member to tillbook_auth using (true);
create policy before_the_company_is_known on tillbook.api_key to tillbook_auth using (true);
grant select, insert, update, delete on tillbook."user", tillbook.session, tillbook.user_account, tillbook.verification,
  tillbook.member to tillbook_auth;
grant select, insert, update on tillbook.api_key to tillbook_auth;

-- The workers' sweep: which companies have something to send and somewhere to send it, without seeing into any.
create function tillbook.companies_with_open_postings() returns setof uuid
  language sql stable security definer set search_path = pg_catalog
begin atomic
  select company.company_id from tillbook.company
    join tillbook.connection on connection.company_id = company.company_id and connection.state = 'connected'
    where company.sync_state = 'running' and exists (select from tillbook.posting
      where posting.company_id = company.company_id
        and posting.state in ('pending', 'ready', 'intent-saved', 'unknown'));
end;
revoke execute on function tillbook.companies_with_open_postings() from public;
grant execute on function tillbook.companies_with_open_postings() to tillbook_app;

-- The same for tokens: whose access token ended before the one time, or whose refresh token ends before the other.
create function tillbook.companies_with_tokens_ending(access_ended timestamptz, refresh_ends timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog
begin atomic
  select connection.company_id from tillbook.connection
    where connection.state = 'connected'
      and (connection.access_token_expires_at < access_ended or connection.refresh_token_expires_at < refresh_ends);
end;
revoke execute on function tillbook.companies_with_tokens_ending(timestamptz, timestamptz) from public;
grant execute on function tillbook.companies_with_tokens_ending(timestamptz, timestamptz) to tillbook_app;

-- At the start of the one process that works on this database: whoever holds a lane is gone with the process before it.
create function tillbook.end_leases() returns void
  language sql volatile security definer set search_path = pg_catalog
begin atomic
  update tillbook.lane set lease_until = null, lease_holder = null where lease_until is not null;
end;
revoke execute on function tillbook.end_leases() from public;
grant execute on function tillbook.end_leases() to tillbook_app;
