// Writes the body of an entry for QuickBooks, with what the company and its locations add to it.
import type { JournalEntry } from '../journal/journal-entry.ts';
import { documentNumber, marker } from '../posting/posting-key.ts';
import { isTracked } from './dimensions.ts';
import type { Ledger } from './ledger-port.ts';
import type { CompanyStore, PostingRow } from './storage-port.ts';

type WrittenBody = ReturnType<Ledger['entryBody']>;

export type PostingToWrite = Pick<PostingRow, 'id' | 'postingDate'>;

/** The exact bytes of an entry: the same at every call, so that what was built can be checked before it is ready. */
export async function bodyWriter(
  ledger: Ledger,
  store: CompanyStore,
): Promise<(posting: PostingToWrite, entry: JournalEntry) => WrittenBody> {
  const company = await store.company.read();
  const locations = await store.subjects.locations();
  const itemClasses = await store.subjects.list('item-class');
  const connection = await store.connection.read();
  // A location or class that QuickBooks does not track has no place on a line.
  const chosen = (of: readonly { readonly code: string; readonly id: string | null }[]) =>
    new Map(of.flatMap(({ code, id }) => (id === null ? [] : [[code, id] as const])));
  const departments = chosen(
    isTracked('department', connection)
      ? locations.map(({ code, quickbooksDepartmentId }) => ({ code, id: quickbooksDepartmentId }))
      : [],
  );
  const classes = chosen(
    isTracked('class', connection)
      ? itemClasses.map(({ code, quickbooksClassId }) => ({ code, id: quickbooksClassId }))
      : [],
  );
  return (posting, entry) =>
    ledger.entryBody({
      entry,
      postingDate: posting.postingDate,
      documentNumber: documentNumber(posting.id),
      marker: marker(posting.id),
      departments,
      classes,
      homeCurrency: company.currency,
    });
}
