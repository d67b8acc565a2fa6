// What leaves the stock costs what came first; the cents add up whatever the order.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type StockMove, takenValues } from './fifo.ts';

const units = (count: number) => BigInt(Math.round(count * 100_000));
const bought = (count: number, costMinor: number): StockMove => ({
  quantity: units(count),
  costMinor: BigInt(costMinor),
});
const sold = (count: number): StockMove => ({ quantity: -units(count), costMinor: null });
const broughtBack = (count: number): StockMove => ({ quantity: units(count), costMinor: null });
const taken = (moves: readonly StockMove[], standard = 0) =>
  takenValues(moves, units(standard)).map((value) => (value === null ? null : Number(value)));

describe('first in, first out', () => {
  test('the oldest units go first, and a sale may take of several purchases', () => {
    expect(taken([bought(2, 1000), bought(2, 1400), sold(1), sold(2), sold(1)])).toEqual([null, null, 500, 1200, 700]);
  });

  test('thirds of a cent add up to the whole', () => {
    expect(taken([bought(3, 100), sold(1), sold(1), sold(1)])).toEqual([null, 33, 33, 34]);
  });

  test('what was sold before it came costs what it came for, and what never came its usual price', () => {
    expect(taken([sold(2), bought(1, 900)], 5)).toEqual([1400, null]);
    expect(taken([sold(2)], 5.125)).toEqual([1025]);
  });

  test('what is brought back is worth what was sold last', () => {
    expect(taken([bought(1, 500), bought(1, 800), sold(2), broughtBack(1), sold(1)])).toEqual([
      ...[null, null, 1300, -800, 800],
    ]);
  });

  test('of what was never sold, the usual price', () => {
    expect(taken([broughtBack(2)], 3)).toEqual([-600]);
  });

  test('a purchase of nothing changes nothing', () => {
    expect(taken([bought(0, 700), bought(1, 500), sold(1)])).toEqual([null, null, 500]);
  });

  test('property: when all that came is gone, its whole cost is gone', () => {
    const purchase = fc.record({ count: fc.integer({ min: 1, max: 9 }), cost: fc.integer({ min: 0, max: 9999 }) });
    fc.assert(
      fc.property(
        fc.array(purchase, { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 5 })),
        (all, sales) => {
          const count = all.reduce((sum, one) => sum + one.count, 0);
          const early = sales.filter(
            (_, index) => sales.slice(0, index + 1).reduce((sum, one) => sum + one, 0) <= count,
          );
          const rest = count - early.reduce((sum, one) => sum + one, 0);
          const moves = [
            ...early.map(sold),
            ...all.map((one) => bought(one.count, one.cost)),
            ...(rest > 0 ? [sold(rest)] : []),
          ];
          const gone = takenValues(moves, 0n).reduce((sum: bigint, value) => sum + (value ?? 0n), 0n);
          expect(gone).toBe(BigInt(all.reduce((sum, one) => sum + one.cost, 0)));
        },
      ),
      { numRuns: 100 },
    );
  });
});
