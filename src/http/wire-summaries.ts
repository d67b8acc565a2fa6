// From the books' words to the wire's, for daily summaries.
import { formatMinor } from '../money.ts';
import type * as books from '../pipeline/company-books.ts';
import type * as wire from './contract.ts';
import { wireEventRow, wireNamedCause, wirePosting, wireSource } from './wire-events.ts';

export function wireSummaryRow(row: books.SummaryListRow): wire.SummaryRow {
  const { id, businessDate, location, sequence, status, dueAt, events } = row;
  return {
    ...{ id, businessDate, location, sequence, status, events },
    dueAt: dueAt?.toISOString() ?? null,
    parts: row.parts.map(({ total, ...part }) => ({
      ...part,
      total: total === null ? null : formatMinor(total.amountMinor, total.currency),
      currency: total?.currency ?? null,
    })),
  };
}

export function wireSummary(summary: books.SummaryView): wire.SummaryDetail {
  return {
    ...wireSummaryRow(summary),
    postings: summary.postings.map(wirePosting),
    causes: summary.causes.map(wireNamedCause),
    blocked: summary.blocked.map((event) => ({
      ...wireEventRow(event),
      causes: event.causes.map(wireNamedCause),
    })),
    blockedCount: summary.blockedCount,
    day: summary.day.map(({ ticketsMinor, ...one }) => ({
      ...one,
      tickets: formatMinor(ticketsMinor, summary.currency),
    })),
    currency: summary.currency,
  };
}

export function wireLineSources({ sources, currency, total }: books.LineSourcesPage): wire.LineSources {
  return {
    total,
    sources: sources.map(({ eventId, number, ...source }) => ({
      ...wireSource(source, currency),
      amount: formatMinor(source.amountMinor, currency),
      eventId,
      number,
    })),
  };
}

export function wireOverShort(months: readonly books.OverShortMonth[]): wire.OverShort {
  return {
    months: months.map(({ month, currency, tickets, overMinor, shortMinor }) => ({
      ...{ month, currency, tickets },
      over: formatMinor(overMinor, currency),
      short: formatMinor(shortMinor, currency),
    })),
  };
}
