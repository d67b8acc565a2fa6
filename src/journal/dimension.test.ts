// The class of a line comes from its role and subject alone: lines of one role and subject never differ in it.
import { expect, test } from 'vitest';
import { itemClassOf } from './dimension.ts';
import { roles } from './role.ts';

test('lines for an item class have its class, all others none', () => {
  const classed = roles.filter((role) => itemClassOf({ role, subject: 'apparel' }) === 'apparel');
  expect(classed).toEqual(['sales', 'cogs', 'inventory', 'purchases-received', 'purchases-returned']);
  for (const role of roles.filter((one) => !classed.includes(one))) {
    expect(itemClassOf({ role, subject: 'apparel' })).toBeNull();
  }
  expect(itemClassOf({ role: 'sales', subject: null })).toBeNull();
});
