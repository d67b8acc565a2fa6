// A day's summary: the entries of its events added up line by line, an entry for each currency and rate, every share told.
import type { DraftEntry, ResolvedEntry, ResolvedLine } from './journal-entry.ts';
import { dimensionsKey, lineKey, type MergedLines, mergeLines, sharesOf } from './merge-lines.ts';
import { roles } from './role.ts';
import { roundingLinesOf } from './round-summary.ts';
import { balancedParts, entryLinesMax, partMemo } from './split-entry.ts';

/** Of one location's business date; the first summary is 1, those for late events follow it. */
export interface SummaryDay {
  readonly businessDate: string;
  readonly location: string;
  readonly sequence: number;
}

export interface SummaryPart {
  readonly entry: ResolvedEntry;
  /** Keys of the events that are in it, each once. */
  readonly events: readonly string[];
}

export interface Summarizing {
  /** One event's entries, which are added whole: a part of the summary holds whole events. */
  add(entries: readonly ResolvedEntry[]): void;
  /** The company's own currency first; numbered parts where an entry would have too many lines. */
  parts(): readonly SummaryPart[];
}

interface OpenPart {
  readonly merged: MergedLines<ResolvedLine>;
  readonly events: Set<string>;
}

interface Currency {
  readonly currency: string;
  readonly exchangeRate: string | null;
  readonly parts: OpenPart[];
}

/**
 * Keeps no event, only the shares of its lines. The same summary comes out in whatever order events are added, but for which
 * part an event is in: add them by key.
 */
export function startSummary(day: SummaryDay, linesMax: number = entryLinesMax): Summarizing {
  const currencies = new Map<string, Currency>();
  return {
    add(entries) {
      for (const entry of entries) {
        if (entry.lines.length === 0) continue;
        // What rounding a part for QuickBooks will leave has its place, too.
        addEntry(currencyOf(currencies, entry), entry, linesMax - roundingLinesOf(entry.currency));
      }
    },
    parts: () => [...currencies.values()].sort(byCurrency).flatMap((one) => partsOf(day, one)),
  };
}

function currencyOf(currencies: Map<string, Currency>, { currency, exchangeRate }: DraftEntry): Currency {
  const key = `${currency} ${exchangeRate ?? ''}`;
  const known = currencies.get(key) ?? { currency, exchangeRate, parts: [] };
  currencies.set(key, known);
  return known;
}

function addEntry({ parts }: Currency, entry: ResolvedEntry, linesMax: number): void {
  const contributor = entry.events[0] ?? '';
  const keyed = entry.lines.map((line) => ({ line, key: keyOf(line) }));
  const last = parts.at(-1);
  if (last !== undefined && sizeWith(last, keyed) <= linesMax) {
    addLines(last, keyed, contributor);
    return;
  }
  const alone = openPart();
  addLines(alone, keyed, contributor);
  if (alone.merged.size <= linesMax) {
    parts.push(alone);
    return;
  }
  // One event that is too long by itself: its own parts balance too.
  for (const lines of balancedParts(alone.merged.lines(), linesMax)) {
    const part = openPart();
    addLines(
      part,
      lines.map((line) => ({ line, key: keyOf(line) })),
      contributor,
    );
    parts.push(part);
  }
}

/** Voids of originals under different mappings stay apart, even on one account: each line says which gave its account. */
const keyOf = (line: ResolvedLine): string => `${lineKey(line, line.accountId)}\n${line.mapping?.saved?.id ?? ''}`;

type Keyed = readonly { readonly line: ResolvedLine; readonly key: string }[];

const openPart = (): OpenPart => ({ merged: mergeLines(), events: new Set() });

function sizeWith({ merged }: OpenPart, keyed: Keyed): number {
  const added = new Set<string>();
  for (const { key } of keyed) if (!merged.has(key)) added.add(key);
  return merged.size + added.size;
}

function addLines(part: OpenPart, keyed: Keyed, contributor: string): void {
  for (const { key, line } of keyed) part.merged.add(key, line, sharesOf(line, contributor));
  part.events.add(contributor);
}

function partsOf(day: SummaryDay, { currency, exchangeRate, parts }: Currency): readonly SummaryPart[] {
  return parts.map(({ merged, events }, index) => ({
    entry: {
      events: [...events],
      businessDate: day.businessDate,
      location: day.location,
      currency,
      exchangeRate,
      memo: partMemo(summaryMemo(day), index + 1, parts.length),
      lines: [...merged.lines()].sort(byPlace),
    },
    events: [...events],
  }));
}

export function summaryMemo({ businessDate, location, sequence }: SummaryDay): string {
  const supplement = sequence === 1 ? '' : `, supplement ${sequence - 1}`;
  return `Daily summary ${businessDate}, ${location}${supplement}`;
}

function byCurrency(a: Currency, b: Currency): number {
  if ((a.exchangeRate === null) !== (b.exchangeRate === null)) return a.exchangeRate === null ? -1 : 1;
  return compare(a.currency, b.currency) || compare(a.exchangeRate ?? '', b.exchangeRate ?? '');
}

/** As an accountant reads it: by role in their usual order, then by subject, the debit first. */
function byPlace(a: ResolvedLine, b: ResolvedLine): number {
  return (
    roles.indexOf(a.role) - roles.indexOf(b.role) ||
    compare(a.subject ?? '', b.subject ?? '') ||
    compare(b.side, a.side) ||
    compare(a.location, b.location) ||
    compare(a.rule ?? '', b.rule ?? '') ||
    compare(a.accountId ?? '', b.accountId ?? '') ||
    compare(dimensionsKey(a), dimensionsKey(b))
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
