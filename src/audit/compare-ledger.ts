// Compares an entry that we posted with what QuickBooks holds of it now, and our sums by account with its trial balance.
import { plainRate } from './exact-decimal.ts';
import { homeHundredths, toHundredths } from './home-amounts.ts';

export interface PostedEntry {
  readonly documentNumber: string;
  readonly entryId: string;
  /** The posting date. */
  readonly date: string;
  readonly currency: string;
  readonly exchangeRate: string | null;
  readonly lines: readonly {
    readonly accountId: string;
    readonly side: 'debit' | 'credit';
    readonly amountMinor: bigint;
  }[];
}

/** As QuickBooks holds it: amounts in hundredths, as it keeps its books in every currency. */
export interface LedgerEntry {
  readonly documentNumber: string;
  /** The entry id that our marker in its private note names; null where there is none. */
  readonly entryId: string | null;
  readonly date: string;
  /** Null where QuickBooks gives none: the home currency. */
  readonly currency: string | null;
  readonly exchangeRate: string | null;
  readonly lines: readonly {
    readonly accountId: string;
    readonly side: 'debit' | 'credit';
    readonly amountHundredths: bigint;
  }[];
}

/** What is not as it was posted. */
export type LedgerChange =
  | {
      readonly what: 'date' | 'currency' | 'exchange rate' | 'document number' | 'marker';
      readonly posted: string;
      readonly held: string;
    }
  | {
      readonly what: 'amount';
      readonly accountId: string;
      readonly side: 'debit' | 'credit';
      readonly postedHundredths: bigint;
      readonly heldHundredths: bigint;
    };

export function ledgerChanges(posted: PostedEntry, held: LedgerEntry): readonly LedgerChange[] {
  const changes: LedgerChange[] = [];
  const compare = (what: Exclude<LedgerChange['what'], 'amount'>, was: string, is: string) => {
    if (was !== is) changes.push({ what, posted: was, held: is });
  };
  compare('date', posted.date, held.date);
  compare('document number', posted.documentNumber, held.documentNumber);
  compare('marker', posted.entryId, held.entryId ?? '');
  // A company of one currency may leave it out.
  if (held.currency !== null) compare('currency', posted.currency, held.currency);
  if (posted.exchangeRate !== null && held.exchangeRate !== null) {
    compare('exchange rate', plainRate(posted.exchangeRate), plainRate(held.exchangeRate));
  }
  return [...changes, ...amountChanges(posted, held)];
}

/** By account and side: in which lines they lie is no matter. */
function amountChanges(posted: PostedEntry, held: LedgerEntry): readonly LedgerChange[] {
  const sums = new Map<string, { accountId: string; side: 'debit' | 'credit'; posted: bigint; held: bigint }>();
  const sumOf = (accountId: string, side: 'debit' | 'credit') => {
    const key = `${side} ${accountId}`;
    const sum = sums.get(key) ?? { accountId, side, posted: 0n, held: 0n };
    sums.set(key, sum);
    return sum;
  };
  for (const { accountId, side, amountMinor } of posted.lines) {
    sumOf(accountId, side).posted += toHundredths(amountMinor, posted.currency);
  }
  for (const { accountId, side, amountHundredths } of held.lines) sumOf(accountId, side).held += amountHundredths;
  return [...sums.values()]
    .filter((sum) => sum.posted !== sum.held)
    .map((sum) => ({
      what: 'amount',
      accountId: sum.accountId,
      side: sum.side,
      postedHundredths: sum.posted,
      heldHundredths: sum.held,
    }));
}

/** What our accepted entries come to in one account, currency and rate: debits less credits. */
export interface AcceptedSum {
  readonly accountId: string;
  readonly currency: string;
  readonly exchangeRate: string | null;
  readonly lines: number;
  readonly everMinor: bigint;
  /** From the beginning of the year on. */
  readonly yearMinor: bigint;
}

export interface AccountBalance {
  readonly accountId: string;
  readonly oursHundredths: bigint;
  readonly heldHundredths: bigint;
  /** What rounding each foreign line by itself may come to. */
  readonly roundingHundredths: bigint;
}

/** Our sums beside QuickBooks' balances, an account of ours a row. `ofYear`: accounts that begin each year at nothing. */
export function accountBalances(
  sums: readonly AcceptedSum[],
  of: { readonly held: ReadonlyMap<string, bigint>; readonly ofYear: ReadonlySet<string> },
): readonly AccountBalance[] {
  const rows = new Map<string, { ours: bigint; foreignLines: number }>();
  for (const sum of sums) {
    const row = rows.get(sum.accountId) ?? { ours: 0n, foreignLines: 0 };
    row.ours += homeHundredths(of.ofYear.has(sum.accountId) ? sum.yearMinor : sum.everMinor, sum);
    if (sum.exchangeRate !== null) row.foreignLines += sum.lines;
    rows.set(sum.accountId, row);
  }
  return [...rows].map(([accountId, { ours, foreignLines }]) => ({
    accountId,
    oursHundredths: ours,
    heldHundredths: of.held.get(accountId) ?? 0n,
    roundingHundredths: BigInt(Math.ceil(foreignLines / 2)),
  }));
}

export function isEqual({ oursHundredths, heldHundredths, roundingHundredths }: AccountBalance): boolean {
  const difference = heldHundredths - oursHundredths;
  return (difference < 0n ? -difference : difference) <= roundingHundredths;
}
