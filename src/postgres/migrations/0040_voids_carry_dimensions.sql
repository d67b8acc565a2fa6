-- Department and class of a line that mirrors an entry which was posted, as that carries them. Null: as they are chosen when it is written.
alter table tillbook.journal_line add column dimensions jsonb;
