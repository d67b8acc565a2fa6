// Sections of accounts with their amounts, one for each column: sub-accounts lie inside their parents, and accounts without an amount are left out.
import { referenceValue } from '../entities/definition.ts';
import type { ApiObject } from '../store/objects.ts';
import { type Cell, money, type Row } from './report.ts';

/** An amount in each column. */
export type Money = readonly bigint[];

export function nothing(columnCount: number): Money {
  return Array.from({ length: columnCount }, () => 0n);
}

export function plus(left: Money, right: Money): Money {
  return left.map((amount, column) => amount + (right[column] ?? 0n));
}

export function minus(left: Money, right: Money): Money {
  return left.map((amount, column) => amount - (right[column] ?? 0n));
}

export function isNothing(amounts: Money): boolean {
  return amounts.every((amount) => amount === 0n);
}

export interface Amounts {
  readonly accounts: readonly ApiObject[];
  readonly columnCount: number;
  /** As the report shows them: what increases the account is positive. */
  amountsOf(account: ApiObject): Money;
}

interface Branch {
  readonly row: Row;
  readonly total: Money;
}

export interface Section {
  readonly title: string;
  readonly group: string;
  readonly types: readonly string[];
}

export interface SectionRow {
  readonly row: Row | null;
  readonly total: Money;
}

export function sectionRow({ title, group, types }: Section, amounts: Amounts): SectionRow {
  const accounts = amounts.accounts.filter((account) => types.includes(String(account.AccountType)));
  const tops = accounts.filter((account) => !accounts.some(({ Id }) => Id === referenceValue(account.ParentRef)));
  const branches = tops.flatMap((account) => branchOf(account, { ...amounts, accounts }) ?? []);
  const rows = branches.map(({ row }) => row);
  const total = branches.reduce((sum, branch) => plus(sum, branch.total), nothing(amounts.columnCount));
  return { row: rows.length === 0 ? null : groupRow({ title, group, rows, total }), total };
}

export interface Group {
  readonly title: string;
  readonly group: string;
  readonly rows: readonly Row[];
  readonly total: Money;
}

export function groupRow({ title, group, rows, total }: Group): Row {
  return {
    Header: { ColData: [{ value: title }, ...total.map(() => ({ value: '' }))] },
    Rows: { Row: rows },
    Summary: { ColData: [{ value: `Total ${title}` }, ...total.map(money)] },
    type: 'Section',
    group,
  };
}

/** A line that only sums what is above it, such as Gross Profit. */
export function totalRow(title: string, group: string, total: Money): Row {
  return { Summary: { ColData: [{ value: title }, ...total.map(money)] }, type: 'Section', group };
}

function branchOf(account: ApiObject, amounts: Amounts): Branch | null {
  const own = amounts.amountsOf(account);
  const children = amounts.accounts.filter(({ ParentRef }) => referenceValue(ParentRef) === account.Id);
  const below = children.flatMap((child) => branchOf(child, amounts) ?? []);
  const name: Cell = { value: String(account.Name), id: String(account.Id) };
  const total = below.reduce((sum, branch) => plus(sum, branch.total), own);
  if (below.length === 0)
    return isNothing(own) ? null : { row: { ColData: [name, ...own.map(money)], type: 'Data' }, total };
  const row: Row = {
    Header: { ColData: [name, ...own.map(money)] },
    Rows: { Row: below.map((branch) => branch.row) },
    Summary: { ColData: [{ value: `Total ${name.value}` }, ...total.map(money)] },
    type: 'Section',
  };
  return { row, total };
}
