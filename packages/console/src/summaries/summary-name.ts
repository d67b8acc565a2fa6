// What a daily summary is called, and what it comes to.
import type { SummaryRow } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatMoney, sumAmounts } from '../format/money.ts';
import { words } from '../words.ts';

/** Where the daily summaries are listed. */
export const summariesPath = '/settings/integrations/quickbooks-online/daily-summaries';

/** Null for the day's own; the next ones are supplements, counted from 1. */
export function supplementOf({ sequence }: Pick<SummaryRow, 'sequence'>): string | null {
  return sequence === 1 ? null : words.summaries.supplement(sequence - 1);
}

export function summaryName(summary: Pick<SummaryRow, 'businessDate' | 'sequence'>, location: string): string {
  const names = [formatDay(summary.businessDate), location, supplementOf(summary)];
  return names.filter((name) => name !== null).join(', ');
}

/** One sum for each currency; none while nothing has been made. */
export function summaryTotals(parts: SummaryRow['parts']): readonly string[] {
  const byCurrency = new Map<string, string[]>();
  for (const { total, currency } of parts) {
    if (total === null || currency === null) continue;
    byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), total]);
  }
  return [...byCurrency].map(([currency, totals]) => formatMoney(sumAmounts(totals), currency));
}
