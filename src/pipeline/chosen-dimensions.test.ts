// What a line is tracked by: what it mirrors, or what is chosen for its location and item class.
import { expect, test } from 'vitest';
import { type ChosenDimensions, trackedBy } from './chosen-dimensions.ts';

const chosen: ChosenDimensions = {
  department: new Map([['main', '7']]),
  class: new Map([['apparel', '500']]),
  untracked: new Set(),
};
const payment = { role: 'payment', subject: 'apparel', location: 'main' } as const;
const revenue = { role: 'sales', subject: 'apparel', location: 'main' } as const;

test('a line of an item class carries its class, whatever its role; others carry none', () => {
  expect(trackedBy(payment, chosen)).toEqual({ departmentId: '7', classId: null });
  expect(trackedBy(revenue, chosen)).toEqual({ departmentId: '7', classId: '500' });
  expect(trackedBy({ ...revenue, role: 'inventory' }, chosen)).toEqual({ departmentId: '7', classId: '500' });
});

test('a location or an item class for which nothing is chosen has none', () => {
  const elsewhere = { role: 'inventory', subject: 'home', location: 'outlet' } as const;
  expect(trackedBy(elsewhere, chosen)).toEqual({ departmentId: null, classId: null });
});

test('a line that mirrors another carries what that carries, also nothing', () => {
  const dimensions = { departmentId: '8', classId: null };
  expect(trackedBy({ ...revenue, dimensions }, chosen)).toEqual(dimensions);
});

test('what QuickBooks does not track is on no line', () => {
  const untracked = { ...chosen, untracked: new Set(['department'] as const) };
  const dimensions = { departmentId: '8', classId: '501' };
  expect(trackedBy({ ...revenue, dimensions }, untracked)).toEqual({ departmentId: null, classId: '501' });
});
