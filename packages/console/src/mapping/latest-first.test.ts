// Of the rows of a role and subject, the one of the latest date is what holds; the others are what held before.
import { expect, it } from 'vitest';
import type { MappingRow } from '../api/wire.ts';
import { latestFirst } from './use-mapping.ts';

const row = (subject: string | null, accountId: string, applicableFrom: string | null): MappingRow => ({
  ...{ role: 'sales', subject, subjectName: null, subjectKind: null, subjectActive: true, subjectLastUsed: null },
  ...{ accountId, applicableFrom, required: true, warning: null },
});

it('puts the latest date first and what holds from the beginning last', () => {
  const rows = [
    row('apparel', '1', null),
    row('apparel', '3', '2026-10-01'),
    row('apparel', '2', '2026-06-01'),
    row(null, '9', null),
  ];
  const found = [...latestFirst(rows)].map(([key, ofKey]) => [key, ofKey.map(({ accountId }) => accountId)]);
  expect(found).toEqual([
    ['sales/apparel', ['3', '2', '1']],
    ['sales/', ['9']],
  ]);
});
