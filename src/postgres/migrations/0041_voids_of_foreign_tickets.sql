-- A void without lines is of the currency of what it takes back (docs/decisions/0049). It was listed and counted in the company's own, with an
-- amount in the other's minor units, and listed without an amount where it came first. The days that have one are added up anew.

lock table tillbook.financial_event in share row exclusive mode;

-- Each void without lines, and what has lines of its own in the end; `flip` is -1 where these count the other way round.
create temporary table mirror on commit drop as
  select company_id, event_id, event_key, kind, reverses from tillbook.financial_event event
  where reverses is not null and case kind
    when 'sale' then jsonb_array_length(coalesce(body -> 'lines', '[]')) = 0
      and jsonb_array_length(coalesce(body -> 'payments', '[]')) = 0
      and jsonb_array_length(coalesce(body -> 'depositsApplied', '[]')) = 0
    else body -> 'amount' is null and jsonb_array_length(coalesce(body -> 'lines', '[]')) = 0
  end;
create index on mirror (company_id, event_id);
analyze mirror;

create temporary table taken_back on commit drop as
  with recursive step as (
    select mirror.company_id, mirror.event_id, mirror.kind, mirror.reverses, -1 as flip, array[mirror.event_key] as passed from mirror
    union all
    select step.company_id, step.event_id, step.kind, at_hand.reverses, -step.flip, step.passed || at_hand.event_key
    from step join tillbook.financial_event voided on voided.company_id = step.company_id and voided.event_key = step.reverses
      join mirror at_hand on at_hand.company_id = voided.company_id and at_hand.event_id = voided.event_id
    where at_hand.kind = step.kind and at_hand.event_key <> all(step.passed)
  )
  select step.company_id, step.event_id, step.flip, original.event_id as original_id
  from step join tillbook.financial_event original on original.company_id = step.company_id
    and original.event_key = step.reverses and original.kind = step.kind
  where not exists (select from mirror where mirror.company_id = original.company_id and mirror.event_id = original.event_id);
create index on taken_back (company_id, event_id);
analyze taken_back;

create temporary table miscounted on commit drop as
  select distinct event.company_id, event.business_date, event.location, counted.currency
  from taken_back join tillbook.financial_event event using (company_id, event_id)
  join tillbook.financial_event original on original.company_id = event.company_id and original.event_id = taken_back.original_id
  cross join lateral (values (event.currency), (original.currency)) as counted (currency)
  where event.currency <> original.currency
    and event.kind in ('sale', 'customer-deposit', 'gift-card-adjustment', 'cash-movement');
analyze miscounted;

update tillbook.financial_event event set currency = original.currency, exchange_rate = original.exchange_rate,
  amount_minor = taken_back.flip * original.amount_minor
from taken_back join tillbook.financial_event original on original.company_id = taken_back.company_id
  and original.event_id = taken_back.original_id
where event.company_id = taken_back.company_id and event.event_id = taken_back.event_id
  and (event.currency, event.exchange_rate, event.amount_minor)
    is distinct from (original.currency, original.exchange_rate, taken_back.flip * original.amount_minor);

create temporary table counted on commit drop as
  select event.company_id, event.business_date, event.location, event.currency, event.kind, coalesce(taken_back.flip, 1) as flip,
    coalesce(original.reverses, case when taken_back.event_id is null then event.reverses end) is not null as reversing,
    coalesce(original.body, event.body) as body,
    case when event.currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV',
        'XAF', 'XOF', 'XPF') then 1
      when event.currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000
      when event.currency in ('CLF', 'UYW') then 10000
      else 100
    end as minor_units
  from miscounted join tillbook.financial_event event using (company_id, business_date, location, currency)
  left join taken_back using (company_id, event_id)
  left join tillbook.financial_event original on original.company_id = event.company_id and original.event_id = taken_back.original_id
  where event.kind in ('sale', 'customer-deposit', 'gift-card-adjustment', 'cash-movement')
    -- What is not known yet, or voids in a ring, counts nothing.
    and (taken_back.event_id is not null
      or not exists (select from mirror where mirror.company_id = event.company_id and mirror.event_id = event.event_id))
    -- What the next version took the place of before it was sent counts no more; what was sent has a reversal that takes it back.
    and not (
      exists (select from tillbook.financial_event next where next.company_id = event.company_id
        and next.version_of = coalesce(event.version_of, event.event_key) and next.version = event.version + 1
        and next.reverses is null)
      and not exists (select from tillbook.financial_event reversal where reversal.company_id = event.company_id
        and reversal.reverses = event.event_key and reversal.version_of is not null)
    );

delete from tillbook.kept_sum kept using miscounted where kept.company_id = miscounted.company_id
  and kept.location = miscounted.location and kept.currency = miscounted.currency and (
    (kept.span = 'day' and kept.first_day = miscounted.business_date)
    or (kept.span = 'month' and kept.first_day = date_trunc('month', miscounted.business_date)::date));

-- What comes to nothing is kept, too: it says on which days there was something.
with part as (
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
)
insert into tillbook.kept_sum (company_id, span, first_day, location, currency, kind, subject, amount_minor)
  select company_id, 'day', business_date, location, currency, sum_kind, subject, sum(flip * amount * minor_units)::bigint
  from part where amount is not null group by company_id, business_date, location, currency, sum_kind, subject;

insert into tillbook.kept_sum (company_id, span, first_day, location, currency, kind, subject, amount_minor)
  select day.company_id, 'month', month.first_day, day.location, day.currency, day.kind, day.subject, sum(day.amount_minor)
  from (select distinct company_id, date_trunc('month', business_date)::date as first_day, location, currency from miscounted) month
  join tillbook.kept_sum day on day.company_id = month.company_id and day.location = month.location
    and day.currency = month.currency and day.span = 'day' and day.kind <> 'item-class'
    and day.first_day >= month.first_day and day.first_day < month.first_day + interval '1 month'
  group by day.company_id, month.first_day, day.location, day.currency, day.kind, day.subject;

delete from tillbook.sales_day day using miscounted where day.company_id = miscounted.company_id
  and day.business_date = miscounted.business_date and day.location = miscounted.location and day.currency = miscounted.currency;

insert into tillbook.sales_day (company_id, business_date, location, currency, tickets, net_sales_minor, refunds_minor, tax_minor,
  discounts_minor)
select counted.company_id, counted.business_date, counted.location, counted.currency, sum(way.sign)::integer,
  sum(line.net * way.each)::bigint, sum(line.refunds * way.each)::bigint, sum(line.tax * way.each)::bigint,
  sum(line.discounts * way.each)::bigint
from counted
cross join lateral (select case when reversing then -flip else flip end as sign, flip * minor_units as each) way
cross join lateral (
  select coalesce(sum((item ->> 'amount')::numeric) filter (where item ->> 'type' = 'item'), 0) as net,
    coalesce(sum((item ->> 'amount')::numeric) filter (where item ->> 'type' = 'tax'), 0) as tax,
    coalesce(sum((item ->> 'discount')::numeric) filter (where item ->> 'type' = 'item'), 0) as discounts,
    -- Returned lines alone; a void's own lines are sales taken back.
    coalesce(sum(-(item ->> 'amount')::numeric) filter (where item ->> 'type' = 'item'
      and way.sign * counted.flip * (item ->> 'amount')::numeric < 0), 0) as refunds
  from jsonb_array_elements(coalesce(counted.body -> 'lines', '[]')) as item
) line
where counted.kind = 'sale'
group by counted.company_id, counted.business_date, counted.location, counted.currency;

-- The application changes no amount. A void that came before what it voids has none, and gets it here once.
create function tillbook.give_amounts(keys text[], currencies text[], rates numeric[], amounts bigint[]) returns void
  language sql security definer set search_path = pg_catalog
begin atomic
  update tillbook.financial_event event set currency = given.currency, exchange_rate = given.rate, amount_minor = given.amount
    from unnest(keys, currencies, rates, amounts) as given (key, currency, rate, amount)
    where event.company_id = tillbook.current_company() and event.event_key = given.key and event.reverses is not null
      and event.amount_minor = 0;
end;
revoke execute on function tillbook.give_amounts(text[], text[], numeric[], bigint[]) from public;
grant execute on function tillbook.give_amounts(text[], text[], numeric[], bigint[]) to tillbook_app;
