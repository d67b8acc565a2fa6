// Contract: other currencies: the books are in the company's own, accounts and customers in theirs, and rates gain or lose.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Contract, type Row, startContract } from './contract.fixture.ts';

let quickbooks: Contract;
const euro = { CurrencyRef: { value: 'EUR' } };
beforeAll(async () => {
  quickbooks = await startContract({ settings: { multiCurrency: true } });
  const { make } = quickbooks;
  await make('dollars', 'Account', { Name: 'Checking', AccountType: 'Bank' });
  await make('euros', 'Account', { Name: 'Checking EUR', AccountType: 'Bank', ...euro });
  await make('pounds', 'Account', { Name: 'Checking GBP', AccountType: 'Bank', CurrencyRef: { value: 'GBP' } });
  await make('rent', 'Account', { Name: 'Rent', AccountType: 'Expense' });
  await make('bob', 'Customer', { DisplayName: 'Bob' });
});
afterAll(() => quickbooks.close());

let people = 0;
beforeEach(async () => {
  people += 1;
  await quickbooks.make('anna', 'Customer', { DisplayName: `Anna ${people}`, ...euro });
  await quickbooks.make('acme', 'Vendor', { DisplayName: `Acme ${people}`, ...euro });
});

const TxnDate = '2026-06-01';
const sale = (Amount: number, ExchangeRate: number, more: Row = {}): Row => ({
  TxnDate,
  CustomerRef: quickbooks.ref('anna'),
  ExchangeRate,
  Line: [{ Amount, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} }],
  ...more,
});
const bill = (Amount: number, ExchangeRate: number): Row => ({
  TxnDate,
  VendorRef: quickbooks.ref('acme'),
  ExchangeRate,
  Line: [
    {
      Amount,
      DetailType: 'AccountBasedExpenseLineDetail',
      AccountBasedExpenseLineDetail: { AccountRef: quickbooks.ref('rent') },
    },
  ],
});
const pays = (TxnType: string, key: string, Amount: number) => ({
  Amount,
  LinkedTxn: [{ TxnId: quickbooks.ref(key).value, TxnType }],
});
const payment = (TotalAmt: number, ExchangeRate: number, applied: number): Row => ({
  TxnDate,
  CustomerRef: quickbooks.ref('anna'),
  TotalAmt,
  ExchangeRate,
  DepositToAccountRef: quickbooks.ref('euros'),
  Line: [pays('Invoice', 'invoice', applied)],
});

/** What the books hold in the company's own currency, by account; debits are positive. */
async function books(): Promise<Readonly<Record<string, number>>> {
  const report = await quickbooks.call('reportTrialBalance', { start_date: '2026-01-01', end_date: '2026-12-31' });
  const rows =
    (report.Rows as { Row?: { ColData?: { value: string }[]; Summary?: { ColData: { value: string }[] } }[] }).Row ??
    [];
  const total = rows.at(-1)?.Summary?.ColData.map(({ value }) => value) ?? [];
  expect(total[1]).toBe(total[2]);
  const lines = rows.flatMap(({ ColData }) => (ColData ? [ColData.map(({ value }) => value)] : []));
  return Object.fromEntries(
    lines.map(([name = '', debit, credit]) => [name, Number(debit || 0) - Number(credit || 0)]),
  );
}

/** What an act changes in the books. */
async function changes(act: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  const before = await books();
  await act();
  const after = await books();
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const moved = names.map(
    (name) => [name, Math.round(((after[name] ?? 0) - (before[name] ?? 0)) * 100) / 100] as const,
  );
  return Object.fromEntries(moved.filter(([, change]) => change !== 0));
}

const read = (type: string, key: string) => quickbooks.call(`get${type}`, quickbooks.ref(key).value);

describe('a sale in euros', () => {
  test('is in the books at its rate, and owed in euros, in receivables of their own', async () => {
    const moved = await changes(() => quickbooks.make('invoice', 'Invoice', sale(100, 1.1)));
    expect(moved).toEqual({ 'Accounts Receivable (A/R) - EUR': 110, 'Sales of Product Income': -110 });
    expect(await read('Invoice', 'invoice')).toMatchObject({
      CurrencyRef: { value: 'EUR', name: 'Euro' },
      ExchangeRate: 1.1,
      TotalAmt: 100,
      HomeTotalAmt: 110,
      Balance: 100,
    });
    expect(await read('Customer', 'anna')).toMatchObject({ Balance: 100, CurrencyRef: { value: 'EUR' } });
  });

  test('paid at another rate gains the difference, and one account holds euros', async () => {
    await quickbooks.make('invoice', 'Invoice', sale(100, 1.1));
    const before = Number((await read('Account', 'euros')).CurrentBalance);
    const moved = await changes(() => quickbooks.make('payment', 'Payment', payment(100, 1.2, 100)));
    expect(moved).toEqual({
      'Checking EUR': 120,
      'Accounts Receivable (A/R) - EUR': -110,
      'Exchange Gain or Loss': -10,
    });
    expect(Number((await read('Account', 'euros')).CurrentBalance) - before).toBe(100);
    expect(await read('Customer', 'anna')).toMatchObject({ Balance: 0 });
  });

  test('paid in parts leaves not a cent behind, whatever becomes of a part', async () => {
    const moved = await changes(async () => {
      await quickbooks.make('invoice', 'Invoice', sale(0.05, 1.1));
      await quickbooks.make('first', 'Payment', payment(0.01, 1.1, 0.01));
      await quickbooks.make('second', 'Payment', payment(0.01, 1.1, 0.01));
      await quickbooks.make('third', 'Payment', payment(0.02, 1.1, 0.02));
      await quickbooks.call('deletePayment', await read('Payment', 'first'));
      await quickbooks.make('last', 'Payment', payment(0.02, 1.1, 0.02));
    });
    expect(moved).not.toHaveProperty('Accounts Receivable (A/R) - EUR');
  });

  test('at a rate that is mended later, its payment follows; deleted, the payment is not applied', async () => {
    const { Id } = await quickbooks.make('invoice', 'Invoice', sale(100, 1.1));
    await quickbooks.make('payment', 'Payment', payment(100, 1.2, 100));
    const { SyncToken } = await read('Invoice', 'invoice');
    const mended = { Id, SyncToken, sparse: true, ExchangeRate: 1.15 };
    expect(await changes(() => quickbooks.call('updateInvoice', mended))).toEqual({
      'Sales of Product Income': -5,
      'Exchange Gain or Loss': 5,
    });
    const gone = await read('Invoice', 'invoice');
    expect(await changes(() => quickbooks.call('deleteInvoice', gone))).toEqual({
      'Accounts Receivable (A/R) - EUR': -120,
      'Sales of Product Income': 115,
      'Exchange Gain or Loss': 5,
    });
  });

  test('voided comes to nothing, at home as well', async () => {
    const made = await quickbooks.make('sale', 'Invoice', sale(100, 1.1));
    expect(made.HomeTotalAmt).toBe(110);
    const { Invoice } = await quickbooks.call('voidInvoice', made);
    expect(Invoice).toMatchObject({ TotalAmt: 0, HomeTotalAmt: 0, Balance: 0 });
  });

  test('deposited at another rate than it was paid at', async () => {
    await quickbooks.make('receipt', 'SalesReceipt', sale(100, 1.1, euro));
    const deposit = {
      TxnDate,
      ...euro,
      ExchangeRate: 1.3,
      DepositToAccountRef: quickbooks.ref('euros'),
      Line: [pays('SalesReceipt', 'receipt', 100)],
    };
    const moved = await changes(() => quickbooks.make('deposit', 'Deposit', deposit));
    expect(moved).toEqual({ 'Checking EUR': 130, 'Undeposited Funds': -110, 'Exchange Gain or Loss': -20 });
  });
});

describe('a bill in euros', () => {
  test('paid at a higher rate loses the difference', async () => {
    await quickbooks.make('bill', 'Bill', bill(100, 1.1));
    expect(await read('Vendor', 'acme')).toMatchObject({ Balance: 100 });
    const paid = {
      TxnDate,
      VendorRef: quickbooks.ref('acme'),
      TotalAmt: 100,
      ExchangeRate: 1.2,
      PayType: 'Check',
      CheckPayment: { BankAccountRef: quickbooks.ref('euros') },
      Line: [pays('Bill', 'bill', 100)],
    };
    const moved = await changes(() => quickbooks.make('paid', 'BillPayment', paid));
    expect(moved).toEqual({ 'Checking EUR': -120, 'Accounts Payable (A/P) - EUR': 110, 'Exchange Gain or Loss': 10 });
    expect(await read('Vendor', 'acme')).toMatchObject({ Balance: 0 });
  });
});

describe('a journal entry in euros', () => {
  const line = (PostingType: string, key: string, Amount: number): Row => ({
    Amount,
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: { PostingType, AccountRef: quickbooks.ref(key) },
  });

  test('balances in both currencies: what the rounding leaves is exchange gain or loss', async () => {
    const lines = [line('Debit', 'euros', 0.02), line('Credit', 'rent', 0.01), line('Credit', 'rent', 0.01)];
    const entry = { TxnDate, ...euro, ExchangeRate: 1.3, Line: lines };
    const moved = await changes(() => quickbooks.make('entry', 'JournalEntry', entry));
    expect(moved).toEqual({ 'Checking EUR': 0.03, Rent: -0.02, 'Exchange Gain or Loss': -0.01 });
  });

  test('that cannot be posted is refused before anything of it is taken back, also inside a batch', async () => {
    const own = await startContract({ settings: { multiCurrency: true } });
    await own.make('bank', 'Account', { Name: 'Checking', AccountType: 'Bank' });
    // The name that the gain or loss would have is another account's.
    await own.make('taken', 'Account', { Name: 'Exchange Gain or Loss', AccountType: 'Income' });
    const side = (PostingType: string, key: string, Amount: number) => ({
      Amount,
      DetailType: 'JournalEntryLineDetail',
      JournalEntryLineDetail: { PostingType, AccountRef: own.ref(key) },
    });
    const even = [side('Debit', 'bank', 10), side('Credit', 'taken', 10)];
    const { Id } = await own.make('entry', 'JournalEntry', { TxnDate, ...euro, ExchangeRate: 1.3, Line: even });
    const odd = [side('Debit', 'bank', 0.02), side('Credit', 'taken', 0.01), side('Credit', 'taken', 0.01)];
    const change = { Id, SyncToken: '0', ...euro, ExchangeRate: 1.3, Line: odd };
    const { BatchItemResponse } = await own.call('batch', [{ bId: '1', operation: 'update', JournalEntry: change }]);
    expect(BatchItemResponse).toMatchObject([{ Fault: { Error: [{ code: '6240' }] } }]);
    expect(await own.call('getAccount', own.ref('bank').value)).toMatchObject({ CurrentBalance: 13 });
    await own.close();
  });

  test.each([
    ['another foreign currency’s account', 'pounds', euro],
    ['a foreign account in the company’s own currency', 'euros', { CurrencyRef: { value: 'USD' } }],
  ])('refuses %s', async (_, key, currency) => {
    const Line = [line('Debit', key, 1), line('Credit', 'rent', 1)];
    expect(await quickbooks.codes('createJournalEntry', { TxnDate, ...currency, Line })).toEqual(['6000']);
  });
});

describe('refused', () => {
  test.each<[string, string, () => Row, string]>([
    [
      'an invoice in another currency than its customer’s',
      'Invoice',
      () => sale(1, 1, { CustomerRef: quickbooks.ref('bob'), ...euro }),
      '6000',
    ],
    ['a rate of nothing', 'Invoice', () => sale(1, 0), '2090'],
    ['a rate that is no number', 'SalesReceipt', () => ({ ...sale(1, 1), ExchangeRate: 'dear' }), '2090'],
    [
      'a payment in euros into an account in pounds',
      'SalesReceipt',
      () => sale(1, 1, { ...euro, DepositToAccountRef: quickbooks.ref('pounds') }),
      '6000',
    ],
  ])('%s', async (_, type, body, code) => {
    expect(await quickbooks.codes(`create${type}`, body())).toEqual([code]);
  });

  test.each(['BANANA', 'ABC', 'eur'])('%s, which is no currency', async (value) => {
    const { codes, ref } = quickbooks;
    const CurrencyRef = { value };
    const side = (PostingType: string) => ({
      Amount: 1,
      DetailType: 'JournalEntryLineDetail',
      JournalEntryLineDetail: { PostingType, AccountRef: ref('rent') },
    });
    const entry = { TxnDate, CurrencyRef, Line: [side('Debit'), side('Credit')] };
    expect(await codes('createJournalEntry', entry)).toEqual(['2220']);
    expect(await codes('createSalesReceipt', sale(1, 1, { CustomerRef: undefined, CurrencyRef }))).toEqual(['2220']);
    expect(await codes('createAccount', { Name: 'Odd', AccountType: 'Bank', CurrencyRef })).toEqual(['2220']);
    expect(await codes('createCustomer', { DisplayName: 'Odd', CurrencyRef })).toEqual(['2220']);
    expect(await codes('createVendor', { DisplayName: 'Odd', CurrencyRef })).toEqual(['2220']);
  });

  test('any foreign currency, while multicurrency is off', async () => {
    const alone = await startContract();
    expect(await alone.codes('createSalesReceipt', { ...sale(1, 1, euro), CustomerRef: undefined })).toEqual(['6000']);
    expect(await alone.codes('createAccount', { Name: 'Euros', AccountType: 'Bank', ...euro })).toEqual(['6000']);
    expect(await alone.codes('createCustomer', { DisplayName: 'Anna', ...euro })).toEqual(['6000']);
    const dollar = { CurrencyRef: { value: 'USD' } };
    expect(await alone.make('own', 'Account', { Name: 'Dollars', AccountType: 'Bank', ...dollar })).toMatchObject(
      dollar,
    );
    expect(await alone.make('ann', 'Customer', { DisplayName: 'Ann', ...dollar })).toMatchObject(dollar);
    await alone.close();
  });

  test('nothing else of what was in a foreign currency before multicurrency went off', async () => {
    const own = await startContract({ settings: { multiCurrency: true } });
    await own.make('euros', 'Account', { Name: 'Euros', AccountType: 'Bank', ...euro });
    await own.make('anna', 'Customer', { DisplayName: 'Anna', ...euro });
    const settings = `${own.url}/_emulator/companies/${own.realmId}/settings`;
    await fetch(settings, { method: 'PUT', body: JSON.stringify({ multiCurrency: false }) });
    const change = (key: string, more: Row) => ({ Id: own.ref(key).value, SyncToken: '0', sparse: true, ...more });
    expect(await own.call('updateAccount', change('euros', { Description: 'kept' }))).toMatchObject(euro);
    expect(await own.call('updateCustomer', change('anna', { Notes: 'kept' }))).toMatchObject(euro);
    await own.close();
  });
});

describe('exchange rates', () => {
  test('are written and read by currency and day, the last before a day counting', async () => {
    const { call } = quickbooks;
    const written = { SourceCurrencyCode: 'CHF', AsOfDate: '2026-03-01', Rate: 1.12 };
    expect(await call('getExchangeRate', { sourcecurrencycode: 'CHF', asofdate: '2026-03-05' })).toMatchObject({
      ExchangeRate: { Rate: 1, TargetCurrencyCode: 'USD' },
    });
    // node-quickbooks looks for "Exchangerate" in the answer, and hands it over whole.
    const write = async (rate: Row) => (await call('updateExchangeRate', rate)).ExchangeRate as Row;
    const [first, again] = [await write({ ...written }), await write({ ...written, Rate: 1.15 })];
    expect(first).toMatchObject({ ...written, TargetCurrencyCode: 'USD', SyncToken: '0' });
    expect(again).toMatchObject({ Id: first.Id, Rate: 1.15, SyncToken: '1' });
    await call('updateExchangeRate', { ...written, AsOfDate: '2026-04-01', Rate: 1.2 });
    const rateAt = async (asofdate: string) =>
      ((await call('getExchangeRate', { sourcecurrencycode: 'chf', asofdate })).ExchangeRate as Row).Rate;
    expect([await rateAt('2026-02-28'), await rateAt('2026-03-31'), await rateAt('2026-12-01')]).toEqual([
      1, 1.15, 1.2,
    ]);
    const { QueryResponse } = await call('findExchangeRates', { SourceCurrencyCode: 'CHF' });
    expect((QueryResponse as { ExchangeRate: Row[] }).ExchangeRate).toHaveLength(2);
  });

  test('are what a transaction is in the books at, where it names none', async () => {
    await quickbooks.call('updateExchangeRate', { SourceCurrencyCode: 'EUR', AsOfDate: '2026-05-01', Rate: 1.25 });
    const { ExchangeRate: _, ...body } = sale(100, 1);
    const made = await quickbooks.make('invoice', 'Invoice', body);
    expect(made).toMatchObject({ ExchangeRate: 1.25, HomeTotalAmt: 125 });
  });

  test.each<[string, Row, string]>([
    ['without a currency', { Rate: 1 }, '2020'],
    ['of a currency that is none', { SourceCurrencyCode: 'EURO', Rate: 1 }, '2170'],
    ['without a rate', { SourceCurrencyCode: 'EUR' }, '2020'],
    ['of nothing', { SourceCurrencyCode: 'EUR', Rate: 0 }, '2090'],
    ['on a day that is none', { SourceCurrencyCode: 'EUR', Rate: 1, AsOfDate: '2026-02-30' }, '2060'],
    ['with a member that is none', { SourceCurrencyCode: 'EUR', Rate: 1, Mood: 'good' }, '2010'],
  ])('are refused %s', async (_, body, code) => {
    expect(await quickbooks.codes('updateExchangeRate', body)).toEqual([code]);
  });
});
