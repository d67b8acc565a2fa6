// An entry as a person reads it: debit, credit, account by name, and where each line came from in words.
import type { FinancialEvent } from '../events/financial-event.ts';
import type { Account } from '../journal/account-mapping.ts';
import { explain } from '../journal/explain.ts';
import type { DraftEntry, LineSource, ResolvedLine } from '../journal/journal-entry.ts';
import { mappingVia } from '../journal/mapping.ts';
import { ruleSentences } from '../journal/rule.ts';
import type { EntryView, ExplainedLine, LineMapping } from './company-books.ts';

/** A line of a busy day came from thousands of parts: so many of them are told, and how many there are. */
export const lineSourcesMax = 1000;
/** Of a day's summary, whose tickets come in pages. */
export const summarySourcesMax = 20;

/** Built, or not yet: a line without an account has none in the mapping. */
export type EntryToShow = Omit<DraftEntry, 'lines'> & { readonly lines: readonly LineToShow[] };

/** Where only the first of its sources were read, it says how many it has. */
type LineToShow = ResolvedLine & { readonly fromCount?: number };

interface ViewContext {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly events: ReadonlyMap<string, FinancialEvent>;
  /** The event that is looked at, where it is one. */
  readonly eventKey?: string;
}

export function entryView(entry: EntryToShow, context: ViewContext): EntryView {
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

function explainedLine(line: LineToShow, context: ViewContext): ExplainedLine {
  const account = line.accountId === null ? undefined : context.accounts.get(line.accountId);
  const from = ofFirst(line.from, context.eventKey);
  const event = context.events.get(from[0]?.reverses ?? from[0]?.key ?? '');
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
    from: from.slice(0, lineSourcesMax),
    fromCount: line.fromCount ?? from.length,
    explanation: event === undefined ? '' : explain({ ...line, from }, event),
    rule: line.rule === null ? null : { name: line.rule, sentence: ruleSentences[line.rule] },
    mapping: lineMapping(line),
  };
}

/** Of a line that many events share, what came from the one that is looked at comes first. */
function ofFirst(sources: readonly LineSource[], eventKey: string | undefined): readonly LineSource[] {
  if (sources[0]?.key === eventKey || eventKey === undefined) return sources;
  const own = sources.filter((source) => source.key === eventKey);
  return own.length === 0 ? sources : [...own, ...sources.filter((source) => source.key !== eventKey)];
}

function lineMapping(line: ResolvedLine): LineMapping | null {
  const { mapping } = line;
  if (mapping === null) return null;
  const { role, subject, applicableFrom, saved } = mapping;
  return {
    ...{ via: mappingVia(line, mapping), role, subject, applicableFrom },
    savedAt: saved?.at ?? null,
    savedBy: saved?.by ?? null,
  };
}
