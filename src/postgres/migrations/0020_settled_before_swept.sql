-- A sweep for many entries of ours waits until they have settled: when the last one was accepted. Null: before this was kept.
alter table tillbook.sweep add column accepted_at timestamptz;

-- The times and the number are the caller's: what is due is then the same for the database and for whoever asks.
drop function tillbook.companies_to_sweep(timestamptz);
create function tillbook.companies_to_sweep(swept_before timestamptz, accepted_min integer, accepted_before timestamptz)
  returns setof uuid
  language sql stable security definer set search_path = pg_catalog
begin atomic
  select connection.company_id from tillbook.connection
    left join tillbook.sweep on sweep.company_id = connection.company_id and sweep.realm_id = connection.realm_id
    where connection.state = 'connected'
      and (coalesce(sweep.swept_at, connection.connected_at) <= companies_to_sweep.swept_before
        or sweep.asked_at is not null or sweep.reread_covers is not null
        or (sweep.accepted >= companies_to_sweep.accepted_min
          and (sweep.accepted_at is null or sweep.accepted_at <= companies_to_sweep.accepted_before))
        or exists (select from tillbook.drift where drift.company_id = connection.company_id
          and drift.state in ('put-back-asked', 'put-back-sent')));
end;
revoke execute on function tillbook.companies_to_sweep(timestamptz, integer, timestamptz) from public;
grant execute on function tillbook.companies_to_sweep(timestamptz, integer, timestamptz) to tillbook_app;
