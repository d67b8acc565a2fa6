// What every report is made of: its header, columns and rows, and the period that it is asked for.
import { fault, faults } from '../api/fault.ts';
import { pacificDate, pacificTime } from '../clock.ts';
import { idOf, type WriteContext } from '../entities/definition.ts';
import { formatAmount } from '../ledger/amount.ts';
import type { LineFilter } from '../ledger/ledger.ts';
import type { ApiObject } from '../store/objects.ts';
import { type Period, periodOf } from './period.ts';

export interface Cell {
  readonly value: string;
  readonly id?: string;
}

export type Row =
  | { readonly ColData: readonly Cell[]; readonly type: 'Data'; readonly group?: string }
  | {
      readonly Header?: { readonly ColData: readonly Cell[] };
      readonly Rows?: { readonly Row?: readonly Row[] };
      readonly Summary?: { readonly ColData: readonly Cell[] };
      readonly type: 'Section';
      readonly group?: string;
    };

export interface Column {
  readonly title: string;
  readonly type: string;
  readonly key: string;
  /** The first and the last day of what it sums. */
  readonly days?: readonly [string, string];
  /** Columns under this one. */
  readonly columns?: readonly Column[];
}

export interface ReportRequest {
  readonly query: URLSearchParams;
  readonly context: WriteContext;
}

/** Intuit stops here and asks for a shorter period. */
const cellCountMax = 400_000;

export function money(minor: bigint): Cell {
  return { value: minor === 0n ? '' : formatAmount(minor) };
}

export interface ReportBody {
  readonly name: string;
  readonly period: Period;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** What its columns are summarized by; without it, by nothing. */
  readonly by?: string;
  /** Whatever basis was asked for: a journal knows no other. */
  readonly isAccrual?: boolean;
}

export function reportOf({ query, context }: ReportRequest, body: ReportBody): ApiObject {
  const { clock, company } = context;
  const { name, period, columns, rows, by, isAccrual } = body;
  const shown = cellCount(rows) > cellCountMax ? [tooMuch] : rows;
  return {
    Header: {
      Time: pacificTime(clock.now()).replace(/\.\d+/, ''),
      ReportName: name,
      ...(period.macro === null ? {} : { DateMacro: period.macro }),
      ReportBasis: isAccrual ? 'Accrual' : basisOf(query),
      StartPeriod: period.from,
      EndPeriod: period.to,
      SummarizeColumnsBy: by ?? 'Total',
      Currency: company.settings.homeCurrency,
      ...shownFilters(query),
      Option: [
        { Name: 'AccountingStandard', Value: 'GAAP' },
        { Name: 'NoReportData', Value: String(rows.length === 0) },
      ],
    },
    Columns: {
      Column: columns.map(shownColumn),
    },
    Rows: shown.length === 0 ? {} : { Row: shown },
  };
}

function shownColumn({ title, type, key, days, columns }: Column): ApiObject {
  const dates = days
    ? [
        { Name: 'StartDate', Value: days[0] },
        { Name: 'EndDate', Value: days[1] },
      ]
    : [];
  return {
    ColTitle: title,
    ColType: type,
    MetaData: [...dates, { Name: 'ColKey', Value: key }],
    ...(columns ? { Columns: { Column: columns.map(shownColumn) } } : {}),
  };
}

const tooMuch: Row = {
  type: 'Data',
  ColData: [{ value: 'Unable to display more data. Please reduce the date range.' }],
};

function cellCount(rows: readonly Row[]): number {
  return rows.reduce(
    (sum, row) => sum + (row.type === 'Data' ? row.ColData.length : cellCount(row.Rows?.Row ?? [])),
    0,
  );
}

export function basisOf(query: URLSearchParams): string {
  const basis = query.get('accounting_method') ?? 'Accrual';
  const known = ['Accrual', 'Cash'].find((name) => name.toLowerCase() === basis.toLowerCase());
  if (known) return known;
  throw fault('2170', 'Invalid Enumeration', `accounting_method is Cash or Accrual. Supplied value:${basis}`);
}

export function requestedPeriod({ query, context }: ReportRequest): Period {
  return periodOf(query, pacificDate(context.clock.now()));
}

/** By the API's name for it: what a report of only some lines is asked for with, and shows in its header. */
const filters = {
  customer: 'customerIds',
  vendor: 'vendorIds',
  class: 'classIds',
  department: 'departmentIds',
} as const;

/** The basis, classes, locations and parties that a statement is asked for; ids are separated by commas. */
export function onlyOf(query: URLSearchParams): Omit<LineFilter, 'from' | 'to'> {
  const given = Object.entries(filters).flatMap(([name, field]) => {
    const ids = idsIn(query, name);
    return ids.length === 0 ? [] : [[field, ids.map(Number)]];
  });
  const isCash = basisOf(query) === 'Cash';
  return { ...(Object.fromEntries(given) as Omit<LineFilter, 'from' | 'to'>), ...(isCash ? { isCash } : {}) };
}

function idsIn(query: URLSearchParams, name: string): readonly string[] {
  const ids = (query.get(name) ?? '').split(',').filter((id) => id !== '');
  const wrong = ids.find((id) => idOf(id) === null);
  if (wrong !== undefined) throw faults.invalidId(wrong);
  return ids;
}

function shownFilters(query: URLSearchParams): ApiObject {
  const shown = Object.keys(filters).filter((name) => idsIn(query, name).length > 0);
  return Object.fromEntries(shown.map((name) => [`${name[0]?.toUpperCase()}${name.slice(1)}`, query.get(name)]));
}
