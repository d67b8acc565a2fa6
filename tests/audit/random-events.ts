// Random events of every kind that foot, beside the random tickets of the event tests, as the auditor takes them.
import type { AuditedEntry, AuditedLine } from '../../src/audit/compare.ts';
import type { AuditedEvent } from '../../src/audit/expected-totals.ts';
import { randomEvent } from '../../src/events/random-event.fixture.ts';
import { eventOf, type Json } from '../../src/events/random-sale.fixture.ts';
import type { DraftEntry } from '../../src/journal/journal-entry.ts';
import { journalize } from '../../src/journal/journalize.ts';
import { roundSummary } from '../../src/journal/round-summary.ts';
import { startSummary } from '../../src/journal/summarize.ts';

/** An event's JSON, of any kind. Not in dinar: what rounding to two decimals explains the auditor does not call a difference. */
export const randomBody = randomEvent.filter(({ currency }) => currency !== 'KWD');

/** Those that the others leave out. */
export const randomDinarBody = randomEvent.filter(({ currency }) => currency === 'KWD');

export const settings = { companyCurrency: 'USD', discounts: 'net', overShortCapMinor: 0n } as const;

export function audited(body: Json): AuditedEvent {
  const { key, number, businessDate } = eventOf(body);
  return { key, number, businessDate, body, voids: null };
}

/** What the rules make of it. */
export function entriesOf(body: Json, discounts: 'net' | 'gross' = 'net'): readonly DraftEntry[] {
  const company = { ...settings, currency: settings.companyCurrency, discounts };
  const journalized = journalize(eventOf(body), company);
  if (!journalized.ok) throw new Error(`out of balance by ${journalized.reason.amountMinor}`);
  return journalized.entries;
}

/** The entries of several events of one day as a summary: a line an account, side, location and currency, with its shares. */
export function summaryOf(entries: readonly AuditedEntry[]): readonly AuditedEntry[] {
  const summaries = new Map<string, { entry: AuditedEntry; lines: Map<string, AuditedLine> }>();
  for (const entry of entries) {
    const of = `${entry.currency} ${entry.exchangeRate}`;
    const summary = summaries.get(of) ?? { entry, lines: new Map<string, AuditedLine>() };
    summaries.set(of, summary);
    for (const { role, subject, side, location, amountMinor, from } of entry.lines) {
      const at = JSON.stringify([role, subject, side, location]);
      const before = summary.lines.get(at);
      summary.lines.set(at, {
        ...{ role, subject, side, location },
        amountMinor: (before?.amountMinor ?? 0n) + amountMinor,
        // Each line of an event's own entry is of that event alone.
        from: [...(before?.from ?? []), ...from.map(({ key }) => ({ key, amountMinor }))],
      });
    }
  }
  return [...summaries.values()].map(({ entry, lines }) => ({ ...entry, lines: [...lines.values()] }));
}

/** The same as it goes to QuickBooks. */
export function roundedSummaryOf(entries: readonly DraftEntry[]): readonly AuditedEntry[] {
  const summary = startSummary({ businessDate: '2026-11-03', location: 'main', sequence: 1 });
  for (const entry of entries) {
    summary.add([{ ...entry, lines: entry.lines.map((line) => ({ ...line, accountId: line.role, mapping: null })) }]);
  }
  return summary.parts().map(({ entry }) => {
    const { lines, rounding } = roundSummary(entry);
    return { ...entry, lines: [...lines, ...rounding] };
  });
}
