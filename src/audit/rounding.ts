// QuickBooks keeps two decimals: what rounding an entry of a finer currency explains is no difference.
import { decimalPlaces } from '../money.ts';
import { bucketKey, type Total, type TotalDifference, type Totals, totalDifferences } from './totals.ts';

const ledgerDecimals = 2;

/** How what an event has in the books was rounded: its own entry line by line, or a day's lines, of which it has shares. */
export type Rounded = 'by-itself' | 'with-others';

/**
 * A line is off by half a hundredth at most, a share of one by less than a hundredth, and what that leaves is on `rounding`. How
 * parts were merged into lines before is not known here: each part may have been a line.
 */
export function differencesBeyondRounding(
  expected: Totals,
  found: Totals,
  rounded: Rounded = 'by-itself',
): readonly TotalDifference[] {
  return totalDifferences(expected, found).filter((difference) => {
    const hundredthMinor = hundredthOf(difference.currency);
    if (hundredthMinor === 1n) return true;
    const parts =
      difference.role === 'rounding'
        ? partsIn(expected, difference.currency)
        : (expected.get(bucketKey(difference))?.parts ?? 0);
    const ofPartMinor = rounded === 'by-itself' ? hundredthMinor / 2n : hundredthMinor - 1n;
    return isOffByMore(difference, BigInt(parts) * ofPartMinor);
  });
}

/** Lines of one role and side that came to nothing, and so are not there to be counted: there are not that many rules for one. */
const linesOfNothingMax = 8;

/**
 * Of a day's lines: rounded once they were summed, each is off by half a hundredth at most, however many events are in it.
 * What voids in them took back of other days was rounded then, each part of it by less than a hundredth.
 */
export function differencesBeyondLines(of: {
  readonly expected: Totals;
  /** An amount a line. */
  readonly lines: Totals;
  /** Of what is expected, the part of voids. */
  readonly voids: Totals;
}): readonly TotalDifference[] {
  const allowedMinor = (currency: string, lines: number, voids: number): bigint => {
    const hundredthMinor = hundredthOf(currency);
    return (BigInt(lines + linesOfNothingMax) * hundredthMinor) / 2n + BigInt(voids) * hundredthMinor;
  };
  return totalDifferences(of.expected, of.lines).filter((difference) => {
    const { currency, role, expected, found } = difference;
    if (hundredthOf(currency) === 1n) return true;
    if (role !== 'rounding') {
      const key = bucketKey(difference);
      const parts = (totals: Totals) => totals.get(key)?.parts ?? 0;
      return isOffByMore(difference, allowedMinor(currency, parts(of.lines), parts(of.voids)));
    }
    // What one event leaves another may take back: both sides together tell what the lines leave, those of nothing among them.
    const netMinor = (sides: TotalDifference['found']) => sides.debitMinor - sides.creditMinor;
    const offMinor = magnitude(netMinor(found) - netMinor(expected));
    const lines = partsIn(of.lines, currency) + ofCurrency(of.expected, currency).length;
    return offMinor > allowedMinor(currency, lines, partsIn(of.voids, currency));
  });
}

/** In minor units; 1n where the currency has nothing finer. */
const hundredthOf = (currency: string): bigint => 10n ** BigInt(Math.max(decimalPlaces(currency) - ledgerDecimals, 0));

export const isFiner = ({ currency }: Pick<Total, 'currency'>): boolean => decimalPlaces(currency) > ledgerDecimals;

const magnitude = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

/** On either side. */
function isOffByMore({ expected, found }: TotalDifference, allowedMinor: bigint): boolean {
  const sides = ['debitMinor', 'creditMinor'] as const;
  return sides.some((side) => magnitude(found[side] - expected[side]) > allowedMinor);
}

const ofCurrency = (totals: Totals, currency: string): readonly Total[] =>
  [...totals.values()].filter((total) => total.currency === currency);

const partsIn = (totals: Totals, currency: string): number =>
  ofCurrency(totals, currency).reduce((sum, { parts }) => sum + parts, 0);
