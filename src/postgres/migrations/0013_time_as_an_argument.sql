-- The time is the caller's: what is due is then the same for the database and for whoever asks.
drop function tillbook.companies_with_open_postings();
create function tillbook.companies_with_open_postings(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog
begin atomic
  select company.company_id from tillbook.company
    join tillbook.connection on connection.company_id = company.company_id and connection.state = 'connected'
    where company.sync_state = 'running' and exists (select from tillbook.posting
      where posting.company_id = company.company_id
        and posting.state in ('pending', 'ready', 'intent-saved', 'unknown')
        and (posting.not_before is null or posting.not_before <= companies_with_open_postings.now));
end;
revoke execute on function tillbook.companies_with_open_postings(timestamptz) from public;
grant execute on function tillbook.companies_with_open_postings(timestamptz) to tillbook_app;
