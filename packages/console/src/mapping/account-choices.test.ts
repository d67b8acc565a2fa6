// Which accounts the picker offers.
import { describe, expect, it } from 'vitest';
import type { Account } from '../api/wire.ts';
import { accountChoices, accountLabel, accountOptions, chosenLabel, createValue, whyNot } from './account-choices.ts';

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
    expect(accountOptions({ types: ['Other Current Liability'], accounts, value: null })).toEqual([
      { group: 'Other Current Liability', items: [{ value: '3', label: '2100 · Account 3' }] },
    ]);
  });

  it('come in the order of the types, each type under its own heading', () => {
    const offered = accountOptions({ types: ['Other Current Liability', 'Expense', 'Bank'], accounts, value: null });
    expect(offered.map(({ group, items }) => [group, items.map((item) => item.value)])).toEqual([
      ['Other Current Liability', ['3']],
      ['Bank', ['1']],
    ]);
  });

  it('are none before the server has said which types may stand there', () => {
    expect(accountOptions({ types: [], accounts, value: null })).toEqual([]);
  });

  it('keep the chosen account in sight after it was made inactive or deleted', () => {
    const offered = accountOptions({ types: ['Other Current Liability'], accounts, value: '4' }).flatMap(
      (group) => group.items,
    );
    expect(offered).toContainEqual({ value: '4', label: 'Account 4 (Inactive in QuickBooks)' });
    const gone = accountOptions({ types: ['Other Current Liability'], accounts, value: '99' }).flatMap(
      (group) => group.items,
    );
    expect(gone).toContainEqual({ value: '99', label: 'No longer in the chart' });
  });

  it('are found by number as well as by name', () => {
    expect(accountLabel(account('5', 'Income', { number: '4100' }))).toBe('4100 · Account 5');
  });
});

describe('what a field shows before anybody comes to it', () => {
  const accounts = [account('1', 'Bank', { number: '1010' }), account('2', 'Bank', { active: false })];
  const shown = (value: string | null) => chosenLabel({ types: ['Bank'], accounts, value });

  it('is the label that its list has for the choice, whatever became of that', () => {
    expect(shown('1')).toBe('1010 · Account 1');
    expect(shown('2')).toBe('Account 2 (Inactive in QuickBooks)');
    expect(shown('gone')).toBe('No longer in the chart');
    expect(shown(null)).toBeUndefined();
  });
});

describe('the accounts that may not stand there', () => {
  const types = ['Bank', 'Other Current Liability'];

  it('say why', () => {
    expect(whyNot(account('1', 'Accounts Receivable'), types)).toContain('customer');
    expect(whyNot(account('1', 'Accounts Payable'), types)).toContain('vendor');
    expect(whyNot(account('1', 'Income'), types)).toBe('Income; here: Bank, Other Current Liability');
    expect(whyNot(account('1', 'Bank', { active: false }), types)).toBe('Inactive in QuickBooks');
    expect(whyNot(account('1', 'Bank'), types)).toBeNull();
  });

  it('are listed last and cannot be chosen; the one that is chosen now is not among them', () => {
    const accounts = [account('1', 'Bank'), account('2', 'Income'), account('3', 'Income')];
    const { data, whyNot: reasons } = accountChoices({ types, accounts, value: '3', mayCreate: true });
    expect(data.map((each) => ('group' in each ? each.group : each.value))).toEqual([
      ...['Chosen now', 'Bank', 'Cannot stand here', createValue],
    ]);
    expect(data[2]).toMatchObject({ items: [{ value: '2', disabled: true }] });
    expect([...reasons.keys()]).toEqual(['2']);
  });

  it('are none before the server has said which types may stand there', () => {
    const { data } = accountChoices({ types: [], accounts: [account('1', 'Bank')], value: null, mayCreate: false });
    expect(data).toEqual([]);
  });
});
