// The journal as CSV (RFC 4180), a row for each line; text that a spreadsheet would take for a formula stays text.
import { formatMinor } from '../../money.ts';
import type { JournalEntry } from '../journal-entry.ts';
import { csvRow, csvText } from './csv-cells.ts';
import type { JournalHead, JournalText } from './journal-head.ts';

const columns = [
  'date',
  'entry',
  'memo',
  'account id',
  'account number',
  'account',
  'debit',
  'credit',
  'currency',
  'exchange rate',
  'role',
  'subject',
  'location',
  'from',
] as const;

export function csv({ accounts }: JournalHead): JournalText {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return {
    head: csvRow(columns),
    entry: (entry) => rows(entry).map(csvRow).join(''),
  };

  function rows(entry: JournalEntry): string[][] {
    return entry.lines.map((line) => {
      const account = byId.get(line.accountId);
      const amount = formatMinor(line.amountMinor, entry.currency);
      return [
        entry.businessDate,
        csvText(entry.events.join(' ')),
        csvText(entry.memo),
        csvText(line.accountId),
        csvText(account?.number ?? ''),
        csvText(account?.fullyQualifiedName ?? ''),
        line.side === 'debit' ? amount : '',
        line.side === 'credit' ? amount : '',
        entry.currency,
        entry.exchangeRate ?? '',
        line.role,
        csvText(line.subject ?? ''),
        csvText(line.location),
        csvText(line.from.map((source) => `${source.key}#${source.pointer}`).join(' ')),
      ];
    });
  }
}
