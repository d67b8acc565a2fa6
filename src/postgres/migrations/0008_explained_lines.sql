-- A mapping is never changed: a new choice ends the old row and adds its own, so that a line can say which one it was built by.
alter table tillbook.mapping drop constraint mapping_pkey;
alter table tillbook.mapping add column mapping_id uuid not null default gen_random_uuid();
-- Null: it is the one in force from its date on.
alter table tillbook.mapping add column ended_at timestamptz;
alter table tillbook.mapping add primary key (company_id, mapping_id);
create unique index mapping_in_force on tillbook.mapping (company_id, role, subject, applicable_from) where ended_at is null;
revoke update, delete on tillbook.mapping from tillbook_app;
grant update (ended_at) on tillbook.mapping to tillbook_app;

-- Which rule made a line, and which mapping gave its account; null for lines that were built before they were kept.
alter table tillbook.journal_line add column rule text;
alter table tillbook.journal_line add column mapping_id uuid;
alter table tillbook.journal_line add foreign key (company_id, mapping_id) references tillbook.mapping;

-- Its entry's date, beside role and subject: what a change of the mapping would have given another account is found by index.
alter table tillbook.journal_line add column business_date date;
update tillbook.journal_line line set business_date = entry.business_date
  from tillbook.journal_entry entry
  where entry.company_id = line.company_id and entry.posting_id = line.posting_id;
alter table tillbook.journal_line alter column business_date set not null;
create index journal_line_by_subject on tillbook.journal_line (company_id, role, (coalesce(subject, '')), business_date);
