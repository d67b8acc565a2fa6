// Writes the body of an entry for QuickBooks, with what the company and its locations add to it.
import { documentNumber, marker } from '../posting/posting-key.ts';
import type { ChosenDimensions } from './chosen-dimensions.ts';
import type { EntryToWrite, Ledger } from './ledger-port.ts';
import type { CompanyStore, PostingRow } from './storage-port.ts';

type WrittenBody = ReturnType<Ledger['entryBody']>;

export type PostingToWrite = Pick<PostingRow, 'id' | 'postingDate'>;

/** The exact bytes of an entry: the same at every call, so that what was built can be checked before it is ready. */
export async function bodyWriter(
  ledger: Ledger,
  of: { readonly store: CompanyStore; readonly chosen: ChosenDimensions },
): Promise<(posting: PostingToWrite, entry: EntryToWrite) => WrittenBody> {
  const { chosen } = of;
  const company = await of.store.company.read();
  return (posting, entry) =>
    ledger.entryBody({
      entry,
      postingDate: posting.postingDate,
      documentNumber: documentNumber(posting.id),
      marker: marker(posting.id),
      departments: chosen.department,
      classes: chosen.class,
      homeCurrency: company.currency,
    });
}
