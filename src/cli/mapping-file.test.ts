// A mapping file is what the API answers, put together; what is wrong with one is told all at once, by field, value and rule.
import { expect, test } from 'vitest';
import {
  accountSchema,
  locationSchema,
  mappingRowSchema,
  mappingsAnswerSchema,
  settingsSchema,
  subjectSchema,
} from '../http/contract/books.ts';
import { parseMappingFile } from './mapping-file.ts';

const cash = { id: '1', name: 'Cash', type: 'Bank', active: true };
const income = { id: '2', name: 'Sales', type: 'Income', active: true };
const least = {
  name: 'Main Street',
  currency: 'USD',
  timeZone: 'America/New_York',
  accounts: [cash, income],
  mappings: [],
};

function fileOf(input: unknown) {
  const parsed = parseMappingFile(input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.file;
}

function problemsOf(input: unknown): readonly string[] {
  const parsed = parseMappingFile(input);
  return parsed.ok
    ? []
    : parsed.problems.map(({ pointer, value, rule }) => `${pointer}: ${rule}, not ${JSON.stringify(value)}`);
}

test('what may be left out has its usual value', () => {
  const { companyName, settings, context, accounts } = fileOf(least);
  expect(companyName).toBe('Main Street');
  expect(settings).toEqual({ currency: 'USD', discounts: 'net', overShortCapMinor: 0n });
  expect(context.businessDay('anywhere')).toEqual({ timeZone: 'America/New_York', dayEnd: '00:00' });
  expect(accounts[0]).toMatchObject({ fullyQualifiedName: 'Cash', number: null, subType: null, currency: null });
});

test('the answers of the API, put together, are a mapping file', () => {
  const settings = {
    ...{ name: 'Main Street', currency: 'USD', timeZone: 'America/New_York', dayEnd: '02:00', discounts: 'gross' },
    ...{ overShortCap: '0.05', postingMode: 'daily-summary', from: null, summaryGraceDays: 0 },
    days: [{ from: null, timeZone: 'America/New_York', dayEnd: '02:00' }],
  };
  const chart = {
    accounts: [
      { ...cash, fullyQualifiedName: 'Till:Cash', number: '1010', subType: 'CashOnHand', currency: 'USD' },
      { ...income, active: false, fullyQualifiedName: 'Sales', number: null, subType: null, currency: null },
    ],
  };
  const row = {
    subjectName: 'Cash',
    subjectKind: 'payment-type',
    subjectActive: true,
    required: true,
    applicableFrom: null,
  };
  const mapping = {
    mappings: [
      { ...row, role: 'payment', subject: 'cash', accountId: '1' },
      { ...row, role: 'payment', subject: 'visa', accountId: null },
    ],
    accountTypes: {},
  };
  const locations = {
    locations: [
      {
        code: 'outlet',
        name: 'Outlet',
        timeZone: 'America/Chicago',
        dayEnd: null,
        days: [
          { from: null, timeZone: null, dayEnd: null },
          { from: '2026-06-01', timeZone: 'America/Chicago', dayEnd: null },
        ],
        active: true,
        quickbooksDepartmentId: null,
      },
    ],
  };
  const itemClass = {
    kind: 'item-class',
    purpose: '',
    name: 'Scarves',
    active: true,
    takesDeposits: false,
    lastUsed: null,
  };
  const itemClasses = [{ ...itemClass, code: 'scarves', parentCode: 'apparel' }];
  const file = fileOf({ ...settings, ...chart, ...mapping, ...locations, itemClasses });
  expect(file.settings).toEqual({ currency: 'USD', discounts: 'gross', overShortCapMinor: 5n });
  expect(file.context.businessDay('outlet')).toEqual({
    ...{ timeZone: 'America/Chicago', dayEnd: '02:00' },
    since: { date: '2026-06-01', before: { timeZone: 'America/New_York', dayEnd: '02:00' } },
  });
  expect(file.mapping.parents).toEqual(new Map([['item-class/scarves', 'apparel']]));
  expect(file.mapping.mappings).toMatchObject([
    { role: 'payment', subject: 'cash', accountId: '1', applicableFrom: null },
  ]);
  expect(file.mapping.accounts.get('1')).toMatchObject({ fullyQualifiedName: 'Till:Cash', number: '1010' });
});

test.each([
  ['settings', settingsSchema, (fields: object) => ({ ...fields, ...least })],
  ['accounts', accountSchema, (fields: object) => ({ ...least, accounts: [fields] })],
  ['mappings', mappingsAnswerSchema, (fields: object) => ({ ...fields, ...least })],
  ['each mapping', mappingRowSchema, (fields: object) => ({ ...least, mappings: [fields] })],
  ['locations', locationSchema, (fields: object) => ({ ...least, locations: [fields] })],
  ['item classes', subjectSchema, (fields: object) => ({ ...least, itemClasses: [fields] })],
])('no field that the API answers of %s is unknown', (_what, schema, fileWith) => {
  const fields = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, 7]));
  expect(problemsOf(fileWith(fields)).filter((problem) => problem.includes('unknown'))).toEqual([]);
});

test('all problems at once, each with its field, value and rule', () => {
  expect(
    problemsOf({
      ...{ name: 7, currency: 'DOLLAR', timeZone: 'Mars/Olympus', dayEnd: '24:00', discounts: 'some', cap: '1' },
      accounts: [{ ...cash, type: 'Purse' }, { name: 'Nameless', type: 'Bank', active: 'yes' }, 'cash'],
      mappings: [{ role: 'cash', accountId: 1, applicableFrom: '2026-02-30', acountId: '1' }],
    }),
  ).toEqual([
    '/name: a JSON string: not empty, not 7',
    '/currency: a currency code of ISO 4217, such as USD, not "DOLLAR"',
    '/timeZone: the IANA name of a time zone, such as America/New_York, not "Mars/Olympus"',
    '/dayEnd: HH:MM, from 00:00 to 11:59, not "24:00"',
    '/discounts: net or gross, not "some"',
    expect.stringMatching(/^\/accounts\/0\/type: one of Bank, .*, not "Purse"$/),
    '/accounts/1/id: required, not null',
    '/accounts/1/active: true or false, not "yes"',
    '/accounts/2: expected object, not "cash"',
    expect.stringMatching(/^\/mappings\/0\/role: one of payment, .*, not "cash"$/),
    expect.stringMatching(/^\/mappings\/0\/accountId: a JSON string: .*, not 1$/),
    '/mappings/0/applicableFrom: a date, YYYY-MM-DD, not "2026-02-30"',
    '/mappings/0/acountId: an unknown field, not "1"',
    '/cap: an unknown field, not "1"',
  ]);
});

test('a location has the day that it gives, else the company’s', () => {
  const locations = [{ code: 'outlet', dayEnd: '03:00' }, { code: 'main' }];
  const { context } = fileOf({ ...least, locations });
  expect(context.businessDay('outlet')).toEqual({ timeZone: 'America/New_York', dayEnd: '03:00' });
  expect(context.businessDay('main')).toEqual(context.businessDay('anywhere'));
});

test.each([
  ['none from the beginning', [{ from: '2026-01-01', timeZone: 'UTC', dayEnd: '00:00' }]],
  ['two from the beginning', Array(2).fill({ from: null, timeZone: 'UTC', dayEnd: '00:00' })],
  [
    'dates that go back',
    [null, '2026-02-01', '2026-01-01'].map((from) => ({ from, timeZone: 'UTC', dayEnd: '00:00' })),
  ],
])('days are refused: %s', (_what, days) => {
  expect(problemsOf({ ...least, days })).toEqual([expect.stringContaining('/days: in the order of their dates')]);
});

test.each([[null], [[]], ['mapping'], [7]])('no mapping file: %j', (input) => {
  expect(problemsOf(input)).toHaveLength(1);
});

test('what no single field shows is found, too', () => {
  const payment = { role: 'payment', subject: 'cash', accountId: '1' };
  expect(
    problemsOf({
      ...{ ...least, overShortCap: '0.001', accounts: [cash, income, { ...cash, name: 'Twin' }] },
      mappings: [
        payment,
        payment,
        { ...payment, applicableFrom: '2026-01-01' },
        { role: 'tips', accountId: '1' },
      ].concat([{ role: 'sales', subject: null as unknown as string, accountId: '77' }]),
    }),
  ).toEqual([
    '/overShortCap: at most 2 decimals in this currency, not "0.001"',
    '/accounts/2/id: an id of its own, not "1"',
    '/mappings/1: one account for a role and subject from a date on, not "[\\"payment\\",\\"cash\\",null]"',
    expect.stringMatching(/^\/mappings\/3\/accountId: tips takes an account of type .*, not "1"$/),
    '/mappings/4/accountId: the id of one of the accounts, not "77"',
  ]);
});
