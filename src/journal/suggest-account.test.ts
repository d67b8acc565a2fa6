// A suggestion is plain and legal, with its reason; between two that fit as well there is none.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountOf } from './account.fixture.ts';
import type { Account } from './account.ts';
import { legalAccountTypes, mappingRefusal } from './account-types.ts';
import { roles } from './role.ts';
import { suggestAccount } from './suggest-account.ts';

const account = (id: string, name: string, type: string, change: Partial<Account> = {}) =>
  accountOf({ id, name, type, ...change });
const chart = [
  account('1', 'Cash in Drawer', 'Bank'),
  account('2', 'Visa Clearing', 'Other Current Asset'),
  account('3', 'Customer Deposits - Visa', 'Other Current Liability'),
  account('4', 'Sales - Home', 'Income'),
  account('5', 'Damaged Goods', 'Cost of Goods Sold'),
  account('6', 'Gift Card Liability', 'Other Current Liability'),
  account('10', 'Cash Over and Short', 'Expense'),
  account('11', 'Petty Cash', 'Bank'),
];

type Request = Parameters<typeof suggestAccount>[0];

const suggest = (request: Pick<Request, 'role' | 'subject'> & Partial<Request>) =>
  suggestAccount({ subjectName: null, accounts: chart, companyCurrency: 'USD', ...request });

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
  expect(suggest({ role, subject })?.accountId ?? null).toBe(accountId);
});

test('the reason says what spoke for the account', () => {
  expect(suggest({ role: 'payment', subject: 'gift-card', accounts: [...chart] })?.reason).toBe(
    'only Other Current Liability named gift card',
  );
  expect(suggest({ role: 'payment', subject: 'pc', subjectName: 'Petty Cash' })?.reason).toBe('same name');
  const numbered = [...chart, account('20', 'Apparel', 'Income', { number: '4100' })];
  expect(suggest({ role: 'sales', subject: '4100', accounts: numbered })).toEqual({
    accountId: '20',
    reason: 'same number as its code',
  });
  expect(suggest({ role: 'deposit', subject: 'amex', ofOthers: ['3', '3', '3'] })).toEqual({
    accountId: '3',
    reason: 'as all 3 others',
  });
});

test('there is no guess between two equals', () => {
  const twice = (change: Partial<Account>) => [
    account('20', 'Toys', 'Income', change),
    account('21', 'Toys', 'Income', change),
  ];
  expect(suggest({ role: 'sales', subject: 'toys', accounts: twice({}) })).toBeNull();
  expect(suggest({ role: 'sales', subject: '4100', accounts: twice({ number: '4100' }) })).toBeNull();
  expect(
    suggest({ role: 'sales', subject: 'toys', accounts: [...twice({}), account('22', 'Sales of toys', 'Income')] }),
  ).toBeNull();
});

test('others speak for an account only where they agree, are two at least, and share by habit', () => {
  expect(suggest({ role: 'sales', subject: 'toys', ofOthers: ['4'] })).toBeNull();
  expect(suggest({ role: 'sales', subject: 'toys', ofOthers: ['4', '4', '99'] })).toBeNull();
  expect(suggest({ role: 'sales', subject: 'toys', ofOthers: ['99', '99'] })).toBeNull();
  expect(suggest({ role: 'payment', subject: 'diners', ofOthers: ['1', '1'] })).toBeNull();
  expect(suggest({ role: 'adjustment', subject: 'lost', ofOthers: ['5', '5'] })).toBeNull();
});

test('an account in another currency, inactive or of A/R is never suggested, whatever its name and number', () => {
  const named = (type: string, change: Partial<Account>) => [
    account('30', 'Visa', type, { number: 'visa', ...change }),
  ];
  for (const accounts of [
    named('Bank', { currency: 'EUR' }),
    named('Bank', { active: false }),
    named('Accounts Receivable', {}),
  ]) {
    expect(suggest({ role: 'payment', subject: 'visa', accounts, ofOthers: ['30', '30'] })).toBeNull();
  }
});

const words = fc.constantFrom(
  'gift card',
  'cash',
  'deposit',
  'sales',
  'tax payable',
  'inventory',
  'Visa',
  'transit',
  'tips',
);
const types = [...legalAccountTypes('cash-movement'), 'Accounts Receivable', 'Accounts Payable'];
const randomAccount = fc
  .record({ name: words, more: words, type: fc.constantFrom(...types), active: fc.boolean(), number: fc.option(words) })
  .map(({ name, more, type, active, number }) => account(name + more, `${name} ${more}`, type, { active, number }));
const randomChart = fc
  .uniqueArray(randomAccount, { selector: ({ id }) => id, maxLength: 20 })
  .map((accounts) => accounts.map((one, index) => ({ ...one, id: String(index) })));

test('what is suggested may always have the role', () => {
  fc.assert(
    fc.property(
      fc.record({ role: fc.constantFrom(...roles), subject: fc.option(words), accounts: randomChart }),
      fc.array(fc.constantFrom('0', '1', '2'), { maxLength: 3 }),
      (request, ofOthers) => {
        const suggested = suggest({ ...request, ofOthers });
        if (suggested === null) return;
        const found = request.accounts.find(({ id }) => id === suggested.accountId);
        expect(found).toBeDefined();
        if (found !== undefined) expect(mappingRefusal(request.role, found)).toBeNull();
        expect(suggested.reason).not.toBe('');
      },
    ),
    { numRuns: 500 },
  );
});
