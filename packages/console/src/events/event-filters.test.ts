// Filters of the list as they stand in the address.
import { describe, expect, it } from 'vitest';
import { givenFilter, isFiltered, isSameFilter, noFilter, typedAmount } from './event-filters.ts';

describe('a filter', () => {
  it('is one when anything is set', () => {
    expect(isFiltered({})).toBe(false);
    expect(isFiltered(noFilter)).toBe(false);
    expect(isFiltered({ amountTo: '5' })).toBe(true);
  });

  it('goes to the server without what is not set', () => {
    expect(givenFilter({ status: 'failed', q: undefined, kind: '' })).toEqual({ status: 'failed' });
  });

  it('is the same as another where each value is', () => {
    expect(isSameFilter({ status: 'failed' }, { ...noFilter, status: 'failed' })).toBe(true);
    expect(isSameFilter({ status: 'failed' }, { status: 'failed', q: '1' })).toBe(false);
  });

  it.each([
    ['12.50', '12.50'],
    ['$1,250.00', '1250.00'],
    ['-3', '-3'],
    ['twelve', null],
    ['1e3', null],
    ['', null],
    ['007', null],
  ])('takes %j for the amount %j', (typed, amount) => {
    expect(typedAmount(typed)).toBe(amount);
  });
});
