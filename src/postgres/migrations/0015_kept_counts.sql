-- How many events have each status, kept with every change of one, so that nobody counts through history. Changes are only
-- added, so that two writers never wait for each other here, and folded into one row a status now and then.
create table tillbook.event_count (
  company_id uuid not null references tillbook.company,
  change_number bigint generated always as identity,
  status text not null,
  change bigint not null,
  primary key (company_id, change_number)
);
alter table tillbook.event_count enable row level security;
create policy own_company on tillbook.event_count to tillbook_app using (company_id = tillbook.current_company());
-- To lock a row takes the right to update one.
grant select, insert, delete, update (change) on tillbook.event_count to tillbook_app;
insert into tillbook.event_count (company_id, status, change)
  select company_id, status, count(*) from tillbook.financial_event group by company_id, status;

create function tillbook.count_recorded_events() returns trigger language plpgsql as $$
begin
  insert into tillbook.event_count (company_id, status, change)
    select company_id, status, count(*) from recorded group by company_id, status;
  return null;
end $$;
create function tillbook.count_changed_events() returns trigger language plpgsql as $$
begin
  insert into tillbook.event_count (company_id, status, change)
    select company_id, status, sum(one) from (
      select company_id, status, 1 as one from after_change
      union all
      select company_id, status, -1 from before_change
    ) changed
    group by company_id, status having sum(one) <> 0;
  return null;
end $$;
create trigger events_recorded after insert on tillbook.financial_event
  referencing new table as recorded for each statement execute function tillbook.count_recorded_events();
create trigger events_changed after update on tillbook.financial_event
  referencing old table as before_change new table as after_change
  for each statement execute function tillbook.count_changed_events();

-- A lane asks at every step whether a cause holds it as a whole: the many that hold single entries are not read for that.
create index cause_open_by_kind on tillbook.cause (company_id, kind, first_seen, cause_id) where resolved_at is null;

-- QuickBooks refused the batch that it was in as a whole, or never spoke of it: no other entry waits for it a second time.
alter table tillbook.posting add column goes_alone boolean not null default false;
