// Accounts, classes, locations and names: the checks of a write, and what a change does to the rest.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entry, line, listOf, startLocalCompany } from './local-company.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
beforeAll(async () => {
  company = await startLocalCompany({ template: 'empty' });
  for (const Name of ['One', 'Two']) await make('Account', { Name, AccountType: 'Bank' });
});
afterAll(() => company.emulator.close());

type Row = Readonly<Record<string, unknown>>;

async function make(type: string, body: Row): Promise<Row> {
  const answer = await company.api('POST', `/${type.toLowerCase()}`, body);
  expect(answer.status, answer.text).toBe(200);
  return answer.body[type] as unknown as Row;
}

async function code(type: string, body: Row): Promise<string> {
  const answer = await company.api('POST', `/${type.toLowerCase()}`, body);
  expect(answer.status).toBe(400);
  return String(answer.body.Fault?.Error?.[0]?.code);
}

async function read(type: string, id: unknown): Promise<Row> {
  return (await company.api('GET', `/${type.toLowerCase()}/${String(id)}`)).body[type] as unknown as Row;
}

test('an account shows its balance with those under it, at any depth, in whichever they are posted', async () => {
  const make = async (Name: string, parent?: string) => {
    const ParentRef = parent === undefined ? {} : { ParentRef: { value: parent } };
    const { body } = await company.api('POST', '/account', { Name, AccountType: 'Bank', ...ParentRef });
    return String(body.Account?.Id);
  };
  const bank = await make('Whole bank');
  const branch = await make('Branch', bank);
  const till = await make('Till of it', branch);
  const other = await make('Whole bank 2');
  const Line = [...[bank, branch, till].map((id) => line(id, 'Debit', 5)), line(other, 'Credit', 15)];
  await company.api('POST', '/journalentry', { Line });
  const shown = async (id: string) => {
    const { Account } = (await company.api('GET', `/account/${id}`)).body;
    return [Account?.CurrentBalance, Account?.CurrentBalanceWithSubAccounts];
  };
  expect([await shown(bank), await shown(branch), await shown(till), await shown(other)]).toEqual([
    [5, 15],
    [5, 10],
    [5, 5],
    [-15, -15],
  ]);
});

describe('an account', () => {
  test('is made with everything that Intuit fills in', async () => {
    expect(await make('Account', { Name: 'Till', AccountType: 'Bank' })).toMatchObject({
      Name: 'Till',
      FullyQualifiedName: 'Till',
      AccountType: 'Bank',
      AccountSubType: 'CashOnHand',
      Classification: 'Asset',
      Active: true,
      SubAccount: false,
      CurrentBalance: 0,
      CurrentBalanceWithSubAccounts: 0,
      CurrencyRef: { value: 'USD' },
      domain: 'QBO',
      sparse: false,
      SyncToken: '0',
      MetaData: { CreateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}-0[78]:00$/) },
    });
    expect(await make('Account', { Name: 'By sub-type', AccountSubType: 'Savings' })).toMatchObject({
      AccountType: 'Bank',
    });
  });

  test.each([null, ''])('is made from members that are %j as from none', async (nothing) => {
    const made = await make('Account', {
      Name: `Nothing ${String(nothing)}`,
      AccountType: 'Expense',
      AccountSubType: nothing,
      AcctNum: nothing,
      ParentRef: nothing,
    });
    expect(made).toMatchObject({ AccountType: 'Expense', AccountSubType: expect.any(String), SubAccount: false });
    expect(made).not.toHaveProperty('AcctNum');
  });

  test.each([
    ['Insurance', 'Expense', 'Expense'],
    ['TrustAccounts', 'Bank', 'Asset'],
    ['Retainage', 'Other Current Asset', 'Asset'],
    ['PayrollClearing', 'Other Current Liability', 'Liability'],
    ['SalesRetail', 'Income', 'Revenue'],
    ['CostOfSales', 'Cost of Goods Sold', 'Expense'],
    ['RentAndLease', 'Other Expense', 'Expense'],
    ['RentAndLeaseHomeOffice', 'Other Expense', 'Expense'],
    ['Utilities', 'Expense', 'Expense'],
  ])('of the sub-type %s alone is of the type %s', async (AccountSubType, AccountType, Classification) => {
    const made = await make('Account', { Name: `Only ${AccountSubType}`, AccountSubType });
    expect(made).toMatchObject({ AccountSubType, AccountType, Classification });
  });

  test.each([
    ['Utilities', 'Other Expense'],
    // Intuit does not document its type.
    ['Gratuity', 'Other Current Liability'],
  ])('may be of the sub-type %s and of the type %s', async (AccountSubType, AccountType) => {
    const made = await make('Account', { Name: `Both ${AccountSubType}`, AccountSubType, AccountType });
    expect(made).toMatchObject({ AccountSubType, AccountType });
  });

  test('changes to a sub-type of its type, and with another type to that one’s usual', async () => {
    const { Id } = await make('Account', { Name: 'Changing', AccountType: 'Bank', AccountSubType: 'Savings' });
    const change = (SyncToken: string, more: Row) => ({ Id, SyncToken, sparse: true, ...more });
    expect(await code('Account', change('0', { AccountSubType: 'Insurance' }))).toBe('2170');
    const moved = await make('Account', change('0', { AccountType: 'Expense' }));
    expect(moved).toMatchObject({ AccountType: 'Expense', AccountSubType: 'Travel' });
    const insured = await make('Account', change('1', { AccountSubType: 'Insurance' }));
    expect(insured).toMatchObject({ AccountType: 'Expense', AccountSubType: 'Insurance' });
  });

  test('made when sub-types were not held to types keeps what it has', async () => {
    const { Id } = await make('Account', { Name: 'Of before', AccountType: 'Bank', AccountSubType: 'Savings' });
    const snapshot = (await company.control('GET', '/snapshot')).body;
    const objects = listOf<{ type: string; id: number; body: string }>(snapshot.tables?.objects).map((row) =>
      row.type === 'Account' && String(row.id) === Id
        ? { ...row, body: row.body.replace('"Savings"', '"Insurance"') }
        : row,
    );
    const put = await company.control('PUT', '/snapshot', { ...snapshot, tables: { ...snapshot.tables, objects } });
    expect(put.status, put.text).toBe(200);
    const kept = { AccountType: 'Bank', AccountSubType: 'Insurance' };
    expect(await read('Account', Id)).toMatchObject(kept);
    const change = { Id, SyncToken: '0', sparse: true, Description: 'noted' };
    expect(await make('Account', change)).toMatchObject({ ...kept, Description: 'noted' });
  });

  test('keeps in a sparse update what a full update clears', async () => {
    const made = await make('Account', { Name: 'Noted', AccountType: 'Expense', Description: 'kept', AcctNum: '6000' });
    const sparse = await make('Account', { Id: made.Id, SyncToken: '0', sparse: true, Name: 'Noted 2' });
    expect(sparse).toMatchObject({ Name: 'Noted 2', Description: 'kept', AcctNum: '6000', SyncToken: '1' });
    const full = await make('Account', { Id: made.Id, SyncToken: '1', Name: 'Noted 3', AccountType: 'Expense' });
    expect(full).toMatchObject({ Name: 'Noted 3', SyncToken: '2' });
    expect(full).not.toHaveProperty('Description');
    expect(await code('Account', { Id: made.Id, SyncToken: '1', sparse: true, Name: 'Stale' })).toBe('5010');
  });

  test('made inactive is "X (deleted)", frees its name, refuses entries, and can come back', async () => {
    const made = await make('Account', { Name: 'Gone', AccountType: 'Bank' });
    const gone = await make('Account', { Id: made.Id, SyncToken: '0', sparse: true, Active: false });
    expect(gone).toMatchObject({ Name: 'Gone (deleted)', FullyQualifiedName: 'Gone (deleted)', Active: false });
    const refused = { Line: [line(String(made.Id), 'Debit', 1), line('2', 'Credit', 1)] };
    expect(await code('JournalEntry', refused)).toBe('610');
    await make('Account', { Name: 'Gone', AccountType: 'Bank' });
    expect(await code('Account', { Id: made.Id, SyncToken: '1', sparse: true, Active: true })).toBe('6240');
    const back = { Id: made.Id, SyncToken: '1', sparse: true, Active: true, Name: 'Back' };
    expect(await make('Account', back)).toMatchObject({ Name: 'Back', Active: true });
  });

  test.each([
    ['no name', {}, '2020'],
    ['a name of spaces', { Name: '  ' }, '2020'],
    ['a name that is taken, in another case', { Name: 'oNE' }, '6240'],
    ['a double quote', { Name: 'a "b"' }, '2000'],
    ['a colon', { Name: 'a:b' }, '2000'],
    ['101 characters', { Name: 'n'.repeat(101) }, '2050'],
    ['a number of 8 characters', { Name: 'N', AcctNum: '12345678' }, '2050'],
    ['a description of 101 characters', { Name: 'N', Description: 'd'.repeat(101) }, '2050'],
    ['a type that is none', { Name: 'N', AccountType: 'Wallet' }, '2170'],
    ['the type that posts nothing', { Name: 'N', AccountType: 'Non-Posting' }, '2170'],
    ['a sub-type that is none', { Name: 'N', AccountSubType: 'PiggyBank' }, '2170'],
    ['a sub-type of another type', { Name: 'N', AccountSubType: 'Insurance' }, '2170'],
    ['a parent that is not there', { Name: 'N', ParentRef: { value: '999' } }, '2500'],
    ['a field that nobody knows', { Name: 'N', Colour: 'green' }, '2010'],
  ])('is refused with %s', async (_, body, expected) => {
    expect(await code('Account', { AccountType: 'Bank', ...body })).toBe(expected);
  });

  test('is refused without type and sub-type, or with a sub-type that stands for none', async () => {
    expect(await code('Account', { Name: 'N' })).toBe('2020');
    expect(await code('Account', { Name: 'N', AccountSubType: 'Gratuity' })).toBe('2020');
  });

  test('may have a longer number in Canada', async () => {
    await company.control('PUT', '/settings', { country: 'CA' });
    await make('Account', { Name: 'Long', AccountType: 'Bank', AcctNum: '1'.repeat(20) });
    await company.control('PUT', '/settings', { country: 'US' });
  });
});

describe('accounts below one another', () => {
  const under = (Name: string, parent: Row) =>
    make('Account', { Name, AccountType: 'Bank', ParentRef: { value: parent.Id } });

  test('are five deep at most, of one type, and never in a circle', async () => {
    const levels = [await make('Account', { Name: 'L1', AccountType: 'Bank' })];
    for (const Name of ['L2', 'L3', 'L4', 'L5']) levels.push(await under(Name, levels.at(-1) ?? {}));
    expect(levels.at(-1)).toMatchObject({ FullyQualifiedName: 'L1:L2:L3:L4:L5', SubAccount: true });
    const [top = {}] = levels;
    expect(await code('Account', { Name: 'L6', AccountType: 'Bank', ParentRef: { value: levels.at(-1)?.Id } })).toBe(
      '6180',
    );
    expect(await code('Account', { Name: 'Other', AccountType: 'Expense', ParentRef: { value: top.Id } })).toBe('6000');
    const circle = { Id: top.Id, SyncToken: '0', sparse: true, ParentRef: { value: levels[2]?.Id } };
    expect(await code('Account', circle)).toBe('900');
  });

  test('take the new name of the one above into their full names', async () => {
    const top = await make('Account', { Name: 'Old', AccountType: 'Bank' });
    const middle = await under('Middle', top);
    const leaf = await under('Leaf', middle);
    await make('Account', { Id: top.Id, SyncToken: '0', sparse: true, Name: 'New' });
    expect(await read('Account', leaf.Id)).toMatchObject({ FullyQualifiedName: 'New:Middle:Leaf', Name: 'Leaf' });
    const found = await company.query(`select * from Account where FullyQualifiedName = 'New:Middle'`);
    expect(listOf(found.body.QueryResponse?.Account)).toHaveLength(1);
  });
});

test('balances follow the entries, and only accounts of the balance sheet show one', async () => {
  const sales = await make('Account', { Name: 'Shop sales', AccountType: 'Income' });
  await make('JournalEntry', {
    ...entry(),
    Line: [line('1', 'Debit', 12.34), line(String(sales.Id), 'Credit', 12.34)],
  });
  expect((await read('Account', '1')).CurrentBalance).toBe(12.34);
  expect((await read('Account', sales.Id)).CurrentBalance).toBe(0);
});

describe('names', () => {
  test('are unique over customers, vendors and employees', async () => {
    await make('Customer', { DisplayName: 'Pat' });
    expect(await code('Vendor', { DisplayName: 'PAT' })).toBe('6240');
    expect(await code('Employee', { GivenName: 'Pat' })).toBe('6240');
    expect(await make('Employee', { GivenName: 'Pat', FamilyName: 'Lee' })).toMatchObject({ DisplayName: 'Pat Lee' });
  });

  test.each(['a:b', 'a\tb', 'a\nb'])('may not hold %j', async (DisplayName) => {
    expect(await code('Customer', { DisplayName })).toBe('2000');
  });

  test('of a class or a location take the new name of the one above', async () => {
    for (const type of ['Class', 'Department']) {
      const top = await make(type, { Name: 'North' });
      const below = await make(type, { Name: 'Shop', ParentRef: { value: top.Id } });
      expect(below).toMatchObject({ FullyQualifiedName: 'North:Shop', [`Sub${type}`]: true });
      await make(type, { Id: top.Id, SyncToken: '0', sparse: true, Name: 'South' });
      expect(await read(type, below.Id)).toMatchObject({ FullyQualifiedName: 'South:Shop' });
    }
  });
});

describe('a journal entry without a number', () => {
  test('has none, unless the call asks for the next one', async () => {
    expect(await make('JournalEntry', entry())).not.toHaveProperty('DocNumber');
    await make('JournalEntry', entry(1, { DocNumber: '41' }));
    await make('JournalEntry', entry(1, { DocNumber: 'SHOP-99' }));
    const numbered = await company.api('POST', '/journalentry?include=allowautodocnum', entry());
    expect(numbered.body.JournalEntry?.DocNumber).toBe('42');
  });
});

describe('preferences', () => {
  const preferences = async () => (await company.api('GET', '/preferences')).body.Preferences as unknown as Row;

  test('are changed a group at a time, and the company behaves by them', async () => {
    const { SyncToken, AccountingInfoPrefs } = await preferences();
    const changed = await make('Preferences', {
      SyncToken,
      sparse: true,
      AccountingInfoPrefs: { UseAccountNumbers: true, BookCloseDate: '2026-10-31' },
      OtherPrefs: { NameValue: [{ Name: 'WarnDuplicateJournalNumber', Value: 'true' }] },
    });
    expect(changed).toMatchObject({
      SyncToken: '1',
      AccountingInfoPrefs: { ...(AccountingInfoPrefs as Row), UseAccountNumbers: true, BookCloseDate: '2026-10-31' },
      OtherPrefs: { NameValue: [{ Name: 'WarnDuplicateJournalNumber', Value: 'true' }] },
    });
    expect(await preferences()).toEqual(changed);
    expect(await code('JournalEntry', entry(1, { TxnDate: '2026-10-31' }))).toBe('6210');
    await make('JournalEntry', entry(1, { DocNumber: 'ONCE' }));
    expect(await code('JournalEntry', entry(1, { DocNumber: 'ONCE' }))).toBe('6140');
    await company.control('PUT', '/settings', { closingDate: null, warnDuplicateJournalNumber: false });
    expect((await preferences()).AccountingInfoPrefs).not.toHaveProperty('BookCloseDate');
  });

  test('are refused stale, or with a group that nobody knows', async () => {
    expect(await code('Preferences', { SyncToken: '0', sparse: true, AccountingInfoPrefs: {} })).toBe('5010');
    expect(await code('Preferences', { SyncToken: '1', sparse: true, MoodPrefs: {} })).toBe('2010');
    expect(await code('Preferences', { SyncToken: '1', AccountingInfoPrefs: { BookCloseDate: 'soon' } })).toBe('2170');
  });
});
