-- QuickBooks' register of an account and month as it was last read: one metered call each.
create table tillbook.register_reading (
  company_id uuid not null references tillbook.company,
  account_id text not null,
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  realm_id text not null,
  read_at timestamptz not null,
  -- Hundredths of home currency, debits positive.
  opening_hundredths bigint not null,
  closing_hundredths bigint not null,
  line_count integer not null,
  lines jsonb not null,
  -- Another register has another one.
  mark text not null,
  primary key (company_id, account_id, month)
);

-- That a person found no difference between ours and the register, and what both were then.
create table tillbook.tie_out (
  company_id uuid not null references tillbook.company,
  account_id text not null,
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  realm_id text not null,
  who text not null,
  tied_out_at timestamptz not null,
  closing_hundredths bigint not null,
  ours_mark text not null,
  register_mark text not null,
  primary key (company_id, account_id, month)
);

alter table tillbook.register_reading enable row level security;
alter table tillbook.tie_out enable row level security;
create policy own_company on tillbook.register_reading to tillbook_app using (company_id = tillbook.current_company());
create policy own_company on tillbook.tie_out to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, update on tillbook.register_reading, tillbook.tie_out to tillbook_app;
