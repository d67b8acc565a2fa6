-- Filters over the list of events that a person keeps under a name.
create table tillbook.saved_view (
  company_id uuid not null references tillbook.company,
  view_id uuid not null,
  user_id text not null references tillbook."user" on delete cascade,
  name text not null check (length(name) between 1 and 60),
  filter jsonb not null,
  saved_at timestamptz not null,
  primary key (company_id, view_id),
  unique (company_id, user_id, name)
);
alter table tillbook.saved_view enable row level security;
create policy own_company on tillbook.saved_view to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, update, delete on tillbook.saved_view to tillbook_app;
