// The roles an account can play in a shop's books, and the QuickBooks account types each may be mapped to.

export const roles = [
  'payment',
  'deposit',
  'sales',
  'cogs',
  'inventory',
  'purchases-received',
  'purchases-returned',
  'adjustment',
  'gift-card-adjustment',
  'cash-movement',
  'sales-tax',
  'discounts',
  'shipping',
  'tips',
  'gift-card-liability',
  'inventory-in-transit',
  'rounding',
  'over-short',
] as const;

export type Role = (typeof roles)[number];

/** What the subject of a role is; `company` roles have a company default alone. */
export type SubjectKind = 'payment-type' | 'item-class' | 'reason-code' | 'tax-code';

/** What a reason code is for: each purpose has codes of its own. */
export type ReasonPurpose = 'inventory-adjustment' | 'gift-card-adjustment' | 'cash-movement';
