// A line finds its account by its own mapping, its parent's or the default, or says exactly what is missing.
import { expect, test } from 'vitest';
import { accountOf } from './account.fixture.ts';
import { type Account, keepAccounts, type Mapping, mappingsFrom, resolveAccounts } from './account-mapping.ts';
import { mappingRefusal } from './account-types.ts';
import type { DraftLine } from './journal-entry.ts';
import { mappingVia } from './mapping.ts';

const account = (id: string, name: string, type: string, change: Partial<Account> = {}) =>
  accountOf({ id, name, type, ...change });
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
    parents: new Map([
      ['item-class/scarves', 'apparel'],
      ['item-class/apparel', 'clothing'],
    ]),
    companyCurrency: 'USD',
  };
  const whole: DraftLine = { ...line, rule: 'sale.tender', side: 'debit', amountMinor: 1n, location: 'main', from: [] };
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
  return { accountId: lines[0]?.accountId, mapping: lines[0]?.mapping, causes };
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
  expect(resolve(line, [...all, map('sales', 'scarves', '12')]).mapping?.subject).toBe('scarves');
});

test('a line says which mapping gave its account, by the very row, and whose it is', () => {
  const line = { rule: 'sale.revenue', role: 'sales', subject: 'scarves' } as const;
  const own = map('sales', 'scarves', '4', '2026-05-01');
  const parents = map('sales', 'apparel', '4');
  const companys = map('sales', null, '4');
  const found = [[own, parents, companys], [parents, companys], [companys]].map((mappings) => resolve(line, mappings));
  expect(found.map(({ mapping }) => mapping)).toEqual([own, parents, companys]);
  expect(found[0]?.mapping).toBe(own);
  expect([own, parents, companys].map((mapping) => mappingVia(line, mapping))).toEqual([
    'own',
    'parent',
    'company-default',
  ]);
  expect(mappingVia({ ...line, subject: null }, companys)).toBe('company-default');
  expect(mappingVia({ ...line, rule: 'void.mirror' }, own)).toBe('original');
});

test('a line whose account cannot be used says all the same which mapping is at fault', () => {
  const old = map('payment', 'cash', '7');
  const { accountId, mapping, causes } = resolve({ role: 'payment', subject: 'cash' }, [old]);
  expect({ accountId, mapping, kinds: causes.map(({ kind }) => kind) }).toEqual({
    accountId: null,
    mapping: old,
    kinds: ['inactive-account'],
  });
  expect(resolve({ role: 'payment', subject: 'cash' }, []).mapping).toBeNull();
});

test("a parent's parent is not asked: after the parent's comes the company default", () => {
  const line = { role: 'sales', subject: 'scarves' } as const;
  expect(resolve(line, [map('sales', 'clothing', '4')]).accountId).toBeNull();
  expect(resolve(line, [map('sales', 'clothing', '4'), map('sales', null, '6')]).accountId).toBe('6');
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

test('given accounts are kept whatever is mapped, as long as they are there and active', () => {
  const line = {
    rule: 'void.mirror',
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
  const kept = ['1', '7', 'gone'].map((accountId) => ({ accountId, mapping: map('payment', 'cash', accountId) }));
  const { lines, causes } = keepAccounts(draft, { lines: kept, set });
  expect(lines.map(({ accountId }) => accountId)).toEqual(['1', null, null]);
  expect(lines.map(({ mapping }) => mapping)).toEqual(kept.map(({ mapping }) => mapping));
  expect(causes).toEqual([
    { kind: 'inactive-account', accountId: '7', accountName: 'Old Bank', reason: 'inactive' },
    { kind: 'inactive-account', accountId: 'gone', accountName: 'gone', reason: 'deleted' },
  ]);
});

test('in force on a date and from then on is the latest that has begun, and what begins later, of each subject', () => {
  const [always, since, later] = [null, '2026-03-01', '2026-08-01'].map((from) => map('payment', 'cash', '1', from));
  const others = [map('payment', 'visa', '2'), map('sales', null, '4')];
  const from = (date: string) =>
    mappingsFrom(
      [since, always, later, ...others].flatMap((one) => one ?? []),
      date,
    );
  expect(new Set(from('2026-06-01'))).toEqual(new Set([since, later, ...others]));
  expect(new Set(from('2026-08-01'))).toEqual(new Set([later, ...others]));
  expect(new Set(from('2026-01-01'))).toEqual(new Set([always, since, later, ...others]));
});
