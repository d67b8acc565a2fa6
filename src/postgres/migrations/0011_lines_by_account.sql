-- What a change of the mapping would have given another account: of a role and subject, the lines of each other account by date.
drop index tillbook.journal_line_by_subject;
create index journal_line_by_subject on tillbook.journal_line
  (company_id, role, subject, account_id, business_date);
