// The cash basis: invoices, bills and credits count when and as far as they are paid, each line in its share.
import type { Store } from '../store/database.ts';
import { parseAmount } from './amount.ts';
import type { DatedLine, LineFilter, Party } from './lines.ts';

/** What is owed until it is paid. Everything else is money already: it counts on its own day. */
const accruedTypes = ['Invoice', 'Bill', 'CreditMemo', 'VendorCredit'] as const;

interface LinkRow {
  readonly target_id: bigint;
  readonly amount_minor: bigint;
  readonly total: number | null;
  /** The later of the two days: nothing counts before it is invoiced. */
  readonly date: string;
}

interface LineRow {
  readonly transaction_id: bigint;
  readonly line: bigint;
  readonly account_id: bigint;
  readonly amount_minor: bigint;
  readonly party_type: Party['type'] | null;
  readonly party_id: bigint | null;
  readonly owed: bigint;
  readonly class_id: bigint | null;
  readonly department_id: bigint | null;
}

/** The same, as a list in SQL. */
export const accrued = accruedTypes.map((type) => `'${type}'`).join(', ');

/** Of the lines of such transactions, what has been paid, on the days on which it was. */
export function paidLines(store: Store, realmId: string, filter: LineFilter): readonly DatedLine[] {
  const links = store.all<LinkRow>(
    `SELECT links.target_id, links.amount_minor, json_extract(target.body, '$.TotalAmt') AS total,
       max(target.txn_date, source.txn_date) AS date
     FROM links JOIN objects AS target ON target.realm_id = links.realm_id AND target.type = links.target_type
         AND target.id = links.target_id
       JOIN objects AS source ON source.realm_id = links.realm_id AND source.id = links.source_id
         AND source.type IN ('Payment', 'BillPayment')
     WHERE links.realm_id = ? AND links.target_type IN (${accrued}) AND links.amount_minor > 0
     ORDER BY links.target_id, date, links.source_id`,
    realmId,
  );
  const lines = linesByTransaction(store, realmId);
  const paid = new Map<number, bigint>();
  return links.flatMap(({ target_id, amount_minor, total, date }) => {
    const id = Number(target_id);
    const before = paid.get(id) ?? 0n;
    const after = before + BigInt(amount_minor);
    paid.set(id, after);
    const whole = parseAmount(total) ?? 0n;
    if (whole === 0n || (filter.to !== null && date > filter.to) || (filter.from !== null && date < filter.from))
      return [];
    return sharesOf(lines.get(id) ?? [], { before, after, whole })
      .filter(({ line }) => isWanted(line, filter))
      .map(({ line, amountMinor }) => ({
        transactionId: id,
        index: Number(line.line),
        accountId: Number(line.account_id),
        date,
        amountMinor,
      }));
  });
}

function linesByTransaction(store: Store, realmId: string): ReadonlyMap<number, readonly LineRow[]> {
  const rows = store.integers<LineRow>(
    `SELECT transaction_id, line, account_id, amount_minor, party_type, party_id, owed, class_id, department_id
     FROM ledger_lines WHERE realm_id = ? AND transaction_id IN
       (SELECT target_id FROM links WHERE realm_id = ? AND target_type IN (${accrued}) AND amount_minor > 0)
     ORDER BY transaction_id, line`,
    realmId,
    realmId,
  );
  const lines = new Map<number, LineRow[]>();
  for (const row of rows) {
    const id = Number(row.transaction_id);
    const known = lines.get(id);
    if (known) known.push(row);
    else lines.set(id, [row]);
  }
  return lines;
}

interface Share {
  readonly before: bigint;
  readonly after: bigint;
  readonly whole: bigint;
}

/** What one payment pays of each line; the first line besides what is owed takes the cents that the shares leave. */
function sharesOf(lines: readonly LineRow[], { before, after, whole }: Share) {
  const first = lines.find((line) => line.owed !== 1n);
  const others = lines
    .filter((line) => line !== first)
    .map((line) => ({
      line,
      amountMinor: (line.amount_minor * after) / whole - (line.amount_minor * before) / whole,
    }));
  if (!first) return others;
  return [{ line: first, amountMinor: -others.reduce((sum, share) => sum + share.amountMinor, 0n) }, ...others];
}

function isWanted(line: LineRow, { classIds, departmentIds, customerIds, vendorIds }: LineFilter): boolean {
  const isAmong = (ids: readonly number[] | undefined, id: bigint | null) =>
    !ids || ids.length === 0 || (id !== null && ids.includes(Number(id)));
  const partyId = (type: Party['type']) => (line.party_type === type ? line.party_id : null);
  return (
    isAmong(classIds, line.class_id) &&
    isAmong(departmentIds, line.department_id) &&
    isAmong(customerIds, partyId('Customer')) &&
    isAmong(vendorIds, partyId('Vendor'))
  );
}
