// Sums by payment type, by item class and of what is owed: kept by day, and by month for what is asked since the first event.
import { sql, type Transaction } from 'kysely';
import type { DayFigures, SumKind } from '../events/day-figures.ts';
import { balancedKinds, type SalesQuery, type SalesStoring } from '../pipeline/sales-port.ts';
import type { Tables } from './tables.ts';

type KeptSums = Pick<SalesStoring, 'sums' | 'sumsUntil'>;

interface SumRow {
  readonly kind: SumKind;
  readonly subject: string;
  readonly amount: bigint;
}

export async function addSums(trx: Transaction<Tables>, companyId: string, days: readonly DayFigures[]): Promise<void> {
  const sums = days.flatMap(({ businessDate, location, currency, sums: ofDay }) =>
    ofDay.map((sum) => ({ ...sum, businessDate, location, currency })),
  );
  if (sums.length === 0) return;
  // One order for all writers, days before months. What comes to nothing is kept, too: it says on which days there was something.
  await sql`
    with given as (
      select * from unnest(
        ${sums.map((sum) => sum.businessDate)}::date[],
        ${sums.map((sum) => sum.location)}::text[],
        ${sums.map((sum) => sum.currency)}::text[],
        ${sums.map((sum) => sum.kind)}::text[],
        ${sums.map((sum) => sum.subject)}::text[],
        ${sums.map((sum) => sum.amountMinor.toString())}::bigint[]
      ) as given (business_date, location, currency, kind, subject, amount)
    ), spanning as (
      select 'day' as span, business_date as first_day, given.* from given
      union all
      select 'month', date_trunc('month', business_date)::date, given.* from given where kind = any(${[...balancedKinds]}::text[])
    )
    insert into tillbook.kept_sum as kept (company_id, span, first_day, location, currency, kind, subject, amount_minor)
    select ${companyId}::uuid, span, first_day, location, currency, kind, subject, sum(amount)
    from spanning group by span, first_day, location, currency, kind, subject
    order by span, first_day, location, currency, kind, subject
    on conflict (company_id, span, first_day, location, currency, kind, subject)
      do update set amount_minor = kept.amount_minor + excluded.amount_minor`.execute(trx);
}

export function keptSums(trx: Transaction<Tables>, companyId: string): KeptSums {
  return {
    async sums({ from, to, location, currency }) {
      const rows = await sql<SumRow & { name: string | null }>`
        with kept as (
          select kind, subject, sum(amount_minor)::bigint as amount from tillbook.kept_sum
          where company_id = ${companyId} and span = 'day' and first_day between ${from}::date and ${to}::date
            and currency = ${currency} and (${location}::text is null or location = ${location})
          group by kind, subject having sum(amount_minor) <> 0
        )
        select kept.*, named.name from kept
        left join tillbook.subject named on named.company_id = ${companyId} and named.purpose = ''
          and named.code = kept.subject
          and named.kind = case when kept.kind in ('tender', 'other-payment') then 'payment-type' else kept.kind end
        order by kept.kind, kept.amount desc, kept.subject`.execute(trx);
      return rows.rows.map(({ name, ...row }) => ({ ...keptSum(row), name: name ?? row.subject }));
    },
    sumsUntil: (query) => sumsUntil(trx, companyId, query),
  };
}

/** The months before that of the date, and the days of its own. */
async function sumsUntil(
  trx: Transaction<Tables>,
  companyId: string,
  { to, location, currency }: Omit<SalesQuery, 'from'>,
): ReturnType<SalesStoring['sumsUntil']> {
  const rows = await sql<SumRow>`
    select kind, subject, sum(amount_minor)::bigint as amount from (
      select kind, subject, location, currency, amount_minor from tillbook.kept_sum
      where company_id = ${companyId} and span = 'month' and first_day < date_trunc('month', ${to}::date)
      union all
      select kind, subject, location, currency, amount_minor from tillbook.kept_sum
      where company_id = ${companyId} and span = 'day' and first_day between date_trunc('month', ${to}::date) and ${to}::date
        and kind = any(${[...balancedKinds]}::text[])
    ) kept
    where currency = ${currency} and (${location}::text is null or location = ${location})
    group by kind, subject having sum(amount_minor) <> 0`.execute(trx);
  return rows.rows.map(keptSum);
}

const keptSum = ({ kind, subject, amount }: SumRow) => ({ kind, subject, amountMinor: amount });
