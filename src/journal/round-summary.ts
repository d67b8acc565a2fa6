// A day's summary as QuickBooks can hold it: each line is rounded once it is summed, and every share of it is in two decimals, too.
import type { DraftLine, LineSource, ResolvedEntry, ResolvedLine, Side } from './journal-entry.ts';
import { finestMinor, roundedMinor, roundingLine } from './round-entry.ts';

export interface RoundedSummary {
  readonly lines: readonly ResolvedLine[];
  /** What rounding leaves, event by event; their account is still to be looked up. */
  readonly rounding: readonly DraftLine[];
}

/** So many lines it may have more once it is rounded: debits and credits never net. */
export const roundingLinesOf = (currency: string): number => (finestMinor(currency) === 1n ? 0 : 2);

/**
 * Shares add up to their line, and what an event has in all lines balances: what its shares leave is its share of `rounding`.
 * A share that comes to nothing is left out, as is a line.
 */
export function roundSummary(exact: ResolvedEntry): RoundedSummary {
  const unitMinor = finestMinor(exact.currency);
  if (unitMinor === 1n) return { lines: exact.lines, rounding: [] };
  const lines: ResolvedLine[] = [];
  /** By event: debits less credits. */
  const leftMinor = new Map<string, bigint>();
  for (const line of exact.lines) {
    const rounded = roundedLine(line, unitMinor);
    if (rounded.amountMinor > 0n) lines.push(rounded);
    for (const { key, amountMinor } of rounded.from) {
      leftMinor.set(key, (leftMinor.get(key) ?? 0n) + (line.side === 'debit' ? amountMinor : -amountMinor));
    }
  }
  const rounding = (['debit', 'credit'] as const).flatMap((side) => {
    const from = leftOn(side, { events: exact.events, leftMinor });
    return from.length === 0 ? [] : [roundingLine(exact, { side, amountMinor: sumOf(from), from })];
  });
  return { lines, rounding };
}

interface Share extends LineSource {
  readonly amountMinor: bigint;
}

/**
 * A share is what the sum so far, rounded, grows by: so none is off by a whole unit, and what needs no rounding gets none.
 * On the way a half goes where the line's own sum went.
 */
function roundedLine(line: ResolvedLine, unitMinor: bigint): ResolvedLine & { readonly from: readonly Share[] } {
  const amountMinor = roundedMinor(line.amountMinor, unitMinor);
  const from: Share[] = [];
  let sumMinor = amountMinor < line.amountMinor ? unitMinor / 2n - 1n : unitMinor / 2n;
  for (const source of line.from) {
    const beforeMinor = sumMinor - (sumMinor % unitMinor);
    sumMinor += source.amountMinor ?? line.amountMinor;
    const shareMinor = sumMinor - (sumMinor % unitMinor) - beforeMinor;
    if (shareMinor > 0n) from.push({ ...source, amountMinor: shareMinor });
  }
  return { ...line, amountMinor, from };
}

/** Of the events in which the other side has more. */
function leftOn(
  side: Side,
  { events, leftMinor }: { readonly events: readonly string[]; readonly leftMinor: ReadonlyMap<string, bigint> },
): readonly Share[] {
  return events.flatMap((key) => {
    const left = leftMinor.get(key) ?? 0n;
    const amountMinor = side === 'debit' ? -left : left;
    return amountMinor > 0n ? [{ key, pointer: '', amountMinor }] : [];
  });
}

const sumOf = (shares: readonly Share[]): bigint => shares.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
