// Which QuickBooks account types may play each role, so that the picker offers only those. The server decides; this mirrors
// the product's own table (financial events, "Accounts are roles until mapped").
import type { Role } from '../api/wire.ts';

const anyButReceivables = [
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
] as const;

export const roleAccountTypes: Readonly<Record<Role, readonly string[]>> = {
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
  'cash-movement': anyButReceivables,
  'sales-tax': ['Other Current Liability'],
  discounts: ['Income', 'Expense'],
  shipping: ['Income', 'Other Income'],
  tips: ['Other Current Liability'],
  'gift-card-liability': ['Other Current Liability'],
  'inventory-in-transit': ['Other Current Asset'],
  rounding: ['Income', 'Other Income', 'Expense', 'Other Expense'],
  'over-short': ['Income', 'Other Income', 'Expense', 'Other Expense'],
};
