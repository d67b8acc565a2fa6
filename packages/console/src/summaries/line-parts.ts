// What each part put into a line, and whether all of them are the line.
import type { EntryLine } from '../api/wire.ts';
import { isZero, sumAmounts } from '../format/money.ts';

type Sides = Pick<EntryLine, 'debit' | 'credit'>;
type Part = Pick<EntryLine['from'][number], 'amount'>;

/** A part that is the whole line has no amount of its own. */
export function partAmount({ amount }: Part, line: Sides): string {
  return amount ?? amountOf(line);
}

export function addUpTo(line: Sides, parts: readonly Part[]): boolean {
  return sumAmounts(parts.map((part) => partAmount(part, line))) === sumAmounts([amountOf(line)]);
}

function amountOf({ debit, credit }: Sides): string {
  return isZero(debit) ? credit : debit;
}
