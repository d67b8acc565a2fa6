// A line's amount where a debit is above zero and a credit below, as ledgers in plain text have it.
import { formatMinor } from '../../money.ts';
import type { JournalEntry } from '../journal-entry.ts';

export const signedAmount = (
  { side, amountMinor }: JournalEntry['lines'][number],
  { currency }: Pick<JournalEntry, 'currency'>,
): string => `${side === 'credit' ? '-' : ''}${formatMinor(amountMinor, currency)} ${currency}`;
