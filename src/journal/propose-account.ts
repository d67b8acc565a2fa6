// What an account that is to be made for a role and subject would usually be: its name, its type and sub-type.
import type { Account } from './account.ts';
import { legalAccountTypes } from './account-types.ts';
import type { Role } from './role.ts';

export interface AccountProposal {
  /** One that the chart does not have. */
  readonly name: string;
  /** QuickBooks' AccountType spelling. */
  readonly type: string;
  /** Of the type: the first of its own. */
  readonly subType: string;
  /** The types that the role may have, each with its usual sub-types, the most usual first. */
  readonly types: readonly { readonly type: string; readonly subTypes: readonly string[] }[];
}

/** Of QuickBooks' AccountSubType values (Intuit's Finance.xsd), those that a shop has use for; none that warns. */
const subTypesOfType: Readonly<Record<string, readonly [string, ...string[]]>> = {
  Bank: ['CashOnHand', 'Checking', 'Savings'],
  'Other Current Asset': ['OtherCurrentAssets', 'PrepaidExpenses'],
  'Fixed Asset': ['FurnitureAndFixtures'],
  'Other Asset': ['OtherLongTermAssets'],
  'Credit Card': ['CreditCard'],
  'Other Current Liability': ['OtherCurrentLiabilities', 'SalesTaxPayable'],
  'Long Term Liability': ['OtherLongTermLiabilities'],
  Equity: ['OpeningBalanceEquity', 'OwnersEquity'],
  Income: ['SalesOfProductIncome', 'ServiceFeeIncome', 'DiscountsRefundsGiven', 'OtherPrimaryIncome'],
  'Other Income': ['OtherMiscellaneousIncome'],
  'Cost of Goods Sold': ['SuppliesMaterialsCogs', 'ShippingFreightDeliveryCos'],
  Expense: ['OfficeGeneralAdministrativeExpenses', 'AdvertisingPromotional', 'BankCharges', 'ShippingFreightDelivery'],
  'Other Expense': ['OtherMiscellaneousExpense'],
};

interface Usual {
  readonly type: string;
  readonly subType?: string;
  /** Of an account for what is called so; the second where the role has no subject. */
  readonly name: (called: string) => string;
}

const usual = (type: string, name: Usual['name'], subType?: string): Usual => ({
  ...{ type, name },
  ...(subType !== undefined && { subType }),
});

const usualOfRole: Readonly<Record<Role, Usual>> = {
  payment: usual('Other Current Asset', (called) => `${called} Clearing`),
  deposit: usual('Other Current Liability', () => 'Customer Deposits'),
  sales: usual('Income', (called) => `Sales - ${called}`),
  cogs: usual('Cost of Goods Sold', (called) => `Cost of Goods Sold - ${called}`),
  inventory: usual('Other Current Asset', (called) => `Inventory - ${called}`),
  'purchases-received': usual('Other Current Liability', () => 'Purchases Received'),
  'purchases-returned': usual('Other Current Liability', () => 'Purchases Returned'),
  adjustment: usual('Cost of Goods Sold', (called) => `Inventory Adjustments - ${called}`),
  'gift-card-adjustment': usual('Expense', (called) => `Gift Cards - ${called}`, 'AdvertisingPromotional'),
  'cash-movement': usual('Expense', (called) => called),
  'sales-tax': usual('Other Current Liability', (called) => `Sales Tax Payable - ${called}`),
  discounts: usual('Income', () => 'Discounts', 'DiscountsRefundsGiven'),
  shipping: usual('Income', () => 'Shipping Income', 'ServiceFeeIncome'),
  tips: usual('Other Current Liability', () => 'Tips Payable'),
  'gift-card-liability': usual('Other Current Liability', () => 'Gift Card Liability'),
  'inventory-in-transit': usual('Other Current Asset', () => 'Inventory in Transit'),
  rounding: usual('Other Expense', () => 'Rounding'),
  'over-short': usual('Expense', () => 'Cash Over and Short'),
};

/** A tender that its name tells not to be a card's. */
const tenders: readonly (readonly [RegExp, Usual])[] = [
  [/gift|store credit|voucher/, usual('Other Current Liability', () => 'Gift Card Liability')],
  [/^cash\b/, usual('Bank', () => 'Cash in Drawer')],
];

export interface ProposalRequest {
  readonly role: Role;
  /** How the subject is called; null for a company default. */
  readonly called: string | null;
  readonly accounts: readonly Account[];
}

export function proposeAccount({ role, called, accounts }: ProposalRequest): AccountProposal {
  const { type, subType, name } = usualOf(role, called);
  const types = legalAccountTypes(role).map((legal) => ({ type: legal, subTypes: subTypesOf(legal) }));
  const wanted = takeable(name(called === null ? 'Other' : inWords(called)));
  return { name: free(wanted, accounts), type, subType: subType ?? subTypesOf(type)[0], types };
}

function subTypesOf(type: string): readonly [string, ...string[]] {
  const subTypes = subTypesOfType[type];
  if (subTypes === undefined) throw new Error(`No sub-type is known of ${type}.`);
  return subTypes;
}

function usualOf(role: Role, called: string | null): Usual {
  const tender = role === 'payment' && called !== null ? called.toLowerCase().replaceAll(/[-_]/g, ' ') : null;
  return (tender === null ? undefined : tenders.find(([named]) => named.test(tender))?.[1]) ?? usualOfRole[role];
}

/** "gift-card" is a code; what somebody wrote with a capital or a blank stays as it is. */
function inWords(called: string): string {
  if (/[^a-z0-9_-]/.test(called)) return called;
  return called
    .split(/[-_]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

/** Characters that an account's name may not have in QuickBooks, and its length. */
const forbiddenInName = /[":]/g;
const nameLengthMax = 100;

const takeable = (name: string): string => name.replaceAll(forbiddenInName, ' ').replaceAll(/\s+/g, ' ').trim();

function free(name: string, accounts: readonly Account[]): string {
  const taken = new Set(accounts.map((account) => account.fullyQualifiedName.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? cut(name, '') : cut(name, ` ${number}`);
    if (!taken.has(tried.toLowerCase())) return tried;
  }
}

const cut = (name: string, suffix: string): string => name.slice(0, nameLengthMax - suffix.length).trim() + suffix;

/** Why QuickBooks would not take an account of this name and number, or we would have no use for its type; null where neither is so. */
export function newAccountProblem(account: {
  readonly name: string;
  readonly number: string | null;
  readonly type: string;
}): { readonly field: 'name' | 'number' | 'type'; readonly message: string } | null {
  const { name, number, type } = account;
  if (name.trim() === '' || name.length > nameLengthMax) {
    return { field: 'name', message: `A name has 1 to ${nameLengthMax} characters.` };
  }
  if (/[":]/.test(name)) {
    return { field: 'name', message: 'QuickBooks takes no double quote and no colon in the name of an account.' };
  }
  if (number !== null && number.length > numberLengthMax) {
    return { field: 'number', message: `A number has at most ${numberLengthMax} characters.` };
  }
  if (!Object.hasOwn(subTypesOfType, type)) {
    return { field: 'type', message: `An entry cannot use an account of the type ${type}.` };
  }
  return null;
}

/** In Australia and Canada; elsewhere QuickBooks takes 7. */
const numberLengthMax = 20;
