// Contract: queries, batches, request ids, changes since a moment, and every report that node-quickbooks can ask for.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Contract, type Row, startContract } from './contract.fixture.ts';
import { makeBasics, samples } from './samples.fixture.ts';

let quickbooks: Contract;
beforeAll(async () => {
  quickbooks = await startContract();
  await makeBasics(quickbooks);
});
afterAll(() => quickbooks.close());

const call = (method: string, ...values: unknown[]) => quickbooks.call(method, ...values);
const bodyOf = (type: string): Row => samples.find((sample) => sample.type === type)?.body(quickbooks.ref) ?? {};
const entry = (DocNumber: string, Amount: number): Row => ({
  DocNumber,
  Line: (['Debit', 'Credit'] as const).map((PostingType, index) => ({
    Amount,
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: { PostingType, AccountRef: quickbooks.ref(index === 0 ? 'bank' : 'income') },
  })),
});

describe('a query', () => {
  const numbers = async (criteria: unknown) => {
    const { QueryResponse } = await call('findJournalEntries', criteria);
    return ((QueryResponse as Row).JournalEntry as Row[] | undefined)?.map(({ DocNumber }) => DocNumber) ?? [];
  };
  beforeAll(async () => {
    for (const [index, number] of ['Q1', 'Q2', 'Q3', 'Q4', 'Q5'].entries()) {
      await call('createJournalEntry', { ...entry(number, 10 + index), TxnDate: `2026-03-0${index + 1}` });
    }
  });

  test.each([
    ['equal', [{ field: 'DocNumber', value: 'Q2' }], ['Q2']],
    ['greater', [{ field: 'TxnDate', value: '2026-03-03', operator: '>' }], ['Q4', 'Q5']],
    ['at least', [{ field: 'TxnDate', value: '2026-03-04', operator: '>=' }], ['Q4', 'Q5']],
    ['less', [{ field: 'TxnDate', value: '2026-03-02', operator: '<' }], ['Q1']],
    ['at most', [{ field: 'TxnDate', value: '2026-03-02', operator: '<=' }], ['Q1', 'Q2']],
    ['one of', [{ field: 'DocNumber', value: ['Q1', 'Q5', 'Q9'], operator: 'IN' }], ['Q1', 'Q5']],
    [
      'like',
      [{ field: 'DocNumber', value: 'Q%', operator: 'LIKE' }, { desc: 'DocNumber' }, { limit: 2 }],
      ['Q5', 'Q4'],
    ],
    ['a page', [{ asc: 'TxnDate' }, { field: 'offset', value: 2 }, { field: 'limit', value: 2 }], ['Q2', 'Q3']],
    ['nothing', [{ field: 'DocNumber', value: "no'ne" }], []],
  ])('by what is %s', async (_, criteria, expected) => {
    expect(await numbers(criteria)).toEqual(expected);
  });

  test('of all pages is all there is', async () => {
    expect(
      await numbers([
        { field: 'fetchAll', value: true },
        { field: 'limit', value: 2 },
      ]),
    ).toHaveLength(5);
  });

  test('in words is taken as it is', async () => {
    expect(await numbers("where DocNumber = 'Q3'")).toEqual(['Q3']);
  });
});

describe('a batch', () => {
  const batch = async (items: readonly Row[], more: Row = {}) => {
    const answer = await call(
      'batch',
      items.map((item) => ({ ...item, ...more })),
    );
    return answer.BatchItemResponse as Row[];
  };

  test('does each item by itself, in its order, and answers each with its id', async () => {
    const kept = await call('createJournalEntry', entry('B0', 1));
    const answers = await batch([
      { bId: 'a', operation: 'create', JournalEntry: entry('B1', 5) },
      { bId: 'b', operation: 'create', JournalEntry: { Line: [] } },
      { bId: 'c', operation: 'update', JournalEntry: { Id: kept.Id, SyncToken: '0', sparse: true, PrivateNote: 'x' } },
      { bId: 'd', Query: "select * from JournalEntry where DocNumber = 'B1'" },
      { bId: 'e', operation: 'delete', JournalEntry: { Id: kept.Id, SyncToken: '1' } },
      { bId: 'f', operation: 'create', Customer: { DisplayName: 'Batched' } },
      { bId: 'g', operation: 'create', Invoice: bodyOf('Invoice') },
      { bId: 'h', Query: 'select nonsense' },
      { bId: 'i', operation: 'fly', Customer: {} },
    ]);
    expect(answers.map(({ bId }) => bId)).toEqual([...'abcdefghi']);
    const [a, b, c, d, e, f, g, h, i] = answers;
    expect(a).toMatchObject({ JournalEntry: { DocNumber: 'B1', SyncToken: '0' } });
    expect(b).toMatchObject({ Fault: { type: 'ValidationFault', Error: [{ code: '2020' }] } });
    expect(c).toMatchObject({ JournalEntry: { PrivateNote: 'x', SyncToken: '1' } });
    expect(d).toMatchObject({ QueryResponse: { JournalEntry: [{ DocNumber: 'B1' }] } });
    expect(e).toMatchObject({ JournalEntry: { status: 'Deleted' } });
    expect(f).toMatchObject({ Customer: { DisplayName: 'Batched' } });
    expect(g).toMatchObject({ Invoice: { Balance: 30 } });
    expect(h).toMatchObject({ Fault: { Error: [{ code: '4000' }] } });
    expect(i).toMatchObject({ Fault: { Error: [{ code: '500' }] } });
  });

  test('takes an item without an id or an operation as something new', async () => {
    const [answer] = await batch([{ Attachable: { Note: 'from a batch' } }]);
    expect(answer).toMatchObject({ Attachable: { Note: 'from a batch' } });
  });

  test('asks for changes as well', async () => {
    const ChangedSince = new Date(Date.now() - 60_000).toISOString();
    const [found, unknown] = await batch([
      { bId: '1', CDCQuery: { Entities: 'Account', ChangedSince } },
      { bId: '2', CDCQuery: { Entities: 'Unicorn', ChangedSince } },
    ]);
    expect(found).toMatchObject({ bId: '1', CDCResponse: { QueryResponse: [{ Account: expect.any(Array) }] } });
    expect(unknown).toMatchObject({ bId: '2', Fault: { Error: [{ code: '4001' }] } });
  });

  test('of 30 is taken, of 31 is refused', async () => {
    const items = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ bId: String(index), Query: 'select count(*) from Class' }));
    expect(await batch(items(30))).toHaveLength(30);
    expect(await quickbooks.codes('batch', items(31))).toEqual(['1040']);
  });
});

describe('a request id', () => {
  const count = async () =>
    Number(((await call('findJournalEntries', [{ count: true }])).QueryResponse as Row).totalCount);

  test('sent again is answered as before, and nothing is done twice', async () => {
    const before = await count();
    const first = await call('createJournalEntry', { ...entry('R1', 3), requestId: 'r-1' });
    expect(await call('createJournalEntry', { ...entry('R1', 3), requestId: 'r-1' })).toEqual(first);
    expect(await call('createJournalEntry', { ...entry('other', 99), requestId: 'r-1' })).toEqual(first);
    expect(await count()).toBe(before + 1);
  });

  test('that was refused is looked at again', async () => {
    const wrong = { ...entry('R2', 3), Line: [], requestId: 'r-2' };
    expect(await quickbooks.codes('createJournalEntry', wrong)).toEqual(['2020']);
    expect(await call('createJournalEntry', { ...entry('R2', 3), requestId: 'r-2' })).toMatchObject({
      DocNumber: 'R2',
    });
  });

  test('of 51 characters is none', async () => {
    const long = { ...entry('R3', 3), requestId: 'r'.repeat(51) };
    expect(await quickbooks.codes('createJournalEntry', long)).toEqual(['2130']);
  });
});

describe('document numbers', () => {
  test('may be given twice until the company is warned, and then by asking', async () => {
    await call('createJournalEntry', entry('D1', 1));
    await call('createJournalEntry', entry('D1', 1));
    const preferences = await call('getPreferences');
    const warned = { OtherPrefs: { NameValue: [{ Name: 'WarnDuplicateJournalNumber', Value: 'true' }] } };
    await call('updatePreferences', { Id: '1', SyncToken: preferences.SyncToken, ...warned });
    expect(await quickbooks.codes('createJournalEntry', entry('D1', 1))).toEqual(['6140']);
    const allowed = { ...entry('D1', 1), allowDuplicateDocNum: true };
    expect(await call('createJournalEntry', allowed)).toMatchObject({ DocNumber: 'D1' });
  });
});

describe('what changed', () => {
  const since = (entities: readonly string[], moment: Date | string) => call('changeDataCapture', entities, moment);
  const minuteAgo = () => new Date(Date.now() - 60_000);

  test('since a moment is given by entity, deletions with their ids', async () => {
    const kept = await call('createClass', { Name: 'Kept' });
    const gone = await call('createTransfer', bodyOf('Transfer'));
    await call('deleteTransfer', gone.Id);
    const { CDCResponse } = await since(['class', 'Transfer', 'Estimate'], minuteAgo());
    const [{ QueryResponse }] = CDCResponse as [{ QueryResponse: Row[] }];
    const [classes, transfers, estimates] = QueryResponse;
    expect((classes?.Class as Row[] | undefined)?.at(-1)).toEqual(kept);
    expect(transfers?.Transfer).toEqual([
      { domain: 'QBO', status: 'Deleted', Id: gone.Id, MetaData: { LastUpdatedTime: expect.any(String) } },
    ]);
    expect(transfers).toMatchObject({ startPosition: 1, maxResults: 1 });
    expect(estimates).toEqual({});
  });

  test('has an invoice in it that was paid', async () => {
    const invoice = await call('createInvoice', bodyOf('Invoice'));
    const lines = [{ Amount: 30, LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }] }];
    await call('createPayment', { CustomerRef: quickbooks.ref('customer'), TotalAmt: 30, Line: lines });
    const { CDCResponse } = await since(['Invoice'], minuteAgo());
    const [{ QueryResponse }] = CDCResponse as [{ QueryResponse: { Invoice: Row[] }[] }];
    expect(QueryResponse[0]?.Invoice.find(({ Id }) => Id === invoice.Id)).toMatchObject({ Balance: 0, SyncToken: '1' });
  });

  test.each([
    ['before thirty days', ['Class'], new Date(Date.now() - 31 * 86_400_000), '4001'],
    ['since no moment', ['Class'], 'yesterday', '2060'],
    ['of an entity that it has not', ['TaxCode'], new Date(), '4001'],
    ['of an entity that nobody knows', ['Moon'], new Date(), '4001'],
  ])('%s is refused', async (_, entities, moment, code) => {
    expect(await quickbooks.codes('changeDataCapture', entities, moment)).toEqual([code]);
  });
});

describe('the report', () => {
  const names = [
    ...['BalanceSheet', 'ProfitAndLoss', 'ProfitAndLossDetail', 'TrialBalance', 'TrialBalanceFR', 'CashFlow'],
    ...['InventoryValuationSummary', 'CustomerSales', 'ItemSales', 'CustomerIncome', 'CustomerBalance'],
    ...['CustomerBalanceDetail', 'AgedReceivables', 'AgedReceivableDetail', 'VendorBalance', 'VendorBalanceDetail'],
    ...['AgedPayables', 'AgedPayableDetail', 'VendorExpenses', 'TransactionList', 'TransactionListWithSplits'],
    ...['TransactionListByCustomer', 'TransactionListByVendor', 'GeneralLedgerDetail', 'TaxSummary'],
    ...['DepartmentSales', 'ClassSales', 'AccountListDetail', 'JournalReport'],
  ];
  /** Where the client's name is not the service's. */
  const served: Readonly<Record<string, string>> = {
    GeneralLedgerDetail: 'GeneralLedger',
    AccountListDetail: 'AccountList',
  };

  test.each(names)('%s has a header, columns and rows, for the period that was asked for', async (name) => {
    const period = { start_date: '2026-01-01', end_date: '2026-12-31' };
    const report = await call(`report${name}`, period);
    expect(report).toMatchObject({
      Header: {
        ReportName: served[name] ?? name,
        StartPeriod: '2026-01-01',
        EndPeriod: '2026-12-31',
        Currency: 'USD',
        Option: expect.arrayContaining([{ Name: 'NoReportData', Value: expect.stringMatching(/^(true|false)$/) }]),
      },
      Columns: { Column: expect.any(Array) },
      Rows: expect.any(Object),
    });
    const columns = (report.Columns as { Column: Row[] }).Column;
    for (const column of columns)
      expect(column).toMatchObject({ ColTitle: expect.any(String), ColType: expect.any(String) });
  });

  test('of profit and loss, the balance sheet and the ledger are of one location, class or customer where asked', async () => {
    const books = await startContract();
    const { make, ref } = books;
    await make('till', 'Account', { Name: 'Till', AccountType: 'Bank' });
    await make('sales', 'Account', { Name: 'Sales', AccountType: 'Income' });
    for (const name of ['North', 'South']) {
      await make(name, 'Department', { Name: name });
      await make(`${name} class`, 'Class', { Name: name });
    }
    await make('ann', 'Customer', { DisplayName: 'Ann' });
    const sell = (Amount: number, place: string, more: Row = {}) => {
      const marks = { DepartmentRef: ref(place), ClassRef: ref(`${place} class`), ...more };
      const line = (PostingType: string, account: string) => ({
        Amount,
        DetailType: 'JournalEntryLineDetail',
        JournalEntryLineDetail: { PostingType, AccountRef: ref(account), ...marks },
      });
      return books.call('createJournalEntry', { Line: [line('Debit', 'till'), line('Credit', 'sales')] });
    };
    await sell(10, 'North');
    await sell(20, 'South', { Entity: { Type: 'Customer', EntityRef: ref('ann') } });
    const figures = async (name: string, filter: Row) =>
      JSON.stringify((await books.call(`report${name}`, filter)).Rows)
        .match(/"-?\d+\.00"/g)
        ?.map((text) => Number(JSON.parse(text)));
    for (const name of ['ProfitAndLoss', 'BalanceSheet', 'GeneralLedgerDetail']) {
      const of = async (filter: Row) => Math.max(...((await figures(name, filter)) ?? []));
      expect([name, await of({}), await of({ department: ref('North').value })]).toEqual([name, 30, 10]);
      expect([name, await of({ class: ref('South class').value })]).toEqual([name, 20]);
      expect([name, await of({ customer: ref('ann').value })]).toEqual([name, 20]);
      expect([name, await of({ class: `${ref('North class').value},${ref('South class').value}` })]).toEqual([
        name,
        30,
      ]);
      expect((await books.call(`report${name}`, { department: '1' })).Header).toMatchObject({ Department: '1' });
      expect(await books.codes(`report${name}`, { department: 'North' })).toEqual(['2030']);
    }
    await books.close();
  });

  test('on a basis, in a period, or by dates that are none is refused', async () => {
    expect(await quickbooks.codes('reportTrialBalance', { accounting_method: 'Gut' })).toEqual(['2170']);
    expect(await quickbooks.codes('reportTrialBalance', { date_macro: 'Someday' })).toEqual(['2170']);
    expect(await quickbooks.codes('reportTrialBalance', { start_date: '2026-13-01' })).toEqual(['2060']);
  });
});
