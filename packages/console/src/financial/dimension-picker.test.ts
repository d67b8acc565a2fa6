// Which of QuickBooks' locations or classes the picker offers.
import { expect, it } from 'vitest';
import { dimensionOptions } from './dimension-picker.tsx';

const known = {
  tracking: true,
  dimensions: [
    { id: '1', name: 'Main', fullyQualifiedName: 'Shops:Main', active: true },
    { id: '2', name: 'Old', fullyQualifiedName: 'Old', active: false },
  ],
};

it('only active ones, by their full name', () => {
  expect(dimensionOptions(known, null)).toEqual([{ value: '1', label: 'Shops:Main' }]);
  expect(dimensionOptions(undefined, null)).toEqual([]);
});

it('the one chosen stays in sight after it was made inactive or is gone', () => {
  expect(dimensionOptions(known, '2')).toContainEqual({ value: '2', label: 'Old (Inactive in QuickBooks)' });
  expect(dimensionOptions(known, '99')).toContainEqual({ value: '99', label: 'No longer in QuickBooks' });
});

it('of one chosen nothing is said before QuickBooks’ are read: it is not gone', () => {
  expect(dimensionOptions(undefined, '2')).toEqual([]);
});
