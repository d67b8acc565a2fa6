// Contract: payments, credits, deposits, estimates and orders, and what they do to the transactions that they name.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Contract, type Row, startContract } from './contract.fixture.ts';

let quickbooks: Contract;
beforeAll(async () => {
  quickbooks = await startContract();
  const { make, ref } = quickbooks;
  await make('bank', 'Account', { Name: 'Checking', AccountType: 'Bank' });
  await make('rent', 'Account', { Name: 'Rent', AccountType: 'Expense' });
  await make('item', 'Item', { Name: 'Shoes', Type: 'Service' });
  await make('job', 'Customer', { DisplayName: 'Somebody' });
  await make('term', 'Term', { Name: 'Net 30', DueDays: 30 });
  expect(ref('bank').value).toMatch(/^\d+$/);
});
afterAll(() => quickbooks.close());

const saleLine = (Amount: number) => ({
  Amount,
  DetailType: 'SalesItemLineDetail',
  SalesItemLineDetail: { ItemRef: quickbooks.ref('item') },
});
const expenseLine = (Amount: number) => ({
  Amount,
  DetailType: 'AccountBasedExpenseLineDetail',
  AccountBasedExpenseLineDetail: { AccountRef: quickbooks.ref('rent') },
});
const linked = (TxnType: string, key: string, Amount?: number) => ({
  ...(Amount === undefined ? {} : { Amount }),
  LinkedTxn: [{ TxnId: quickbooks.ref(key).value, TxnType }],
});
const read = (type: string, key: string) => quickbooks.call(`get${type}`, quickbooks.ref(key).value);
const remove = (type: string, key: string) => quickbooks.call(`delete${type}`, quickbooks.ref(key).value);
const pay = (TotalAmt: number, Line: readonly Row[]): Row => ({ CustomerRef: quickbooks.ref('ann'), TotalAmt, Line });

let people = 0;
beforeEach(async () => {
  people += 1;
  await quickbooks.make('ann', 'Customer', { DisplayName: `Ann ${people}` });
  await quickbooks.make('acme', 'Vendor', { DisplayName: `Acme ${people}` });
  await quickbooks.make('invoice', 'Invoice', { CustomerRef: quickbooks.ref('ann'), Line: [saleLine(100)] });
  await quickbooks.make('bill', 'Bill', { VendorRef: quickbooks.ref('acme'), Line: [expenseLine(80)] });
});

describe('a payment', () => {
  test('takes its amount off the invoice, which names it and gets a new sync token', async () => {
    const payment = await quickbooks.make('payment', 'Payment', pay(60, [linked('Invoice', 'invoice', 60)]));
    expect(payment).toMatchObject({ TotalAmt: 60, UnappliedAmt: 0 });
    expect(await read('Invoice', 'invoice')).toMatchObject({
      TotalAmt: 100,
      Balance: 40,
      SyncToken: '1',
      LinkedTxn: [{ TxnId: payment.Id, TxnType: 'Payment' }],
    });
    expect(await read('Customer', 'ann')).toMatchObject({ Balance: 40, BalanceWithJobs: 40 });
  });

  test('with more than it pays keeps the rest unapplied, and the customer owes that much less', async () => {
    const payment = await quickbooks.make('payment', 'Payment', pay(150, [linked('Invoice', 'invoice', 100)]));
    expect(payment.UnappliedAmt).toBe(50);
    expect(await read('Customer', 'ann')).toMatchObject({ Balance: -50 });
    expect((await read('Invoice', 'invoice')).Balance).toBe(0);
  });

  test('changed or deleted gives back what it took', async () => {
    await quickbooks.make('payment', 'Payment', pay(60, [linked('Invoice', 'invoice', 60)]));
    const { Id, SyncToken } = await read('Payment', 'payment');
    await quickbooks.call('updatePayment', { Id, SyncToken, ...pay(10, [linked('Invoice', 'invoice', 10)]) });
    expect((await read('Invoice', 'invoice')).Balance).toBe(90);
    await remove('Payment', 'payment');
    const invoice = await read('Invoice', 'invoice');
    expect(invoice).toMatchObject({ Balance: 100, SyncToken: '3' });
    expect(invoice.LinkedTxn).toBeUndefined();
  });

  test('voided gives back what it took and stays', async () => {
    await quickbooks.make('payment', 'Payment', pay(60, [linked('Invoice', 'invoice', 60)]));
    await quickbooks.call('voidPayment', await read('Payment', 'payment'));
    expect((await read('Invoice', 'invoice')).Balance).toBe(100);
    expect(await read('Payment', 'payment')).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0, PrivateNote: 'Voided' });
  });

  test('draws on a credit memo', async () => {
    await quickbooks.make('credit', 'CreditMemo', { CustomerRef: quickbooks.ref('ann'), Line: [saleLine(30)] });
    const lines = [linked('Invoice', 'invoice', 30), linked('CreditMemo', 'credit', 30)];
    expect(await quickbooks.make('payment', 'Payment', pay(0, lines))).toMatchObject({ UnappliedAmt: 0 });
    expect((await read('Invoice', 'invoice')).Balance).toBe(70);
    expect(await read('CreditMemo', 'credit')).toMatchObject({ Balance: 0, RemainingCredit: 0, TotalAmt: 30 });
  });

  test('is left unapplied when its invoice is deleted or voided', async () => {
    for (const method of ['deleteInvoice', 'voidInvoice']) {
      await quickbooks.make('invoice', 'Invoice', { CustomerRef: quickbooks.ref('ann'), Line: [saleLine(20)] });
      await quickbooks.make('payment', 'Payment', pay(20, [linked('Invoice', 'invoice', 20)]));
      await quickbooks.call(method, quickbooks.ref('invoice').value);
      expect(await read('Payment', 'payment')).toMatchObject({ UnappliedAmt: 20, Line: [], SyncToken: '1' });
    }
  });

  test.each([
    ['of more than is open', () => pay(200, [linked('Invoice', 'invoice', 200)]), '6000'],
    [
      'of more than is open, in two lines',
      () => pay(120, [linked('Invoice', 'invoice', 60), linked('Invoice', 'invoice', 60)]),
      '6000',
    ],
    ['of more than it is made of', () => pay(10, [linked('Invoice', 'invoice', 60)]), '6000'],
    ['of something that is not there', () => pay(10, [linked('Invoice', 'nothing', 10)]), '620'],
    ['of something that is not paid', () => pay(10, [linked('Bill', 'bill', 10)]), '620'],
    [
      "of somebody else's invoice",
      () => ({ ...pay(10, [linked('Invoice', 'invoice', 10)]), CustomerRef: quickbooks.ref('job') }),
      '6000',
    ],
  ])('%s is refused', async (_, body, code) => {
    expect(await quickbooks.codes('createPayment', body())).toEqual([code]);
    expect((await read('Invoice', 'invoice')).Balance).toBe(100);
  });

  test('by a customer for its job is taken, and counts for both', async () => {
    const job = { DisplayName: 'The attic', ParentRef: quickbooks.ref('ann') };
    expect(await quickbooks.make('attic', 'Customer', job)).toMatchObject({
      Job: true,
      Level: 1,
      FullyQualifiedName: `Ann ${people}:The attic`,
    });
    await quickbooks.make('invoice', 'Invoice', { CustomerRef: quickbooks.ref('attic'), Line: [saleLine(50)] });
    expect(await read('Customer', 'ann')).toMatchObject({ Balance: 100, BalanceWithJobs: 150 });
    await quickbooks.make('payment', 'Payment', pay(50, [linked('Invoice', 'invoice', 50)]));
    expect((await read('Invoice', 'invoice')).Balance).toBe(0);
  });
});

test('an open invoice is found by its balance, a paid one is not', async () => {
  const open = async () => {
    const where = [
      { field: 'CustomerRef', value: quickbooks.ref('ann').value, operator: '=' },
      { field: 'Balance', value: '0', operator: '>' },
    ];
    const { QueryResponse } = await quickbooks.call('findInvoices', where);
    return ((QueryResponse as Row).Invoice as Row[] | undefined)?.length ?? 0;
  };
  expect(await open()).toBe(1);
  await quickbooks.make('payment', 'Payment', pay(100, [linked('Invoice', 'invoice', 100)]));
  expect(await open()).toBe(0);
});

test('a paid invoice cannot come to less than was paid, and keeps its payments when it changes', async () => {
  await quickbooks.make('payment', 'Payment', pay(60, [linked('Invoice', 'invoice', 60)]));
  const { Id, SyncToken } = await read('Invoice', 'invoice');
  const change = (amount: number) => ({ Id, SyncToken, CustomerRef: quickbooks.ref('ann'), Line: [saleLine(amount)] });
  expect(await quickbooks.codes('updateInvoice', change(50))).toEqual(['6000']);
  expect(await quickbooks.call('updateInvoice', change(75))).toMatchObject({
    Balance: 15,
    LinkedTxn: [{ TxnType: 'Payment' }],
  });
});

test('bills and vendor credits are settled by a bill payment, and the vendor is owed less', async () => {
  await quickbooks.make('credit', 'VendorCredit', { VendorRef: quickbooks.ref('acme'), Line: [expenseLine(5)] });
  expect((await read('Vendor', 'acme')).Balance).toBe(75);
  await quickbooks.make('payment', 'BillPayment', {
    VendorRef: quickbooks.ref('acme'),
    TotalAmt: 45,
    PayType: 'Check',
    CheckPayment: { BankAccountRef: quickbooks.ref('bank') },
    Line: [linked('Bill', 'bill', 50), linked('VendorCredit', 'credit', 5)],
  });
  expect(await read('Bill', 'bill')).toMatchObject({ Balance: 30, LinkedTxn: [{ TxnType: 'BillPaymentCheck' }] });
  expect((await read('VendorCredit', 'credit')).Balance).toBe(0);
  expect((await read('Vendor', 'acme')).Balance).toBe(30);
  await remove('BillPayment', 'payment');
  expect((await read('Bill', 'bill')).Balance).toBe(80);
});

describe('a deposit', () => {
  const deposit = (Line: readonly Row[], more: Row = {}) => ({
    DepositToAccountRef: quickbooks.ref('bank'),
    Line,
    ...more,
  });
  const balance = async (name: string) => {
    const { QueryResponse } = await quickbooks.call('findAccounts', { Name: name });
    return Number(((QueryResponse as Row).Account as Row[])[0]?.CurrentBalance);
  };

  test('moves what was received out of undeposited funds, less the cash taken back', async () => {
    await quickbooks.make('payment', 'Payment', pay(100, [linked('Invoice', 'invoice', 100)]));
    const [bank, funds] = [await balance('Checking'), await balance('Undeposited Funds')];
    const cashBack = { CashBack: { AccountRef: quickbooks.ref('rent'), Amount: 20 } };
    const made = await quickbooks.make('deposit', 'Deposit', deposit([linked('Payment', 'payment', 100)], cashBack));
    expect(made.TotalAmt).toBe(80);
    expect(await balance('Checking')).toBe(bank + 80);
    expect(await balance('Undeposited Funds')).toBe(funds - 100);
  });

  test('locks what it holds until it is deleted itself', async () => {
    await quickbooks.make('payment', 'Payment', pay(100, [linked('Invoice', 'invoice', 100)]));
    await quickbooks.make('deposit', 'Deposit', deposit([linked('Payment', 'payment', 100)]));
    const { Id, SyncToken, LinkedTxn } = await read('Payment', 'payment');
    expect(LinkedTxn).toEqual([{ TxnId: quickbooks.ref('deposit').value, TxnType: 'Deposit' }]);
    const locked = { Id, SyncToken, sparse: true };
    expect(await quickbooks.codes('deletePayment', Id)).toEqual(['6540']);
    expect(await quickbooks.codes('voidPayment', { ...locked })).toEqual(['6540']);
    expect(await quickbooks.codes('updatePayment', { ...locked, TotalAmt: 120 })).toEqual(['6540']);
    expect(await quickbooks.codes('createDeposit', deposit([linked('Payment', 'payment', 100)]))).toEqual(['620']);
    expect(await quickbooks.call('updatePayment', { ...locked, PrivateNote: 'seen' })).toMatchObject({
      PrivateNote: 'seen',
    });
    await remove('Deposit', 'deposit');
    expect(await quickbooks.codes('deletePayment', Id)).toEqual([]);
  });

  test('locks the amounts and accounts of a journal entry, and not what is said of it', async () => {
    const entryLine = (PostingType: string, key: string, Amount: number) => ({
      Amount,
      DetailType: 'JournalEntryLineDetail',
      JournalEntryLineDetail: { PostingType, AccountRef: quickbooks.ref(key) },
    });
    const lines = (amount: number, from = 'rent') => [
      entryLine('Debit', 'bank', amount),
      entryLine('Credit', from, amount),
    ];
    await quickbooks.make('other', 'Account', { Name: `Other ${people}`, AccountType: 'Expense' });
    await quickbooks.make('entry', 'JournalEntry', { Line: lines(50) });
    await quickbooks.make('deposit', 'Deposit', deposit([linked('JournalEntry', 'entry', 50)]));
    const { Id, SyncToken } = await read('JournalEntry', 'entry');
    const change = (more: Row) => ({ Id, SyncToken, sparse: true, ...more });
    for (const Line of [lines(60), lines(50, 'other')]) {
      expect(await quickbooks.codes('updateJournalEntry', change({ Line }))).toEqual(['6540']);
    }
    expect(await quickbooks.codes('deleteJournalEntry', Id)).toEqual(['6540']);
    const said = { PrivateNote: 'seen', TxnDate: '2026-02-01', Line: lines(50) };
    expect(await quickbooks.call('updateJournalEntry', change(said))).toMatchObject({ PrivateNote: 'seen' });
  });
});

test.each([
  ['Estimate', 'Invoice', 'TxnStatus', 'Pending'],
  ['PurchaseOrder', 'Bill', 'POStatus', 'Open'],
] as const)('%s is closed by its %s and open again without it', async (type, by, field, open) => {
  const body =
    type === 'Estimate'
      ? { CustomerRef: quickbooks.ref('ann'), Line: [saleLine(5)] }
      : { VendorRef: quickbooks.ref('acme'), Line: [expenseLine(5)] };
  expect(await quickbooks.make('first', type, body)).toMatchObject({ [field]: open });
  const second = await quickbooks.make('second', by, { ...body, ...linked(type, 'first') });
  expect(second.LinkedTxn).toEqual([{ TxnId: quickbooks.ref('first').value, TxnType: type }]);
  expect(await read(type, 'first')).toMatchObject({ [field]: 'Closed', LinkedTxn: [{ TxnType: by }] });
  await remove(by, 'second');
  expect(await read(type, 'first')).toMatchObject({ [field]: open });
});

test('an invoice is due when its term says', async () => {
  const { DueDate } = await quickbooks.make('due', 'Invoice', {
    CustomerRef: quickbooks.ref('ann'),
    TxnDate: '2026-01-31',
    SalesTermRef: quickbooks.ref('term'),
    Line: [saleLine(1)],
  });
  expect(DueDate).toBe('2026-03-02');
});

test('a discount by percentage comes off the lines above it', async () => {
  const discount = {
    DetailType: 'DiscountLineDetail',
    DiscountLineDetail: { PercentBased: true, DiscountPercent: 12.5 },
  };
  const made = await quickbooks.make('sale', 'SalesReceipt', { Line: [saleLine(99.99), discount] });
  expect(made.TotalAmt).toBe(87.49);
  expect((made.Line as Row[])[1]).toMatchObject({ Amount: 12.5 });
});
