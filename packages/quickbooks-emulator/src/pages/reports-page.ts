// The reports as an app gets them, laid out as tables.
import { ApiFault } from '../api/fault.ts';
import type { Company } from '../company/companies.ts';
import { contextOf, type Emulator } from '../emulator.ts';
import { objectOf } from '../entities/definition.ts';
import { answerReport } from '../reports/reports.ts';
import type { ApiObject } from '../store/objects.ts';
import { type Html, html } from './html.ts';

const reportNames = ['TrialBalance', 'ProfitAndLoss', 'BalanceSheet', 'GeneralLedger', 'JournalReport'] as const;

/** More rows than this are for a program to read. */
const rowsShown = 2000;

/** How the figures are counted and laid out; a journal and a ledger have no columns to choose. */
const choices = [
  { field: 'accounting_method', label: 'Basis', values: ['Accrual', 'Cash'] },
  {
    field: 'summarize_column_by',
    label: 'Columns',
    values: ['Total', 'Month', 'Quarter', 'Year', 'Week', 'Days', 'Classes', 'Departments', 'Customers', 'Vendors'],
  },
] as const;

interface Asked {
  readonly name: string;
  readonly query: URLSearchParams;
}

/** Null where there is no such report. */
export function reportsPage(emulator: Emulator, company: Company, { name, query }: Asked): Html | null {
  const report = reportNames.find((known) => known.toLowerCase() === name.replaceAll('-', '').toLowerCase());
  if (!report) return null;
  const period = ['start_date', 'end_date'].map((field): [string, string] => [field, dateIn(query, field)]);
  const how = choices.map(({ field, values }): [string, string] => [field, oneOf(values, query.get(field))]);
  const asked = new URLSearchParams([...period.filter(([, value]) => value !== ''), ...how]);
  const context = contextOf(emulator, company);
  return html`<h1>${spaced(report)}</h1>${form(company, { report, period, how })}
    <section class="card">${answered(() => table(answerReport(report, { query: asked, context })))}</section>`;
}

function answered(work: () => Html): Html {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    return html`<p class="empty">${error.message}</p>`;
  }
}

function oneOf(values: readonly string[], given: string | null): string {
  return values.find((value) => value === given) ?? values[0] ?? '';
}

function dateIn(query: URLSearchParams, field: string): string {
  const value = query.get(field) ?? '';
  return /^\d{4}-\d\d-\d\d$/.test(value) ? value : '';
}

function spaced(name: string): string {
  const words = name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

interface Chosen {
  readonly report: string;
  readonly period: readonly (readonly [string, string])[];
  readonly how: readonly (readonly [string, string])[];
}

function option(value: string, chosen: string, words = value): Html {
  return html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${words}</option>`;
}

function form({ realmId }: Company, { report, period, how }: Chosen): Html {
  const options = reportNames.map((name) => option(name, report, spaced(name)));
  const chosen = new Map(how);
  const selects = choices.map(
    ({ field, label, values }) =>
      html`<label>${label} <select name="${field}">${values.map((value) => option(value, chosen.get(field) ?? ''))}</select></label>`,
  );
  const labels = ['From', 'To'];
  const dates = period.map(
    ([field, value], index) =>
      html`<label>${labels[index]} <input type="date" name="${field}" value="${value}"></label>`,
  );
  return html`<form class="row bar" method="get" action="/app/reports"><input type="hidden" name="realm" value="${realmId}">
    <label>Report <select name="report">${options}</select></label>${dates}${selects}<button>Show</button></form>`;
}

function table(report: ApiObject): Html {
  const header = objectOf(report.Header) ?? {};
  const columns = listIn(objectOf(report.Columns), 'Column').flatMap(withColumnsUnder);
  const isNumber = columns.map(({ ColType, MetaData }) => isAmount(String(ColType), JSON.stringify(MetaData ?? '')));
  const heads = columns.map(
    ({ ColTitle }, index) =>
      html`<th class="${isNumber[index] ? 'number' : ''}">${ColTitle ? String(ColTitle) : html`<span class="unseen">Account</span>`}</th>`,
  );
  const rows: Html[] = [];
  writeRows(rows, { rows: listIn(objectOf(report.Rows), 'Row'), depth: 0, isNumber });
  const shown = rows.slice(0, rowsShown);
  const more =
    rows.length > shown.length ? html`<p class="hint">${rows.length - shown.length} more rows are not shown.</p>` : '';
  const empty = html`<p class="empty">There is nothing in this period.</p>`;
  return html`<p class="hint">${String(header.StartPeriod)} to ${String(header.EndPeriod)} · ${String(header.ReportBasis ?? '')} · ${String(header.Currency ?? '')}</p>
    ${rows.length === 0 ? empty : html`<table><thead><tr>${heads}</tr></thead><tbody>${shown}</tbody></table>`}${more}`;
}

/** A column that holds others stands for them, each under both titles. */
function withColumnsUnder(column: ApiObject): readonly ApiObject[] {
  const under = listIn(objectOf(column.Columns), 'Column');
  if (under.length === 0) return [column];
  return under.map((one) => ({ ...one, ColTitle: `${String(column.ColTitle)} ${String(one.ColTitle)}` }));
}

function isAmount(type: string, meta: string): boolean {
  return type === 'Money' || /amt|amount/.test(type) || /_amt|debt|credit|balance/i.test(meta);
}

function listIn(object: ApiObject | null, name: string): readonly ApiObject[] {
  const list = object?.[name];
  return Array.isArray(list) ? (list as ApiObject[]) : [];
}

interface Writing {
  readonly rows: readonly ApiObject[];
  readonly depth: number;
  readonly isNumber: readonly boolean[];
}

/** Sections hold rows, and may have a head and a sum. */
function writeRows(into: Html[], { rows, depth, isNumber }: Writing): void {
  for (const row of rows) {
    const head = listIn(objectOf(row.Header), 'ColData');
    const sum = listIn(objectOf(row.Summary), 'ColData');
    if (head.length > 0) into.push(line(head, { kind: 'section', depth, isNumber }));
    if (Array.isArray(row.ColData)) into.push(line(row.ColData as ApiObject[], { kind: '', depth, isNumber }));
    writeRows(into, { rows: listIn(objectOf(row.Rows), 'Row'), depth: depth + 1, isNumber });
    if (sum.length > 0) into.push(line(sum, { kind: 'sum', depth, isNumber }));
  }
}

interface Line {
  readonly kind: string;
  readonly depth: number;
  readonly isNumber: readonly boolean[];
}

function line(cells: readonly ApiObject[], { kind, depth, isNumber }: Line): Html {
  const written = cells.map(({ value }, index) => {
    const name = index === 0 ? `depth-${Math.min(4, depth)}` : isNumber[index] ? 'number' : '';
    const text = String(value ?? '');
    return html`<td class="${name}">${isNumber[index] ? withCommas(text) : text}</td>`;
  });
  return html`<tr class="${kind}">${written}</tr>`;
}

function withCommas(text: string): string {
  return /^-?\d+\.\d\d$/.test(text) ? text.replace(/\B(?=(\d{3})+\.)/g, ',') : text;
}
