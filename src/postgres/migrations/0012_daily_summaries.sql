-- How entries are made, from which business date on: [{"from":null,"mode":"per-event"},{"from":"2026-11-01","mode":"daily-summary"}],
-- the earliest first. What no period covers is per event.
alter table tillbook.company add column posting_modes jsonb not null default '[]';
update tillbook.company set posting_modes =
  jsonb_build_array(jsonb_build_object('from', posting_mode_from, 'mode', posting_mode));
alter table tillbook.company drop column posting_mode, drop column posting_mode_from;

-- The summaries of one location's business date: the first, and those for events that came after it was sent. Its row is what
-- whoever adds an event to it, builds it or sends it locks, so that no event is in a summary that has gone without it.
create table tillbook.daily_summary (
  company_id uuid not null references tillbook.company,
  posting_key text not null,
  business_date date not null,
  location text not null,
  sequence integer not null check (sequence >= 1),
  created_at timestamptz not null,
  primary key (company_id, posting_key),
  unique (company_id, business_date, location, sequence)
);
alter table tillbook.daily_summary enable row level security;
create policy own_company on tillbook.daily_summary to tillbook_app using (company_id = tillbook.current_company());
-- A row is never changed; to lock it takes the right to.
grant select, insert, update (created_at) on tillbook.daily_summary to tillbook_app;

-- Not built before then: the end of the day, and its days of grace. Null: at once.
alter table tillbook.posting add column not_before timestamptz;
-- Which parts of its summary an event is in, where the summary has several; null: all of them.
alter table tillbook.financial_event add column posting_parts integer[];
grant update (posting_parts) on tillbook.financial_event to tillbook_app;

alter table tillbook.posting_record drop constraint posting_record_what_check;
alter table tillbook.posting_record add constraint posting_record_what_check check (what in ('built', 'held', 'released',
  'intent-saved', 'accepted', 'refused', 'unknown', 'not-sent', 'looked-up', 'number-taken', 'handled-outside',
  'nothing-to-post', 'moved'));

-- What went to over and short because of the cap: found without looking through the journal.
create index journal_line_over_short on tillbook.journal_line (company_id, business_date) where role = 'over-short';

-- A lane is not woken for a day that is not over.
create or replace function tillbook.companies_with_open_postings() returns setof uuid
  language sql stable security definer set search_path = pg_catalog
begin atomic
  select company.company_id from tillbook.company
    join tillbook.connection on connection.company_id = company.company_id and connection.state = 'connected'
    where company.sync_state = 'running' and exists (select from tillbook.posting
      where posting.company_id = company.company_id
        and posting.state in ('pending', 'ready', 'intent-saved', 'unknown')
        and (posting.not_before is null or posting.not_before <= now()));
end;
