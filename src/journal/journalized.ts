// What journalizing takes from the company, and what it answers.
import type { DraftEntry } from './journal-entry.ts';

export interface JournalSettings {
  /** ISO 4217: the currency of cost lines. */
  readonly currency: string;
  /** Net: revenue is what was charged. Gross: revenue before discount, the discount debited to `discounts`. */
  readonly discounts: 'net' | 'gross';
  /** Up to so much, in the company's currency, a ticket's difference goes to `over-short`; zero: none does. */
  readonly overShortCapMinor: bigint;
}

export type Journalized =
  | { readonly ok: true; readonly entries: readonly DraftEntry[] }
  | { readonly ok: false; readonly reason: OutOfBalance };

/** Only a sale has to foot: its lines against its payments and the deposits applied, within the company's cap. */
export interface OutOfBalance {
  readonly kind: 'out-of-balance';
  /** Always positive. */
  readonly amountMinor: bigint;
}
