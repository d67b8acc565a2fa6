-- A lane that was not given back was left in the middle of its work: what its holder meant to look at next, a void that waits
-- for what has just been posted, say, is no open posting, and nobody else would come for it for hours.
create or replace function tillbook.companies_with_open_postings(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog
begin atomic
  select company.company_id from tillbook.company
    join tillbook.connection on connection.company_id = company.company_id and connection.state = 'connected'
    where company.sync_state = 'running' and (
      exists (select from tillbook.posting
        where posting.company_id = company.company_id
          and posting.state in ('pending', 'ready', 'intent-saved', 'unknown')
          and (posting.not_before is null or posting.not_before <= companies_with_open_postings.now))
      or exists (select from tillbook.lane
        where lane.company_id = company.company_id and lane.lease_until <= companies_with_open_postings.now));
end;

-- Taken from their holders they still are not given back.
create or replace function tillbook.end_leases() returns void
  language sql volatile security definer set search_path = pg_catalog
begin atomic
  update tillbook.lane set lease_until = '-infinity', lease_holder = null where lease_until is not null;
end;
