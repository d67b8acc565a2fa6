-- Whether QuickBooks takes entries in other currencies than its home currency; null: it has not said.
alter table tillbook.connection add column multi_currency boolean;
