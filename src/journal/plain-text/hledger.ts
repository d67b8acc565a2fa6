// The journal as hledger and ledger read it (hledger manual, "Journal"): `hledger check` finds it balanced and declared.
import type { Account } from '../account-mapping.ts';
import type { JournalEntry } from '../journal-entry.ts';
import { namesById, rootOf } from './account-names.ts';
import type { JournalHead, JournalText } from './journal-head.ts';
import { keptByRole, type RoleText } from './role-text.ts';
import { signedAmount } from './signed-amount.ts';

export function hledger({ accounts, companyName, companyCurrency }: JournalHead): JournalText {
  const names = namesById(accounts, accountName);
  const declared = accounts.map((account) => `account ${names.get(account.id)}\n`);
  const roleText = keptByRole((role) => `  ; ${comment(role)}\n`);
  return {
    head: `; ${comment(companyName)}, in ${companyCurrency}\n\n${declared.join('')}\n`,
    entry: (entry) => `${transaction(entry, { names, roleText })}\n`,
  };
}

function transaction(entry: JournalEntry, of: { names: ReadonlyMap<string, string>; roleText: RoleText }): string {
  let text = `${entry.businessDate} * ${comment(entry.memo)}\n`;
  for (const key of entry.events) text += `    ; event ${comment(key)}\n`;
  for (const line of entry.lines) {
    text += `    ${of.names.get(line.accountId)}  ${signedAmount(line, entry)}${of.roleText(line)}`;
  }
  return text;
}

/** Two spaces would end the name, and a semicolon begin a comment. */
function accountName(account: Account): string {
  const components = account.fullyQualifiedName
    .split(':')
    .map((part) => comment(part).replace(/[()[\]]/g, '') || `Account ${account.id}`);
  return [rootOf(account), ...components].join(':');
}

const notInComments = /[;|\p{Cc}]|[^\S ]| {2}|^ | $/u;

function comment(text: string): string {
  if (!notInComments.test(text)) return text;
  return text
    .replace(/[;|]/g, ',')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
