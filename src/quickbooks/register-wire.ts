// The general ledger of one account as QuickBooks reports it: what it began with, and its lines.
import type { RegisterLine } from '../pipeline/tie-out-port.ts';
import { hundredthsOf, listOf, property, text } from './wire-values.ts';

interface Register {
  readonly openingHundredths: bigint;
  readonly lines: readonly RegisterLine[];
}

/** Where companies of several currencies have a column in home currency, that one counts. */
const amountKeys = ['subt_nat_home_amount', 'subt_nat_amount'];
const balanceKeys = ['rbal_nat_home_amount', 'rbal_nat_amount'];

/** Null where it cannot be read, or QuickBooks left lines out. An account without lines and balance has no section. */
export function readRegister(report: unknown, accountId: string): Register | null {
  const keys = listOf(property(property(report, 'Columns'), 'Column')).map(columnKey);
  const column = (names: readonly string[]): number =>
    names.map((name) => keys.indexOf(name)).find((index) => index >= 0) ?? -1;
  const [amountAt, balanceAt] = [column(amountKeys), column(balanceKeys)];
  const rows = [...cellsOf(report, null)];
  if (rows.some(({ cells }) => cells.length < keys.length)) return null;
  const own = rows.filter((row) => row.accountId === accountId);
  if (amountAt < 0 || balanceAt < 0 || (own.length === 0 && rows.length > 0)) return null;
  let openingHundredths = 0n;
  const lines: RegisterLine[] = [];
  for (const { cells } of own) {
    const date = text(cells[column(['tx_date'])], 'value') ?? '';
    const isLine = /^\d{4}-\d{2}-\d{2}$/.test(date);
    const amount = hundredthsOf(text(cells[isLine ? amountAt : balanceAt], 'value') ?? '0');
    if (amount === null) return null;
    // The first row of an account says what it began with, in place of a date.
    if (!isLine) openingHundredths += amount;
    else {
      const kind = cells[column(['txn_type'])];
      lines.push({
        date,
        amountHundredths: amount,
        documentNumber: text(cells[column(['doc_num'])], 'value') ?? '',
        quickbooksId: text(kind, 'id') ?? '',
        kind: text(kind, 'value') ?? '',
        text: text(cells[column(['memo'])], 'value') ?? text(cells[column(['name'])], 'value') ?? '',
      });
    }
  }
  return { openingHundredths, lines };
}

function columnKey(column: unknown): string {
  const meta = listOf(property(column, 'MetaData')).find((one) => text(one, 'Name') === 'ColKey');
  return text(meta, 'Value') ?? '';
}

interface Row {
  /** Whose section it lies in. */
  readonly accountId: string | null;
  readonly cells: readonly unknown[];
}

/** Sums and headers are no rows; accounts below an account have sections of their own within its. */
function* cellsOf(section: unknown, accountId: string | null): Generator<Row> {
  for (const row of listOf(property(property(section, 'Rows'), 'Row'))) {
    const cells = listOf(property(row, 'ColData'));
    if (cells.length > 0) yield { accountId, cells };
    const [header] = listOf(property(property(row, 'Header'), 'ColData'));
    yield* cellsOf(row, text(header, 'id') ?? accountId);
  }
}
