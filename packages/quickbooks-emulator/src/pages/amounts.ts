// Amounts as people read them.
import { formatAmount } from '../ledger/amount.ts';

export function grouped(minor: bigint): string {
  return formatAmount(minor).replace(/\B(?=(\d{3})+\.)/g, ',');
}

/** Debits positive, credits in brackets, nothing as a dash. */
export function signed(minor: bigint): string {
  if (minor === 0n) return '–';
  return minor < 0n ? `(${grouped(-minor)})` : grouped(minor);
}

/** The columns of debits and credits. */
export function sides(minor: bigint): readonly [debit: string, credit: string] {
  if (minor === 0n) return ['', ''];
  return minor > 0n ? [grouped(minor), ''] : ['', grouped(-minor)];
}
