// Which accounts the picker offers.
import { describe, expect, it } from 'vitest';
import type { Account } from '../api/wire.ts';
import { accountLabel, accountOptions } from './account-picker.tsx';

function account(id: string, type: string, change: Partial<Account> = {}): Account {
  const name = `Account ${id}`;
  return {
    id,
    name,
    fullyQualifiedName: name,
    number: null,
    type,
    subType: null,
    currency: 'USD',
    active: true,
    ...change,
  };
}

describe('the accounts offered', () => {
  const accounts = [
    account('1', 'Bank'),
    account('2', 'Accounts Receivable'),
    account('3', 'Other Current Liability', { number: '2100' }),
    account('4', 'Other Current Liability', { active: false }),
  ];

  it('are only active ones of a type that may stand there', () => {
    expect(accountOptions({ role: 'deposit', accounts, value: null })).toEqual([
      { group: 'Other Current Liability', items: [{ value: '3', label: '2100 · Account 3' }] },
    ]);
  });

  it('never include receivables, not even where any other type may stand', () => {
    const offered = accountOptions({ role: 'cash-movement', accounts, value: null }).flatMap((group) => group.items);
    expect(offered.map((item) => item.value)).toEqual(['1', '3']);
  });

  it('keep the chosen account in sight after it was made inactive or deleted', () => {
    const offered = accountOptions({ role: 'deposit', accounts, value: '4' }).flatMap((group) => group.items);
    expect(offered).toContainEqual({ value: '4', label: 'Account 4 (Inactive in QuickBooks)' });
    const gone = accountOptions({ role: 'deposit', accounts, value: '99' }).flatMap((group) => group.items);
    expect(gone).toContainEqual({ value: '99', label: 'No longer in the chart' });
  });

  it('are found by number as well as by name', () => {
    expect(accountLabel(account('5', 'Income', { number: '4100' }))).toBe('4100 · Account 5');
  });
});
