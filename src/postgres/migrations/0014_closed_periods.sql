-- What becomes of entries dated where the books are closed in QuickBooks.
alter table tillbook.company add column closed_periods text not null default 'hold'
  check (closed_periods in ('hold', 'first-open-day', 'ask'));
-- The last date that QuickBooks refused as closed although the closing date that it gives does not say so.
alter table tillbook.connection add column refused_until date;
-- The date of the entry in QuickBooks, where it is not the business date.
alter table tillbook.posting add column posting_date date check (posting_date > business_date);
-- What a person decided, where the company is asked each time.
alter table tillbook.posting add column closed_choice text check (closed_choice in ('first-open-day', 'wait'));

alter table tillbook.posting_record drop constraint posting_record_what_check;
alter table tillbook.posting_record add constraint posting_record_what_check check (what in ('built', 'held', 'released',
  'intent-saved', 'accepted', 'refused', 'unknown', 'not-sent', 'looked-up', 'number-taken', 'handled-outside',
  'nothing-to-post', 'moved', 'decided'));
