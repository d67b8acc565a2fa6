// An entry as QuickBooks can hold it: two decimals, rounded line by line, what that leaves on a line of its own.
import { decimalPlaces } from '../money.ts';
import { type DraftEntry, type DraftLine, entryTotals, type LineSource } from './journal-entry.ts';

/** QuickBooks keeps every currency to two decimals. */
export const quickbooksDecimals = 2;

/**
 * The same entry where nothing is finer than QuickBooks' decimals. Else each line is rounded, a half to the even cent,
 * those that come to nothing fall away, and a line of `rounding` takes the difference, so that both sides are equal again. An entry without lines
 * has nothing to post. Amounts stay in the currency's own minor units.
 */
export function roundEntry(entry: DraftEntry): DraftEntry {
  const unitMinor = finestMinor(entry.currency);
  if (unitMinor === 1n) return entry;
  const rounded: DraftLine[] = [];
  const from: LineSource[] = [];
  for (const line of entry.lines) {
    const amountMinor = roundedMinor(line.amountMinor, unitMinor);
    if (amountMinor !== 0n) rounded.push({ ...line, amountMinor });
    if (amountMinor !== line.amountMinor) from.push(...line.from);
  }
  if (from.length === 0) return entry;
  const { debitMinor, creditMinor } = entryTotals(rounded);
  const differenceMinor = debitMinor - creditMinor;
  if (differenceMinor === 0n) return { ...entry, lines: rounded };
  const difference = roundingLine(entry, {
    side: differenceMinor < 0n ? 'debit' : 'credit',
    amountMinor: differenceMinor < 0n ? -differenceMinor : differenceMinor,
    from,
  });
  return { ...entry, lines: [...rounded, difference] };
}

/** The finest that QuickBooks can hold of a currency, in its minor units. */
export function finestMinor(currency: string): bigint {
  const decimals = decimalPlaces(currency) - quickbooksDecimals;
  return decimals <= 0 ? 1n : 10n ** BigInt(decimals);
}

/** What rounding the lines of an entry leaves on one side. */
export function roundingLine(
  { location }: Pick<DraftEntry, 'location'>,
  of: Pick<DraftLine, 'side' | 'amountMinor' | 'from'>,
): DraftLine {
  return { rule: 'quickbooks.two-decimals', role: 'rounding', subject: null, location, ...of };
}

/** The smallest coin of these currencies is five thousandths: always up, a shop's books would grow by half of its halves. */
export function roundedMinor(amountMinor: bigint, unitMinor: bigint): bigint {
  const units = amountMinor / unitMinor;
  const twice = 2n * (amountMinor % unitMinor);
  const up = twice > unitMinor || (twice === unitMinor && units % 2n === 1n);
  return (up ? units + 1n : units) * unitMinor;
}
