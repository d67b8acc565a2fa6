// Which report a name means. Those that are not computed here answer in their shape, without data.
import { faults } from '../api/fault.ts';
import type { ApiObject } from '../store/objects.ts';
import { generalLedger, journalReport } from './journals.ts';
import { type ReportRequest, reportOf, requestedPeriod } from './report.ts';
import { balanceSheet, profitAndLoss, trialBalance } from './statements.ts';

const computed = new Map<string, (request: ReportRequest) => ApiObject>(
  Object.entries({
    trialbalance: trialBalance,
    generalledger: generalLedger,
    journalreport: journalReport,
    profitandloss: profitAndLoss,
    balancesheet: balanceSheet,
  }),
);

/** Answered as valid reports that say NoReportData. */
const shapesOnly = [
  ...[
    'ProfitAndLossDetail',
    'CashFlow',
    'AgedReceivables',
    'AgedReceivableDetail',
    'AgedPayables',
    'AgedPayableDetail',
  ],
  ...['CustomerBalance', 'CustomerBalanceDetail', 'CustomerIncome', 'VendorBalance', 'VendorBalanceDetail'],
  ...[
    'VendorExpenses',
    'AccountList',
    'TransactionList',
    'ClassSales',
    'DepartmentSales',
    'CustomerSales',
    'ItemSales',
  ],
  ...[
    'InventoryValuationSummary',
    'TrialBalanceFR',
    'JournalReportFR',
    'TransactionListWithSplits',
    'TransactionListByCustomer',
    'TransactionListByVendor',
    'TaxSummary',
  ],
] as const;

export function answerReport(name: string, request: ReportRequest): ApiObject {
  const compute = computed.get(name.toLowerCase());
  if (compute) return compute(request);
  const known = shapesOnly.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (!known) throw faults.unsupported(`Could not find resource for relative : /reports/${name}`);
  const columns = [
    { title: '', type: 'String', key: 'name' },
    { title: 'Total', type: 'Money', key: 'total' },
  ];
  return reportOf(request, { name: known, period: requestedPeriod(request), columns, rows: [] });
}
