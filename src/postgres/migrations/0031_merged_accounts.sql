-- An account that was merged into another in QuickBooks: whatever was posted to it is the other's, there and here.
alter table tillbook.account add column merged_into text;
-- It is gone from the chart, and whether it was merged is not known yet: entries of ours that were posted to it tell.
alter table tillbook.account add column merge_asked_at timestamptz;
create index account_merge_asked on tillbook.account (company_id, realm_id) where merge_asked_at is not null;
