// The auditor, of a currency of three decimals, of which QuickBooks keeps two: how far what is there may be from what must be.
import { labelOf } from './chart.ts';
import { hundredths, type SideTotals } from './expected-lines.ts';
import type { HeldEntry } from './simulated-quickbooks.ts';

/** Half a hundredth, in thousandths: what a line is off by at most, be it of one event or of a day. */
const ofLine = 5n;
/** Of an account and side, lines that came to nothing, and so are not there. */
const linesOfNothingMax = 2n;
/** What a void takes back of one account was a share of a day, on a line or two: each off by less than a hundredth. */
const ofVoid = 20n;
/** The same of everything that it takes back. */
const ofWholeVoid = 200n;

export interface ToRound {
  /** Thousandths. */
  readonly expected: SideTotals;
  readonly entries: readonly HeldEntry[];
  /** How many of the events are voids. */
  readonly voids: number;
  /** Whichever of its accounts a label may be on. */
  readonly under: (account: string) => string;
}

export function differencesBeyondRounding({ expected, entries, voids, under }: ToRound): string[] {
  const lines = new Map<string, bigint>();
  const held = new Map<string, bigint>();
  for (const { account, side, amount } of entries.flatMap((entry) => entry.lines)) {
    const key = `${under(account)} ${side}`;
    lines.set(key, (lines.get(key) ?? 0n) + 1n);
    held.set(key, (held.get(key) ?? 0n) + 10n * hundredths(amount));
  }
  const off = (is: bigint, must: bigint): bigint => (is > must ? is - must : must - is);
  const keys = [...new Set([...expected.keys(), ...held.keys()])].filter((key) => !isRounding(key)).sort();
  const problems = keys.flatMap((key) => {
    const [is, must] = [held.get(key) ?? 0n, expected.get(key) ?? 0n];
    const allowed = ofLine * ((lines.get(key) ?? 0n) + linesOfNothingMax) + ofVoid * BigInt(voids);
    return off(is, must) <= allowed ? [] : [`${key} is ${is} and must be ${must}, give or take ${allowed}`];
  });
  // What rounding leaves of one event may be taken back by another: only both sides together tell.
  const count = [...lines.values()].reduce((sum, one) => sum + one, 0n);
  const allowed = ofLine * (count + linesOfNothingMax * BigInt(keys.length)) + ofWholeVoid * BigInt(voids);
  const [is, must] = [netOfRounding(held), netOfRounding(expected)];
  if (off(is, must) > allowed) problems.push(`rounding is ${is} and must be ${must}, give or take ${allowed}`);
  return problems;
}

/** Each line of it may have come to nothing. */
export const mayComeToNothing = (expected: SideTotals): boolean =>
  [...expected.values()].every((amount) => amount < 2n * ofLine);

const isRounding = (key: string): boolean => labelOf(key.slice(0, -3)) === 'rounding';

function netOfRounding(totals: SideTotals): bigint {
  let net = 0n;
  for (const [key, amount] of totals) if (isRounding(key)) net += key.endsWith(' Dr') ? amount : -amount;
  return net;
}
