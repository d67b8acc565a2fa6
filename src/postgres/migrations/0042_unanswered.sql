-- How often an entry was sent in vain, no usable answer having come, while QuickBooks answers others (docs/decisions/0051); an update likewise.
alter table tillbook.posting add column unanswered integer not null default 0;
alter table tillbook.drift add column unanswered integer not null default 0;
alter table tillbook.repost_item add column unanswered integer not null default 0;
-- When QuickBooks last answered the writing of an entry: accepted, or refused with a fault of its own. Reading alone tells nothing of writing.
alter table tillbook.connection add column entry_answered_at timestamptz;
-- The application may change the columns of a posting by name.
grant update (unanswered) on tillbook.posting to tillbook_app;
