-- Lines are checked where they are written, once a statement. What would come past that is taken from the application: an entry and its lines
-- stay as they were written, but for the accounts of lines, which follow a merge, until they are removed together.
revoke update on tillbook.journal_entry from tillbook_app;
revoke update, delete on tillbook.journal_line from tillbook_app;
grant update (account_id) on tillbook.journal_line to tillbook_app;
alter function tillbook.remove_lines() security definer set search_path = pg_catalog;
revoke execute on function tillbook.remove_lines() from public;

-- By these an entry is known at QuickBooks: its number and its marker are made of them.
revoke update (posting_key, part, business_date, created_at) on tillbook.posting from tillbook_app;
