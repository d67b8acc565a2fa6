// Amounts as QuickBooks keeps its books: two decimals, in home currency.
import { decimalPlaces } from '../money.ts';
import type { AuditedEntry } from './compare.ts';
import { exactDecimal } from './exact-decimal.ts';

const ledgerDecimals = 2;

/** Hundredths of the amount's own currency, half up where it has more decimals. */
export function toHundredths(amountMinor: bigint, currency: string): bigint {
  return scaled(amountMinor, { from: decimalPlaces(currency), rate: null });
}

/** Hundredths of home currency, half up. */
export function homeHundredths(
  amountMinor: bigint,
  { currency, exchangeRate }: Pick<AuditedEntry, 'currency' | 'exchangeRate'>,
): bigint {
  return scaled(amountMinor, { from: decimalPlaces(currency), rate: exchangeRate });
}

/** Hundredths of home currency, of hundredths in the currency that the rate is for. */
export function atRate(amountHundredths: bigint, rate: string | null): bigint {
  return scaled(amountHundredths, { from: ledgerDecimals, rate });
}

export const addAll = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

function scaled(amountMinor: bigint, by: { readonly from: number; readonly rate: string | null }): bigint {
  const rate = by.rate === null ? { units: 1n, places: 0 } : exactDecimal(by.rate);
  const magnitude = (amountMinor < 0n ? -amountMinor : amountMinor) * rate.units * 10n ** BigInt(ledgerDecimals);
  const divisor = 10n ** BigInt(by.from + rate.places);
  const rounded = (magnitude + divisor / 2n) / divisor;
  return amountMinor < 0n ? -rounded : rounded;
}

/** Debits less credits in home currency, each line converted and rounded by itself: what QuickBooks has to put somewhere. */
export function conversionDifference(entry: AuditedEntry): bigint {
  let difference = 0n;
  for (const { side, amountMinor } of entry.lines) {
    const home = homeHundredths(amountMinor, entry);
    difference += side === 'debit' ? home : -home;
  }
  return difference;
}
