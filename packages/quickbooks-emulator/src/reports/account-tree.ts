// Sections of accounts with their amounts: sub-accounts lie inside their parents, and accounts without an amount are left out.
import { referenceValue } from '../entities/definition.ts';
import type { ApiObject } from '../store/objects.ts';
import { type Cell, money, type Row } from './report.ts';

export interface Amounts {
  readonly accounts: readonly ApiObject[];
  /** As the report shows them: what increases the account is positive. */
  amountOf(account: ApiObject): bigint;
}

interface Branch {
  readonly row: Row;
  readonly total: bigint;
}

export interface Section {
  readonly title: string;
  readonly group: string;
  readonly types: readonly string[];
}

export interface SectionRow {
  readonly row: Row | null;
  readonly total: bigint;
}

export function sectionRow({ title, group, types }: Section, amounts: Amounts): SectionRow {
  const accounts = amounts.accounts.filter((account) => types.includes(String(account.AccountType)));
  const tops = accounts.filter((account) => !accounts.some(({ Id }) => Id === referenceValue(account.ParentRef)));
  const branches = tops.flatMap((account) => branchOf(account, { ...amounts, accounts }) ?? []);
  const rows = branches.map(({ row }) => row);
  const total = branches.reduce((sum, branch) => sum + branch.total, 0n);
  return { row: rows.length === 0 ? null : groupRow({ title, group, rows, total }), total };
}

export interface Group {
  readonly title: string;
  readonly group: string;
  readonly rows: readonly Row[];
  readonly total: bigint;
}

export function groupRow({ title, group, rows, total }: Group): Row {
  return {
    Header: { ColData: [{ value: title }, { value: '' }] },
    Rows: { Row: rows },
    Summary: { ColData: [{ value: `Total ${title}` }, money(total)] },
    type: 'Section',
    group,
  };
}

/** A line that only sums what is above it, such as Gross Profit. */
export function totalRow(title: string, group: string, total: bigint): Row {
  return { Summary: { ColData: [{ value: title }, money(total)] }, type: 'Section', group };
}

function branchOf(account: ApiObject, amounts: Amounts): Branch | null {
  const own = amounts.amountOf(account);
  const children = amounts.accounts.filter(({ ParentRef }) => referenceValue(ParentRef) === account.Id);
  const below = children.flatMap((child) => branchOf(child, amounts) ?? []);
  const name: Cell = { value: String(account.Name), id: String(account.Id) };
  const total = below.reduce((sum, branch) => sum + branch.total, own);
  if (below.length === 0) return own === 0n ? null : { row: { ColData: [name, money(own)], type: 'Data' }, total };
  const row: Row = {
    Header: { ColData: [name, money(own)] },
    Rows: { Row: below.map((branch) => branch.row) },
    Summary: { ColData: [{ value: `Total ${name.value}` }, money(total)] },
    type: 'Section',
  };
  return { row, total };
}
