-- What QuickBooks holds of ours and these books do not know: they were put back to an older state, or another Tillbook posts there.
create table tillbook.roll_call (
  company_id uuid primary key references tillbook.company,
  realm_id text not null,
  -- The server that it was made over, since when and in which database: another one may be an older state of these books.
  called_under text not null,
  called_at timestamptz not null,
  -- Everything that was entered there before has been looked through.
  covered_until timestamptz not null
);

create table tillbook.found_entry (
  company_id uuid not null references tillbook.company,
  realm_id text not null,
  quickbooks_id text not null,
  document_number text not null,
  entry_date date,
  -- The company that its marker names; null where it names none.
  owner_id uuid,
  is_ours boolean not null,
  body text not null,
  sync_token text not null,
  found_at timestamptz not null,
  -- Somebody connected anew after it was told.
  acknowledged_at timestamptz,
  -- A posting of ours turned out to be it.
  taken_up_at timestamptz,
  primary key (company_id, realm_id, quickbooks_id)
);
create index found_entry_by_number on tillbook.found_entry (company_id, realm_id, document_number);

alter table tillbook.roll_call enable row level security;
alter table tillbook.found_entry enable row level security;
create policy own_company on tillbook.roll_call to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.found_entry to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, update on tillbook.roll_call, tillbook.found_entry to tillbook_app;

alter table tillbook.posting_record drop constraint posting_record_what_check;
alter table tillbook.posting_record add constraint posting_record_what_check check (what in ('built', 'held', 'released',
  'intent-saved', 'accepted', 'refused', 'unknown', 'not-sent', 'looked-up', 'number-taken', 'handled-outside',
  'nothing-to-post', 'moved', 'decided', 'drifted', 'theirs-accepted', 'put-back-asked', 'reposted', 'repost-left',
  'recognised'));
