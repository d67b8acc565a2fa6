// From the books' words to the wire's, for drift: hundredths as decimal strings, instants as text.
import { formatAmount } from '../money.ts';
import type * as books from '../pipeline/drift-port.ts';
import type * as wire from './contract.ts';

/** QuickBooks keeps two decimals in every currency. */
const decimals = 2;
const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

export function wireDrift(drift: books.DriftView): wire.Drift {
  return {
    ...drift,
    foundAt: drift.foundAt.toISOString(),
    changedAt: instant(drift.changedAt),
    settledAt: instant(drift.settledAt),
    fields: [...drift.fields],
    lines: drift.lines.map(({ ours, theirs, same }) => ({
      ours: wireDriftLine(ours),
      theirs: wireDriftLine(theirs),
      same,
    })),
    events: [...drift.events],
  };
}

export function wireDriftLine(line: books.DriftLine | null): wire.DriftLine | null {
  if (line === null) return null;
  const { debitHundredths, creditHundredths, ...same } = line;
  return { ...same, debit: formatAmount(debitHundredths, decimals), credit: formatAmount(creditHundredths, decimals) };
}

export function wireDriftList(list: books.DriftList): wire.ListDriftAnswer {
  return {
    drift: list.drift.map(wireDrift),
    nextCursor: list.nextCursor,
    openCount: list.openCount,
    coveredUntil: instant(list.coveredUntil),
    skippedSince: instant(list.skippedSince),
  };
}
