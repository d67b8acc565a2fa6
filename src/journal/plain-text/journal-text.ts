// The journal as text for other people's tools: a head, then a transaction for each entry.
import { beancount } from './beancount.ts';
import { csv } from './csv.ts';
import { hledger } from './hledger.ts';
import type { JournalHead, JournalText } from './journal-head.ts';

export const journalFormats = ['beancount', 'hledger', 'csv'] as const;

export type JournalFormat = (typeof journalFormats)[number];

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
