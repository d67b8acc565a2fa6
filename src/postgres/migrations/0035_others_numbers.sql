-- Whether QuickBooks may hold entries under numbers of ours that are not ours: then counting them does not tell that all of ours are there.
alter table tillbook.sweep add column others boolean not null default true;
