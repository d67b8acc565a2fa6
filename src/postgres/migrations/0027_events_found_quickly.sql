-- What a bookkeeper looks for among ten million events, each question answered by an index (docs/decisions/0033).

-- A number as it is looked for: from its start or from its end, whatever its case. As columns of their own, since an index of an
-- expression is of no use here: under row-level security only what cannot leak a row may narrow a scan, and lower() may.
alter table tillbook.financial_event
  add column number_forwards text collate "C" generated always as (lower(number)) stored,
  add column number_backwards text collate "C" generated always as (reverse(lower(number))) stored;
drop index tillbook.financial_event_by_number;
create index financial_event_by_number on tillbook.financial_event (company_id, number_forwards, business_date, event_id);
create index financial_event_by_number_end on tillbook.financial_event (company_id, number_backwards, business_date, event_id);

-- In the order of lists, so that the newest of an amount are read and no others.
drop index tillbook.financial_event_by_amount;
create index financial_event_by_amount on tillbook.financial_event (company_id, amount_minor, business_date, event_id);
create index financial_event_by_source on tillbook.financial_event (company_id, source, business_date, event_id);

-- Nearly all are synced, and most are sales: those are found by date as quickly, and are kept up in these indexes no more.
drop index tillbook.financial_event_by_status;
create index financial_event_by_status on tillbook.financial_event (company_id, status, business_date, event_id)
  where status <> 'synced';
drop index tillbook.financial_event_by_kind;
create index financial_event_by_kind on tillbook.financial_event (company_id, kind, business_date, event_id) where kind <> 'sale';
