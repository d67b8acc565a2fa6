// Profit and loss, balance sheet and trial balance: sums of the ledger by account.
import type { WriteContext } from '../entities/definition.ts';
import type { LineFilter } from '../ledger/ledger.ts';
import type { ApiObject } from '../store/objects.ts';
import { type Amounts, groupRow, type Section, type SectionRow, sectionRow, totalRow } from './account-tree.ts';
import { type Column, money, onlyOf, type ReportRequest, type Row, reportOf, requestedPeriod } from './report.ts';

const totalColumns: readonly Column[] = [
  { title: '', type: 'Account', key: 'account' },
  { title: 'Total', type: 'Money', key: 'total' },
];

interface Sums {
  readonly accounts: readonly ApiObject[];
  readonly debits: ReadonlyMap<string, bigint>;
}

function sumsOf({ company, ledger, objects }: WriteContext, filter: LineFilter): Sums {
  const rows = ledger.sums(company.realmId, filter);
  return {
    accounts: objects.all(company.realmId, 'Account'),
    debits: new Map(rows.map(({ accountId, amountMinor }) => [String(accountId), amountMinor])),
  };
}

const isDebitSide = (account: ApiObject) => account.Classification === 'Asset' || account.Classification === 'Expense';
const isOfYear = (account: ApiObject) => account.Classification === 'Revenue' || account.Classification === 'Expense';

function shown({ accounts, debits }: Sums): Amounts {
  return {
    accounts,
    amountOf: (account) => {
      const debit = debits.get(String(account.Id)) ?? 0n;
      return isDebitSide(account) ? debit : -debit;
    },
  };
}

/** What the accounts of revenue and expense come to, as profit. */
function profitOf({ accounts, debits }: Sums): bigint {
  return accounts.filter(isOfYear).reduce((sum, { Id }) => sum - (debits.get(String(Id)) ?? 0n), 0n);
}

export function profitAndLoss(request: ReportRequest): ApiObject {
  const period = requestedPeriod(request);
  const amounts = shown(sumsOf(request.context, { from: period.from, to: period.to, ...onlyOf(request.query) }));
  const section = (title: string, group: string, type: string) => sectionRow({ title, group, types: [type] }, amounts);
  const income = section('Income', 'Income', 'Income');
  const goods = section('Cost of Goods Sold', 'COGS', 'Cost of Goods Sold');
  const expenses = section('Expenses', 'Expenses', 'Expense');
  const otherIncome = section('Other Income', 'OtherIncome', 'Other Income');
  const otherExpenses = section('Other Expenses', 'OtherExpenses', 'Other Expense');
  const gross = income.total - goods.total;
  const operating = gross - expenses.total;
  const other = otherIncome.total - otherExpenses.total;
  const sections = [income, goods, expenses, otherIncome, otherExpenses];
  const hasOther = otherIncome.row !== null || otherExpenses.row !== null;
  const rows: (Row | null)[] = [
    income.row,
    goods.row,
    totalRow('Gross Profit', 'GrossProfit', gross),
    expenses.row,
    totalRow('Net Operating Income', 'NetOperatingIncome', operating),
    otherIncome.row,
    otherExpenses.row,
    hasOther ? totalRow('Net Other Income', 'NetOtherIncome', other) : null,
    totalRow('Net Income', 'NetIncome', operating + other),
  ];
  const isEmpty = sections.every(({ row }) => row === null);
  return reportOf(request, {
    name: 'ProfitAndLoss',
    period,
    columns: totalColumns,
    rows: isEmpty ? [] : rows.filter((row) => row !== null),
  });
}

interface Part extends Omit<Section, 'types'> {
  readonly parts: readonly (Section | Part)[];
}

const assets: Part = {
  title: 'ASSETS',
  group: 'TotalAssets',
  parts: [
    {
      title: 'Current Assets',
      group: 'CurrentAssets',
      parts: [
        { title: 'Bank Accounts', group: 'BankAccounts', types: ['Bank'] },
        { title: 'Accounts Receivable', group: 'AR', types: ['Accounts Receivable'] },
        { title: 'Other Current Assets', group: 'OtherCurrentAssets', types: ['Other Current Asset'] },
      ],
    },
    { title: 'Fixed Assets', group: 'FixedAssets', types: ['Fixed Asset'] },
    { title: 'Other Assets', group: 'OtherAssets', types: ['Other Asset'] },
  ],
};

const liabilities: Part = {
  title: 'Liabilities',
  group: 'Liabilities',
  parts: [
    {
      title: 'Current Liabilities',
      group: 'CurrentLiabilities',
      parts: [
        { title: 'Accounts Payable', group: 'AP', types: ['Accounts Payable'] },
        { title: 'Credit Cards', group: 'CreditCards', types: ['Credit Card'] },
        { title: 'Other Current Liabilities', group: 'OtherCurrentLiabilities', types: ['Other Current Liability'] },
      ],
    },
    { title: 'Long-Term Liabilities', group: 'LongTermLiabilities', types: ['Long Term Liability'] },
  ],
};

function partRow(part: Section | Part, amounts: Amounts): SectionRow {
  if ('types' in part) return sectionRow(part, amounts);
  const below = part.parts.map((inner) => partRow(inner, amounts));
  const rows = below.flatMap(({ row }) => row ?? []);
  const total = below.reduce((sum, inner) => sum + inner.total, 0n);
  return { row: rows.length === 0 ? null : groupRow({ ...part, rows, total }), total };
}

export function balanceSheet(request: ReportRequest): ApiObject {
  const period = requestedPeriod(request);
  const only = onlyOf(request.query);
  const sums = sumsOf(request.context, { from: null, to: period.to, ...only });
  const amounts = shown(sums);
  const yearStart = `${period.to.slice(0, 4)}-01-01`;
  const profit = profitOf(sumsOf(request.context, { from: yearStart, to: period.to, ...only }));
  const retained = profitOf(sums) - profit;
  const left = partRow(assets, amounts);
  const owed = partRow(liabilities, amounts);
  const capital = sectionRow({ title: 'Equity', group: 'Equity', types: ['Equity'] }, amounts);
  const capitalRows = capital.row?.type === 'Section' ? (capital.row.Rows?.Row ?? []) : [];
  const equityTotal = capital.total + retained + profit;
  const made: Row[] = [
    ...(retained === 0n ? [] : [{ ColData: [{ value: 'Retained Earnings' }, money(retained)], type: 'Data' as const }]),
    ...(profit === 0n
      ? []
      : [{ ColData: [{ value: 'Net Income' }, money(profit)], type: 'Data' as const, group: 'NetIncome' }]),
  ];
  const equityRows = [...capitalRows, ...made];
  const equity =
    equityRows.length === 0
      ? null
      : groupRow({ title: 'Equity', group: 'Equity', rows: equityRows, total: equityTotal });
  const right = [owed.row, equity].flatMap((row) => row ?? []);
  const rightTotal = owed.total + equityTotal;
  const rows = [
    left.row,
    right.length === 0
      ? null
      : groupRow({
          title: 'LIABILITIES AND EQUITY',
          group: 'TotalLiabilitiesAndEquity',
          rows: right,
          total: rightTotal,
        }),
  ].filter((row) => row !== null);
  return reportOf(request, { name: 'BalanceSheet', period, columns: totalColumns, rows });
}

/** Accounts of the balance sheet since ever, those of the year since it began; older profit is in retained earnings. */
export function trialBalance(request: ReportRequest): ApiObject {
  const period = requestedPeriod(request);
  const yearStart = `${period.to.slice(0, 4)}-01-01`;
  const ever = sumsOf(request.context, { from: null, to: period.to });
  const year = sumsOf(request.context, { from: yearStart, to: period.to });
  const retainedMinor = profitOf(ever) - profitOf(year);
  const retained = ever.accounts.find(({ AccountSubType }) => AccountSubType === 'RetainedEarnings');
  const debitOf = (account: ApiObject) => {
    const debit = (isOfYear(account) ? year : ever).debits.get(String(account.Id)) ?? 0n;
    return account === retained ? debit - retainedMinor : debit;
  };
  const lines = ever.accounts.map((account) => ({
    cell: { value: String(account.FullyQualifiedName), id: String(account.Id) },
    debit: debitOf(account),
  }));
  const all = [...lines, ...(retained ? [] : [{ cell: { value: 'Retained Earnings' }, debit: -retainedMinor }])].filter(
    ({ debit }) => debit !== 0n,
  );
  const sum = (isWanted: (debit: bigint) => boolean) =>
    all.reduce((total, { debit }) => (isWanted(debit) ? total + debit : total), 0n);
  const rows: Row[] = all.map(({ cell, debit }) => ({
    ColData: [cell, money(debit > 0n ? debit : 0n), money(debit < 0n ? -debit : 0n)],
    type: 'Data',
  }));
  const total: Row = {
    Summary: { ColData: [{ value: 'TOTAL' }, money(sum((debit) => debit > 0n)), money(-sum((debit) => debit < 0n))] },
    type: 'Section',
    group: 'GrandTotal',
  };
  const columns = [
    { title: '', type: 'Account', key: 'account' },
    { title: 'Debit', type: 'Money', key: 'debit' },
    { title: 'Credit', type: 'Money', key: 'credit' },
  ];
  return reportOf(request, { name: 'TrialBalance', period, columns, rows: rows.length === 0 ? [] : [...rows, total] });
}
