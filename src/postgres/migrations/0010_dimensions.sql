-- What QuickBooks tracks lines by beside accounts: its locations (departments) and classes, as last imported.
create table tillbook.dimension (
  company_id uuid not null references tillbook.company,
  realm_id text not null,
  kind text not null check (kind in ('department', 'class')),
  dimension_id text not null,
  name text not null,
  fully_qualified_name text not null,
  active boolean not null,
  refreshed_at timestamptz not null,
  primary key (company_id, realm_id, kind, dimension_id)
);
alter table tillbook.dimension enable row level security;
create policy own_company on tillbook.dimension to tillbook_app using (company_id = tillbook.current_company());
grant select, insert, update on tillbook.dimension to tillbook_app;

-- Whether QuickBooks takes them on the lines of an entry; null: it has not said.
alter table tillbook.connection add column department_tracking boolean, add column class_tracking boolean;

-- Of item classes alone: the class that their lines carry.
alter table tillbook.subject add column quickbooks_class_id text
  check (quickbooks_class_id is null or kind = 'item-class');
