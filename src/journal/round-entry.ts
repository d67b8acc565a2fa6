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
  const decimals = decimalPlaces(entry.currency) - quickbooksDecimals;
  if (decimals <= 0) return entry;
  const unitMinor = 10n ** BigInt(decimals);
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
  const difference: DraftLine = {
    rule: 'quickbooks.two-decimals',
    role: 'rounding',
    subject: null,
    side: differenceMinor < 0n ? 'debit' : 'credit',
    amountMinor: differenceMinor < 0n ? -differenceMinor : differenceMinor,
    location: entry.location,
    from,
  };
  return { ...entry, lines: [...rounded, difference] };
}

/** The smallest coin of these currencies is five thousandths: always up, a shop's books would grow by half of its halves. */
function roundedMinor(amountMinor: bigint, unitMinor: bigint): bigint {
  const units = amountMinor / unitMinor;
  const twice = 2n * (amountMinor % unitMinor);
  const up = twice > unitMinor || (twice === unitMinor && units % 2n === 1n);
  return (up ? units + 1n : units) * unitMinor;
}
