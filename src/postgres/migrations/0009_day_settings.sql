-- time_zone and day_end of a company and of a location hold from the beginning; here is what holds from a business date on.
create table tillbook.day_setting (
  company_id uuid not null references tillbook.company,
  -- Empty: the company's own.
  location text not null,
  applicable_from date not null,
  -- Null, of a location: the company's.
  time_zone text,
  day_end time,
  primary key (company_id, location, applicable_from),
  check (location <> '' or (time_zone is not null and day_end is not null))
);
alter table tillbook.day_setting enable row level security;
create policy own_company on tillbook.day_setting to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, delete on tillbook.day_setting to tillbook_app;
