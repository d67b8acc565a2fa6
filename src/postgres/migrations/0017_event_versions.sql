-- The same key came again with other content and a person took that: a version is an event of its own, and so is the reversal that
-- makes way for it where the one before was sent. The first of a key is version 1 of itself.
alter table tillbook.financial_event add column version_of text;
alter table tillbook.financial_event add column version integer not null default 1 check (version >= 1);
create index financial_event_by_version_of on tillbook.financial_event (company_id, version_of) where version_of is not null;

-- The event that it became.
alter table tillbook.event_conflict add column taken_as uuid;
grant update (taken_as) on tillbook.event_conflict to tillbook_app;
