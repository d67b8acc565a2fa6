// An entry as a person reads it: debit, credit, account by name, and where each line came from in words.
import type { FinancialEvent } from '../events/financial-event.ts';
import type { Account } from '../journal/account-mapping.ts';
import { explain } from '../journal/explain.ts';
import type { DraftEntry, DraftLine } from '../journal/journal-entry.ts';
import type { EntryView, ExplainedLine } from './company-books.ts';

type LineToShow = DraftLine & { readonly accountId: string | null };

/** Built, or not yet: a line without an account has none in the mapping. */
export type EntryToShow = Omit<DraftEntry, 'lines'> & { readonly lines: readonly LineToShow[] };

export function entryView(
  entry: EntryToShow,
  context: { readonly accounts: ReadonlyMap<string, Account>; readonly events: ReadonlyMap<string, FinancialEvent> },
): EntryView {
  const lines = entry.lines.map((line) => explainedLine(line, context));
  return {
    events: entry.events,
    businessDate: entry.businessDate,
    location: entry.location,
    currency: entry.currency,
    exchangeRate: entry.exchangeRate,
    memo: entry.memo,
    totalMinor: lines.reduce((sum, line) => sum + line.debitMinor, 0n),
    lines,
  };
}

function explainedLine(
  line: LineToShow,
  context: { accounts: ReadonlyMap<string, Account>; events: ReadonlyMap<string, FinancialEvent> },
): ExplainedLine {
  const account = line.accountId === null ? undefined : context.accounts.get(line.accountId);
  const event = context.events.get(line.from[0]?.key ?? '');
  return {
    role: line.role,
    subject: line.subject,
    account:
      line.accountId === null
        ? null
        : { id: line.accountId, name: account?.name ?? line.accountId, number: account?.number ?? null },
    debitMinor: line.side === 'debit' ? line.amountMinor : 0n,
    creditMinor: line.side === 'credit' ? line.amountMinor : 0n,
    location: line.location,
    from: line.from,
    explanation: event === undefined ? '' : explain(line, event),
  };
}
