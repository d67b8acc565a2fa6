// A list of events as CSV: what a row of the list says, and what its kind has besides.

import { formatMinor } from '../money.ts';
import type { CompanyBooks } from '../pipeline/company-books.ts';
import type { EventFilter, GiftCardsMoved, ListedEvent } from '../pipeline/event-list-port.ts';
import { type CsvColumns, csvOf, textCell } from './csv.ts';

const rowsPerPage = 500;

const columns: CsvColumns<ListedEvent> = [
  ['Number', ({ number }) => textCell(number)],
  ['Kind', ({ kind }) => kind],
  ['Business date', ({ businessDate }) => businessDate],
  ['Happened', ({ occurredAt }) => occurredAt],
  ['Location', ({ location }) => textCell(location)],
  // An amount is ours to the last character: its minus sign begins no formula.
  ['Amount', ({ amountMinor, currency }) => formatMinor(amountMinor, currency)],
  ['Currency', ({ currency }) => currency],
  ['Status', ({ status }) => status],
  ['Reason', ({ particulars }) => textCell(particulars.reason)],
  ['Vendor', ({ particulars }) => textCell(particulars.vendor)],
  ['Item classes', ({ particulars }) => textCell(particulars.itemClasses?.join(', '))],
  ['Quantity', ({ particulars }) => particulars.quantity ?? ''],
  ['Direction', ({ particulars }) => textCell(particulars.direction ?? particulars.stage)],
  ['Payment type', ({ particulars }) => textCell(particulars.paymentType)],
  ['Card', ({ particulars }) => textCell(particulars.card)],
  ['Order', ({ particulars }) => textCell(particulars.order)],
  ['From', ({ particulars }) => textCell(particulars.from)],
  ['To', ({ particulars }) => textCell(particulars.to)],
  ['Version', ({ version }) => String(version)],
  ['Version standing', ({ versionStanding }) => versionStanding ?? ''],
  ['Source', ({ source }) => textCell(source)],
  ['Key', ({ key }) => textCell(key)],
];

/** Where they were asked for: elsewhere a column that is always empty would say that none moved. */
const giftCardColumns: CsvColumns<ListedEvent> = [
  ['Gift cards sold', (event) => moved(event, 'soldMinor')],
  ['Gift cards redeemed', (event) => moved(event, 'redeemedMinor')],
  ['Gift cards adjusted', (event) => moved(event, 'adjustedMinor')],
];

const moved = ({ giftCards, currency }: ListedEvent, of: keyof GiftCardsMoved): string =>
  giftCards === undefined ? '' : formatMinor(giftCards[of], currency);

export function eventsCsv(
  books: Pick<CompanyBooks, 'listEvents'>,
  filter: Omit<EventFilter, 'limit' | 'cursor'>,
): AsyncGenerator<string> {
  const shown = filter.moved === 'gift-cards' ? [...columns, ...giftCardColumns] : columns;
  return csvOf(shown, async (cursor) => {
    const asked = { ...filter, limit: rowsPerPage, ...(cursor !== null && { cursor }) };
    const { events, nextCursor } = await books.listEvents(asked);
    return { rows: events, nextCursor };
  });
}
