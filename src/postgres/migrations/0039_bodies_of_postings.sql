-- The bytes that are sent for a posting, in a table of their own (docs/decisions/0046): three of four bytes of its row, written anew with each change
-- of its state.
-- What another process saves meanwhile waits, and is not lost with the columns.
lock table tillbook.posting in access exclusive mode;

create table tillbook.posting_body (
  company_id uuid not null,
  -- No foreign key: the application has no right to remove a posting, and each row would be asked for it.
  posting_id uuid not null,
  body text not null,
  digest bytea not null,
  primary key (company_id, posting_id)
);
insert into tillbook.posting_body (company_id, posting_id, body, digest)
  select company_id, posting_id, body, coalesce(body_digest, sha256(convert_to(body, 'UTF8'))) from tillbook.posting where body is not null;
-- With them goes the check that what may be at QuickBooks has a body, which spanned both.
alter table tillbook.posting drop column body, drop column body_digest;
alter table tillbook.posting add check (state not in ('intent-saved', 'unknown', 'accepted') or
  (request_id is not null and document_number is not null));

alter table tillbook.posting_body enable row level security;
create policy own_company on tillbook.posting_body to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, update, delete on tillbook.posting_body to tillbook_app;
