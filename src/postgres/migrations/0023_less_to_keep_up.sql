-- What each entry has kept up on its way, and nothing asks for.

-- A batch is asked for only while one of it is unresolved: those are few, and in an index of their own.
drop index tillbook.posting_by_batch;

-- The timeline is read by posting, in the order of writing; nobody looks for a record by its id.
alter table tillbook.posting_record drop constraint posting_record_pkey;
alter table tillbook.posting_record add primary key (company_id, posting_id, record_number);
drop index tillbook.posting_record_by_posting;

-- The application has no right to remove a mapping or to change its id, and every line had asked anew whether it is there.
alter table tillbook.journal_line drop constraint journal_line_company_id_mapping_id_fkey;
