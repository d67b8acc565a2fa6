// The accounts of a simulated company: one for each role and subject, so that an amount on a wrong account is seen.
import type { Role } from '../../src/journal/role.ts';

export interface ChartAccount {
  /** `role` or `role/subject`: also its name at QuickBooks. */
  readonly label: string;
  readonly role: Role;
  readonly subject: string | null;
  readonly type: string;
}

export const paymentTypes = ['cash', 'visa', 'gift'] as const;
export const depositTypes = ['cash', 'visa'] as const;
export const itemClasses = ['apparel', 'shoes'] as const;
export const locations = ['main', 'mall'] as const;
export const reasons = { inventory: 'shrink', giftCard: 'goodwill', cash: 'payout' } as const;
export const taxCode = 'state';

/** Where the amounts of a label go once it is mapped anew: an account of the same type. */
export const otherOf = (label: string): string => `${label} (other)`;
/** What its account is merged into, where that is none of the two. */
export const leftOf = (label: string): string => `${label} (left)`;
/** Whichever of these it is. */
export const labelOf = (account: string): string => account.replace(/ \((?:other|left)\)$/, '');

/** What is left of an account, by the name of each that was merged away and of what it was merged into. */
export function afterMerges(mergedInto: ReadonlyMap<string, string>, account: string): string {
  const into = mergedInto.get(account);
  return into === undefined ? account : afterMerges(mergedInto, into);
}

/** What a line is tracked by at QuickBooks, where it is: by its label, which is its name there. */
export interface TrackedDimension {
  readonly label: string;
  readonly entity: 'Department' | 'Class';
  readonly code: string;
}

export const dimensions: readonly TrackedDimension[] = [
  ...locations.map((code) => ({ label: `location/${code}`, entity: 'Department' as const, code })),
  ...itemClasses.map((code) => ({ label: `class/${code}`, entity: 'Class' as const, code })),
];

const asset = 'Other Current Asset';
const liability = 'Other Current Liability';

const account = (role: Role, subject: string | null, type: string): ChartAccount => ({
  label: subject === null ? role : `${role}/${subject}`,
  role,
  subject,
  type,
});

const eachClass = (role: Role, type: string): ChartAccount[] =>
  itemClasses.map((itemClass) => account(role, itemClass, type));

export const chart: readonly ChartAccount[] = [
  account('payment', 'cash', 'Bank'),
  account('payment', 'visa', asset),
  account('payment', 'gift', liability),
  ...depositTypes.map((paymentType) => account('deposit', paymentType, liability)),
  ...eachClass('sales', 'Income'),
  ...eachClass('cogs', 'Cost of Goods Sold'),
  ...eachClass('inventory', asset),
  ...eachClass('purchases-received', liability),
  ...eachClass('purchases-returned', liability),
  account('adjustment', reasons.inventory, 'Expense'),
  account('gift-card-adjustment', reasons.giftCard, 'Expense'),
  account('cash-movement', reasons.cash, 'Expense'),
  account('sales-tax', taxCode, liability),
  account('discounts', null, 'Income'),
  account('shipping', null, 'Income'),
  account('tips', null, liability),
  account('gift-card-liability', null, liability),
  account('inventory-in-transit', null, asset),
  account('rounding', null, 'Expense'),
  account('over-short', null, 'Expense'),
];
