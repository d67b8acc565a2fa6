// Pages of a preflight add up to what was outstanding by all of them.
import { expect, test } from 'vitest';
import type { OutstandingAmount } from '../api/wire.ts';
import { addedOutstanding, leftOutstanding } from './added-outstanding.ts';

const deposits: OutstandingAmount = {
  ...{ key: 'd', kind: 'deposits', subject: null, name: null, side: 'credit', amount: '25.00', currency: 'USD' },
  account: { id: '7', name: 'Customer Deposits', number: null },
};
const stock: OutstandingAmount = { ...deposits, key: 'a', kind: 'stock', side: 'debit', amount: '720.00' };

const left = (...pages: readonly (readonly OutstandingAmount[])[]) =>
  leftOutstanding(pages.reduce(addedOutstanding, []));

test('a row of several pages is added up, and kinds stand in their order whichever came first', () => {
  expect(left([stock], [deposits], [{ ...stock, amount: '-719.90' }])).toEqual([
    deposits,
    { ...stock, amount: '0.10' },
  ]);
});

test('what comes to nothing is not listed, and is again once a later page has more of it', () => {
  const givenBack = { ...deposits, amount: '-25.00' };
  expect(left([deposits], [givenBack])).toEqual([]);
  expect(left([deposits], [givenBack], [{ ...deposits, amount: '3.00' }])).toEqual([{ ...deposits, amount: '3.00' }]);
});
