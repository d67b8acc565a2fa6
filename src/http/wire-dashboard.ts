// From the dashboard's words to the wire's: each figure beside the one before, and by how much it changed.
import { formatMinor } from '../money.ts';
import { type Comparison, changePercent } from '../pipeline/compared-period.ts';
import type { DashboardView } from '../pipeline/dashboard-port.ts';
import type { SalesSummary } from '../pipeline/sales-reports.ts';
import type { Dashboard } from './contract.ts';
import { wireAlert, wireConnection, wireSalesSummary, wireSync } from './wire-books.ts';

export function wireDashboard(view: DashboardView, comparison: Comparison): Dashboard {
  const { sales, compared, giftCards, deposits } = view;
  const { from, to, location, currency, tenders, firstDate, lastDate } = wireSalesSummary(sales);
  const amount = (amountMinor: bigint): string => formatMinor(amountMinor, currency);
  return {
    ...{ from, to, location, currency, tenders, firstDate, lastDate },
    compared: compared === null || comparison === 'none' ? null : { with: comparison, ...daysOf(compared) },
    figures: figuresOf(sales, compared),
    days: wireDays(sales, compared),
    itemClasses: view.itemClasses.map(({ amountMinor, ...one }) => ({ ...one, amount: amount(amountMinor) })),
    giftCards: {
      balance: amount(giftCards.balanceMinor),
      issued: amount(giftCards.addedMinor),
      redeemed: amount(giftCards.usedMinor),
    },
    deposits: {
      balance: amount(deposits.balanceMinor),
      taken: amount(deposits.addedMinor),
      applied: amount(deposits.usedMinor),
    },
    otherCurrencies: view.otherCurrencies.map(({ netSalesMinor, ...other }) => ({
      ...other,
      netSales: formatMinor(netSalesMinor, other.currency),
    })),
    calendar: { month: view.month, days: view.calendar.map((day) => ({ ...day, counts: { ...day.counts } })) },
    alerts: view.alerts.map(wireAlert),
    connection: wireConnection(view.connection),
    sync: wireSync(view.sync),
    driftCount: view.driftCount,
    locations: [...view.locations],
  };
}

const daysOf = ({ from, to }: SalesSummary) => ({ from, to });

function figuresOf(sales: SalesSummary, compared: SalesSummary | null): Dashboard['figures'] {
  const figure = (pick: (summary: SalesSummary) => bigint) => ({
    value: formatMinor(pick(sales), sales.currency),
    before: compared === null ? null : formatMinor(pick(compared), sales.currency),
    changePercent: compared === null ? null : changePercent(pick(sales), pick(compared)),
  });
  return {
    netSales: figure((summary) => summary.netSalesMinor),
    tickets: {
      value: sales.tickets,
      before: compared?.tickets ?? null,
      changePercent: compared === null ? null : changePercent(BigInt(sales.tickets), BigInt(compared.tickets)),
    },
    averageTicket: figure((summary) => summary.averageTicketMinor),
    refunds: figure((summary) => summary.refundsMinor),
    tax: figure((summary) => summary.taxMinor),
    discounts: figure((summary) => summary.discountsMinor),
  };
}

function wireDays(sales: SalesSummary, compared: SalesSummary | null): Dashboard['days'] {
  const before = compared === null ? [] : wireSalesSummary(compared).days;
  return wireSalesSummary(sales).days.map((day, index) => ({ ...day, before: before[index] ?? null }));
}
