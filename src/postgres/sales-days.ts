// The dashboard's figures: added up by day as events are recorded, so that no question scans history.
import { sql, type Transaction } from 'kysely';
import type { SalesSummary } from '../pipeline/company-books.ts';
import type { SalesFiguresOfDay, SalesStoring } from '../pipeline/storage-port.ts';
import type { Tables } from './tables.ts';

interface SummaryQuery {
  readonly companyId: string;
  readonly from: string;
  readonly to: string;
  readonly location: string | null;
  readonly currency: string;
}

export function salesStoring(trx: Transaction<Tables>, companyId: string): SalesStoring {
  return {
    async add(figures) {
      if (figures.length === 0) return;
      // One order for all writers: two batches of the same day then wait for each other, and never in a circle.
      const sorted = [...figures].sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));
      await addDays(trx, companyId, sorted);
      await addTenders(trx, companyId, sorted);
    },
    summary: (query) => summarize(trx, { companyId, ...query }),
  };
}

const orderKey = (day: SalesFiguresOfDay): string => `${day.businessDate} ${day.location} ${day.currency}`;

async function addDays(trx: Transaction<Tables>, companyId: string, days: readonly SalesFiguresOfDay[]): Promise<void> {
  const column = <T>(pick: (day: SalesFiguresOfDay) => T): T[] => days.map(pick);
  await sql`
    insert into tillbook.sales_day as day (company_id, business_date, location, currency, tickets, net_sales_minor,
      refunds_minor, tax_minor, discounts_minor)
    select ${companyId}::uuid, given.*
    from unnest(
      ${column((day) => day.businessDate)}::date[],
      ${column((day) => day.location)}::text[],
      ${column((day) => day.currency)}::text[],
      ${column((day) => day.tickets)}::integer[],
      ${column((day) => day.netSalesMinor.toString())}::bigint[],
      ${column((day) => day.refundsMinor.toString())}::bigint[],
      ${column((day) => day.taxMinor.toString())}::bigint[],
      ${column((day) => day.discountsMinor.toString())}::bigint[]
    ) as given
    on conflict (company_id, business_date, location, currency) do update set
      tickets = day.tickets + excluded.tickets,
      net_sales_minor = day.net_sales_minor + excluded.net_sales_minor,
      refunds_minor = day.refunds_minor + excluded.refunds_minor,
      tax_minor = day.tax_minor + excluded.tax_minor,
      discounts_minor = day.discounts_minor + excluded.discounts_minor`.execute(trx);
}

async function addTenders(
  trx: Transaction<Tables>,
  companyId: string,
  days: readonly SalesFiguresOfDay[],
): Promise<void> {
  const tenders = days.flatMap((day) =>
    [...day.tenders]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([paymentType, amountMinor]) => ({ ...day, paymentType, amountMinor })),
  );
  if (tenders.length === 0) return;
  await sql`
    insert into tillbook.tender_day as day (company_id, business_date, location, currency, payment_type, amount_minor)
    select ${companyId}::uuid, given.*
    from unnest(
      ${tenders.map((tender) => tender.businessDate)}::date[],
      ${tenders.map((tender) => tender.location)}::text[],
      ${tenders.map((tender) => tender.currency)}::text[],
      ${tenders.map((tender) => tender.paymentType)}::text[],
      ${tenders.map((tender) => tender.amountMinor.toString())}::bigint[]
    ) as given
    on conflict (company_id, business_date, location, currency, payment_type)
      do update set amount_minor = day.amount_minor + excluded.amount_minor`.execute(trx);
}

async function summarize(trx: Transaction<Tables>, query: SummaryQuery): Promise<SalesSummary> {
  const { companyId, from, to, location, currency } = query;
  const days = await sql<{
    date: string;
    tickets: number;
    net: bigint;
    refunds: bigint;
    tax: bigint;
    discounts: bigint;
  }>`
    select calendar.day::date as date, coalesce(sum(tickets), 0)::integer as tickets,
      coalesce(sum(net_sales_minor), 0)::bigint as net, coalesce(sum(refunds_minor), 0)::bigint as refunds,
      coalesce(sum(tax_minor), 0)::bigint as tax, coalesce(sum(discounts_minor), 0)::bigint as discounts
    from generate_series(${from}::date, ${to}::date, interval '1 day') as calendar (day)
    left join tillbook.sales_day sold on sold.company_id = ${companyId} and sold.business_date = calendar.day::date
      and sold.currency = ${currency} and (${location}::text is null or sold.location = ${location})
    group by calendar.day order by calendar.day`.execute(trx);
  const tenders = await sql<{ payment_type: string; name: string | null; amount: bigint }>`
    select payment_type, max(subject.name) as name, sum(amount_minor)::bigint as amount
    from tillbook.tender_day tender
    left join tillbook.subject on subject.company_id = ${companyId} and subject.kind = 'payment-type'
      and subject.purpose = '' and subject.code = tender.payment_type
    where tender.company_id = ${companyId} and tender.business_date between ${from}::date and ${to}::date
      and tender.currency = ${currency} and (${location}::text is null or tender.location = ${location})
    group by payment_type having sum(amount_minor) <> 0 order by amount desc, payment_type`.execute(trx);
  const bounds = await sql<{ first: string | null; last: string | null }>`
    select min(business_date) as first, max(business_date) as last from tillbook.sales_day
    where company_id = ${companyId}`.execute(trx);
  const total = (pick: (day: (typeof days.rows)[number]) => bigint): bigint =>
    days.rows.reduce((sum, day) => sum + pick(day), 0n);
  const tickets = days.rows.reduce((sum, day) => sum + day.tickets, 0);
  const netSalesMinor = total((day) => day.net);
  return {
    from,
    to,
    location,
    currency,
    netSalesMinor,
    refundsMinor: total((day) => day.refunds),
    taxMinor: total((day) => day.tax),
    discountsMinor: total((day) => day.discounts),
    tickets,
    averageTicketMinor: tickets === 0 ? 0n : averageMinor(netSalesMinor, BigInt(tickets)),
    tenders: tenders.rows.map((row) => ({
      paymentType: row.payment_type,
      name: row.name ?? row.payment_type,
      amountMinor: row.amount,
    })),
    days: days.rows.map((day) => ({ date: day.date, netSalesMinor: day.net, tickets: day.tickets })),
    firstDate: bounds.rows[0]?.first ?? null,
    lastDate: bounds.rows[0]?.last ?? null,
  };
}

/** Rounded half away from zero; a figure to look at, posted nowhere. */
function averageMinor(sumMinor: bigint, count: bigint): bigint {
  const sign = sumMinor < 0n ? -1n : 1n;
  return (sign * (2n * sign * sumMinor + count)) / (2n * count);
}
