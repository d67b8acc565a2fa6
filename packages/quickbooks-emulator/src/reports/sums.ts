// What a statement reads of the ledger: the sums of each account in each of its columns.
import type { LineFilter } from '../ledger/ledger.ts';
import type { ApiObject } from '../store/objects.ts';
import { type Amounts, type Money, minus, nothing, plus } from './account-tree.ts';
import { type Column, onlyOf, type ReportRequest } from './report.ts';
import type { Slice } from './slices.ts';

/** The days that a column of the report sums; null is without end. */
export type Range = (slice: Slice) => { readonly from: string | null; readonly to: string };

export interface Sums {
  readonly accounts: readonly ApiObject[];
  readonly columnCount: number;
  /** By the account's id; debits are positive. */
  readonly debits: ReadonlyMap<number, Money>;
}

export type ReadSums = (range: Range) => Sums;

/** Reads the ledger once for all columns of days, and once for each that has lines of its own. */
export function sumsReader({ query, context }: ReportRequest, slices: readonly Slice[]): ReadSums {
  const { company, ledger, objects } = context;
  const { realmId } = company;
  const only = onlyOf(query);
  const accounts = objects.all(realmId, 'Account');
  const daily = slices.some(({ isDated }) => isDated)
    ? ledger.dailySums(realmId, { from: null, to: null, ...only })
    : null;
  const rowsOf = (filter: LineFilter) =>
    daily
      ? daily.filter(({ date }) => (filter.from === null || date >= filter.from) && date <= (filter.to ?? '9999'))
      : ledger.sums(realmId, { ...only, ...filter });
  const columnOf = (filter: LineFilter) => {
    const sums = new Map<number, bigint>();
    for (const { accountId, amountMinor } of rowsOf(filter)) {
      sums.set(accountId, (sums.get(accountId) ?? 0n) + amountMinor);
    }
    return sums;
  };
  return (range) => {
    const columns = slices.map((slice) => columnOf({ ...range(slice), ...(slice.only === 'rest' ? {} : slice.only) }));
    const debits = new Map(
      accounts.map(({ Id }) => {
        const id = Number(Id);
        return [
          id,
          withRest(
            slices,
            columns.map((column) => column.get(id) ?? 0n),
          ),
        ] as const;
      }),
    );
    return { accounts, columnCount: slices.length, debits };
  };
}

/** What no other column has is what is left of the whole. */
function withRest(slices: readonly Slice[], amounts: readonly bigint[]): Money {
  const rest = slices.findIndex(({ only }) => only === 'rest');
  if (rest === -1) return amounts;
  const named = amounts.reduce((sum, amount, column) => (isPart(slices[column]) ? sum + amount : sum), 0n);
  return amounts.map((amount, column) => (column === rest ? amount - named : amount));
}

function isPart(slice: Slice | undefined): boolean {
  return slice?.only !== undefined && slice.only !== 'rest';
}

export function moneyColumns(slices: readonly Slice[]): readonly Column[] {
  return slices.map(({ title, key, from, to, isDated }) => ({
    title,
    type: 'Money',
    key,
    ...(isDated ? { days: [from, to] as const } : {}),
  }));
}

/** As a report shows them: what increases an account is positive. */
export function shownAmounts({ accounts, columnCount, debits }: Sums): Amounts {
  const none = nothing(columnCount);
  return {
    accounts,
    columnCount,
    amountsOf: (account) => {
      const debit = debits.get(Number(account.Id)) ?? none;
      return isDebitSide(account) ? debit : minus(none, debit);
    },
  };
}

function isDebitSide({ Classification }: ApiObject): boolean {
  return Classification === 'Asset' || Classification === 'Expense';
}

/** Of the profit and loss, which begins anew each year. */
export function isOfYear({ Classification }: ApiObject): boolean {
  return Classification === 'Revenue' || Classification === 'Expense';
}

/** What the accounts of revenue and expense come to, as profit. */
export function profitOf({ accounts, columnCount, debits }: Sums): Money {
  const none = nothing(columnCount);
  const loss = accounts.filter(isOfYear).reduce((sum, { Id }) => plus(sum, debits.get(Number(Id)) ?? none), none);
  return minus(none, loss);
}
