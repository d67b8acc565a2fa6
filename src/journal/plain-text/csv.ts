// The journal as CSV (RFC 4180), a row for each line; text that a spreadsheet would take for a formula stays text.
import { formatMinor } from '../../money.ts';
import type { JournalEntry } from '../journal-entry.ts';
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
    head: `${columns.join(',')}\r\n`,
    entry: (entry) => rows(entry).map(csvRow).join(''),
  };

  function rows(entry: JournalEntry): string[][] {
    return entry.lines.map((line) => {
      const account = byId.get(line.accountId);
      const amount = formatMinor(line.amountMinor, entry.currency);
      return [
        entry.businessDate,
        text(entry.events.join(' ')),
        text(entry.memo),
        text(line.accountId),
        text(account?.number ?? ''),
        text(account?.fullyQualifiedName ?? ''),
        line.side === 'debit' ? amount : '',
        line.side === 'credit' ? amount : '',
        entry.currency,
        entry.exchangeRate ?? '',
        line.role,
        text(line.subject ?? ''),
        text(line.location),
        text(line.from.map((source) => `${source.key}#${source.pointer}`).join(' ')),
      ];
    });
  }
}

/** A leading = + - @ tab or return makes spreadsheets run what follows (OWASP, "CSV Injection"). */
function text(value: string): string {
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

function csvRow(values: readonly string[]): string {
  return `${values.map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',')}\r\n`;
}
