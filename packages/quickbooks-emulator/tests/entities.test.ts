// Every entity made, read, changed, found and deleted through node-quickbooks, and what each posts to the ledger.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listOf, startLocalCompany } from './local-company.fixture.ts';
import { callNodeQuickBooks } from './node-quickbooks.fixture.ts';

type Row = Readonly<Record<string, unknown>>;
let company: Awaited<ReturnType<typeof startLocalCompany>>;
const ids: Record<string, string> = {};
const call = (method: string, ...values: unknown[]) => callNodeQuickBooks(company, method, values);
const ref = (name: string) => ({ value: ids[name] ?? `no ${name}` });

beforeAll(async () => {
  company = await startLocalCompany({ template: 'empty' });
  const make = async (key: string, type: string, body: Row) => {
    ids[key] = String((await call(`create${type}`, body)).Id);
  };
  await make('bank', 'Account', { Name: 'Checking', AccountType: 'Bank' });
  await make('savings', 'Account', { Name: 'Savings', AccountType: 'Bank' });
  await make('income', 'Account', { Name: 'Shoe sales', AccountType: 'Income' });
  await make('rent', 'Account', { Name: 'Rent', AccountType: 'Expense' });
  await make('customer', 'Customer', { DisplayName: 'Ann' });
  await make('vendor', 'Vendor', { DisplayName: 'Acme' });
  await make('employee', 'Employee', { DisplayName: 'Bob' });
  await make('item', 'Item', { Name: 'Shoes', Type: 'Service', IncomeAccountRef: ref('income') });
  await make('bill', 'Bill', { VendorRef: ref('vendor'), Line: [expenseLine(100)] });
});
afterAll(() => company.emulator.close());

const saleLine = (amount: number, more: Row = {}) => ({
  Amount: amount,
  DetailType: 'SalesItemLineDetail',
  SalesItemLineDetail: { ItemRef: ref('item'), ...more },
});
const expenseLine = (amount: number) => ({
  Amount: amount,
  DetailType: 'AccountBasedExpenseLineDetail',
  AccountBasedExpenseLineDetail: { AccountRef: ref('rent') },
});

/** Balances by account name, debits positive, without those of nothing. */
async function balances(): Promise<Record<string, number>> {
  const { tables } = (await company.control('GET', '/snapshot')).body;
  const accounts = listOf<{ type: string; id: number; body: string }>(tables?.objects).filter(
    ({ type }) => type === 'Account',
  );
  const names = new Map(accounts.map(({ id, body }) => [id, String((JSON.parse(body) as Row).Name)]));
  const rows = listOf<{ account_id: number; amount_minor: number }>(tables?.balances).filter(
    (row) => row.amount_minor !== 0,
  );
  return Object.fromEntries(rows.map((row) => [names.get(row.account_id) ?? '', row.amount_minor / 100]));
}

interface Case {
  readonly type: string;
  readonly plural?: string;
  readonly body: () => Row;
  readonly change?: Row;
  readonly posts?: Record<string, number>;
}

const transactions: readonly Case[] = [
  {
    type: 'SalesReceipt',
    body: () => ({
      Line: [saleLine(20), { Amount: 5, DetailType: 'DiscountLineDetail', DiscountLineDetail: {} }],
      TxnTaxDetail: { TotalTax: 1.5 },
    }),
    posts: { 'Undeposited Funds': 16.5, 'Shoe sales': -20, 'Discounts given': 5, 'Sales Tax Payable': -1.5 },
  },
  {
    type: 'RefundReceipt',
    body: () => ({ DepositToAccountRef: ref('bank'), Line: [saleLine(8)] }),
    posts: { Checking: -8, 'Shoe sales': 8 },
  },
  {
    type: 'Invoice',
    body: () => ({ CustomerRef: ref('customer'), Line: [saleLine(30, { Qty: 2, UnitPrice: 15 })] }),
    posts: { 'Accounts Receivable (A/R)': 30, 'Shoe sales': -30 },
  },
  {
    type: 'CreditMemo',
    body: () => ({ CustomerRef: ref('customer'), Line: [saleLine(4)] }),
    posts: { 'Accounts Receivable (A/R)': -4, 'Shoe sales': 4 },
  },
  {
    type: 'Payment',
    body: () => ({ CustomerRef: ref('customer'), TotalAmt: 30, DepositToAccountRef: ref('bank') }),
    posts: { Checking: 30, 'Accounts Receivable (A/R)': -30 },
  },
  {
    type: 'Bill',
    body: () => ({ VendorRef: ref('vendor'), Line: [expenseLine(12)] }),
    posts: { Rent: 12, 'Accounts Payable (A/P)': -12 },
  },
  {
    type: 'VendorCredit',
    body: () => ({ VendorRef: ref('vendor'), Line: [expenseLine(3)] }),
    posts: { Rent: -3, 'Accounts Payable (A/P)': 3 },
  },
  {
    type: 'BillPayment',
    body: () => ({
      VendorRef: ref('vendor'),
      TotalAmt: 12,
      PayType: 'Check',
      CheckPayment: { BankAccountRef: ref('bank') },
      Line: [{ Amount: 12, LinkedTxn: [{ TxnId: ids.bill, TxnType: 'Bill' }] }],
    }),
    posts: { 'Accounts Payable (A/P)': 12, Checking: -12 },
  },
  {
    type: 'Purchase',
    body: () => ({ PaymentType: 'Cash', AccountRef: ref('bank'), Line: [expenseLine(9.99)] }),
    posts: { Rent: 9.99, Checking: -9.99 },
  },
  {
    type: 'Deposit',
    body: () => ({
      DepositToAccountRef: ref('bank'),
      Line: [{ Amount: 6, DetailType: 'DepositLineDetail', DepositLineDetail: { AccountRef: ref('income') } }],
    }),
    posts: { Checking: 6, 'Shoe sales': -6 },
  },
  {
    type: 'Transfer',
    body: () => ({ FromAccountRef: ref('bank'), ToAccountRef: ref('savings'), Amount: 7 }),
    posts: { Checking: -7, Savings: 7 },
  },
  { type: 'Estimate', body: () => ({ CustomerRef: ref('customer'), Line: [saleLine(5)] }), posts: {} },
  { type: 'PurchaseOrder', body: () => ({ VendorRef: ref('vendor'), Line: [expenseLine(5)] }), posts: {} },
  {
    type: 'TimeActivity',
    plural: 'TimeActivities',
    body: () => ({ NameOf: 'Employee', EmployeeRef: ref('employee'), Hours: 2 }),
    change: { Description: 'sweeping' },
    posts: {},
  },
];

const lists: readonly Case[] = [
  { type: 'Account', body: () => ({ Name: 'Made', AccountType: 'Bank' }), change: { Description: 'changed' } },
  { type: 'Class', plural: 'Classes', body: () => ({ Name: 'Made' }), change: { Name: 'Made anew' } },
  { type: 'Department', body: () => ({ Name: 'Made' }), change: { Name: 'Made anew' } },
  { type: 'Customer', body: () => ({ DisplayName: 'Made C' }), change: { Notes: 'changed' } },
  { type: 'Vendor', body: () => ({ DisplayName: 'Made V' }), change: { AcctNum: '12' } },
  { type: 'Employee', body: () => ({ DisplayName: 'Made E' }), change: { Title: 'Dr' } },
  {
    type: 'Item',
    body: () => ({ Name: 'Made', Type: 'Service', IncomeAccountRef: ref('income') }),
    change: { Description: 'changed' },
  },
  { type: 'Term', body: () => ({ Name: 'Net 30', DueDays: 30 }), change: { DueDays: 31 } },
  { type: 'PaymentMethod', body: () => ({ Name: 'Visa', Type: 'CREDIT_CARD' }), change: { Name: 'Visa card' } },
];

describe.each([...lists, ...transactions])(
  '$type',
  ({ type, plural = `${type}s`, body, change = { PrivateNote: 'changed' } }) => {
    test('is made, read, found and changed', async () => {
      const made = await call(`create${type}`, body());
      expect(made).toMatchObject({ domain: 'QBO', sparse: false, SyncToken: '0', Id: expect.any(String) });
      expect(await call(`get${type}`, made.Id)).toEqual(made);
      const found = await call(`find${plural}`, { Id: made.Id });
      expect((found.QueryResponse as Row)[type]).toEqual([made]);
      const changed = await call(`update${type}`, { Id: made.Id, SyncToken: '0', sparse: true, ...change });
      expect(changed).toMatchObject({ ...change, SyncToken: '1' });
      expect(changed.TotalAmt).toEqual(made.TotalAmt);
      await expect(
        call(`update${type}`, { Id: made.Id, SyncToken: '0', sparse: true, ...change }),
      ).rejects.toBeDefined();
      await expect(call(`create${type}`, { ...body(), Nonsense: 1 })).rejects.toBeDefined();
    });
  },
);

describe.each(transactions)('$type', ({ type, body, posts = {} }) => {
  test('posts what it says, and a deletion takes it back', async () => {
    const before = await balances();
    const made = await call(`create${type}`, body());
    const after = await balances();
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const changes = names.map((name) => [name, Math.round(((after[name] ?? 0) - (before[name] ?? 0)) * 100) / 100]);
    expect(Object.fromEntries(changes.filter(([, change]) => change !== 0))).toEqual(posts);
    await call(`delete${type}`, made.Id);
    expect(await balances()).toEqual(before);
    await expect(call(`get${type}`, made.Id)).rejects.toBeDefined();
  });
});

test('a void leaves the transaction and takes its amounts away', async () => {
  const before = await balances();
  for (const type of ['Invoice', 'SalesReceipt', 'Payment']) {
    const { body } = transactions.find((candidate) => candidate.type === type) ?? {};
    const made = await call(`create${type}`, body?.());
    const path = `/${type.toLowerCase()}?operation=void`;
    const voided = await company.api('POST', path, { Id: made.Id, SyncToken: '0', sparse: true });
    expect(voided.body[type]).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided', SyncToken: '1' });
  }
  expect(await balances()).toEqual(before);
  expect((await company.api('POST', '/bill?operation=void', { Id: '1', SyncToken: '0' })).status).toBe(400);
});

test('sales documents are numbered one after the other, and carry a subtotal', async () => {
  const make = () => call('createInvoice', { CustomerRef: ref('customer'), Line: [saleLine(1)] });
  const [first, second] = [await make(), await make()];
  expect(Number(second.DocNumber)).toBe(Number(first.DocNumber) + 1);
  expect(listOf(first.Line).at(-1)).toEqual({ Amount: 1, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} });
  expect(first).toMatchObject({ TotalAmt: 1, Balance: 1, CustomerRef: { value: ids.customer, name: 'Ann' } });
});

test('lines that come without an id get one each, in a new document and in a full update of one', async () => {
  const idsOf = (object: Row) => listOf(object.Line).flatMap(({ Id }) => (Id === undefined ? [] : [Id]));
  const body = { CustomerRef: ref('customer'), Line: [saleLine(1), saleLine(2)] };
  const made = await call('createInvoice', body);
  expect(idsOf(made)).toEqual(['1', '2']);
  const { Id, SyncToken } = made;
  const changed = await call('updateInvoice', { ...body, Id, SyncToken, sparse: false });
  expect(idsOf(changed)).toEqual(['3', '4']);
  const [first] = listOf(changed.Line);
  const again = { ...body, Id, SyncToken: '1', sparse: false, Line: [saleLine(9), first, saleLine(2)] };
  expect(idsOf(await call('updateInvoice', again))).toEqual(['5', '3', '6']);
});

describe('is refused', () => {
  const code = async (type: string, body: Row) =>
    String((await company.api('POST', `/${type.toLowerCase()}`, body)).body.Fault?.Error?.[0]?.code);

  test.each([
    ['Invoice', 'CustomerRef', '2020'],
    ['Bill', 'VendorRef', '2020'],
    ['Purchase', 'PaymentType', '2020'],
    ['Deposit', 'DepositToAccountRef', '2020'],
    ['Transfer', 'FromAccountRef', '2020'],
    ['RefundReceipt', 'DepositToAccountRef', '2020'],
    ['SalesReceipt', 'Line', '2020'],
  ])('%s without %s', async (type, field, expected) => {
    const { body } = transactions.find((candidate) => candidate.type === type) ?? {};
    expect(await code(type, { ...body?.(), [field]: undefined })).toBe(expected);
  });

  test('what refers to nothing, does not multiply, or is dated in closed books', async () => {
    const sale = (line: Row, more: Row = {}) => code('SalesReceipt', { Line: [line], ...more });
    expect(await sale(saleLine(5, { ItemRef: { value: '999' } }))).toBe('2500');
    expect(await sale(saleLine(5, { Qty: 2, UnitPrice: 3 }))).toBe('6070');
    expect(await sale(saleLine(5), { CustomerRef: { value: '999' } })).toBe('2500');
    expect(await sale({ Amount: 1, DetailType: 'Wishes' })).toBe('2170');
    expect(await sale({ Amount: 'much', DetailType: 'SalesItemLineDetail' })).toBe('2090');
    await company.control('PUT', '/settings', { closingDate: '2026-01-31' });
    expect(await sale(saleLine(5), { TxnDate: '2026-01-31' })).toBe('6210');
    await company.control('PUT', '/settings', { closingDate: null });
  });

  test('an item of no kind, an inventory item without its accounts, hours of nobody', async () => {
    expect(await code('Item', { Name: 'X', Type: 'Dream' })).toBe('2170');
    expect(await code('Item', { Name: 'X', Type: 'Inventory' })).toBe('2020');
    expect(await code('TimeActivity', { NameOf: 'Employee' })).toBe('2020');
    expect(await code('Term', { Name: 'n'.repeat(32) })).toBe('2050');
  });
});
