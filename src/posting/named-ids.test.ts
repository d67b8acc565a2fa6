import { describe, expect, it } from 'vitest';
import { type IdNames, withNamedIds } from './named-ids.ts';

const names: IdNames = {
  account: (id) => (id === '35' ? '4100 Sales' : null),
  dimension: (kind, id) => (id === '7' ? { class: 'Toys', department: 'Main Street' }[kind] : null),
};

describe('ids in the words of QuickBooks', () => {
  it.each([
    [
      'Invalid Reference Id : Accounts element id 35 not found',
      'Invalid Reference Id : Account "4100 Sales" not found',
    ],
    ['Invalid Reference Id : Account 35', 'Invalid Reference Id : Account "4100 Sales"'],
    ['the account id: 35 is closed', 'the account "4100 Sales" is closed'],
    ['Klasses element id 7 is invalid', 'Class "Toys" is invalid'],
    ['Class with id 7 and Departments element id 7', 'Class "Toys" and Location "Main Street"'],
    ['Accounts element id 35 and Accounts element id 36', 'Account "4100 Sales" and Accounts element id 36'],
  ])('%s', (words, named) => {
    expect(withNamedIds(words, names)).toBe(named);
  });

  it.each([
    'Names element id 35 not found',
    'Account period 35',
    'DocNumber=35 is assigned to TxnType=Journal Entry with TxnId=35',
    'Id should be a valid number. Supplied value:35',
    'Subaccounts 351, accounts 350',
    '',
  ])('left as they are where they name nothing of ours: %s', (words) => {
    expect(withNamedIds(words, names)).toBe(words);
  });
});
