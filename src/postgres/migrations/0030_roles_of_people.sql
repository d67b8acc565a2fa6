-- What people may do, and invitations by which they come in. A link works once; of it only a hash is kept.
alter table tillbook.member drop constraint member_role_check;
alter table tillbook.member add constraint member_role_check check (role in ('owner', 'bookkeeper', 'viewer'));

create table tillbook.invitation (
  company_id uuid not null references tillbook.company,
  invitation_id uuid not null,
  email text not null,
  role text not null check (role in ('owner', 'bookkeeper', 'viewer')),
  token_hash bytea not null unique,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  primary key (company_id, invitation_id)
);
create unique index invitation_by_email on tillbook.invitation (company_id, email);
alter table tillbook.invitation enable row level security;
create policy before_the_company_is_known on tillbook.invitation to tillbook_auth using (true);
grant select, insert, update, delete on tillbook.invitation to tillbook_auth;
