// Contract: an item gets other accounts, and what was posted by it moves along, or stays where it was.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Contract, type Row, startContract } from './contract.fixture.ts';

let quickbooks: Contract;
beforeAll(async () => {
  quickbooks = await startContract();
  await quickbooks.make('ann', 'Customer', { DisplayName: 'Ann' });
  await quickbooks.make('acme', 'Vendor', { DisplayName: 'Acme' });
});
afterAll(() => quickbooks.close());

let round = 0;
beforeEach(async () => {
  const { make, ref } = quickbooks;
  round += 1;
  const account = (key: string, AccountType: string, more: Row = {}) =>
    make(key, 'Account', { Name: `${key} ${round}`, AccountType, ...more });
  for (const key of ['income', 'other income']) await account(key, 'Income');
  for (const key of ['cost', 'other cost']) await account(key, 'Cost of Goods Sold');
  for (const key of ['stock', 'other stock'])
    await account(key, 'Other Current Asset', { AccountSubType: 'Inventory' });
  await make('work', 'Item', { Name: `Work ${round}`, Type: 'Service', IncomeAccountRef: ref('income') });
  await make('shoes', 'Item', {
    ...{ Name: `Shoes ${round}`, Type: 'Inventory', QtyOnHand: 2, InvStartDate: '2026-01-01', PurchaseCost: 30 },
    ...{ IncomeAccountRef: ref('income'), ExpenseAccountRef: ref('cost'), AssetAccountRef: ref('stock') },
  });
});

function sale(key: string, TxnDate: string, UnitPrice = 100): Row {
  const detail = { ItemRef: quickbooks.ref(key), Qty: 1, UnitPrice };
  const line = { Amount: UnitPrice, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: detail };
  return { TxnDate, CustomerRef: quickbooks.ref('ann'), Line: [line] };
}

/** The sums of each account over the year, by its key, as the trial balance has them: debits above zero. */
async function sums(...keys: string[]): Promise<readonly number[]> {
  const report = await quickbooks.call('reportTrialBalance', { start_date: '2026-01-01', end_date: '2026-12-31' });
  const rows = (report.Rows as { Row: { ColData?: { value: string; id?: string }[] }[] }).Row;
  return keys.map((key) => {
    const row = rows.find(({ ColData }) => ColData?.[0]?.id === quickbooks.ref(key).value);
    return Number(row?.ColData?.[1]?.value ?? 0) - Number(row?.ColData?.[2]?.value ?? 0);
  });
}

async function change(key: string, more: Row): Promise<Row> {
  const { Id, SyncToken } = await quickbooks.call('getItem', quickbooks.ref(key).value);
  return quickbooks.call('updateItem', { Id, SyncToken, ...more });
}

const accountOf = (object: Row) =>
  (object.Line as { SalesItemLineDetail?: { ItemAccountRef?: Row } }[])[0]?.SalesItemLineDetail?.ItemAccountRef;

test('a line of a sale says which account its item posts to, whatever was sent', async () => {
  const { ref, make } = quickbooks;
  const sent = sale('work', '2026-06-01');
  const [line] = sent.Line as Row[];
  const detail = { ...(line?.SalesItemLineDetail as Row), ItemAccountRef: ref('cost') };
  const made = await make('sale', 'Invoice', { ...sent, Line: [{ ...line, SalesItemLineDetail: detail }] });
  expect(accountOf(made)).toEqual({ value: ref('income').value, name: `income ${round}` });
});

describe('another income account', () => {
  test('takes what was sold before along', async () => {
    const { ref, make, call } = quickbooks;
    const { Id, SyncToken } = await make('sale', 'Invoice', sale('work', '2026-06-01'));
    await make('receipt', 'SalesReceipt', sale('work', '2026-06-02', 40));
    expect(await sums('income', 'other income')).toEqual([-140, 0]);
    await change('work', { IncomeAccountRef: ref('other income') });
    expect(await sums('income', 'other income')).toEqual([0, -140]);
    const moved = await call('getInvoice', Id);
    expect([accountOf(moved)?.value, moved.SyncToken]).toEqual([ref('other income').value, SyncToken]);
  });

  test('leaves it where it was, where that is asked for, and takes what is sold from then on', async () => {
    const { ref, make, call } = quickbooks;
    const { Id } = await make('sale', 'Invoice', sale('work', '2026-06-01'));
    await change('work', { IncomeAccountRef: ref('other income'), doNotUpdateAccountOnTxns: true });
    expect(await sums('income', 'other income')).toEqual([-100, 0]);
    expect(accountOf(await call('getInvoice', Id))?.value).toBe(ref('income').value);
    await make('later', 'Invoice', sale('work', '2026-06-03', 7));
    expect(await sums('income', 'other income')).toEqual([-100, -7]);
  });

  test('leaves what is in closed books', async () => {
    const { ref, make, call, url, realmId } = quickbooks;
    const close = (closingDate: string | null) =>
      fetch(`${url}/_emulator/companies/${realmId}/settings`, { method: 'PUT', body: JSON.stringify({ closingDate }) });
    const closed = await make('closed', 'Invoice', sale('work', '2026-03-01'));
    await make('open', 'Invoice', sale('work', '2026-06-01', 40));
    await close('2026-03-31');
    await change('work', { IncomeAccountRef: ref('other income') });
    await close(null);
    expect(await sums('income', 'other income')).toEqual([-100, -40]);
    expect(accountOf(await call('getInvoice', closed.Id))?.value).toBe(ref('income').value);
  });

  test('of an item in a bundle takes what was sold in bundles along', async () => {
    const { ref, make } = quickbooks;
    await make('bundle', 'Item', { Name: `Bundle ${round}`, Type: 'Group' });
    const group = { GroupItemRef: ref('bundle'), Quantity: 1, Line: sale('work', '').Line };
    const Line = [{ DetailType: 'GroupLineDetail', GroupLineDetail: group }];
    await make('sale', 'Invoice', { TxnDate: '2026-06-01', CustomerRef: ref('ann'), Line });
    await change('work', { IncomeAccountRef: ref('other income') });
    expect(await sums('income', 'other income')).toEqual([0, -100]);
  });
});

test('other accounts of an inventory item take along what it cost, what it is worth, and what it began with', async () => {
  const { ref, make } = quickbooks;
  const detail = { ItemRef: ref('shoes'), Qty: 1, UnitPrice: 50 };
  const Line = [{ Amount: 50, DetailType: 'ItemBasedExpenseLineDetail', ItemBasedExpenseLineDetail: detail }];
  await make('bill', 'Bill', { TxnDate: '2026-05-01', VendorRef: ref('acme'), Line });
  await make('sale', 'SalesReceipt', sale('shoes', '2026-06-01'));
  expect(await sums('stock', 'cost', 'other stock', 'other cost')).toEqual([80, 30, 0, 0]);
  await change('shoes', { ExpenseAccountRef: ref('other cost'), AssetAccountRef: ref('other stock') });
  expect(await sums('stock', 'cost', 'other stock', 'other cost')).toEqual([0, 0, 80, 30]);
});

test('an update that changes no account posts nothing anew', async () => {
  const { make, call } = quickbooks;
  const { Id } = await make('sale', 'Invoice', sale('work', '2026-06-01'));
  const before = await call('getInvoice', Id);
  await change('work', { Description: 'By the hour' });
  expect(await call('getInvoice', Id)).toEqual(before);
  expect(await sums('income')).toEqual([-100]);
});
