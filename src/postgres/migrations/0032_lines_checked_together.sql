-- What each line of an entry cost by itself is done once a statement.

-- Both were asked for by account: one index answers for an account, and for a role and subject of an account by date.
drop index tillbook.journal_line_by_subject;
drop index tillbook.journal_line_by_account;
create index journal_line_by_account on tillbook.journal_line (company_id, account_id, role, subject, business_date);

-- A line belongs to an entry: checked below for all lines of a statement, where each had asked for itself.
alter table tillbook.journal_line drop constraint journal_line_company_id_posting_id_fkey;

-- Lines of an entry are numbered from 1 and written in one statement, so what was inserted is all that there is: nothing is read again.
create or replace function tillbook.check_lines_balance() returns trigger language plpgsql as $$
declare wrong uuid;
begin
  select given.posting_id into wrong
  from (
    select company_id, posting_id, count(*) as lines, min(line_number) as first, max(line_number) as last,
      coalesce(sum(amount_minor) filter (where side = 'debit'), 0) as debit_minor,
      coalesce(sum(amount_minor) filter (where side = 'credit'), 0) as credit_minor
    from inserted group by company_id, posting_id
  ) given
  left join tillbook.journal_entry entry using (company_id, posting_id)
  where entry.posting_id is null or given.first <> 1 or given.last <> given.lines
    or given.debit_minor <> entry.debit_minor or given.credit_minor <> entry.credit_minor
  limit 1;
  if wrong is not null then
    raise exception 'the lines of journal entry % do not add up to its totals', wrong using errcode = 'check_violation';
  end if;
  return null;
end $$;

create function tillbook.remove_lines() returns trigger language plpgsql as $$
begin
  delete from tillbook.journal_line line using removed
    where line.company_id = removed.company_id and line.posting_id = removed.posting_id;
  return null;
end $$;
create trigger lines_removed after delete on tillbook.journal_entry
  referencing old table as removed for each statement execute function tillbook.remove_lines();

-- The application has no right to remove a posting, and none to change which it is: no record of one has to ask whether it is there.
alter table tillbook.posting_record drop constraint posting_record_company_id_posting_id_fkey;
do $$
begin
  execute (
    select format('revoke update on tillbook.posting from tillbook_app; grant update (%s) on tillbook.posting to tillbook_app',
      string_agg(quote_ident(column_name), ', '))
    from information_schema.columns
    where table_schema = 'tillbook' and table_name = 'posting' and column_name not in ('company_id', 'posting_id')
  );
end $$;
