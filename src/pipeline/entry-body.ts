// Writes the body of an entry for QuickBooks, with what the company and its locations add to it.
import type { JournalEntry } from '../journal/journal-entry.ts';
import { documentNumber, marker } from '../posting/posting-key.ts';
import type { Ledger } from './ledger-port.ts';
import type { CompanyStore, PostingRow } from './storage-port.ts';

type WrittenBody = ReturnType<Ledger['entryBody']>;

/** The exact bytes of an entry: the same at every call, so that what was built can be checked before it is ready. */
export async function bodyWriter(
  ledger: Ledger,
  store: CompanyStore,
): Promise<(posting: Pick<PostingRow, 'id'>, entry: JournalEntry) => WrittenBody> {
  const company = await store.company.read();
  const locations = await store.subjects.locations();
  const departments = new Map(
    locations.flatMap(({ code, quickbooksDepartmentId: id }) => (id === null ? [] : [[code, id] as const])),
  );
  return (posting, entry) =>
    ledger.entryBody({
      entry,
      documentNumber: documentNumber(posting.id),
      marker: marker(posting.id),
      departments,
      homeCurrency: company.currency,
    });
}
