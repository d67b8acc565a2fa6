// A list of events as CSV for a spreadsheet: page by page as it is read, so that any number of rows takes little memory.

import { formatMinor } from '../money.ts';
import type { CompanyBooks } from '../pipeline/company-books.ts';
import type { EventFilter, ListedEvent } from '../pipeline/event-list-port.ts';

const rowsPerPage = 500;
/** Tells Excel that what follows is UTF-8. */
const byteOrderMark = '\uFEFF';

const columns: readonly (readonly [string, (event: ListedEvent) => string])[] = [
  ['Number', ({ number }) => cell(number)],
  ['Kind', ({ kind }) => kind],
  ['Business date', ({ businessDate }) => businessDate],
  ['Happened', ({ occurredAt }) => occurredAt],
  ['Location', ({ location }) => cell(location)],
  // An amount is ours to the last character: its minus sign begins no formula.
  ['Amount', ({ amountMinor, currency }) => formatMinor(amountMinor, currency)],
  ['Currency', ({ currency }) => currency],
  ['Status', ({ status }) => status],
  ['Reason', ({ particulars }) => cell(particulars.reason)],
  ['Vendor', ({ particulars }) => cell(particulars.vendor)],
  ['Item classes', ({ particulars }) => cell(particulars.itemClasses?.join(', '))],
  ['Quantity', ({ particulars }) => particulars.quantity ?? ''],
  ['Direction', ({ particulars }) => cell(particulars.direction ?? particulars.stage)],
  ['Payment type', ({ particulars }) => cell(particulars.paymentType)],
  ['Card', ({ particulars }) => cell(particulars.card)],
  ['Order', ({ particulars }) => cell(particulars.order)],
  ['From', ({ particulars }) => cell(particulars.from)],
  ['To', ({ particulars }) => cell(particulars.to)],
  ['Version', ({ version }) => String(version)],
  ['Version standing', ({ versionStanding }) => versionStanding ?? ''],
  ['Source', ({ source }) => cell(source)],
  ['Key', ({ key }) => cell(key)],
];

export async function* eventsCsv(
  books: Pick<CompanyBooks, 'listEvents'>,
  filter: Omit<EventFilter, 'limit' | 'cursor'>,
): AsyncGenerator<string> {
  yield byteOrderMark + line(columns.map(([name]) => name));
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof books.listEvents>> = await books.listEvents({
      ...filter,
      limit: rowsPerPage,
      ...(cursor !== null && { cursor }),
    });
    if (page.events.length > 0) yield page.events.map((event) => line(columns.map(([, of]) => of(event)))).join('');
    cursor = page.nextCursor;
  } while (cursor !== null);
}

const line = (cells: readonly string[]) => `${cells.join(',')}\r\n`;

/**
 * A text that a spreadsheet would take for a formula begins with an apostrophe, as OWASP says of CSV injection; what would end a cell is
 * quoted. So is every text that begins so after what a spreadsheet may leave out.
 */
export function cell(text: string | undefined): string {
  if (text === undefined || text === '') return '';
  const safe = /^[\s\p{Cf}]*[=+\-@＝＋－＠]/u.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
