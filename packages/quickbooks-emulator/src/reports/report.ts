// What every report is made of: its header, columns and rows, and the period that it is asked for.
import { fault } from '../api/fault.ts';
import { pacificDate, pacificTime } from '../clock.ts';
import type { WriteContext } from '../entities/definition.ts';
import { formatAmount } from '../ledger/amount.ts';
import type { ApiObject } from '../store/objects.ts';

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
}

export interface Period {
  readonly from: string;
  readonly to: string;
  readonly macro: string | null;
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
}

export function reportOf({ query, context }: ReportRequest, { name, period, columns, rows }: ReportBody): ApiObject {
  const { clock, company } = context;
  const shown = cellCount(rows) > cellCountMax ? [tooMuch] : rows;
  return {
    Header: {
      Time: pacificTime(clock.now()).replace(/\.\d+/, ''),
      ReportName: name,
      ...(period.macro === null ? {} : { DateMacro: period.macro }),
      ReportBasis: basisOf(query),
      StartPeriod: period.from,
      EndPeriod: period.to,
      SummarizeColumnsBy: 'Total',
      Currency: company.settings.homeCurrency,
      Option: [
        { Name: 'AccountingStandard', Value: 'GAAP' },
        { Name: 'NoReportData', Value: String(rows.length === 0) },
      ],
    },
    Columns: {
      Column: columns.map(({ title, type, key }) => ({
        ColTitle: title,
        ColType: type,
        MetaData: [{ Name: 'ColKey', Value: key }],
      })),
    },
    Rows: shown.length === 0 ? {} : { Row: shown },
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

function basisOf(query: URLSearchParams): string {
  const basis = query.get('accounting_method') ?? 'Accrual';
  const known = ['Accrual', 'Cash'].find((name) => name.toLowerCase() === basis.toLowerCase());
  if (known) return known;
  throw fault('2170', 'Invalid Enumeration', `accounting_method is Cash or Accrual. Supplied value:${basis}`);
}

/** From `start_date` and `end_date`, or a named period; this year to date where nothing is said. */
export function periodOf({ query, context }: ReportRequest): Period {
  const today = pacificDate(context.clock.now());
  const macro = query.get('date_macro');
  if (macro !== null && macro !== '') {
    const period = macros[macro.toLowerCase()]?.(today);
    if (!period)
      throw fault('2170', 'Invalid Enumeration', `date_macro is not a known period. Supplied value:${macro}`);
    return { from: period[0], to: period[1], macro };
  }
  const to = dateOf(query, 'end_date') ?? today;
  const from = dateOf(query, 'start_date') ?? `${to.slice(0, 4)}-01-01`;
  if (from > to) throw fault('2060', 'Invalid Date format', `start_date ${from} is after end_date ${to}`);
  return { from, to, macro: query.has('end_date') || query.has('start_date') ? null : 'this calendar year-to-date' };
}

function dateOf(query: URLSearchParams, name: string): string | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  const date = new Date(`${text}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text))
    return text;
  throw fault('2060', 'Invalid Date format', `Date format must be yyyy-MM-dd. Supplied value:${text}`, {
    element: name,
  });
}

type Dates = readonly [string, string];

const yearOf = (today: string, shift = 0) => String(Number(today.slice(0, 4)) + shift);
const monthOf = (today: string, shift: number): Dates => {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const day = (offset: number, date: number) => new Date(Date.UTC(year, month - 1 + offset, date)).toISOString();
  return [day(shift, 1).slice(0, 10), day(shift + 1, 0).slice(0, 10)];
};
const wholeYear = (year: string): Dates => [`${year}-01-01`, `${year}-12-31`];
const yearToDate = (today: string): Dates => [`${yearOf(today)}-01-01`, today];

const macros: Readonly<Record<string, (today: string) => Dates>> = {
  today: (today) => [today, today],
  'this month': (today) => monthOf(today, 0),
  'this month-to-date': (today) => [monthOf(today, 0)[0], today],
  'last month': (today) => monthOf(today, -1),
  'this fiscal year': (today) => wholeYear(yearOf(today)),
  'this calendar year': (today) => wholeYear(yearOf(today)),
  'this fiscal year-to-date': yearToDate,
  'this calendar year-to-date': yearToDate,
  'last fiscal year': (today) => wholeYear(yearOf(today, -1)),
  'last calendar year': (today) => wholeYear(yearOf(today, -1)),
  all: (today) => ['1900-01-01', today],
};
