// The journal as text for other people's tools: a head, then a transaction for each entry.
import type { Account } from '../account-mapping.ts';
import type { JournalEntry } from '../journal-entry.ts';
import { beancount } from './beancount.ts';
import { csv } from './csv.ts';
import { hledger } from './hledger.ts';

export const journalFormats = ['beancount', 'hledger', 'csv'] as const;

export type JournalFormat = (typeof journalFormats)[number];

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

export function journalText(format: JournalFormat, head: JournalHead): JournalText {
  switch (format) {
    case 'beancount':
      return beancount(head);
    case 'hledger':
      return hledger(head);
    case 'csv':
      return csv(head);
  }
}
