// The columns of a summarized report: one for each month, week, class … of what it is asked for.
import { fault } from '../api/fault.ts';
import type { WriteContext } from '../entities/definition.ts';
import type { LineFilter } from '../ledger/ledger.ts';
import type { Period } from './period.ts';

type Only = Omit<LineFilter, 'from' | 'to'>;

/** What one column is about. */
export interface Slice {
  readonly title: string;
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** Part of the lines alone; `rest` is what no other column has. */
  readonly only?: Only | 'rest';
  /** Its days stand beside its title. */
  readonly isDated?: boolean;
}

export interface Summary {
  /** As the header says it. */
  readonly by: string;
  /** At least one: where nothing is summarized, the whole. */
  readonly slices: readonly Slice[];
}

export function wholeOf({ from, to }: Period): Slice {
  return { title: 'Total', key: 'total', from, to };
}

const units = ['Days', 'Week', 'Month', 'Quarter', 'Year', 'FiscalQuarter', 'FiscalYear'] as const;
type Unit = (typeof units)[number];

const dimensions = {
  Classes: { type: 'Class', field: 'classIds' },
  Departments: { type: 'Department', field: 'departmentIds' },
  Customers: { type: 'Customer', field: 'customerIds' },
  Vendors: { type: 'Vendor', field: 'vendorIds' },
} as const;

/** More columns than this are too many to show. */
const sliceCountMax = 1000;

export function summaryOf(query: URLSearchParams, period: Period, context: WriteContext): Summary {
  const given = query.get('summarize_column_by') ?? 'Total';
  const isGiven = (name: string) => name.toLowerCase() === given.toLowerCase();
  if (isGiven('Total') || given === '') return { by: 'Total', slices: [wholeOf(period)] };
  const unit = units.find(isGiven);
  if (unit) return { by: unit, slices: periodSlices(unit, period) };
  const by = (Object.keys(dimensions) as (keyof typeof dimensions)[]).find(isGiven);
  if (by) return { by, slices: dimensionSlices(by, period, context) };
  const legal = ['Total', ...units, ...Object.keys(dimensions)].join(', ');
  throw fault('2170', 'Invalid Enumeration', `summarize_column_by is one of ${legal}. Supplied value:${given}`);
}

function dimensionSlices(by: keyof typeof dimensions, { from, to }: Period, context: WriteContext): readonly Slice[] {
  const { type, field } = dimensions[by];
  const objects = context.objects.all(context.company.realmId, type);
  if (objects.length > sliceCountMax) throw tooMany();
  const named = objects.map((object) => ({
    title: String(object.FullyQualifiedName ?? object.DisplayName),
    key: String(object.Id),
    from,
    to,
    only: { [field]: [Number(object.Id)] },
  }));
  return [...named, { title: 'Not Specified', key: 'not_specified', from, to, only: 'rest' }];
}

function periodSlices(unit: Unit, { from, to }: Period): readonly Slice[] {
  const slices: Slice[] = [];
  for (let start = from; start <= to; ) {
    if (slices.length >= sliceCountMax) throw tooMany();
    const last = endOf(unit, start);
    const end = last < to ? last : to;
    const title = titleOf(start, end);
    slices.push({ title, key: title, from: start, to: end, isDated: true });
    start = dayAfter(end);
  }
  return slices;
}

function tooMany(): Error {
  const detail = `A report has at most ${sliceCountMax} columns. Please reduce the date range.`;
  return fault('10100', 'Result Set Too Big', detail);
}

function endOf(unit: Unit, start: string): string {
  const [year = 0, month = 1] = start.split('-').map(Number);
  const endOfMonth = (number: number) => new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  switch (unit) {
    case 'Days':
      return start;
    case 'Week': {
      const day = new Date(`${start}T00:00:00Z`);
      // Weeks end on Saturday.
      return new Date(day.getTime() + (6 - day.getUTCDay()) * dayMs).toISOString().slice(0, 10);
    }
    case 'Month':
      return endOfMonth(month);
    case 'Quarter':
    case 'FiscalQuarter':
      return endOfMonth(Math.ceil(month / 3) * 3);
    case 'Year':
    case 'FiscalYear':
      return endOfMonth(12);
  }
}

const dayMs = 86_400_000;

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Recorded: "Jan 2020", "Jan - Dec 2014", and "Jul 4 - Dec 31, 2013" where the column does not hold whole months. */
function titleOf(from: string, to: string): string {
  const [first, last] = [partsOf(from), partsOf(to)];
  const isWhole = first.day === 1 && endOf('Month', to) === to;
  if (isWhole) {
    return first.month === last.month ? `${first.month} ${first.year}` : `${first.month} - ${last.month} ${last.year}`;
  }
  if (from === to) return `${first.month} ${first.day}, ${first.year}`;
  const year = first.year === last.year ? '' : `, ${first.year}`;
  const end = first.month === last.month && year === '' ? `${last.day}` : `${last.month} ${last.day}`;
  return `${first.month} ${first.day}${year} - ${end}, ${last.year}`;
}

function partsOf(date: string): { year: string; month: string; day: number } {
  const [year = '', month = '', day = ''] = date.split('-');
  return { year, month: monthNames[Number(month) - 1] ?? month, day: Number(day) };
}
