// The account that is proposed is one that QuickBooks would take, and that the role may have without a warning.
import { describe, expect, it, test } from 'vitest';
import { accountOf } from './account.fixture.ts';
import type { Account } from './account.ts';
import { isLegalType, mappingRefusal, mappingWarning } from './account-types.ts';
import { newAccountProblem, proposeAccount } from './propose-account.ts';
import { roles } from './role.ts';

const account = (name: string, change: Partial<Account> = {}) => accountOf({ name, type: 'Income', ...change });

test.each(roles)('%s: the proposal is legal, has no warning, and so has every sub-type that is offered', (role) => {
  const { name, type, subType, types } = proposeAccount({ role, called: 'Klarna', accounts: [] });
  expect(newAccountProblem({ name, number: null, type })).toBeNull();
  expect(types.find((one) => one.type === type)?.subTypes).toContain(subType);
  for (const offered of types) {
    expect(isLegalType(role, offered.type)).toBe(true);
    expect(offered.subTypes.length).toBeGreaterThan(0);
    for (const each of offered.subTypes) {
      const made = account(name, { type: offered.type, subType: each });
      expect(mappingRefusal(role, made)).toBeNull();
      expect(mappingWarning(role, made)).toBeNull();
    }
  }
});

describe('its name', () => {
  const nameOf = (role: Parameters<typeof proposeAccount>[0]['role'], called: string | null, taken: string[] = []) =>
    proposeAccount({ role, called, accounts: taken.map((name) => account(name)) }).name;

  it('says what it is for, and a code in words', () => {
    expect(nameOf('payment', 'Amex')).toBe('Amex Clearing');
    expect(nameOf('payment', 'apple-pay')).toBe('Apple Pay Clearing');
    expect(nameOf('sales', 'iPhone cases')).toBe('Sales - iPhone cases');
    expect(nameOf('rounding', null)).toBe('Rounding');
    expect(nameOf('sales', null)).toBe('Sales - Other');
  });

  it('is one that the chart does not have', () => {
    expect(nameOf('payment', 'Amex', ['amex clearing', 'Amex Clearing 2'])).toBe('Amex Clearing 3');
  });

  it('is without what QuickBooks does not take, and no longer than it takes', () => {
    expect(nameOf('payment', 'Gift "A": B')).not.toMatch(/[":]/);
    const long = 'X'.repeat(100);
    expect(nameOf('sales', long)).toHaveLength(100);
    expect(nameOf('sales', long, [nameOf('sales', long)])).toMatch(/^Sales - X+ 2$/);
    expect(nameOf('sales', long, [nameOf('sales', long)])).toHaveLength(100);
  });
});

it('a tender is taken for what its name says', () => {
  const typeOf = (called: string) => proposeAccount({ role: 'payment', called, accounts: [] }).type;
  expect(typeOf('cash')).toBe('Bank');
  expect(typeOf('gift-card')).toBe('Other Current Liability');
  expect(typeOf('Store credit')).toBe('Other Current Liability');
  expect(typeOf('Cashew Pay')).toBe('Other Current Asset');
});

describe('an account that QuickBooks would not take is told before it is asked', () => {
  const good = { name: 'Amex Clearing', number: '1010', type: 'Bank' };
  it.each([
    ['name', { ...good, name: ' ' }],
    ['name', { ...good, name: 'a:b' }],
    ['name', { ...good, name: 'a"b' }],
    ['name', { ...good, name: 'x'.repeat(101) }],
    ['number', { ...good, number: '1'.repeat(21) }],
    ['type', { ...good, type: 'Accounts Receivable' }],
    ['type', { ...good, type: 'toString' }],
  ])('%s: %j', (field, given) => {
    expect(newAccountProblem(given)?.field).toBe(field);
  });

  it('and one it would take has no problem', () => {
    expect(newAccountProblem(good)).toBeNull();
  });
});
