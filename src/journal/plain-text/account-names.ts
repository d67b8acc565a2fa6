// What accounts are called in other people's ledgers: by their place in the chart, ending in their QuickBooks name.
import type { Account } from '../account-mapping.ts';

/** Top of the tree by QuickBooks' AccountType; these five are beancount's own, and hledger knows them. */
const roots: Readonly<Record<string, string>> = {
  Bank: 'Assets',
  'Accounts Receivable': 'Assets',
  'Other Current Asset': 'Assets',
  'Fixed Asset': 'Assets',
  'Other Asset': 'Assets',
  'Accounts Payable': 'Liabilities',
  'Credit Card': 'Liabilities',
  'Other Current Liability': 'Liabilities',
  'Long Term Liability': 'Liabilities',
  Equity: 'Equity',
  Income: 'Income',
  'Other Income': 'Income',
  'Cost of Goods Sold': 'Expenses',
  Expense: 'Expenses',
  'Other Expense': 'Expenses',
};

/** QuickBooks' AccountType spelling. */
export const rootedAccountTypes = Object.keys(roots);

export function rootOf(account: Account): string {
  const root = roots[account.type];
  if (root === undefined) throw new Error(`QuickBooks has no account type ${account.type}.`);
  return root;
}

/** By account id. Two accounts that would be called the same have their ids put behind, so that none is lost in the other. */
export function namesById(
  accounts: readonly Account[],
  nameOf: (account: Account) => string,
): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const account of accounts) counts.set(nameOf(account), (counts.get(nameOf(account)) ?? 0) + 1);
  return new Map(
    accounts.map((account) => {
      const name = nameOf(account);
      return [account.id, counts.get(name) === 1 ? name : `${name}-${account.id}`];
    }),
  );
}
