// The journal as hledger and ledger read it (hledger manual, "Journal"): `hledger check` finds it balanced and declared.
import { formatMinor } from '../../money.ts';
import type { Account } from '../account-mapping.ts';
import type { JournalEntry } from '../journal-entry.ts';
import { namesById, rootOf } from './account-names.ts';
import type { JournalHead, JournalText } from './journal-head.ts';

export function hledger({ accounts, companyName, companyCurrency }: JournalHead): JournalText {
  const names = namesById(accounts, accountName);
  const declared = accounts.map((account) => `account ${names.get(account.id)}\n`);
  return {
    head: `; ${comment(companyName)}, in ${companyCurrency}\n\n${declared.join('')}\n`,
    entry: (entry) => `${transaction(entry, names)}\n`,
  };
}

function transaction(entry: JournalEntry, names: ReadonlyMap<string, string>): string {
  const lines = entry.lines.map((line) => {
    const sign = line.side === 'credit' ? '-' : '';
    const subject = line.subject === null ? line.role : `${line.role}/${line.subject}`;
    const amount = `${sign}${formatMinor(line.amountMinor, entry.currency)} ${entry.currency}`;
    return `    ${names.get(line.accountId)}  ${amount}  ; ${comment(subject)}\n`;
  });
  const events = entry.events.map((key) => `    ; event ${comment(key)}\n`);
  return `${entry.businessDate} * ${comment(entry.memo)}\n${events.join('')}${lines.join('')}`;
}

/** Two spaces would end the name, and a semicolon begin a comment. */
function accountName(account: Account): string {
  const components = account.fullyQualifiedName
    .split(':')
    .map((part) => comment(part).replace(/[()[\]]/g, '') || `Account ${account.id}`);
  return [rootOf(account), ...components].join(':');
}

function comment(text: string): string {
  return text
    .replace(/[;|]/g, ',')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
