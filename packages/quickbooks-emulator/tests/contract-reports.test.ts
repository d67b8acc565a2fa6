// Contract: statements on the cash basis, and in columns by period, class and location.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Contract, type Row, startContract } from './contract.fixture.ts';

let quickbooks: Contract;
const year = { start_date: '2026-01-01', end_date: '2026-12-31' };

beforeAll(async () => {
  quickbooks = await startContract();
  const { make, ref } = quickbooks;
  for (const [key, type] of [
    ['Bank', 'Bank'],
    ['Sales', 'Income'],
    ['Cleaning', 'Income'],
    ['Rent', 'Expense'],
    ['Owed', 'Accounts Receivable'],
    ['Owing', 'Accounts Payable'],
  ] as const) {
    await make(key, 'Account', { Name: key, AccountType: type });
  }
  await make('ann', 'Customer', { DisplayName: 'Ann' });
  await make('acme', 'Vendor', { DisplayName: 'Acme' });
  await make('store', 'Class', { Name: 'Store' });
  await make('online', 'Class', { Name: 'Online' });
  await make('main', 'Department', { Name: 'Main Street' });
  await make('shoes', 'Item', { Name: 'Shoes', Type: 'Service', IncomeAccountRef: ref('Sales') });
  await make('cleaning', 'Item', { Name: 'Cleaning', Type: 'Service', IncomeAccountRef: ref('Cleaning') });
  const sold = (item: string, Amount: number, more: Row = {}) => ({
    Amount,
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: { ItemRef: ref(item), ...more },
  });
  const owed = { ARAccountRef: ref('Owed') };
  const customer = { CustomerRef: ref('ann'), ...owed };
  await make('invoice', 'Invoice', {
    ...customer,
    TxnDate: '2026-01-10',
    DepartmentRef: ref('main'),
    Line: [sold('shoes', 60, { ClassRef: ref('store') }), sold('cleaning', 30, { ClassRef: ref('online') })],
  });
  await make('unpaid', 'Invoice', { ...customer, TxnDate: '2026-02-10', Line: [sold('shoes', 500)] });
  const pays = (TxnType: string, key: string, Amount: number) => ({
    Amount,
    LinkedTxn: [{ TxnId: ref(key).value, TxnType }],
  });
  const paid = (TxnDate: string, TotalAmt: number, Line: readonly Row[]) =>
    make('paid', 'Payment', { ...customer, TxnDate, TotalAmt, DepositToAccountRef: ref('Bank'), Line });
  await paid('2026-02-05', 10, [pays('Invoice', 'invoice', 10)]);
  await paid('2026-04-05', 35, [pays('Invoice', 'invoice', 35)]);
  await make('receipt', 'SalesReceipt', {
    TxnDate: '2026-04-20',
    DepositToAccountRef: ref('Bank'),
    Line: [sold('shoes', 7)],
  });
  await make('bill', 'Bill', {
    TxnDate: '2026-03-01',
    VendorRef: ref('acme'),
    APAccountRef: ref('Owing'),
    Line: [
      {
        Amount: 40,
        DetailType: 'AccountBasedExpenseLineDetail',
        AccountBasedExpenseLineDetail: { AccountRef: ref('Rent') },
      },
    ],
  });
  await make('billpaid', 'BillPayment', {
    TxnDate: '2026-05-01',
    VendorRef: ref('acme'),
    APAccountRef: ref('Owing'),
    TotalAmt: 30,
    PayType: 'Check',
    CheckPayment: { BankAccountRef: ref('Bank') },
    Line: [pays('Bill', 'bill', 30)],
  });
});
afterAll(() => quickbooks.close());

interface ReportRow {
  readonly ColData?: readonly { readonly value: string }[];
  readonly Header?: { readonly ColData: readonly { readonly value: string }[] };
  readonly Rows?: { readonly Row?: readonly ReportRow[] };
  readonly Summary?: { readonly ColData: readonly { readonly value: string }[] };
}

/** Every line with an amount, in its order. */
function linesOf(rows: readonly ReportRow[]): string[] {
  return rows.flatMap(({ ColData, Rows, Summary }) => [
    ...(ColData ? [ColData.map(({ value }) => value).join(' | ')] : []),
    ...linesOf(Rows?.Row ?? []),
    ...(Summary ? [Summary.ColData.map(({ value }) => value).join(' | ')] : []),
  ]);
}

async function report(
  name: string,
  more: Row,
): Promise<{ lines: readonly string[]; titles: readonly unknown[]; header: Row; columns: readonly Row[] }> {
  const answer = await quickbooks.call(`report${name}`, { ...year, ...more });
  const columns = (answer.Columns as { Column: Row[] }).Column;
  const rows = (answer.Rows as { Row?: ReportRow[] }).Row ?? [];
  return {
    lines: linesOf(rows),
    titles: columns.map(({ ColTitle }) => ColTitle),
    header: answer.Header as Row,
    columns,
  };
}

const cash = { accounting_method: 'Cash' };

describe('on the cash basis', () => {
  test('an invoice and a bill count as far as they are paid', async () => {
    expect((await report('ProfitAndLoss', cash)).lines).toEqual([
      'Sales | 37.00',
      'Cleaning | 15.00',
      'Total Income | 52.00',
      'Gross Profit | 52.00',
      'Rent | 30.00',
      'Total Expenses | 30.00',
      'Net Operating Income | 22.00',
      'Net Income | 22.00',
    ]);
  });

  test('on the days on which they are', async () => {
    const april = { start_date: '2026-04-01', end_date: '2026-04-30', ...cash };
    expect((await report('ProfitAndLoss', april)).lines).toContain('Total Income | 42.00');
    const january = { start_date: '2026-01-01', end_date: '2026-01-31', ...cash };
    expect((await report('ProfitAndLoss', january)).lines).toEqual([]);
  });

  test('on accrual, on their own days and whole', async () => {
    expect((await report('ProfitAndLoss', {})).lines).toContain('Total Income | 597.00');
    expect((await report('ProfitAndLoss', { accounting_method: 'Accrual' })).lines).toContain('Net Income | 557.00');
  });

  test('nothing is owed, and the balance sheet balances', async () => {
    const { lines, header } = await report('BalanceSheet', cash);
    expect(header.ReportBasis).toBe('Cash');
    expect(lines.join('\n')).not.toMatch(/Owed|Owing/);
    expect(lines).toContain('Total ASSETS | 22.00');
    expect(lines).toContain('Total LIABILITIES AND EQUITY | 22.00');
    expect((await report('BalanceSheet', {})).lines).toContain('Total ASSETS | 567.00');
  });

  test('the trial balance balances, with the accounts that money reached', async () => {
    expect((await report('TrialBalance', cash)).lines).toEqual([
      'Bank | 22.00 | ',
      'Sales |  | 37.00',
      'Cleaning |  | 15.00',
      'Rent | 30.00 | ',
      'TOTAL | 52.00 | 52.00',
    ]);
  });

  test('a class has its share', async () => {
    const { lines } = await report('ProfitAndLoss', { ...cash, class: quickbooks.ref('store').value });
    expect(lines).toContain('Total Income | 30.00');
  });

  test('the general ledger tells each part on its day', async () => {
    const { lines } = await report('GeneralLedgerDetail', { ...cash, account: quickbooks.ref('Cleaning').value });
    expect(lines.map((line) => line.split(' | ').filter((_, index) => index === 0 || index > 5))).toEqual([
      ['Beginning Balance', '', '0.00'],
      ['2026-02-05', '3.33', '3.33'],
      ['2026-04-05', '11.67', '15.00'],
      ['Total for Cleaning', '15.00', ''],
    ]);
  });

  test('a credit drawn on counts against what it pays', async () => {
    const own = await startContract();
    await own.make('ann', 'Customer', { DisplayName: 'Ann' });
    const Line = (Amount: number) => [{ Amount, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} }];
    const sale = (Amount: number) => ({ TxnDate: '2026-01-01', CustomerRef: own.ref('ann'), Line: Line(Amount) });
    await own.make('invoice', 'Invoice', sale(100));
    await own.make('credit', 'CreditMemo', sale(40));
    const link = (TxnType: string, key: string, Amount: number) => ({
      Amount,
      LinkedTxn: [{ TxnId: own.ref(key).value, TxnType }],
    });
    await own.make('payment', 'Payment', {
      TxnDate: '2026-06-01',
      CustomerRef: own.ref('ann'),
      TotalAmt: 10,
      Line: [link('Invoice', 'invoice', 50), link('CreditMemo', 'credit', 40)],
    });
    const { Rows } = await own.call('reportProfitAndLoss', { ...year, ...cash });
    expect(linesOf((Rows as { Row: ReportRow[] }).Row)).toContain('Total Income | 10.00');
    await own.close();
  });
});

describe('summarized', () => {
  const quarters = { summarize_column_by: 'Quarter' };

  test('by quarter: a column for each with its days, and one for all', async () => {
    const { lines, columns, header } = await report('ProfitAndLoss', { ...quarters, end_date: '2026-06-30' });
    expect(header.SummarizeColumnsBy).toBe('Quarter');
    expect(columns).toEqual([
      { ColTitle: '', ColType: 'Account', MetaData: [{ Name: 'ColKey', Value: 'account' }] },
      {
        ColTitle: 'Jan - Mar 2026',
        ColType: 'Money',
        MetaData: [
          { Name: 'StartDate', Value: '2026-01-01' },
          { Name: 'EndDate', Value: '2026-03-31' },
          { Name: 'ColKey', Value: 'Jan - Mar 2026' },
        ],
      },
      expect.objectContaining({ ColTitle: 'Apr - Jun 2026' }),
      { ColTitle: 'Total', ColType: 'Money', MetaData: [{ Name: 'ColKey', Value: 'total' }] },
    ]);
    expect(lines).toEqual([
      'Sales | 560.00 | 7.00 | 567.00',
      'Cleaning | 30.00 |  | 30.00',
      'Total Income | 590.00 | 7.00 | 597.00',
      'Gross Profit | 590.00 | 7.00 | 597.00',
      'Rent | 40.00 |  | 40.00',
      'Total Expenses | 40.00 |  | 40.00',
      'Net Operating Income | 550.00 | 7.00 | 557.00',
      'Net Income | 550.00 | 7.00 | 557.00',
    ]);
  });

  test('by quarter on the cash basis', async () => {
    const { lines } = await report('ProfitAndLoss', { ...quarters, ...cash, end_date: '2026-06-30' });
    expect(lines).toContain('Total Income | 10.00 | 42.00 | 52.00');
  });

  test('a balance sheet by quarter: as it stood at the end of each, in as many columns as its rows have', async () => {
    const { lines, titles } = await report('BalanceSheet', { ...quarters, end_date: '2026-06-30' });
    expect(titles).toEqual(['', 'Jan - Mar 2026', 'Apr - Jun 2026']);
    expect(lines).toContain('Bank | 10.00 | 22.00');
    expect(lines).toContain('Total ASSETS | 590.00 | 567.00');
    expect(lines).toContain('Net Income | 550.00 | 557.00');
    expect(lines).toContain('Total LIABILITIES AND EQUITY | 590.00 | 567.00');
  });

  test('a trial balance by quarter: two columns under each', async () => {
    const { lines, columns } = await report('TrialBalance', { ...quarters, end_date: '2026-06-30' });
    expect(columns[1]).toMatchObject({
      ColTitle: 'Jan - Mar 2026',
      Columns: { Column: [{ ColTitle: 'Debit' }, { ColTitle: 'Credit' }] },
    });
    expect(lines.at(-1)).toBe('TOTAL | 630.00 | 630.00 | 607.00 | 607.00');
  });

  test.each([
    ['Classes', ['', 'Store', 'Online', 'Not Specified', 'Total'], 'Total Income | 60.00 | 30.00 | 507.00 | 597.00'],
    ['Departments', ['', 'Main Street', 'Not Specified', 'Total'], 'Total Income | 90.00 | 507.00 | 597.00'],
    ['Customers', ['', 'Ann', 'Not Specified', 'Total'], 'Total Income | 590.00 | 7.00 | 597.00'],
    ['Vendors', ['', 'Acme', 'Not Specified', 'Total'], 'Total Expenses | 40.00 |  | 40.00'],
  ])('by %s: a column for each, one for what has none, and one for all', async (by, titles, line) => {
    const found = await report('ProfitAndLoss', { summarize_column_by: by });
    expect([found.titles, found.header.SummarizeColumnsBy]).toEqual([titles, by]);
    expect(found.lines).toContain(line);
  });

  test.each(['Year', 'Month', 'Week', 'Days', 'Total'])('by %s, the columns of the total agree', async (by) => {
    const { lines } = await report('ProfitAndLoss', { summarize_column_by: by });
    const cells = lines.at(-1)?.split(' | ').slice(1).map(Number) ?? [];
    expect(cells.at(-1)).toBe(557);
    if (cells.length > 1) expect(cells.slice(0, -1).reduce((sum, cell) => sum + cell, 0)).toBeCloseTo(557, 5);
  });

  test('not by what is none', async () => {
    expect(await quickbooks.codes('reportProfitAndLoss', { summarize_column_by: 'Fortnight' })).toEqual(['2170']);
  });
});
