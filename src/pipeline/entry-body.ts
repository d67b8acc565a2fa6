// Writes the body of an entry for QuickBooks, with what the company and its locations add to it.
import { documentNumber, marker } from '../posting/posting-key.ts';
import { type ChosenDimensions, trackedBy } from './chosen-dimensions.ts';
import { entryId } from './entry-id.ts';
import type { EntryToWrite, Ledger } from './ledger-port.ts';
import type { PostingRow } from './posting-port.ts';
import type { CompanyStore } from './storage-port.ts';

type WrittenBody = ReturnType<Ledger['entryBody']>;

export type PostingToWrite = Pick<PostingRow, 'key' | 'part' | 'postingDate'>;

/** The exact bytes of an entry: the same at every call, so that what was built can be checked before it is ready. */
export async function bodyWriter(
  of: { readonly ledger: Ledger; readonly companyId: string; readonly chosen: ChosenDimensions },
  store: CompanyStore,
): Promise<(posting: PostingToWrite, entry: EntryToWrite) => WrittenBody> {
  const { ledger, companyId, chosen } = of;
  const company = await store.company.read();
  return (posting, entry) => {
    const id = entryId(posting);
    return ledger.entryBody({
      entry,
      postingDate: posting.postingDate,
      documentNumber: documentNumber(id),
      marker: marker(id, companyId),
      tracked: entry.lines.map((line) => trackedBy(line, chosen)),
      homeCurrency: company.currency,
    });
  };
}
