// From the books' words to the wire's, for everything beside events: minor units as decimal strings, instants as text.

import { formatMinor } from '../money.ts';
import type { AuditEntry } from '../pipeline/audit-log-port.ts';
import type { ClosedPeriodView } from '../pipeline/closed-period-port.ts';
import type * as books from '../pipeline/company-books.ts';
import type * as wire from './contract.ts';

export function wireSettings(settings: books.CompanySettings): wire.Settings {
  const { postingModeFrom, overShortCapMinor, ...same } = settings;
  return {
    ...same,
    days: [...same.days],
    from: postingModeFrom,
    overShortCap: formatMinor(overShortCapMinor, settings.currency),
  };
}

export function wireAlert({ amountHeldMinor, firstSeen, ...alert }: books.Alert): wire.Alert {
  return { ...alert, amountHeld: formatMinor(amountHeldMinor, alert.currency), firstSeen: firstSeen.toISOString() };
}

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

export function wireConnection(connection: books.ConnectionView): wire.Connection {
  return {
    ...connection,
    connectedAt: instant(connection.connectedAt),
    lastSuccessAt: instant(connection.lastSuccessAt),
    lastErrorAt: instant(connection.lastErrorAt),
    accountsImportedAt: instant(connection.accountsImportedAt),
    pausedUntil: instant(connection.pausedUntil),
    metered: { ...connection.metered, skippedSince: instant(connection.metered.skippedSince) },
    reconnectBy: instant(connection.reconnectBy),
  };
}

export function wireSync({ counts, ...sync }: books.SyncView): wire.Sync {
  return { ...sync, counts: { ...counts } };
}

export function wirePreflightProblem(
  { amountMinor, examples, ...problem }: books.PreflightProblem,
  currency: string,
): wire.PreflightProblem {
  return { ...problem, examples: [...examples], amount: formatMinor(amountMinor, currency) };
}

export function wireOutstandingAmount({
  amountMinor,
  ...outstanding
}: books.OutstandingAmount): wire.OutstandingAmount {
  return { ...outstanding, amount: formatMinor(amountMinor, outstanding.currency) };
}

export function wireSalesSummary(summary: books.SalesSummary): wire.SalesSummary {
  const { from, to, location, currency, tickets, firstDate, lastDate } = summary;
  const amount = (amountMinor: bigint): string => formatMinor(amountMinor, currency);
  return {
    ...{ from, to, location, currency, tickets, firstDate, lastDate },
    netSales: amount(summary.netSalesMinor),
    refunds: amount(summary.refundsMinor),
    tax: amount(summary.taxMinor),
    discounts: amount(summary.discountsMinor),
    averageTicket: amount(summary.averageTicketMinor),
    tenders: summary.tenders.map(({ amountMinor, ...tender }) => ({ ...tender, amount: amount(amountMinor) })),
    days: summary.days.map(({ netSalesMinor, ...day }) => ({ ...day, netSales: amount(netSalesMinor) })),
  };
}

export function wireAuditEntry({ id, at, who, action, detail, names, inBooks }: AuditEntry): wire.AuditEntry {
  const known = typeof detail === 'object' && detail !== null && !Array.isArray(detail);
  return {
    ...{ id, at: at.toISOString(), who, what: action },
    detail: known ? { ...detail } : { detail },
    names: { accounts: names.accounts, classes: names.classes, departments: names.departments },
    inBooks: inBooks === null ? null : { ...inBooks },
  };
}

export function wireClosedPeriod({ waiting, ...view }: ClosedPeriodView): wire.ClosedPeriod {
  return {
    ...view,
    waiting: waiting.map(({ closedChoice, amountMinor, ...entry }) => ({
      ...entry,
      choice: closedChoice,
      amount: formatMinor(amountMinor, view.currency),
    })),
  };
}
