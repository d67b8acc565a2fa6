// A line finds its account by its own mapping, its parent's or the default, or says exactly what is missing.
import { expect, test } from 'vitest';
import { type Account, keepAccounts, type Mapping, resolveAccounts } from './account-mapping.ts';
import { mappingRefusal } from './account-types.ts';
import type { DraftLine } from './journal-entry.ts';
import { suggestAccount } from './suggest-account.ts';

const account = (id: string, name: string, type: string, change: Partial<Account> = {}): Account => ({
  id,
  name,
  fullyQualifiedName: name,
  number: null,
  type,
  subType: null,
  currency: 'USD',
  active: true,
  ...change,
});
const chart = [
  account('1', 'Cash in Drawer', 'Bank'),
  account('2', 'Visa Clearing', 'Other Current Asset'),
  account('3', 'Customer Deposits - Visa', 'Other Current Liability'),
  account('4', 'Sales - Home', 'Income'),
  account('5', 'Damaged Goods', 'Cost of Goods Sold'),
  account('6', 'Gift Card Liability', 'Other Current Liability'),
  account('7', 'Old Bank', 'Bank', { active: false }),
  account('8', 'Euro Bank', 'Bank', { currency: 'EUR' }),
  account('9', 'Accounts Payable (A/P)', 'Accounts Payable'),
  account('10', 'Cash Over and Short', 'Expense'),
  account('11', 'Petty Cash', 'Bank'),
];

function resolve(line: Pick<DraftLine, 'role' | 'subject'>, mappings: readonly Mapping[], businessDate = '2026-06-01') {
  const set = {
    mappings,
    accounts: new Map(chart.map((one) => [one.id, one])),
    parents: new Map([['item-class/scarves', 'apparel']]),
    companyCurrency: 'USD',
  };
  const whole: DraftLine = { ...line, side: 'debit', amountMinor: 1n, location: 'main', from: [] };
  const draft = {
    events: [],
    businessDate,
    location: 'main',
    currency: 'USD',
    exchangeRate: null,
    memo: '',
    lines: [whole],
  };
  const { lines, causes } = resolveAccounts(draft, set);
  return { accountId: lines[0]?.accountId, causes };
}

const map = (
  role: Mapping['role'],
  subject: string | null,
  accountId: string,
  applicableFrom: string | null = null,
): Mapping => ({
  role,
  subject,
  accountId,
  applicableFrom,
});

test("the subject's own account is before its parent's, and that before the company default", () => {
  const line = { role: 'sales', subject: 'scarves' } as const;
  const all = [map('sales', null, '6'), map('sales', 'apparel', '4')];
  expect(resolve(line, all.slice(0, 1)).accountId).toBe('6');
  expect(resolve(line, all).accountId).toBe('4');
});

test('a payment type has no account but its own', () => {
  expect(resolve({ role: 'payment', subject: 'diners' }, [map('payment', null, '1')]).causes).toEqual([
    { kind: 'missing-account', role: 'payment', subject: 'diners' },
  ]);
});

test('a change holds from its date on', () => {
  const mappings = [map('payment', 'cash', '1'), map('payment', 'cash', '2', '2026-06-01')];
  expect(resolve({ role: 'payment', subject: 'cash' }, mappings, '2026-05-31').accountId).toBe('1');
  expect(resolve({ role: 'payment', subject: 'cash' }, mappings, '2026-06-01').accountId).toBe('2');
});

test.each([
  ['7', 'inactive'],
  ['99', 'deleted'],
  ['8', 'other-currency'],
  ['9', 'illegal-type'],
])('account %s holds the entry: %s', (accountId, reason) => {
  const resolved = resolve({ role: 'payment', subject: 'cash' }, [map('payment', 'cash', accountId)]);
  expect(resolved.accountId).toBeNull();
  expect(resolved.causes).toMatchObject([{ kind: 'inactive-account', accountId, reason }]);
});

test('accounts payable is refused with the reason', () => {
  expect(mappingRefusal('cash-movement', chart[8] ?? account('', '', ''))).toContain('a vendor name');
});

test.each([
  ['payment', 'cash', '1'],
  ['payment', 'visa', '2'],
  ['payment', 'gift-card', '6'],
  ['deposit', 'visa', '3'],
  ['sales', 'home', '4'],
  ['adjustment', 'damaged', '5'],
  ['over-short', null, '10'],
  ['payment', 'diners', null],
  ['deposit', 'check', null],
  ['adjustment', 'display-model', null],
  ['deposit', null, null],
] as const)('suggests for %s of %s account %s', (role, subject, accountId) => {
  expect(suggestAccount({ role, subject, subjectName: null, accounts: chart })?.accountId ?? null).toBe(accountId);
});

test('given accounts are kept whatever is mapped, as long as they are there and active', () => {
  const line = {
    role: 'payment',
    subject: 'cash',
    side: 'debit',
    amountMinor: 1n,
    location: 'main',
    from: [],
  } as const;
  const draft = {
    events: [],
    businessDate: '2026-06-01',
    location: 'main',
    currency: 'USD',
    exchangeRate: null,
    memo: '',
    lines: [line, line, line],
  };
  const accounts = new Map(chart.map((one) => [one.id, one]));
  const set = { mappings: [], accounts, parents: new Map(), companyCurrency: 'USD' };
  const { lines, causes } = keepAccounts(draft, { accountIds: ['1', '7', 'gone'], set });
  expect(lines.map(({ accountId }) => accountId)).toEqual(['1', null, null]);
  expect(causes).toEqual([
    { kind: 'inactive-account', accountId: '7', accountName: 'Old Bank', reason: 'inactive' },
    { kind: 'inactive-account', accountId: 'gone', accountName: 'gone', reason: 'deleted' },
  ]);
});
