// The one ledger: every transaction posts balanced lines here, and balances and reports are sums over them.
import type { Store } from '../store/database.ts';
import { oneOf } from '../store/one-of.ts';
import type { Insert, InsertedRow } from '../store/row-buffer.ts';
import { accrued, paidLines } from './cash-basis.ts';
import type { DailySum, DatedLine, LedgerLine, LineFilter, Party, TrialBalanceRow } from './lines.ts';

export type { DatedLine, LedgerLine, LineFilter, Party } from './lines.ts';

export interface Ledger {
  post(posting: { realmId: string; transactionId: number; date: string; lines: readonly LedgerLine[] }): void;
  unpost(realmId: string, transactionId: number): void;
  /** All that was ever posted to one account is the other's. */
  move(realmId: string, from: number, into: number): void;
  balance(realmId: string, accountId: number): bigint;
  balances(realmId: string): ReadonlyMap<number, bigint>;
  /** Of an account in another currency, in that. */
  foreignBalance(realmId: string, accountId: number): bigint;
  /** What stands on receivable and payable accounts in the party's name. */
  owed(realmId: string, party: Party): bigint;
  /** The same in the currencies of those accounts. */
  owedForeign(realmId: string, party: Party): bigint;
  lines(realmId: string, filter: LineFilter): readonly DatedLine[];
  /** Their sums by account. */
  sums(realmId: string, filter: LineFilter): readonly TrialBalanceRow[];
  /** Their sums by account and day. */
  dailySums(realmId: string, filter: LineFilter): readonly DailySum[];
}

const ledgerLine: Insert = {
  start: 'INSERT INTO ledger_lines (realm_id, transaction_id, line, account_id, txn_date, amount_minor)',
  columnCount: 6,
};
const markedLine: Insert = {
  start: `INSERT INTO ledger_lines (realm_id, transaction_id, line, account_id, txn_date, amount_minor,
    party_type, party_id, owed, class_id, department_id)`,
  columnCount: 11,
};
const foreignLine: Insert = {
  start: 'INSERT INTO foreign_lines (realm_id, transaction_id, line, account_id, amount_minor)',
  columnCount: 5,
};
const balanceChange: Insert = {
  start: 'INSERT INTO balances (realm_id, account_id, amount_minor)',
  columnCount: 3,
  end: 'ON CONFLICT (realm_id, account_id) DO UPDATE SET amount_minor = amount_minor + excluded.amount_minor',
  joined: summed,
};

type BalanceChange = readonly [realmId: string, accountId: number, amountMinor: bigint];

/** One row for each account. */
function summed(rows: readonly InsertedRow[]): readonly BalanceChange[] {
  const companies = new Map<string, Map<number, bigint>>();
  for (const [realmId, accountId, amountMinor] of rows as readonly BalanceChange[]) {
    const sums = companies.get(realmId) ?? new Map<number, bigint>();
    companies.set(realmId, sums.set(accountId, (sums.get(accountId) ?? 0n) + amountMinor));
  }
  return [...companies].flatMap(([realmId, sums]) => [...sums].map((sum): BalanceChange => [realmId, ...sum]));
}

const balanceOf = 'SELECT amount_minor FROM balances WHERE realm_id = ? AND account_id = ?';

export function openLedger(store: Store): Ledger {
  const change = (realmId: string, accountId: number, amountMinor: bigint) =>
    store.insert(balanceChange, [realmId, accountId, amountMinor]);
  return {
    post: ({ realmId, transactionId, date, lines }) => {
      const sum = lines.reduce((total, { amountMinor }) => total + amountMinor, 0n);
      if (sum !== 0n) throw new Error(`transaction ${transactionId} does not balance: ${sum}`);
      lines.forEach(({ accountId, amountMinor, foreignMinor, party, isOwed, classId, departmentId }, index) => {
        const row = [realmId, transactionId, index, accountId, date, amountMinor];
        const marks = [party?.type ?? null, party?.id ?? null, isOwed && party ? 1 : 0, classId ?? null];
        if (party || classId !== undefined || departmentId !== undefined)
          store.insert(markedLine, [...row, ...marks, departmentId ?? null]);
        else store.insert(ledgerLine, row);
        change(realmId, accountId, amountMinor);
        if (foreignMinor === undefined) return;
        store.insert(foreignLine, [realmId, transactionId, index, accountId, foreignMinor]);
      });
    },
    unpost: (realmId, transactionId) => {
      const lines = store.integers<{ account_id: bigint; amount_minor: bigint }>(
        'SELECT account_id, amount_minor FROM ledger_lines WHERE realm_id = ? AND transaction_id = ?',
        realmId,
        transactionId,
      );
      for (const line of lines) change(realmId, Number(line.account_id), -line.amount_minor);
      store.run('DELETE FROM ledger_lines WHERE realm_id = ? AND transaction_id = ?', realmId, transactionId);
      store.run('DELETE FROM foreign_lines WHERE realm_id = ? AND transaction_id = ?', realmId, transactionId);
    },
    move: (realmId, from, into) => {
      const balance = store.integer(balanceOf, realmId, from);
      for (const table of ['ledger_lines', 'foreign_lines']) {
        store.run(`UPDATE ${table} SET account_id = ? WHERE realm_id = ? AND account_id = ?`, into, realmId, from);
      }
      change(realmId, into, balance);
      change(realmId, from, -balance);
    },
    ...readingsOf(store),
    ...owedOf(store),
  };
}

function readingsOf(store: Store): Pick<Ledger, 'balance' | 'balances' | 'lines' | 'sums' | 'dailySums'> {
  const dailySums = (realmId: string, filter: LineFilter): readonly DailySum[] => {
    const { where, values } = clauseOf(realmId, filter);
    const sums = store
      .integers<{ account_id: bigint; txn_date: string; amount_minor: bigint }>(
        `SELECT account_id, txn_date, sum(amount_minor) AS amount_minor FROM ledger_lines
         WHERE ${where} GROUP BY account_id, txn_date`,
        ...values,
      )
      .map((row) => ({ accountId: Number(row.account_id), date: row.txn_date, amountMinor: row.amount_minor }));
    return filter.isCash ? [...sums, ...paidLines(store, realmId, filter)] : sums;
  };
  return {
    balance: (realmId, accountId) => store.integer(balanceOf, realmId, accountId),
    balances: (realmId) =>
      new Map(
        store
          .integers<{ account_id: bigint; amount_minor: bigint }>(
            'SELECT account_id, amount_minor FROM balances WHERE realm_id = ?',
            realmId,
          )
          .map((row) => [Number(row.account_id), row.amount_minor]),
      ),
    lines: (realmId, filter) => {
      const { where, values } = clauseOf(realmId, filter);
      const lines = store
        .integers<{ transaction_id: bigint; line: bigint; account_id: bigint; txn_date: string; amount_minor: bigint }>(
          `SELECT transaction_id, line, account_id, txn_date, amount_minor FROM ledger_lines
           WHERE ${where} ORDER BY txn_date, transaction_id, line`,
          ...values,
        )
        .map((row) => ({
          transactionId: Number(row.transaction_id),
          index: Number(row.line),
          accountId: Number(row.account_id),
          date: row.txn_date,
          amountMinor: row.amount_minor,
        }));
      return filter.isCash ? [...lines, ...paidLines(store, realmId, filter)].sort(inOrder) : lines;
    },
    dailySums,
    sums: (realmId, filter) => {
      if (filter.isCash) return byAccount(dailySums(realmId, filter));
      const { where, values } = clauseOf(realmId, filter);
      return store
        .integers<{ account_id: bigint; amount_minor: bigint }>(
          `SELECT account_id, sum(amount_minor) AS amount_minor FROM ledger_lines
           WHERE ${where} GROUP BY account_id ORDER BY account_id`,
          ...values,
        )
        .map((row) => ({ accountId: Number(row.account_id), amountMinor: row.amount_minor }));
    },
  };
}

function owedOf(store: Store): Pick<Ledger, 'foreignBalance' | 'owed' | 'owedForeign'> {
  return {
    foreignBalance: (realmId, accountId) =>
      store.integer(
        'SELECT coalesce(sum(amount_minor), 0) FROM foreign_lines WHERE realm_id = ? AND account_id = ?',
        realmId,
        accountId,
      ),
    owed: (realmId, { type, id }) =>
      store.integer(
        `SELECT coalesce(sum(amount_minor), 0) FROM ledger_lines
         WHERE realm_id = ? AND party_type = ? AND party_id = ? AND owed = 1`,
        realmId,
        type,
        id,
      ),
    owedForeign: (realmId, { type, id }) =>
      store.integer(
        `SELECT coalesce(sum(coalesce(foreign_lines.amount_minor, ledger_lines.amount_minor)), 0)
         FROM ledger_lines LEFT JOIN foreign_lines USING (realm_id, transaction_id, line)
         WHERE realm_id = ? AND party_type = ? AND party_id = ? AND owed = 1`,
        realmId,
        type,
        id,
      ),
  };
}

function byAccount(rows: readonly DailySum[]): readonly TrialBalanceRow[] {
  const sums = new Map<number, bigint>();
  for (const { accountId, amountMinor } of rows) sums.set(accountId, (sums.get(accountId) ?? 0n) + amountMinor);
  return [...sums].map(([accountId, amountMinor]) => ({ accountId, amountMinor }));
}

/** By day, as they were written on it. */
function inOrder(left: DatedLine, right: DatedLine): number {
  if (left.date !== right.date) return left.date < right.date ? -1 : 1;
  return left.transactionId - right.transactionId || left.index - right.index;
}

function clauseOf(realmId: string, { from, to, isCash, ...only }: LineFilter): { where: string; values: unknown[] } {
  const conditions = [
    ['class_id', only.classIds],
    ['department_id', only.departmentIds],
    [`party_type = 'Customer' AND party_id`, only.customerIds],
    [`party_type = 'Vendor' AND party_id`, only.vendorIds],
  ] as const;
  const values: unknown[] = [realmId, from ?? '0000', to ?? '9999'];
  let where = 'realm_id = ? AND txn_date >= ? AND txn_date <= ?';
  if (isCash) {
    where += ` AND transaction_id NOT IN (SELECT id FROM objects WHERE realm_id = ? AND type IN (${accrued}))`;
    values.push(realmId);
  }
  for (const [column, ids = []] of conditions) {
    if (ids.length === 0) continue;
    const among = oneOf(column, ids);
    where += ` AND ${among.text}`;
    values.push(...among.values);
  }
  return { where, values };
}
