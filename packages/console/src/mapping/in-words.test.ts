// A sub-type of QuickBooks is read as words.
import { expect, test } from 'vitest';
import { inWords } from './in-words.ts';

test.each([
  ['OtherCurrentAssets', 'Other current assets'],
  ['CashOnHand', 'Cash on hand'],
  ['Investment_Other', 'Investment other'],
  ['Checking', 'Checking'],
])('%s', (subType, words) => {
  expect(inWords(subType)).toBe(words);
});
