-- How events stand that are not in QuickBooks, in a table of their own: one that has no row here is synced (docs/decisions/0046). An event has ten
-- indexes to be found by, and wrote to each of them whenever its status changed.
lock table tillbook.financial_event in access exclusive mode;

create table tillbook.unsynced_event (
  company_id uuid not null,
  -- Of a financial event. No foreign key: the application has no right to remove an event, and each row would be asked for it.
  event_id uuid not null,
  status text not null check (status in ('never-synced', 'ready', 'syncing', 'action-required', 'failed', 'handled-outside')),
  handled_outside_reason text,
  -- The event's own, in the order of lists and for the counts by day.
  business_date date not null,
  location text not null,
  primary key (company_id, event_id)
);
insert into tillbook.unsynced_event (company_id, event_id, status, handled_outside_reason, business_date, location)
  select company_id, event_id, status, handled_outside_reason, business_date, location
  from tillbook.financial_event where status <> 'synced';
create index unsynced_event_by_status on tillbook.unsynced_event (company_id, status, business_date, event_id);

alter table tillbook.unsynced_event enable row level security;
create policy own_company on tillbook.unsynced_event to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, delete, update (status, handled_outside_reason) on tillbook.unsynced_event to tillbook_app;

drop trigger events_changed on tillbook.financial_event;
alter table tillbook.financial_event drop column status, drop column handled_outside_reason;

-- The counts (0015, 0025): an event that is recorded is one more that is synced, and one less with the row that says how else it stands.
create or replace function tillbook.count_recorded_events() returns trigger language plpgsql as $$
begin
  insert into tillbook.event_count (company_id, status, change, business_date, location)
    select company_id, 'synced', count(*), business_date, location from recorded
    group by company_id, business_date, location;
  return null;
end $$;
create function tillbook.count_unsynced_events() returns trigger language plpgsql as $$
declare one integer := case tg_op when 'INSERT' then 1 else -1 end;
begin
  insert into tillbook.event_count (company_id, status, change, business_date, location)
    select company_id, status, one * count(*), business_date, location from moved
      group by company_id, status, business_date, location
    union all
    select company_id, 'synced', -one * count(*), business_date, location from moved
      group by company_id, business_date, location;
  return null;
end $$;
create trigger events_unsynced after insert on tillbook.unsynced_event
  referencing new table as moved for each statement execute function tillbook.count_unsynced_events();
create trigger events_synced after delete on tillbook.unsynced_event
  referencing old table as moved for each statement execute function tillbook.count_unsynced_events();
create trigger events_changed after update on tillbook.unsynced_event
  referencing old table as before_change new table as after_change
  for each statement execute function tillbook.count_changed_events();

-- What is read: each event with how it stands. `unsynced_…` are null where it is synced, and are what the index by status is found by.
create view tillbook.event_with_status with (security_invoker = true) as
  select event.*, coalesce(unsynced.status, 'synced') as status, unsynced.handled_outside_reason,
    unsynced.status as unsynced_status, unsynced.business_date as unsynced_date, unsynced.event_id as unsynced_id
  from tillbook.financial_event event
  left join tillbook.unsynced_event unsynced using (company_id, event_id);
grant select on tillbook.event_with_status to tillbook_app;
