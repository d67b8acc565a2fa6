-- Up to this amount, in the company's currency, a ticket's difference goes to over and short; 0: none does.
alter table tillbook.company add column over_short_cap_minor bigint not null default 0 check (over_short_cap_minor >= 0);
-- Days after its end that a day waits for late events before its summary is made.
alter table tillbook.company add column summary_grace_days integer not null default 0
  check (summary_grace_days between 0 and 31);
