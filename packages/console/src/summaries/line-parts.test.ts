// The parts of a line and their amounts.
import { expect, it } from 'vitest';
import { addUpTo, partAmount } from './line-parts.ts';

const credited = { debit: '0.00', credit: '30.03' };

it('takes the whole line for a part that has no amount of its own', () => {
  expect(partAmount({}, credited)).toBe('30.03');
  expect(partAmount({ amount: '10.01' }, credited)).toBe('10.01');
  expect(partAmount({}, { debit: '5.00', credit: '0.00' })).toBe('5.00');
});

it('says that parts are the line only where they add up to it, to the cent', () => {
  expect(addUpTo(credited, [{ amount: '40.04' }, { amount: '-10.01' }])).toBe(true);
  expect(addUpTo(credited, [{ amount: '10.01' }, { amount: '20.01' }])).toBe(false);
  expect(addUpTo(credited, [{}])).toBe(true);
});
