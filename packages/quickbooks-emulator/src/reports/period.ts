// The period of a report: by its first and last day, or by one of the names that Intuit's schema lists (Report.xsd, DateMacro).
import { fault, faults } from '../api/fault.ts';

export interface Period {
  readonly from: string;
  readonly to: string;
  readonly macro: string | null;
}

/** From `start_date` and `end_date`, or a named period; this year to date where nothing is said. */
export function periodOf(query: URLSearchParams, today: string): Period {
  const macro = query.get('date_macro');
  if (macro !== null && macro !== '') {
    const period = namedPeriod(macro, today);
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
  throw faults.date(name, text);
}

type Dates = readonly [string, string];

const shifts: Readonly<Record<string, number>> = { last: -1, this: 0, next: 1 };
const pattern = /^(this|last|next) (week|month|(?:fiscal|calendar) (?:quarter|year))(-to-date)?$/;

function namedPeriod(macro: string, today: string): Dates | null {
  const name = macro.toLowerCase();
  switch (name) {
    case 'all':
      return ['1900-01-01', today];
    case 'today':
      return [today, today];
    case 'yesterday':
      return [dayFrom(today, -1), dayFrom(today, -1)];
    case 'next 4 weeks':
      return [weekOf(today, 1)[0], weekOf(today, 4)[1]];
  }
  const [, which = '', unit = '', toDate] = pattern.exec(name) ?? [];
  const shift = shifts[which];
  if (shift === undefined || (toDate && shift > 0)) return null;
  const [from, to] = unitOf(unit, today, shift);
  if (!toDate) return [from, to];
  // As far into the period as today is into its own, at most to its end.
  const [start] = unitOf(unit, today, 0);
  const reached = dayFrom(from, (Date.parse(today) - Date.parse(start)) / dayMs);
  return [from, [reached, to].sort()[0] ?? to];
}

function unitOf(unit: string, today: string, shift: number): Dates {
  const [year = 0, month = 1] = today.split('-').map(Number);
  if (unit === 'week') return weekOf(today, shift);
  if (unit === 'month') return months(year, month - 1 + shift, 1);
  // The fiscal year is the calendar year here.
  if (unit.endsWith('quarter')) return months(year, Math.floor((month - 1) / 3) * 3 + shift * 3, 3);
  return months(year + shift, 0, 12);
}

const dayMs = 86_400_000;

function dayFrom(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** From Sunday to Saturday. */
function weekOf(today: string, shift: number): Dates {
  const sunday = dayFrom(today, shift * 7 - new Date(`${today}T00:00:00Z`).getUTCDay());
  return [sunday, dayFrom(sunday, 6)];
}

function months(year: number, first: number, count: number): Dates {
  const day = (month: number, date: number) => new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
  return [day(first, 1), day(first + count, 0)];
}
