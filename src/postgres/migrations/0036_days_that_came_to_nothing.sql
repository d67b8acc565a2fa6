-- A day's sum says that there was something also where it comes to nothing, as a card sold and taken back at once: the list of gift cards
-- looks through the days that have one. Days of before had none then; they get those that the list asks for.
with recursive voided as (
  select company_id, business_date, location, currency, kind, reverses from tillbook.financial_event
    where reverses is not null and kind in ('sale', 'customer-deposit', 'gift-card-adjustment', 'cash-movement')
  union
  select voided.company_id, voided.business_date, voided.location, voided.currency, voided.kind, original.reverses
    from voided join tillbook.financial_event original on original.company_id = voided.company_id
      and original.event_key = voided.reverses and original.kind = voided.kind
    where original.reverses is not null
), counted as (
  select company_id, business_date, location, currency, kind, body from tillbook.financial_event
    where kind in ('sale', 'customer-deposit', 'gift-card-adjustment', 'cash-movement')
  union all
  select voided.company_id, voided.business_date, voided.location, voided.currency, voided.kind, original.body
    from voided join tillbook.financial_event original on original.company_id = voided.company_id
      and original.event_key = voided.reverses and original.kind = voided.kind
)
insert into tillbook.kept_sum (company_id, span, first_day, location, currency, kind, subject, amount_minor)
select distinct company_id, 'day', business_date, location, currency, part.kind, part.subject, 0
from counted cross join lateral (
  select 'gift-card-issued' as kind, '' as subject where counted.kind = 'gift-card-adjustment'
    or counted.kind = 'sale' and body @> '{"lines":[{"type":"gift-card"}]}'
  union all
  select 'tender', payment ->> 'paymentType' from jsonb_array_elements(coalesce(body -> 'payments', '[]')) as payment
    where counted.kind = 'sale'
  union all
  select 'other-payment', body ->> 'paymentType'
    where counted.kind in ('customer-deposit', 'cash-movement') and body ? 'paymentType'
) part
-- In the order of all who write these rows.
order by company_id, business_date, location, currency, kind, subject
on conflict do nothing;
