// First in, first out: what each unit that leaves the stock cost when it came, whatever the day it came on.

/** Quantities are whole hundred-thousandths: Intuit keeps five places. */
export const quantityPlaces = 5;
const quantityScale = 10n ** BigInt(quantityPlaces);

/** One line of a transaction that moves an item. Out is negative. */
export interface StockMove {
  readonly quantity: bigint;
  /** What came in cost; null for what leaves, and for what a customer brings back. */
  readonly costMinor: bigint | null;
}

/**
 * What each move takes from the stock's value, in their order; null for those that bring their own cost.
 * The first units sold are the first that came, even where they were sold before they came; units that never came cost
 * `standardCost`, in hundred-thousandths. What a customer brings back are the units sold last.
 */
export function takenValues(moves: readonly StockMove[], standardCost: bigint): readonly (bigint | null)[] {
  const receipts = moves.flatMap(({ quantity, costMinor }) =>
    costMinor === null || quantity <= 0n ? [] : [{ quantity, costMinor }],
  );
  let sold = 0n;
  return moves.map(({ quantity, costMinor }) => {
    if (costMinor !== null) return null;
    const before = sold;
    sold -= quantity;
    return firstUnitsValue(sold, receipts, standardCost) - firstUnitsValue(before, receipts, standardCost);
  });
}

interface Receipt {
  readonly quantity: bigint;
  readonly costMinor: bigint;
}

/** The cost of the first so many units. Differences of it add up to the cent. */
function firstUnitsValue(units: bigint, receipts: readonly Receipt[], standardCost: bigint): bigint {
  let left = units;
  let value = 0n;
  for (const { quantity, costMinor } of receipts) {
    if (left <= 0n) break;
    if (left < quantity) return value + (costMinor * left) / quantity;
    left -= quantity;
    value += costMinor;
  }
  return value + costOf(left, standardCost);
}

/** Hundred-thousandths of a unit at hundred-thousandths of money are 10¹⁰; a cent is the hundredth part of that. */
export function costOf(quantity: bigint, unitCost: bigint): bigint {
  return (quantity * unitCost) / (quantityScale * (quantityScale / 100n));
}
