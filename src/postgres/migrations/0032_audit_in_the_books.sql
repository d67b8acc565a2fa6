-- What an act changed in the books, in numbers: an empty object is nothing, null is not known.
alter table tillbook.audit_log add column in_books jsonb;
