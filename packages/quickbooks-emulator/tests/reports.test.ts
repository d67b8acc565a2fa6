// Reports and change data capture, asked for through node-quickbooks.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entry, line, listOf, startLocalCompany } from './local-company.fixture.ts';
import { callNodeQuickBooks } from './node-quickbooks.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
const ids = new Map<string, string>();
const call = (method: string, ...values: unknown[]) => callNodeQuickBooks(company, method, values);

beforeAll(async () => {
  company = await startLocalCompany({ template: 'empty' });
  const make = async (Name: string, AccountType: string, more: object = {}) => {
    const { body } = await company.api('POST', '/account', { Name, AccountType, ...more });
    ids.set(Name, String(body.Account?.Id));
  };
  await make('Till', 'Bank');
  await make('Stock', 'Other Current Asset');
  await make('Tax owed', 'Other Current Liability');
  await make('Sales', 'Income');
  await make('Shoes', 'Income', { ParentRef: { value: ids.get('Sales') } });
  await make('Cost', 'Cost of Goods Sold');
  await make('Rent', 'Expense');
  await make('Interest', 'Other Income');
  await make('Capital', 'Equity');
  const post = (TxnDate: string, DocNumber: string, lines: readonly (readonly [string, number])[]) =>
    company.api('POST', '/journalentry', {
      TxnDate,
      DocNumber,
      Line: [
        { DetailType: 'DescriptionOnly', Description: 'a heading' },
        ...lines.map(([name, amount]) => ({
          ...line(ids.get(name) ?? '', amount > 0 ? 'Debit' : 'Credit', Math.abs(amount)),
          Description: `${DocNumber} ${name}`,
        })),
      ],
    });
  await post('2025-06-01', 'OLD', [
    ['Till', 500],
    ['Capital', -400],
    ['Sales', -100],
  ]);
  await post('2026-02-01', 'SALE', [
    ['Till', 108],
    ['Shoes', -70],
    ['Sales', -30],
    ['Tax owed', -8],
  ]);
  await post('2026-02-01', 'COST', [
    ['Cost', 40],
    ['Stock', -40],
  ]);
  await post('2026-03-01', 'RENT', [
    ['Rent', 25.5],
    ['Till', -25.5],
  ]);
  await post('2026-04-01', 'GAIN', [
    ['Till', 1.25],
    ['Interest', -1.25],
  ]);
});
afterAll(() => company.emulator.close());

const year = { start_date: '2026-01-01', end_date: '2026-12-31' };

interface ReportRow {
  readonly ColData?: readonly { readonly value: string; readonly id?: string }[];
  readonly Header?: { readonly ColData: readonly { readonly value: string; readonly id?: string }[] };
  readonly Rows?: { readonly Row?: readonly ReportRow[] };
  readonly Summary?: { readonly ColData: readonly { readonly value: string }[] };
  readonly group?: string;
}

const rowsOf = (report: Record<string, unknown>) => listOf<ReportRow>((report.Rows as { Row?: unknown }).Row);
const texts = (cells: readonly { readonly value: string }[] | undefined) => (cells ?? []).map(({ value }) => value);

/** As a person reads it: each line's cells, sections with their totals. */
function readable(rows: readonly ReportRow[], depth = 0): string[] {
  const at = (cells: readonly { readonly value: string }[] | undefined) =>
    cells ? [`${'  '.repeat(depth)}${texts(cells).join(' | ')}`] : [];
  return rows.flatMap((row) => [
    ...at(row.ColData),
    ...at(row.Header?.ColData),
    ...readable(row.Rows?.Row ?? [], depth + 1),
    ...at(row.Summary?.ColData),
  ]);
}

describe('reports', () => {
  test('profit and loss: sections, sub-accounts in their parents, profit step by step', async () => {
    const report = await call('reportProfitAndLoss', year);
    expect(report.Header).toMatchObject({
      ReportName: 'ProfitAndLoss',
      ReportBasis: 'Accrual',
      StartPeriod: '2026-01-01',
      EndPeriod: '2026-12-31',
      Currency: 'USD',
      Option: [
        { Name: 'AccountingStandard', Value: 'GAAP' },
        { Name: 'NoReportData', Value: 'false' },
      ],
    });
    expect(readable(rowsOf(report))).toEqual([
      'Income | ',
      '  Sales | 30.00',
      '    Shoes | 70.00',
      '  Total Sales | 100.00',
      'Total Income | 100.00',
      'Cost of Goods Sold | ',
      '  Cost | 40.00',
      'Total Cost of Goods Sold | 40.00',
      'Gross Profit | 60.00',
      'Expenses | ',
      '  Rent | 25.50',
      'Total Expenses | 25.50',
      'Net Operating Income | 34.50',
      'Other Income | ',
      '  Interest | 1.25',
      'Total Other Income | 1.25',
      'Net Other Income | 1.25',
      'Net Income | 35.75',
    ]);
    expect(rowsOf(report).map(({ group }) => group)).toEqual([
      'Income',
      'COGS',
      'GrossProfit',
      'Expenses',
      'NetOperatingIncome',
      'OtherIncome',
      'NetOtherIncome',
      'NetIncome',
    ]);
  });

  test('balance sheet: both sides agree; profit of this year and of those before stand in equity', async () => {
    const report = await call('reportBalanceSheet', { end_date: '2026-12-31', start_date: '2026-01-01' });
    expect(readable(rowsOf(report))).toEqual([
      'ASSETS | ',
      '  Current Assets | ',
      '    Bank Accounts | ',
      '      Till | 583.75',
      '    Total Bank Accounts | 583.75',
      '    Other Current Assets | ',
      '      Stock | -40.00',
      '    Total Other Current Assets | -40.00',
      '  Total Current Assets | 543.75',
      'Total ASSETS | 543.75',
      'LIABILITIES AND EQUITY | ',
      '  Liabilities | ',
      '    Current Liabilities | ',
      '      Other Current Liabilities | ',
      '        Tax owed | 8.00',
      '      Total Other Current Liabilities | 8.00',
      '    Total Current Liabilities | 8.00',
      '  Total Liabilities | 8.00',
      '  Equity | ',
      '    Capital | 400.00',
      '    Retained Earnings | 100.00',
      '    Net Income | 35.75',
      '  Total Equity | 535.75',
      'Total LIABILITIES AND EQUITY | 543.75',
    ]);
  });

  test('trial balance: debits equal credits, earlier profit in retained earnings', async () => {
    const report = await call('reportTrialBalance', year);
    expect((report.Columns as { Column: unknown }).Column).toMatchObject([
      { ColTitle: '', ColType: 'Account' },
      { ColTitle: 'Debit', ColType: 'Money' },
      { ColTitle: 'Credit', ColType: 'Money' },
    ]);
    expect(readable(rowsOf(report))).toEqual([
      'Till | 583.75 | ',
      'Stock |  | 40.00',
      'Tax owed |  | 8.00',
      'Sales |  | 30.00',
      'Sales:Shoes |  | 70.00',
      'Cost | 40.00 | ',
      'Rent | 25.50 | ',
      'Interest |  | 1.25',
      'Capital |  | 400.00',
      'Retained Earnings |  | 100.00',
      'TOTAL | 649.25 | 649.25',
    ]);
    expect(rowsOf(report).at(-1)?.group).toBe('GrandTotal');
    expect(rowsOf(report)[0]?.ColData?.[0]?.id).toBe(ids.get('Till'));
  });

  test('general ledger: what stood before, each line with its running balance, what changed', async () => {
    const report = await call('reportGeneralLedgerDetail', { ...year, account: ids.get('Till') });
    expect(readable(rowsOf(report))).toEqual([
      'Till |  |  |  |  |  |  | ',
      '  Beginning Balance |  |  |  |  |  |  | 500.00',
      '  2026-02-01 | Journal Entry | SALE |  | SALE Till | -Split- | 108.00 | 608.00',
      '  2026-03-01 | Journal Entry | RENT |  | RENT Till | Rent | -25.50 | 582.50',
      '  2026-04-01 | Journal Entry | GAIN |  | GAIN Till | Interest | 1.25 | 583.75',
      'Total for Till |  |  |  |  |  | 83.75 | ',
    ]);
    const keys = listOf<{ MetaData: { Value: string }[] }>((report.Columns as { Column: unknown }).Column);
    expect(keys.map(({ MetaData }) => MetaData[0]?.Value)).toEqual([
      'tx_date',
      'txn_type',
      'doc_num',
      'name',
      'memo',
      'split_acc',
      'subt_nat_amount',
      'rbal_nat_amount',
    ]);
  });

  test('journal report: every line once, each transaction balanced', async () => {
    const report = await call('reportJournalReport', { start_date: '2026-03-01', end_date: '2026-04-30' });
    expect(readable(rowsOf(report))).toEqual([
      '2026-03-01 | Journal Entry | RENT |  | RENT Rent | Rent | 25.50 | ',
      '0-00-00 |  |  |  | RENT Till | Till |  | 25.50',
      ' |  |  |  |  |  | 25.50 | 25.50',
      '2026-04-01 | Journal Entry | GAIN |  | GAIN Till | Till | 1.25 | ',
      '0-00-00 |  |  |  | GAIN Interest | Interest |  | 1.25',
      ' |  |  |  |  |  | 1.25 | 1.25',
      'TOTAL |  |  |  |  |  | 26.75 | 26.75',
    ]);
  });

  test.each([
    ['reportCashFlow', 'CashFlow'],
    ['reportAgedReceivables', 'AgedReceivables'],
    ['reportVendorBalance', 'VendorBalance'],
    ['reportAccountListDetail', 'AccountList'],
    ['reportTransactionList', 'TransactionList'],
    ['reportTaxSummary', 'TaxSummary'],
    ['reportClassSales', 'ClassSales'],
    ['reportItemSales', 'ItemSales'],
  ])('%s is a valid report without data', async (method, name) => {
    const report = await call(method, year);
    expect(report).toMatchObject({ Header: { ReportName: name }, Rows: {} });
    expect(JSON.stringify(report.Header)).toContain('{"Name":"NoReportData","Value":"true"}');
  });

  test('a named period, an empty one, and wrong ones', async () => {
    await company.request('PUT', '/_emulator/clock', { now: new Date().toISOString() });
    const ask = (query: string) => company.api('GET', `/reports/ProfitAndLoss?${query}`);
    expect((await ask('date_macro=Last Month')).body.Header).toMatchObject({ DateMacro: 'Last Month' });
    const empty = await ask('start_date=2020-01-01&end_date=2020-12-31&accounting_method=Cash');
    expect(empty.body).toMatchObject({ Header: { ReportBasis: 'Cash' }, Rows: {} });
    expect(empty.body).not.toHaveProperty('time');
    for (const [query, code] of [
      ['start_date=yesterday', '2060'],
      ['start_date=2026-02-01&end_date=2026-01-01', '2060'],
      ['date_macro=Next Blue Moon', '2170'],
      ['accounting_method=Guess', '2170'],
    ]) {
      expect((await ask(query ?? '')).body.Fault?.Error?.[0]?.code).toBe(code);
    }
    expect((await company.api('GET', '/reports/Horoscope')).body.Fault?.Error?.[0]?.code).toBe('500');
  });
});

describe('change data capture', () => {
  const changed = async (entities: string | string[], since: string | Date) => {
    const { CDCResponse } = await call('changeDataCapture', entities, since);
    return listOf<{ QueryResponse: Record<string, unknown>[] }>(CDCResponse)[0]?.QueryResponse ?? [];
  };
  const advance = (advanceMs: number) => company.request('PUT', '/_emulator/clock', { advanceMs });

  test('tells what was made, changed and deleted since, for each entity asked', async () => {
    const kept = await company.api('POST', '/journalentry', { ...entry(), Line: entryLines() });
    const gone = await company.api('POST', '/journalentry', { ...entry(), Line: entryLines() });
    await advance(60_000);
    const { body } = await company.request('GET', '/_emulator/clock');
    await advance(1000);
    await company.api('POST', '/journalentry', {
      Id: kept.body.JournalEntry?.Id,
      SyncToken: '0',
      sparse: true,
      PrivateNote: 'changed',
    });
    const { Id, SyncToken } = gone.body.JournalEntry ?? {};
    await company.api('POST', '/journalentry?operation=delete', { Id, SyncToken });
    const [entries, customers] = await changed(['journalentry', 'Customer'], String(body.now));
    expect(entries).toMatchObject({
      JournalEntry: [
        { Id: kept.body.JournalEntry?.Id, PrivateNote: 'changed' },
        { domain: 'QBO', status: 'Deleted', Id, MetaData: { LastUpdatedTime: expect.any(String) } },
      ],
      startPosition: 1,
      maxResults: 2,
      totalCount: 2,
    });
    expect(customers).toEqual({});
  });

  const entryLines = () => [line(ids.get('Till') ?? '', 'Debit', 1), line(ids.get('Sales') ?? '', 'Credit', 1)];

  test('takes a date object, whatever offset it is written with', async () => {
    const since = new Date(Date.now() - 86_400_000);
    const [accounts] = await changed('Account', since);
    expect(listOf(accounts?.Account)).toHaveLength(9);
  });

  test.each([
    ['an entity that is not watched', 'TaxCode', new Date().toISOString()],
    ['an entity that is none', 'Unicorn', new Date().toISOString()],
    ['a moment that is none', 'Account', 'long ago'],
    ['more than thirty days', 'Account', '2020-01-01T00:00:00Z'],
  ])('refuses %s', async (_, entities, since) => {
    await expect(changed(entities, since)).rejects.toBeDefined();
  });
});
