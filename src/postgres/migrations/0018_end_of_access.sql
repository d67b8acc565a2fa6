-- Five years after a person gave access it ends whatever is refreshed; null: QuickBooks has not said when.
alter table tillbook.connection add column authorization_expires_at timestamptz;
