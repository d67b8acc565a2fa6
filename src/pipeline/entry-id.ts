// The id that an entry has in QuickBooks' eyes: of its posting key and part alone, so that it is the same in every database.
import { createHash } from 'node:crypto';
import { entryIdentity, entryIdOf } from '../posting/posting-key.ts';

export function entryId(posting: { readonly key: string; readonly part: number }): string {
  return entryIdOf(createHash('sha256').update(entryIdentity(posting)).digest('hex'));
}
