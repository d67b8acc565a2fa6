-- What the whole dashboard shows, kept with each batch: sums by payment type, by item class and of what is owed, and how many events of
-- each day have each status. Nothing is recorded or changed between what is added up here and what is kept from here on.
lock table tillbook.financial_event in share row exclusive mode;

-- By day; and by month, so that a balance since the first event reads a row a month.
create table tillbook.kept_sum (
  company_id uuid not null references tillbook.company,
  span text not null check (span in ('day', 'month')),
  first_day date not null,
  location text not null,
  currency text not null,
  kind text not null check (kind in
    ('tender', 'other-payment', 'item-class', 'gift-card-issued', 'deposit-taken', 'deposit-applied')),
  -- A payment type or an item class; '' where the kind has none.
  subject text not null,
  amount_minor bigint not null,
  primary key (company_id, span, first_day, location, currency, kind, subject)
);
alter table tillbook.kept_sum enable row level security;
create policy own_company on tillbook.kept_sum to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, update on tillbook.kept_sum to tillbook_app;

-- A void without lines takes back what its original added; it counts on its own day.
with counted as (
  select event.company_id, event.business_date, event.location, event.currency, event.kind,
    case when mirrors then original.body else event.body end as body,
    case when mirrors then -1 else 1 end as sign,
    case when event.currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV',
        'XAF', 'XOF', 'XPF') then 1
      when event.currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000
      when event.currency in ('CLF', 'UYW') then 10000
      else 100
    end as minor_units
  from tillbook.financial_event event
  cross join lateral (select event.reverses is not null and case event.kind
      when 'sale' then jsonb_array_length(coalesce(event.body -> 'lines', '[]')) = 0
        and jsonb_array_length(coalesce(event.body -> 'payments', '[]')) = 0
        and jsonb_array_length(coalesce(event.body -> 'depositsApplied', '[]')) = 0
      else event.body -> 'amount' is null
    end as mirrors) as way
  left join tillbook.financial_event original on mirrors and original.company_id = event.company_id
    and original.event_key = event.reverses and original.kind = event.kind
  where event.kind in ('sale', 'customer-deposit', 'gift-card-adjustment', 'cash-movement')
    -- What the next version took the place of before it was sent counts no more; what was sent has a reversal that takes it back.
    and not (
      exists (select from tillbook.financial_event next where next.company_id = event.company_id
        and next.version_of = coalesce(event.version_of, event.event_key) and next.version = event.version + 1
        and next.reverses is null)
      and not exists (select from tillbook.financial_event reversal where reversal.company_id = event.company_id
        and reversal.reverses = event.event_key and reversal.version_of is not null)
    )
), part as (
  select counted.*, 'item-class' as sum_kind, line ->> 'itemClass' as subject, (line ->> 'amount')::numeric as amount
    from counted, jsonb_array_elements(coalesce(body -> 'lines', '[]')) as line
    where kind = 'sale' and line ->> 'type' = 'item'
  union all
  select counted.*, 'gift-card-issued', '', (line ->> 'amount')::numeric + coalesce((line ->> 'discount')::numeric, 0)
    from counted, jsonb_array_elements(coalesce(body -> 'lines', '[]')) as line
    where kind = 'sale' and line ->> 'type' = 'gift-card'
  union all
  select counted.*, 'tender', payment ->> 'paymentType', (payment ->> 'amount')::numeric
    from counted, jsonb_array_elements(coalesce(body -> 'payments', '[]')) as payment
    where kind = 'sale'
  union all
  select counted.*, 'deposit-applied', '', (deposit ->> 'amount')::numeric
    from counted, jsonb_array_elements(coalesce(body -> 'depositsApplied', '[]')) as deposit
    where kind = 'sale'
  union all
  select counted.*, 'deposit-taken', '', (body ->> 'amount')::numeric from counted where kind = 'customer-deposit'
  union all
  select counted.*, 'gift-card-issued', '', (body ->> 'amount')::numeric from counted where kind = 'gift-card-adjustment'
  union all
  select counted.*, 'other-payment', body ->> 'paymentType', (body ->> 'amount')::numeric
    from counted where kind = 'customer-deposit'
  union all
  select counted.*, 'other-payment', body ->> 'paymentType',
    case when body ->> 'direction' = 'out' then -1 else 1 end * (body ->> 'amount')::numeric
    from counted where kind = 'cash-movement'
), by_day as (
  select company_id, business_date, location, currency, sum_kind, subject, sum(sign * amount * minor_units)::bigint as amount_minor
  from part where amount is not null group by company_id, business_date, location, currency, sum_kind, subject
)
insert into tillbook.kept_sum (company_id, span, first_day, location, currency, kind, subject, amount_minor)
  select company_id, 'day', business_date, location, currency, sum_kind, subject, amount_minor from by_day
    where amount_minor <> 0
  union all
  select company_id, 'month', date_trunc('month', business_date)::date, location, currency, sum_kind, subject, sum(amount_minor)
    from by_day where sum_kind <> 'item-class'
    group by company_id, date_trunc('month', business_date), location, currency, sum_kind, subject
    having sum(amount_minor) <> 0;
drop table tillbook.tender_day;

-- What changed of each day is said by the same rows that say what changed in all (0015), and goes into a row a day when they are folded.
create table tillbook.event_day (
  company_id uuid not null references tillbook.company,
  business_date date not null,
  location text not null,
  status text not null,
  events bigint not null,
  primary key (company_id, business_date, location, status)
);
alter table tillbook.event_day enable row level security;
create policy own_company on tillbook.event_day to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, update on tillbook.event_day to tillbook_app;
insert into tillbook.event_day (company_id, business_date, location, status, events)
  select company_id, business_date, location, status, count(*) from tillbook.financial_event
  group by company_id, business_date, location, status;

-- Null in what is folded already.
alter table tillbook.event_count add column business_date date, add column location text;

create or replace function tillbook.count_recorded_events() returns trigger language plpgsql as $$
begin
  insert into tillbook.event_count (company_id, status, change, business_date, location)
    select company_id, status, count(*), business_date, location from recorded
    group by company_id, status, business_date, location;
  return null;
end $$;
create or replace function tillbook.count_changed_events() returns trigger language plpgsql as $$
begin
  insert into tillbook.event_count (company_id, status, change, business_date, location)
    select company_id, status, sum(one), business_date, location from (
      select company_id, status, business_date, location, 1 as one from after_change
      union all
      select company_id, status, business_date, location, -1 from before_change
    ) changed
    group by company_id, status, business_date, location having sum(one) <> 0;
  return null;
end $$;
