-- Whoever asks for consent says whether another QuickBooks company may take the place of the one in which entries have been posted.
alter table tillbook.connect_attempt add column new_books boolean not null default false;
