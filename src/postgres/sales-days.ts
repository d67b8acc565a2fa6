// The dashboard's figures: added up by day as events are recorded, so that no question scans history.
import { sql, type Transaction } from 'kysely';
import type { DayFigures } from '../events/day-figures.ts';
import type { SalesQuery, SalesStoring } from '../pipeline/sales-port.ts';
import type { SalesSummary } from '../pipeline/sales-reports.ts';
import { eventsByDay } from './event-counts.ts';
import { addSums, keptSums } from './kept-sums.ts';
import type { Tables } from './tables.ts';

export function salesStoring(trx: Transaction<Tables>, companyId: string): SalesStoring {
  return {
    async add(figures) {
      if (figures.length === 0) return;
      // One order for all writers: two batches of the same day then wait for each other, and never in a circle.
      const sorted = [...figures].sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));
      await addDays(trx, companyId, sorted);
      await addSums(trx, companyId, sorted);
    },
    summary: (query) => summarize(trx, companyId, query),
    ...keptSums(trx, companyId),
    otherCurrencies: (query) => otherCurrencies(trx, companyId, query),
    eventsByDay: eventsByDay(trx, companyId),
  };
}

const hasSales = (day: DayFigures): boolean =>
  day.tickets !== 0 ||
  [day.netSalesMinor, day.refundsMinor, day.taxMinor, day.discountsMinor].some((amountMinor) => amountMinor !== 0n);

const orderKey = (day: DayFigures): string => `${day.businessDate} ${day.location} ${day.currency}`;

async function addDays(trx: Transaction<Tables>, companyId: string, figures: readonly DayFigures[]): Promise<void> {
  const days = figures.filter(hasSales);
  if (days.length === 0) return;
  const column = <T>(pick: (day: DayFigures) => T): T[] => days.map(pick);
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

async function summarize(trx: Transaction<Tables>, companyId: string, query: SalesQuery): Promise<SalesSummary> {
  const { from, to, location, currency } = query;
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
  const tenders = (await keptSums(trx, companyId).sums(query)).filter(({ kind }) => kind === 'tender');
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
    tenders: tenders.map(({ subject, name, amountMinor }) => ({ paymentType: subject, name, amountMinor })),
    days: days.rows.map((day) => ({ date: day.date, netSalesMinor: day.net, tickets: day.tickets })),
    firstDate: bounds.rows[0]?.first ?? null,
    lastDate: bounds.rows[0]?.last ?? null,
  };
}

async function otherCurrencies(
  trx: Transaction<Tables>,
  companyId: string,
  { from, to, location, currency }: SalesQuery,
): ReturnType<SalesStoring['otherCurrencies']> {
  const rows = await sql<{ currency: string; tickets: number; net: bigint }>`
    select currency, sum(tickets)::integer as tickets, sum(net_sales_minor)::bigint as net from tillbook.sales_day
    where company_id = ${companyId} and business_date between ${from}::date and ${to}::date
      and currency <> ${currency} and (${location}::text is null or location = ${location})
    group by currency order by currency`.execute(trx);
  return rows.rows.map(({ net, ...row }) => ({ ...row, netSalesMinor: net }));
}

/** Rounded half away from zero; a figure to look at, posted nowhere. */
function averageMinor(sumMinor: bigint, count: bigint): bigint {
  const sign = sumMinor < 0n ? -1n : 1n;
  return (sign * (2n * sign * sumMinor + count)) / (2n * count);
}
