// What entries come to, side by side of each account, and where two such sums differ.
import { hundredths, type SideTotals } from './expected-lines.ts';
import type { HeldEntry } from './simulated-quickbooks.ts';

export function sum(all: readonly SideTotals[]): SideTotals {
  const totals = new Map<string, bigint>();
  for (const one of all) for (const [key, amount] of one) totals.set(key, (totals.get(key) ?? 0n) + amount);
  return totals;
}

/** Null: nothing is there. */
export function totalsHeld(entry: HeldEntry | null): SideTotals {
  const lines = entry?.lines ?? [];
  return sum(lines.map(({ account, side, amount }) => new Map([[`${account} ${side}`, hundredths(amount)]])));
}

/** Each account as `accountOf` has it. */
export function byAccount(totals: SideTotals, accountOf: (account: string) => string): SideTotals {
  return sum([...totals].map(([key, amount]) => new Map([[`${accountOf(key.slice(0, -3))}${key.slice(-3)}`, amount]])));
}

export function differences(expected: SideTotals, held: SideTotals): string[] {
  const keys = [...new Set([...expected.keys(), ...held.keys()])].sort();
  return keys.flatMap((key) => {
    const must = expected.get(key) ?? 0n;
    const is = held.get(key) ?? 0n;
    return must === is ? [] : [`${key} is ${is} and must be ${must}`];
  });
}
