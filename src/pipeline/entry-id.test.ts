import { expect, it } from 'vitest';
import { documentNumber } from '../posting/posting-key.ts';
import { entryId, postedEntryId } from './entry-id.ts';

const posting = { id: '01a1f979-6496-74e9-8e14-cc5a3c708601', key: 'till/sale/t-1', part: 0 };

it('is the same for the same posting key and part, whatever the id of the posting', () => {
  expect(entryId({ ...posting })).toBe(entryId({ key: posting.key, part: 0 }));
  expect(entryId({ ...posting, part: 1 })).not.toBe(entryId(posting));
});

it('of an entry that an older version posted is the id of its posting, as its number says', () => {
  expect(postedEntryId({ ...posting, documentNumber: documentNumber(entryId(posting)) })).toBe(entryId(posting));
  expect(postedEntryId({ ...posting, documentNumber: documentNumber(posting.id) })).toBe(posting.id);
  expect(postedEntryId({ ...posting, documentNumber: null })).toBe(entryId(posting));
});
