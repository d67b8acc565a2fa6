// Profit and loss, balance sheet and trial balance: sums of the ledger by account, in one column or in several.
import type { ApiObject } from '../store/objects.ts';
import {
  type Amounts,
  groupRow,
  isNothing,
  type Money,
  minus,
  nothing,
  plus,
  type Section,
  type SectionRow,
  sectionRow,
  totalRow,
} from './account-tree.ts';
import { type Column, money, type ReportRequest, type Row, reportOf, requestedPeriod } from './report.ts';
import { type Slice, summaryOf, wholeOf } from './slices.ts';
import { isOfYear, moneyColumns, profitOf, type Sums, shownAmounts, sumsReader } from './sums.ts';

const accountColumn: Column = { title: '', type: 'Account', key: 'account' };

export function profitAndLoss(request: ReportRequest): ApiObject {
  const period = requestedPeriod(request);
  const { by, slices: some } = summaryOf(request.query, period, request.context);
  const slices = by === 'Total' ? some : [...some, wholeOf(period)];
  const amounts = shownAmounts(sumsReader(request, slices)(({ from, to }) => ({ from, to })));
  const section = (title: string, group: string, type: string) => sectionRow({ title, group, types: [type] }, amounts);
  const income = section('Income', 'Income', 'Income');
  const goods = section('Cost of Goods Sold', 'COGS', 'Cost of Goods Sold');
  const expenses = section('Expenses', 'Expenses', 'Expense');
  const otherIncome = section('Other Income', 'OtherIncome', 'Other Income');
  const otherExpenses = section('Other Expenses', 'OtherExpenses', 'Other Expense');
  const gross = minus(income.total, goods.total);
  const operating = minus(gross, expenses.total);
  const other = minus(otherIncome.total, otherExpenses.total);
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
    totalRow('Net Income', 'NetIncome', plus(operating, other)),
  ];
  const isEmpty = sections.every(({ row }) => row === null);
  const columns = [accountColumn, ...moneyColumns(slices)];
  const shown = isEmpty ? [] : rows.filter((row) => row !== null);
  return reportOf(request, { name: 'ProfitAndLoss', period, columns, rows: shown, by });
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
  const total = below.reduce((sum, inner) => plus(sum, inner.total), nothing(amounts.columnCount));
  return { row: rows.length === 0 ? null : groupRow({ ...part, rows, total }), total };
}

/** Since ever, up to the last day of a column; and of that, since its year began. */
const ever = ({ to }: Slice) => ({ from: null, to });
const ofItsYear = ({ to }: Slice) => ({ from: `${to.slice(0, 4)}-01-01`, to });

export function balanceSheet(request: ReportRequest): ApiObject {
  const period = requestedPeriod(request);
  const { by, slices } = summaryOf(request.query, period, request.context);
  const read = sumsReader(request, slices);
  const sums = read(ever);
  const amounts = shownAmounts(sums);
  const profit = profitOf(read(ofItsYear));
  const left = partRow(assets, amounts);
  const owed = partRow(liabilities, amounts);
  const equity = equityRow(amounts, { retained: minus(profitOf(sums), profit), profit });
  const right = [owed.row, equity.row].flatMap((row) => row ?? []);
  const total = plus(owed.total, equity.total);
  const both = { title: 'LIABILITIES AND EQUITY', group: 'TotalLiabilitiesAndEquity', rows: right, total };
  const rows = [left.row, right.length === 0 ? null : groupRow(both)].filter((row) => row !== null);
  const columns = [accountColumn, ...moneyColumns(slices)];
  return reportOf(request, { name: 'BalanceSheet', period, columns, rows, by });
}

function equityRow(amounts: Amounts, { retained, profit }: { retained: Money; profit: Money }): SectionRow {
  const capital = sectionRow({ title: 'Equity', group: 'Equity', types: ['Equity'] }, amounts);
  const capitalRows = capital.row?.type === 'Section' ? (capital.row.Rows?.Row ?? []) : [];
  const made = [
    { title: 'Retained Earnings', amount: retained },
    { title: 'Net Income', amount: profit, group: 'NetIncome' },
  ].filter(({ amount }) => !isNothing(amount));
  const madeRows = made.map(
    ({ title, amount, group }): Row => ({
      ColData: [{ value: title }, ...amount.map(money)],
      type: 'Data',
      ...(group ? { group } : {}),
    }),
  );
  const rows = [...capitalRows, ...madeRows];
  const total = plus(capital.total, plus(retained, profit));
  return { row: rows.length === 0 ? null : groupRow({ title: 'Equity', group: 'Equity', rows, total }), total };
}

/** Accounts of the balance sheet since ever, those of the year since it began; older profit is in retained earnings. */
export function trialBalance(request: ReportRequest): ApiObject {
  const period = requestedPeriod(request);
  const { by, slices } = summaryOf(request.query, period, request.context);
  const read = sumsReader(request, slices);
  const lines = balanceLines(read(ever), read(ofItsYear)).filter(({ debit }) => !isNothing(debit));
  const cells = (debits: Money, credits: Money) =>
    debits.flatMap((debit, column) => [money(debit), money(credits[column] ?? 0n)]);
  const debitsIn = (amounts: Money): Money => amounts.map((amount) => (amount > 0n ? amount : 0n));
  const creditsIn = (amounts: Money): Money => amounts.map((amount) => (amount < 0n ? -amount : 0n));
  const rows: Row[] = lines.map(({ cell, debit }) => ({
    ColData: [cell, ...cells(debitsIn(debit), creditsIn(debit))],
    type: 'Data',
  }));
  const none = nothing(slices.length);
  const debits = lines.reduce((sum, { debit }) => plus(sum, debitsIn(debit)), none);
  const credits = lines.reduce((sum, { debit }) => plus(sum, creditsIn(debit)), none);
  const total: Row = {
    Summary: { ColData: [{ value: 'TOTAL' }, ...cells(debits, credits)] },
    type: 'Section',
    group: 'GrandTotal',
  };
  const columns = [accountColumn, ...sideColumns(by, slices)];
  const shown = rows.length === 0 ? [] : [...rows, total];
  return reportOf(request, { name: 'TrialBalance', period, columns, rows: shown, by });
}

function balanceLines(all: Sums, year: Sums) {
  const none = nothing(all.columnCount);
  const earlier = minus(profitOf(all), profitOf(year));
  const retained = all.accounts.find(({ AccountSubType }) => AccountSubType === 'RetainedEarnings');
  const lines = all.accounts.map((account) => {
    const debit = (isOfYear(account) ? year : all).debits.get(Number(account.Id)) ?? none;
    const cell = { value: String(account.FullyQualifiedName), id: String(account.Id) };
    return { cell, debit: account === retained ? minus(debit, earlier) : debit };
  });
  return [...lines, ...(retained ? [] : [{ cell: { value: 'Retained Earnings' }, debit: minus(none, earlier) }])];
}

const sides: readonly Column[] = [
  { title: 'Debit', type: 'Money', key: 'debit' },
  { title: 'Credit', type: 'Money', key: 'credit' },
];

/** Two for each column, under its title. */
function sideColumns(by: string, slices: readonly Slice[]): readonly Column[] {
  return by === 'Total' ? sides : moneyColumns(slices).map((column) => ({ ...column, columns: sides }));
}
