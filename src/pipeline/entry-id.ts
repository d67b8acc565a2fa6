// The id that an entry has in QuickBooks' eyes: of its posting key and part alone, so that it is the same in every database.
import { hash } from 'node:crypto';
import { documentNumber, entryIdentity, entryIdOf } from '../posting/posting-key.ts';

export function entryId(posting: { readonly key: string; readonly part: number }): string {
  return entryIdOf(hash('sha256', entryIdentity(posting), 'hex'));
}

/** Under which an entry was posted: those of older versions are known by the id of their posting. */
export function postedEntryId(posting: {
  readonly id: string;
  readonly key: string;
  readonly part: number;
  readonly documentNumber: string | null;
}): string {
  return posting.documentNumber === documentNumber(posting.id) ? posting.id : entryId(posting);
}
