// Contract: items of inventory: what is bought comes into stock, what is sold leaves it at what it cost, first in, first out.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Contract, type Row, startContract } from './contract.fixture.ts';

let quickbooks: Contract;
beforeAll(async () => {
  quickbooks = await startContract();
  const { make } = quickbooks;
  await make('bank', 'Account', { Name: 'Checking', AccountType: 'Bank' });
  await make('ann', 'Customer', { DisplayName: 'Ann' });
  await make('acme', 'Vendor', { DisplayName: 'Acme' });
});
afterAll(() => quickbooks.close());

let items = 0;
beforeEach(async () => {
  const { make, ref } = quickbooks;
  items += 1;
  await make('stock', 'Account', {
    Name: `Stock ${items}`,
    AccountType: 'Other Current Asset',
    AccountSubType: 'Inventory',
  });
  await make('cost', 'Account', { Name: `Cost ${items}`, AccountType: 'Cost of Goods Sold' });
  await make('income', 'Account', { Name: `Income ${items}`, AccountType: 'Income' });
  await make('shoes', 'Item', {
    Name: `Shoes ${items}`,
    Type: 'Inventory',
    QtyOnHand: 2,
    InvStartDate: '2026-01-01',
    PurchaseCost: 30,
    IncomeAccountRef: ref('income'),
    ExpenseAccountRef: ref('cost'),
    AssetAccountRef: ref('stock'),
  });
});

const sold = (Qty: number, TxnDate = '2026-06-01'): Row => ({
  TxnDate,
  CustomerRef: quickbooks.ref('ann'),
  Line: [
    {
      Amount: Qty * 100,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: quickbooks.ref('shoes'), Qty, UnitPrice: 100 },
    },
  ],
});
const bought = (Qty: number, Amount: number, TxnDate = '2026-05-01'): Row => ({
  TxnDate,
  VendorRef: quickbooks.ref('acme'),
  Line: [
    {
      Amount,
      DetailType: 'ItemBasedExpenseLineDetail',
      ItemBasedExpenseLineDetail: { ItemRef: quickbooks.ref('shoes'), Qty, UnitPrice: Amount / Qty },
    },
  ],
});

/** Units on hand, the stock's worth, and what the sales of this year cost. */
async function position(): Promise<readonly unknown[]> {
  const { call, ref } = quickbooks;
  const { QtyOnHand } = await call('getItem', ref('shoes').value);
  const { CurrentBalance } = await call('getAccount', ref('stock').value);
  const year = { start_date: '2026-01-01', end_date: '2026-12-31' };
  const report = JSON.stringify(await call('reportProfitAndLoss', year));
  const found = new RegExp(`"id":"${ref('cost').value}"},{"value":"(-?[\\d.]*)"`).exec(report);
  return [QtyOnHand, CurrentBalance, Number(found?.[1] ?? 0)];
}

describe('an inventory item', () => {
  test('begins with its quantity at its cost, against opening balance equity', async () => {
    expect(await position()).toEqual([2, 60, 0]);
    const accounts = await quickbooks.call('findAccounts', { Name: 'Opening Balance Equity' });
    expect(JSON.stringify(accounts)).toContain('"AccountSubType":"OpeningBalanceEquity"');
  });

  test('a bill brings it in, a sale takes it out at what came first', async () => {
    await quickbooks.make('bill', 'Bill', bought(2, 80));
    expect(await position()).toEqual([4, 140, 0]);
    await quickbooks.make('sale', 'SalesReceipt', sold(3));
    expect(await position()).toEqual([1, 40, 100]);
  });

  test.each(['Invoice', 'SalesReceipt'])('%s: changed, its cost changes with it; deleted, it goes', async (type) => {
    const { Id, SyncToken } = await quickbooks.make('sale', type, sold(2));
    expect(await position()).toEqual([0, 0, 60]);
    const changed = await quickbooks.call(`update${type}`, { Id, SyncToken, sparse: true, ...sold(1) });
    expect(await position()).toEqual([1, 30, 30]);
    await quickbooks.call(`delete${type}`, changed);
    expect(await position()).toEqual([2, 60, 0]);
  });

  test('voided, a sale gives back its units', async () => {
    await quickbooks.call('voidInvoice', await quickbooks.make('sale', 'Invoice', sold(2)));
    expect(await position()).toEqual([2, 60, 0]);
  });

  test.each([
    ['CreditMemo', {}],
    ['RefundReceipt', { bank: true }],
  ])('%s brings back what was sold last', async (type, { bank }: { bank?: boolean }) => {
    await quickbooks.make('bill', 'Bill', bought(2, 80));
    await quickbooks.make('sale', 'SalesReceipt', sold(3));
    const to = bank ? { DepositToAccountRef: quickbooks.ref('bank') } : {};
    await quickbooks.make('return', type, { ...sold(1, '2026-07-01'), ...to });
    expect(await position()).toEqual([2, 80, 60]);
  });

  test('a purchase pays for it at once, a vendor credit sends it back, and the difference is cost', async () => {
    const { TxnDate, Line } = bought(1, 50);
    const paid = { AccountRef: quickbooks.ref('bank'), PaymentType: 'Check', TxnDate, Line };
    await quickbooks.make('purchase', 'Purchase', paid);
    expect(await position()).toEqual([3, 110, 0]);
    await quickbooks.make('credit', 'VendorCredit', bought(1, 28, '2026-06-01'));
    expect(await position()).toEqual([2, 80, 2]);
  });

  test('sold before it came, its cost is mended when it comes, and by what came earlier', async () => {
    await quickbooks.make('sale', 'SalesReceipt', sold(3));
    expect(await position()).toEqual([-1, -30, 90]);
    await quickbooks.make('bill', 'Bill', bought(1, 45, '2026-06-15'));
    expect(await position()).toEqual([0, 0, 105]);
    const { Id, SyncToken } = await quickbooks.make('early', 'Bill', bought(1, 10, '2026-02-01'));
    expect(await position()).toEqual([1, 45, 70]);
    await quickbooks.call('deleteBill', { Id, SyncToken });
    expect(await position()).toEqual([0, 0, 105]);
  });

  test('estimates and orders move nothing, and neither does its own update', async () => {
    await quickbooks.make('estimate', 'Estimate', sold(1));
    await quickbooks.make('order', 'PurchaseOrder', bought(1, 40));
    const { Id, SyncToken } = await quickbooks.call('getItem', quickbooks.ref('shoes').value);
    await quickbooks.call('updateItem', { Id, SyncToken, sparse: true, QtyOnHand: 99 });
    expect(await position()).toEqual([2, 60, 0]);
  });

  test('given away, it costs as well', async () => {
    const [line] = sold(1).Line as Row[];
    await quickbooks.make('gift', 'SalesReceipt', {
      TxnDate: '2026-06-01',
      Line: [{ ...line, Amount: 0, SalesItemLineDetail: { ItemRef: quickbooks.ref('shoes'), Qty: 1, UnitPrice: 0 } }],
    });
    expect(await position()).toEqual([1, 30, 30]);
  });

  test('in a bundle, it leaves with the bundle, and comes back when that is voided', async () => {
    const { ref, make, call } = quickbooks;
    await make('bundle', 'Item', { Name: `Bundle ${items}`, Type: 'Group' });
    const [line] = sold(1).Line as Row[];
    const group = { GroupItemRef: ref('bundle'), Quantity: 1, Line: [line] };
    const made = await make('sale', 'Invoice', {
      ...sold(1),
      Line: [{ DetailType: 'GroupLineDetail', GroupLineDetail: group }],
    });
    expect([made.TotalAmt, ...(await position())]).toEqual([100, 1, 30, 30]);
    await call('voidInvoice', made);
    expect(await position()).toEqual([2, 60, 0]);
  });
});

test.each([
  ['InvStartDate', null],
  ['InvStartDate', ''],
  ['QtyOnHand', null],
])('an item whose %s is %j is refused as one without it, and nothing is in stock', async (field, nothing) => {
  const { codes, ref, call } = quickbooks;
  const accounts = { IncomeAccountRef: ref('income'), ExpenseAccountRef: ref('cost'), AssetAccountRef: ref('stock') };
  const boots = { Name: `Boots ${items}`, Type: 'Inventory', QtyOnHand: 2, InvStartDate: '2026-01-01', ...accounts };
  const { CurrentBalance } = await call('getAccount', ref('stock').value);
  expect(await codes('createItem', { ...boots, PurchaseCost: 30, [field]: nothing })).toEqual(['2020']);
  expect(await call('getAccount', ref('stock').value)).toMatchObject({ CurrentBalance });
});

test('a line without an account is refused before anything is taken back, also inside a batch', async () => {
  const bill = await quickbooks.make('bill', 'Bill', bought(1, 40));
  const Line = [{ Amount: 5, DetailType: 'AccountBasedExpenseLineDetail', AccountBasedExpenseLineDetail: {} }];
  const { Id, SyncToken } = bill;
  const { BatchItemResponse } = await quickbooks.call('batch', [
    { bId: '1', operation: 'update', Bill: { Id, SyncToken, VendorRef: quickbooks.ref('acme'), Line } },
  ]);
  expect(BatchItemResponse).toMatchObject([{ Fault: { Error: [{ code: '2020' }] } }]);
  expect(await position()).toEqual([3, 100, 0]);
});
