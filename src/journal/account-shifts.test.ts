// A change of the mapping shifts lines from one account to another over exactly the dates that it holds for.
import { expect, test } from 'vitest';
import type { MappingSet } from './account-mapping.ts';
import { accountShifts } from './account-shifts.ts';
import type { Mapping } from './mapping.ts';

const map = (subject: string | null, accountId: string, applicableFrom: string | null = null): Mapping => ({
  role: 'sales',
  subject,
  accountId,
  applicableFrom,
});
const setOf = (mappings: readonly Mapping[]): MappingSet => ({
  mappings,
  accounts: new Map(),
  parents: new Map([['item-class/scarves', 'apparel']]),
  companyCurrency: 'USD',
});
const shifts = (before: readonly Mapping[], after: readonly Mapping[], subjects: readonly (string | null)[]) =>
  accountShifts({
    before: setOf(before),
    after: setOf(after),
    lines: subjects.map((subject) => ({ role: 'sales', subject })),
  }).map(({ subject, from, until, accountId }) => [subject, from, until, accountId]);

test('from its date on, until another that was there takes over', () => {
  const before = [map('apparel', '1'), map('apparel', '2', '2026-09-01')];
  expect(shifts(before, [...before, map('apparel', '3', '2026-06-01')], ['apparel'])).toEqual([
    ['apparel', '2026-06-01', '2026-09-01', '3'],
  ]);
});

test('from the beginning, where no date is given', () => {
  const later = map('apparel', '2', '2026-09-01');
  expect(shifts([map('apparel', '1'), later], [map('apparel', '3'), later], ['apparel'])).toEqual([
    ['apparel', null, '2026-09-01', '3'],
  ]);
  expect(shifts([map('apparel', '1')], [map('apparel', '3')], ['apparel'])).toEqual([['apparel', null, null, '3']]);
});

test('of a parent or the company default, only what has no account of its own', () => {
  const own = map('home', '5');
  const before = [own, map('apparel', '1'), map(null, '4')];
  expect(shifts(before, [own, map('apparel', '2'), map(null, '4')], ['apparel', 'scarves', 'home', null])).toEqual([
    ['apparel', null, null, '2'],
    ['scarves', null, null, '2'],
  ]);
  expect(shifts(before, [own, map('apparel', '1'), map(null, '6')], ['apparel', 'scarves', 'home', 'toys'])).toEqual([
    ['toys', null, null, '6'],
  ]);
});

test('a mapping taken away shifts to what is mapped above it, and nowhere where nothing is', () => {
  expect(shifts([map('apparel', '1'), map(null, '4')], [map(null, '4')], ['apparel'])).toEqual([
    ['apparel', null, null, '4'],
  ]);
  expect(shifts([map('apparel', '1')], [], ['apparel'])).toEqual([]);
});

test('the same account by another mapping shifts nothing', () => {
  expect(shifts([map(null, '4')], [map(null, '4'), map('apparel', '4', '2026-06-01')], ['apparel'])).toEqual([]);
});
