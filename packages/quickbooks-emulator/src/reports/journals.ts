// General ledger and journal report: the ledger's lines, by account or by transaction.
import { definitions } from '../entities/catalogue.ts';
import { objectOf, type WriteContext } from '../entities/definition.ts';
import { formatAmount } from '../ledger/amount.ts';
import type { DatedLine, LineFilter } from '../ledger/ledger.ts';
import type { ApiObject } from '../store/objects.ts';
import {
  type Cell,
  type Column,
  money,
  onlyOf,
  type ReportRequest,
  type Row,
  reportOf,
  requestedPeriod,
} from './report.ts';

interface ShownLine {
  readonly line: DatedLine;
  readonly date: string;
  readonly kind: Cell;
  readonly number: string;
  readonly name: string;
  readonly memo: string;
  readonly account: Cell;
}

const transactionTypes = definitions.filter(({ ledgerLines }) => ledgerLines).map(({ name }) => name);

const kindNames: Readonly<Record<string, string>> = {
  JournalEntry: 'Journal Entry',
  SalesReceipt: 'Sales Receipt',
  RefundReceipt: 'Refund',
  CreditMemo: 'Credit Memo',
  BillPayment: 'Bill Payment',
  VendorCredit: 'Vendor Credit',
  Purchase: 'Expense',
  // What an item of inventory began with: posted with the item, and no object of its own.
  '': 'Inventory Starting Value',
};

function shownLines({ company, ledger, objects }: WriteContext, filter: LineFilter): ShownLine[] {
  const { realmId } = company;
  const transactions = new Map<number, { type: string; object: ApiObject }>();
  const transactionOf = (id: number) => {
    const known = transactions.get(id) ??
      objects.transaction(realmId, id, transactionTypes) ?? { type: '', object: {} };
    transactions.set(id, known);
    return known;
  };
  return ledger.lines(realmId, filter).map((line) => {
    const { type, object } = transactionOf(line.transactionId);
    const posted = (Array.isArray(object.Line) ? object.Line : [])
      .map((value: unknown) => objectOf(value))
      .filter((source) => source?.DetailType !== 'DescriptionOnly');
    const source = posted[line.index];
    const entity = objectOf(objectOf(objectOf(source?.JournalEntryLineDetail)?.Entity)?.EntityRef);
    const party = objectOf(object.CustomerRef) ?? objectOf(object.VendorRef) ?? objectOf(object.EntityRef);
    const account = objects.get({ realmId, type: 'Account', id: line.accountId });
    return {
      line,
      date: line.date,
      kind: { value: kindNames[type] ?? type, id: String(line.transactionId) },
      number: String(object.DocNumber ?? ''),
      name: String(entity?.name ?? party?.name ?? ''),
      memo: String(source?.Description ?? object.PrivateNote ?? ''),
      account: { value: String(account?.FullyQualifiedName ?? line.accountId), id: String(line.accountId) },
    };
  });
}

function grouped(lines: readonly ShownLine[], keyOf: (line: ShownLine) => number): Map<number, ShownLine[]> {
  const groups = new Map<number, ShownLine[]>();
  for (const line of lines) {
    const group = groups.get(keyOf(line));
    if (group) group.push(line);
    else groups.set(keyOf(line), [line]);
  }
  return groups;
}

const common: readonly Column[] = [
  { title: 'Date', type: 'Date', key: 'tx_date' },
  { title: 'Transaction Type', type: 'String', key: 'txn_type' },
  { title: 'Num', type: 'String', key: 'doc_num' },
  { title: 'Name', type: 'String', key: 'name' },
  { title: 'Memo/Description', type: 'String', key: 'memo' },
];
const blank: Cell = { value: '' };
const always = (minor: bigint): Cell => ({ value: formatAmount(minor) });

export function journalReport(request: ReportRequest): ApiObject {
  const period = requestedPeriod(request);
  const lines = shownLines(request.context, period);
  const byTransaction = grouped(lines, ({ line }) => line.transactionId);
  const columns = [
    ...common,
    { title: 'Account', type: 'String', key: 'account_name' },
    { title: 'Debit', type: 'Money', key: 'debt_amt' },
    { title: 'Credit', type: 'Money', key: 'credit_amt' },
  ];
  let total = 0n;
  const rows = [...byTransaction.values()].flatMap((of): Row[] => {
    const debits = of.reduce((sum, { line }) => (line.amountMinor > 0n ? sum + line.amountMinor : sum), 0n);
    total += debits;
    const data = of.map(({ line, date, kind, number, name, memo, account }, index): Row => {
      // Only the first line of a transaction says which one it is.
      const head: Cell[] =
        index === 0
          ? [{ value: date }, kind, { value: number }]
          : [{ value: '0-00-00' }, { ...kind, value: '' }, blank];
      const [debit, credit] = line.amountMinor > 0n ? [line.amountMinor, 0n] : [0n, -line.amountMinor];
      return {
        ColData: [...head, { value: name }, { value: memo }, account, money(debit), money(credit)],
        type: 'Data',
      };
    });
    const sums = [...Array.from({ length: 6 }, () => blank), money(debits), money(debits)];
    return [...data, { Summary: { ColData: sums }, type: 'Section' }];
  });
  const totals = [{ value: 'TOTAL' }, ...Array.from({ length: 5 }, () => blank), money(total), money(total)];
  const grand: Row = { Summary: { ColData: totals }, type: 'Section', group: 'GrandTotal' };
  const shown = rows.length === 0 ? [] : [...rows, grand];
  return reportOf(request, { name: 'JournalReport', period, columns, rows: shown, isAccrual: true });
}

export function generalLedger(request: ReportRequest): ApiObject {
  const period = requestedPeriod(request);
  const { context } = request;
  const only = onlyOf(request.query);
  const wanted = new Set((request.query.get('account') ?? '').split(',').filter((id) => id !== ''));
  const opening = new Map(
    context.ledger
      .sums(context.company.realmId, { from: null, to: dayBefore(period.from), ...only })
      .map(({ accountId, amountMinor }) => [accountId, amountMinor]),
  );
  const lines = shownLines(context, { from: period.from, to: period.to, ...only });
  const others = otherAccounts(lines);
  const byAccount = grouped(lines, ({ line }) => line.accountId);
  const accounts = context.objects
    .all(context.company.realmId, 'Account')
    .filter(({ Id }) => wanted.size === 0 || wanted.has(String(Id)));
  const rows = accounts.flatMap((account): Row[] => {
    const id = Number(account.Id);
    const of = byAccount.get(id) ?? [];
    const start = opening.get(id) ?? 0n;
    if (of.length === 0 && start === 0n) return [];
    // Accounts that credits increase are shown with credits positive.
    const isDebitSide = account.Classification === 'Asset' || account.Classification === 'Expense';
    const side = (minor: bigint) => (isDebitSide ? minor : -minor);
    return [accountSection(account, { of, start, side, others })];
  });
  const columns = [
    ...common,
    { title: 'Split', type: 'String', key: 'split_acc' },
    { title: 'Amount', type: 'Money', key: 'subt_nat_amount' },
    { title: 'Balance', type: 'Money', key: 'rbal_nat_amount' },
  ];
  return reportOf(request, { name: 'GeneralLedger', period, columns, rows });
}

interface Register {
  readonly of: readonly ShownLine[];
  readonly start: bigint;
  side(minor: bigint): bigint;
  readonly others: ReadonlyMap<number, ReadonlyMap<number, Cell>>;
}

function accountSection(account: ApiObject, { of, start, side, others }: Register): Row {
  const name: Cell = { value: String(account.FullyQualifiedName), id: String(account.Id) };
  let balance = start;
  const beginning = [{ value: 'Beginning Balance' }, ...Array.from({ length: 6 }, () => blank), always(side(start))];
  const data = of.map(({ line, date, kind, number, name: party, memo }): Row => {
    balance += line.amountMinor;
    const accounts = [...(others.get(line.transactionId)?.values() ?? [])].filter(({ id }) => id !== name.id);
    const split: Cell = accounts.length === 1 ? (accounts[0] ?? blank) : { value: '-Split-' };
    const texts = [{ value: date }, kind, { value: number }, { value: party }, { value: memo }, split];
    return { ColData: [...texts, always(side(line.amountMinor)), always(side(balance))], type: 'Data' };
  });
  const total = [{ value: `Total for ${name.value}` }, ...Array.from({ length: 5 }, () => blank)];
  return {
    Header: { ColData: [name, ...Array.from({ length: 7 }, () => blank)] },
    Rows: { Row: [{ ColData: beginning, type: 'Data' }, ...data] },
    Summary: { ColData: [...total, always(side(balance - start)), blank] },
    type: 'Section',
  };
}

/** The accounts of each transaction, to say what stands on the other side. */
function otherAccounts(lines: readonly ShownLine[]): Map<number, Map<number, Cell>> {
  const accounts = new Map<number, Map<number, Cell>>();
  for (const { line, account } of lines) {
    const known = accounts.get(line.transactionId) ?? new Map<number, Cell>();
    known.set(line.accountId, account);
    accounts.set(line.transactionId, known);
  }
  return accounts;
}

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
