-- Two Tillbooks may begin on one QuickBooks company at once: each shows itself by one entry, and looks for the other before it goes on.
-- When an entry was accepted the first time since the connection was made.
alter table tillbook.roll_call add column announced_at timestamptz;
-- Entries go one by one until then; null: the roll was not called yet since that first entry.
alter table tillbook.roll_call add column alone_until timestamptz;
-- Whoever posts already has been looked for each day.
update tillbook.roll_call set announced_at = called_at, alone_until = called_at;
