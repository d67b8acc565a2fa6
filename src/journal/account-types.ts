// Which QuickBooks account types each role may be mapped to, and why the others are refused.
import type { Account } from './account.ts';
import type { Role } from './role.ts';

const receivableAndPayable = ['Accounts Receivable', 'Accounts Payable'];

/** QuickBooks' AccountType spelling; null: any type but A/R and A/P. */
const typesOfRole: Readonly<Record<Role, readonly string[] | null>> = {
  payment: ['Bank', 'Other Current Asset', 'Other Current Liability', 'Credit Card', 'Expense', 'Income'],
  deposit: ['Other Current Liability'],
  sales: ['Income', 'Other Income', 'Other Current Liability'],
  cogs: ['Cost of Goods Sold', 'Expense'],
  inventory: ['Other Current Asset'],
  'purchases-received': ['Other Current Liability', 'Other Current Asset'],
  'purchases-returned': ['Other Current Liability', 'Other Current Asset'],
  adjustment: [
    'Expense',
    'Other Expense',
    'Cost of Goods Sold',
    'Income',
    'Other Income',
    'Equity',
    'Other Current Asset',
    'Other Current Liability',
  ],
  'gift-card-adjustment': ['Income', 'Other Income', 'Expense', 'Other Expense', 'Other Current Liability', 'Equity'],
  'cash-movement': null,
  'sales-tax': ['Other Current Liability'],
  discounts: ['Income', 'Expense'],
  shipping: ['Income', 'Other Income'],
  tips: ['Other Current Liability'],
  'gift-card-liability': ['Other Current Liability'],
  'inventory-in-transit': ['Other Current Asset'],
  rounding: ['Income', 'Other Income', 'Expense', 'Other Expense'],
  'over-short': ['Income', 'Other Income', 'Expense', 'Other Expense'],
};

/** QuickBooks' AccountType values that a journal entry may touch without a name on its line. */
const typesWithoutName = [
  'Bank',
  'Other Current Asset',
  'Fixed Asset',
  'Other Asset',
  'Credit Card',
  'Other Current Liability',
  'Long Term Liability',
  'Equity',
  'Income',
  'Other Income',
  'Cost of Goods Sold',
  'Expense',
  'Other Expense',
];

/** What a picker of accounts for this role may offer. */
export function legalAccountTypes(role: Role): readonly string[] {
  return typesOfRole[role] ?? typesWithoutName;
}

export function isLegalType(role: Role, type: string): boolean {
  return typesOfRole[role]?.includes(type) ?? !receivableAndPayable.includes(type);
}

/** Why this account may not have the role, in a sentence; null where it may. */
export function mappingRefusal(role: Role, account: Account): string | null {
  if (receivableAndPayable.includes(account.type)) {
    const named = account.type === 'Accounts Receivable' ? 'a customer' : 'a vendor';
    return `${account.type} needs ${named} name on every line, which an entry of ours has not: use a clearing account instead`;
  }
  if (!account.active) return `${account.name} is inactive in QuickBooks`;
  if (isLegalType(role, account.type)) return null;
  return `${role} takes an account of type ${(typesOfRole[role] ?? []).join(', ')}; ${account.name} is of type ${account.type}`;
}

/** QuickBooks' AccountSubType of its own sales-tax accounts: one of each tax agency, made by its tax centre. */
const ownSalesTaxSubTypes = ['GlobalTaxPayable', 'GlobalTaxSuspense'];

/** What the user should know of an account that the role may have, in a sentence; null where there is nothing to say. */
export function mappingWarning(role: Role, account: Account): string | null {
  const { name, subType } = account;
  if (subType === 'UndepositedFunds') {
    return `${name} is where QuickBooks gathers payments until a deposit takes them: amounts of journal entries pile up there. A clearing account is easier to reconcile`;
  }
  if (role === 'inventory' && subType === 'Inventory') {
    return `QuickBooks may count tracked items on ${name}: entries change its value and not their quantities, and the two drift apart. Use a separate account`;
  }
  if (role === 'sales-tax' && subType !== null && ownSalesTaxSubTypes.includes(subType)) {
    return `${name} is one of QuickBooks' own sales-tax accounts: entries may not feed its return. Use a separate liability, and file from the till's reports`;
  }
  return null;
}
