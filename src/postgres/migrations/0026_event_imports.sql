-- Files of events that people bring: kept in pieces until they are checked and recorded by a worker, on whichever host it is.
create table tillbook.event_import (
  company_id uuid not null references tillbook.company,
  import_id uuid not null,
  file_name text not null,
  who text not null,
  at timestamptz not null,
  state text not null check (state in ('receiving', 'checking', 'checked', 'importing', 'done', 'cancelled')),
  format text not null default 'csv' check (format in ('csv', 'ndjson')),
  -- Of every event of a CSV file; null: each row, or line, says it.
  kind text,
  bytes bigint not null default 0,
  -- Of the reading that is under way, or was the last: events and this are saved together.
  bytes_read bigint not null default 0,
  items_read integer not null default 0,
  checked jsonb,
  kinds jsonb not null default '[]',
  torn integer not null default 0,
  imported jsonb,
  problems integer not null default 0,
  started_by text,
  cancelled_by text,
  ended_at timestamptz,
  touched_at timestamptz not null,
  primary key (company_id, import_id),
  check ((state in ('done', 'cancelled')) = (ended_at is not null))
);
-- One of a company is open at a time.
create unique index event_import_open on tillbook.event_import (company_id) where state not in ('done', 'cancelled');

create table tillbook.import_piece (
  company_id uuid not null,
  import_id uuid not null,
  piece integer not null,
  bytes bytea not null,
  primary key (company_id, import_id, piece),
  foreign key (company_id, import_id) references tillbook.event_import on delete cascade
);
-- Each is written once, read a few times and removed.
alter table tillbook.import_piece alter column bytes set storage external;

create table tillbook.import_problem (
  company_id uuid not null,
  import_id uuid not null,
  number integer not null,
  place text not null,
  field text,
  event_key text,
  value text not null,
  rule text not null,
  primary key (company_id, import_id, number),
  foreign key (company_id, import_id) references tillbook.event_import on delete cascade
);

alter table tillbook.event_import enable row level security;
alter table tillbook.import_piece enable row level security;
alter table tillbook.import_problem enable row level security;
create policy own_company on tillbook.event_import to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.import_piece to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.import_problem to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, update, delete on tillbook.event_import to tillbook_app;
grant select, insert, delete on tillbook.import_piece, tillbook.import_problem to tillbook_app;

-- Over all companies, without seeing into any: what a worker has to do, or to end since it was left before these times.
create function tillbook.imports_to_run(receiving timestamptz, checked timestamptz)
  returns table (company_id uuid, import_id uuid)
  language sql stable security definer set search_path = pg_catalog
begin atomic
  select event_import.company_id, event_import.import_id from tillbook.event_import
    where event_import.state in ('checking', 'importing')
      or (event_import.state = 'receiving' and event_import.touched_at < imports_to_run.receiving)
      or (event_import.state = 'checked' and event_import.touched_at < imports_to_run.checked);
end;
revoke execute on function tillbook.imports_to_run(timestamptz, timestamptz) from public;
grant execute on function tillbook.imports_to_run(timestamptz, timestamptz) to tillbook_app;
