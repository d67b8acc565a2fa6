// What every text of the journal begins from, and what it is written by.
import type { Account } from '../account.ts';
import type { JournalEntry } from '../journal-entry.ts';

export interface JournalHead {
  /** Every account that an entry may name. */
  readonly accounts: readonly Account[];
  readonly companyName: string;
  readonly companyCurrency: string;
}

export interface JournalText {
  readonly head: string;
  entry(entry: JournalEntry): string;
}
