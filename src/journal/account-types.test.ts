// Which account each role takes: the table of the specification, and what is refused or warned of, in words.
import { describe, expect, test } from 'vitest';
import { accountOf } from './account.fixture.ts';
import type { Account } from './account-mapping.ts';
import { isLegalType, legalAccountTypes, mappingRefusal, mappingWarning } from './account-types.ts';
import { type Role, roles } from './role.ts';

const account = (type: string, change: Partial<Account> = {}) => accountOf({ name: 'Some Account', type, ...change });

/** QuickBooks' fifteen types by the letters of the table below. */
const types: Readonly<Record<string, string>> = {
  B: 'Bank',
  R: 'Accounts Receivable',
  A: 'Other Current Asset',
  F: 'Fixed Asset',
  a: 'Other Asset',
  P: 'Accounts Payable',
  C: 'Credit Card',
  L: 'Other Current Liability',
  l: 'Long Term Liability',
  Q: 'Equity',
  I: 'Income',
  i: 'Other Income',
  G: 'Cost of Goods Sold',
  E: 'Expense',
  e: 'Other Expense',
};
const legal: readonly (readonly [Role, string])[] = [
  ['payment', 'BACLIE'],
  ['deposit', 'L'],
  ['sales', 'LIi'],
  ['cogs', 'GE'],
  ['inventory', 'A'],
  ['purchases-received', 'AL'],
  ['purchases-returned', 'AL'],
  ['adjustment', 'ALQIiGEe'],
  ['gift-card-adjustment', 'LQIiEe'],
  ['cash-movement', 'BAFaCLlQIiGEe'],
  ['sales-tax', 'L'],
  ['discounts', 'IE'],
  ['shipping', 'Ii'],
  ['tips', 'L'],
  ['gift-card-liability', 'L'],
  ['inventory-in-transit', 'A'],
  ['rounding', 'IiEe'],
  ['over-short', 'IiEe'],
];

test('the table has every role', () => {
  expect(legal.map(([role]) => role).sort()).toEqual([...roles].sort());
});

describe('account types', () => {
  test.each(legal)('%s takes %s', (role, letters) => {
    const taken = Object.keys(types).filter((letter) => isLegalType(role, types[letter] ?? ''));
    expect(taken.sort()).toEqual([...letters].sort());
    expect([...legalAccountTypes(role)].sort()).toEqual(taken.map((letter) => types[letter]).sort());
    for (const [letter, type] of Object.entries(types)) {
      expect(mappingRefusal(role, account(type)) === null).toBe(letters.includes(letter));
    }
  });
});

describe('a refusal says why', () => {
  test.each(roles)('receivables and payables want a name on the line: %s', (role) => {
    expect(mappingRefusal(role, account('Accounts Receivable'))).toContain('needs a customer name on every line');
    expect(mappingRefusal(role, account('Accounts Payable'))).toContain('needs a vendor name on every line');
  });

  test('the types that the role takes, and the one it was given', () => {
    expect(mappingRefusal('cogs', account('Bank', { name: 'Checking' }))).toBe(
      'cogs takes an account of type Cost of Goods Sold, Expense; Checking is of type Bank',
    );
  });

  test('an inactive account', () => {
    expect(mappingRefusal('cogs', account('Expense', { active: false }))).toBe(
      'Some Account is inactive in QuickBooks',
    );
  });
});

describe('a warning refuses nothing', () => {
  const undeposited = account('Other Current Asset', { name: 'Undeposited Funds', subType: 'UndepositedFunds' });
  const tracked = account('Other Current Asset', { name: 'Inventory Asset', subType: 'Inventory' });
  const agency = account('Other Current Liability', { name: 'Agency Payable', subType: 'GlobalTaxPayable' });

  test.each([
    ['payment', undeposited, 'Undeposited Funds is where QuickBooks gathers payments'],
    ['inventory', tracked, 'tracked items on Inventory Asset'],
    ['sales-tax', agency, "Agency Payable is one of QuickBooks' own sales-tax accounts"],
  ] as const)('%s', (role, one, words) => {
    expect(mappingWarning(role, one)).toContain(words);
    expect(mappingRefusal(role, one)).toBeNull();
  });

  test.each([
    ['payment', account('Bank', { subType: 'CashOnHand' })],
    ['payment', tracked],
    ['inventory', account('Other Current Asset', { subType: 'OtherCurrentAssets' })],
    ['inventory', account('Other Current Asset')],
    ['sales-tax', account('Other Current Liability', { subType: 'SalesTaxPayable' })],
    ['tips', agency],
  ] as const)('nothing to say of %s', (role, one) => {
    expect(mappingWarning(role, one)).toBeNull();
  });
});
