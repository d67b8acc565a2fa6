// The journal as beancount reads it (Beancount Language Syntax, beancount.github.io/docs): `bean-check` finds it balanced.
import type { Account } from '../account-mapping.ts';
import type { JournalEntry } from '../journal-entry.ts';
import { namesById, rootOf } from './account-names.ts';
import type { JournalHead, JournalText } from './journal-head.ts';
import { keptByRole, type RoleText } from './role-text.ts';
import { signedAmount } from './signed-amount.ts';

const openedOn = '1970-01-01';

export function beancount({ accounts, companyName, companyCurrency }: JournalHead): JournalText {
  const names = namesById(accounts, accountName);
  const opens = accounts.map(
    (account) => `${openedOn} open ${names.get(account.id)}\n  quickbooks-id: ${quoted(account.id)}\n`,
  );
  const roleText = keptByRole((role) => `\n    role: ${quoted(role)}\n`);
  return {
    head: `option "title" ${quoted(companyName)}\noption "operating_currency" "${companyCurrency}"\n\n${opens.join('')}\n`,
    entry: (entry) => `${transaction(entry, { names, roleText })}\n`,
  };
}

function transaction(entry: JournalEntry, of: { names: ReadonlyMap<string, string>; roleText: RoleText }): string {
  let text = `${entry.businessDate} * ${quoted(entry.memo)}\n`;
  for (const [index, key] of entry.events.entries()) {
    text += `  event${index === 0 ? '' : `-${index + 1}`}: ${quoted(key)}\n`;
  }
  text += `  location: ${quoted(entry.location)}\n`;
  for (const line of entry.lines) {
    text += `  ${of.names.get(line.accountId)}  ${signedAmount(line, entry)}${of.roleText(line)}`;
  }
  return text;
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

const unquotable = /["\\]|[^\S ]| {2}/;

function quoted(text: string): string {
  if (!unquotable.test(text)) return `"${text}"`;
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\s+/g, ' ')}"`;
}
