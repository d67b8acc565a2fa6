// QuickBooks keeps two decimals: what rounding an entry of a finer currency explains is no difference.
import { decimalPlaces } from '../money.ts';
import { bucketKey, type TotalDifference, type Totals, totalDifferences } from './totals.ts';

const ledgerDecimals = 2;

/**
 * Such an entry is rounded line by line, each by half a hundredth at most, and what that leaves is on `rounding`. How parts were
 * merged into lines before is not known here: each part may have been a line.
 */
export function differencesBeyondRounding(expected: Totals, found: Totals): readonly TotalDifference[] {
  return totalDifferences(expected, found).filter((difference) => {
    const finer = decimalPlaces(difference.currency) - ledgerDecimals;
    if (finer <= 0) return true;
    const parts =
      difference.role === 'rounding'
        ? partsIn(expected, difference.currency)
        : (expected.get(bucketKey(difference))?.parts ?? 0);
    const allowedMinor = (BigInt(parts) * 10n ** BigInt(finer)) / 2n;
    return (['debitMinor', 'creditMinor'] as const).some((side) => {
      const offMinor = difference.found[side] - difference.expected[side];
      return (offMinor < 0n ? -offMinor : offMinor) > allowedMinor;
    });
  });
}

function partsIn(totals: Totals, currency: string): number {
  let parts = 0;
  for (const total of totals.values()) if (total.currency === currency) parts += total.parts;
  return parts;
}
