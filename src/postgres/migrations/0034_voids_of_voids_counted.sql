-- A void of a void, both without lines, has its ticket counted again; in sums of before it counted nothing, or took a second ticket away.
-- The days that have one are added up anew from their events.
lock table tillbook.financial_event in share row exclusive mode;

create function tillbook.is_mirror(event tillbook.financial_event) returns boolean language sql immutable as $$
  select event.reverses is not null and case event.kind
    when 'sale' then jsonb_array_length(coalesce(event.body -> 'lines', '[]')) = 0
      and jsonb_array_length(coalesce(event.body -> 'payments', '[]')) = 0
      and jsonb_array_length(coalesce(event.body -> 'depositsApplied', '[]')) = 0
    else event.body -> 'amount' is null
  end
$$;

-- What has lines of its own in the end, and whether they count as they are or the other way round.
create function tillbook.counted_of(event tillbook.financial_event, out body jsonb, out flip integer, out reversing boolean)
language plpgsql stable as $$
declare
  at_hand tillbook.financial_event := event;
  original tillbook.financial_event;
  passed text[] := '{}';
begin
  flip := 1;
  while tillbook.is_mirror(at_hand) loop
    passed := passed || at_hand.event_key;
    select * into original from tillbook.financial_event other where other.company_id = event.company_id
      and other.event_key = at_hand.reverses and other.kind = event.kind;
    if not found or original.event_key = any(passed) then return; end if;
    at_hand := original;
    flip := -flip;
  end loop;
  body := at_hand.body;
  reversing := at_hand.reverses is not null;
end $$;

create temporary table miscounted on commit drop as
  select distinct event.company_id, event.business_date, event.location, event.currency
  from tillbook.financial_event event
  join tillbook.financial_event voided on voided.company_id = event.company_id and voided.event_key = event.reverses
  where event.kind in ('sale', 'customer-deposit', 'gift-card-adjustment', 'cash-movement')
    and tillbook.is_mirror(event) and tillbook.is_mirror(voided);

create temporary table counted on commit drop as
  select event.company_id, event.business_date, event.location, event.currency, event.kind,
    counted.body, counted.flip, counted.reversing,
    case when event.currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV',
        'XAF', 'XOF', 'XPF') then 1
      when event.currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000
      when event.currency in ('CLF', 'UYW') then 10000
      else 100
    end as minor_units
  from miscounted join tillbook.financial_event event using (company_id, business_date, location, currency)
  cross join lateral tillbook.counted_of(event) as counted
  where event.kind in ('sale', 'customer-deposit', 'gift-card-adjustment', 'cash-movement') and counted.body is not null
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
  from part where amount is not null group by company_id, business_date, location, currency, sum_kind, subject
  having sum(flip * amount * minor_units) <> 0;

insert into tillbook.kept_sum (company_id, span, first_day, location, currency, kind, subject, amount_minor)
  select day.company_id, 'month', month.first_day, day.location, day.currency, day.kind, day.subject, sum(day.amount_minor)
  from (select distinct company_id, date_trunc('month', business_date)::date as first_day, location, currency from miscounted) month
  join tillbook.kept_sum day on day.company_id = month.company_id and day.location = month.location
    and day.currency = month.currency and day.span = 'day' and day.kind <> 'item-class'
    and day.first_day >= month.first_day and day.first_day < month.first_day + interval '1 month'
  group by day.company_id, month.first_day, day.location, day.currency, day.kind, day.subject
  having sum(day.amount_minor) <> 0;

update tillbook.sales_day day set tickets = sold.tickets, net_sales_minor = sold.net, refunds_minor = sold.refunds,
  tax_minor = sold.tax, discounts_minor = sold.discounts
from (
  select miscounted.*, coalesce(sum(sale.sign), 0)::integer as tickets, coalesce(sum(sale.net), 0)::bigint as net,
    coalesce(sum(sale.refunds), 0)::bigint as refunds, coalesce(sum(sale.tax), 0)::bigint as tax,
    coalesce(sum(sale.discounts), 0)::bigint as discounts
  from miscounted left join (
    select counted.company_id, counted.business_date, counted.location, counted.currency, way.sign,
      line.net * way.each as net, line.tax * way.each as tax, line.discounts * way.each as discounts,
      -- Returned lines alone; a void's own lines are sales taken back.
      (select coalesce(sum(-(item ->> 'amount')::numeric * way.each), 0)
        from jsonb_array_elements(coalesce(counted.body -> 'lines', '[]')) as item
        where item ->> 'type' = 'item' and way.sign * counted.flip * (item ->> 'amount')::numeric < 0) as refunds
    from counted
    cross join lateral (select case when reversing then -flip else flip end as sign, flip * minor_units as each) way
    cross join lateral (
      select coalesce(sum((item ->> 'amount')::numeric) filter (where item ->> 'type' = 'item'), 0) as net,
        coalesce(sum((item ->> 'amount')::numeric) filter (where item ->> 'type' = 'tax'), 0) as tax,
        coalesce(sum((item ->> 'discount')::numeric) filter (where item ->> 'type' = 'item'), 0) as discounts
      from jsonb_array_elements(coalesce(counted.body -> 'lines', '[]')) as item
    ) line
    where counted.kind = 'sale'
  ) sale using (company_id, business_date, location, currency)
  group by 1, 2, 3, 4
) sold
where day.company_id = sold.company_id and day.business_date = sold.business_date and day.location = sold.location
  and day.currency = sold.currency;

drop function tillbook.counted_of;
drop function tillbook.is_mirror;
