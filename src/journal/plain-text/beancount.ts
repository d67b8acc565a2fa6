// The journal as beancount reads it (Beancount Language Syntax, beancount.github.io/docs): `bean-check` finds it balanced.
import { formatMinor } from '../../money.ts';
import type { Account } from '../account-mapping.ts';
import type { JournalEntry } from '../journal-entry.ts';
import { namesById, rootOf } from './account-names.ts';
import type { JournalHead, JournalText } from './journal-head.ts';

const openedOn = '1970-01-01';

export function beancount({ accounts, companyName, companyCurrency }: JournalHead): JournalText {
  const names = namesById(accounts, accountName);
  const opens = accounts.map(
    (account) => `${openedOn} open ${names.get(account.id)}\n  quickbooks-id: ${quoted(account.id)}\n`,
  );
  return {
    head: `option "title" ${quoted(companyName)}\noption "operating_currency" "${companyCurrency}"\n\n${opens.join('')}\n`,
    entry: (entry) => `${transaction(entry, names)}\n`,
  };
}

function transaction(entry: JournalEntry, names: ReadonlyMap<string, string>): string {
  const events = entry.events.map((key, index) => `  event${index === 0 ? '' : `-${index + 1}`}: ${quoted(key)}\n`);
  const lines = entry.lines.map((line) => {
    const sign = line.side === 'credit' ? '-' : '';
    const amount = `${sign}${formatMinor(line.amountMinor, entry.currency)} ${entry.currency}`;
    return `  ${names.get(line.accountId)}  ${amount}\n    role: ${quoted(line.subject === null ? line.role : `${line.role}/${line.subject}`)}\n`;
  });
  return `${entry.businessDate} * ${quoted(entry.memo)}\n${events.join('')}  location: ${quoted(entry.location)}\n${lines.join('')}`;
}

/** A component begins with a capital or a digit and holds letters, digits and dashes. */
function accountName(account: Account): string {
  const components = account.fullyQualifiedName.split(':').map((part) => {
    const plain = part
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '');
    const capital = plain.charAt(0).toUpperCase() + plain.slice(1);
    return capital === '' ? `Account-${account.id}` : capital;
  });
  return [rootOf(account), ...components].join(':');
}

function quoted(text: string): string {
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\s+/g, ' ')}"`;
}
