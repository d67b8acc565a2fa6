// What a file comes to: by kind and currency, over its first and last day.
import { expect, test } from 'vitest';
import type { CheckedEvent } from './company-books.ts';
import { addedTotals, totalsByKind } from './import-totals.ts';

const event = (change: Partial<CheckedEvent>): CheckedEvent => {
  return {
    kind: 'sale',
    number: '1',
    businessDate: '2026-11-03',
    location: 'main',
    amountMinor: 100n,
    currency: 'USD',
    ...change,
  };
};

test('events add up by kind and currency, exactly, with their first and last day', () => {
  const totals = totalsByKind([
    event({ amountMinor: 9_007_199_254_740_993n }),
    event({ businessDate: '2026-11-05', amountMinor: -1n }),
    event({ businessDate: '2026-10-31' }),
    event({ currency: 'EUR' }),
    event({ kind: 'transfer' }),
  ]);
  const day = { from: '2026-11-03', to: '2026-11-03', events: 1, amountMinor: 100n };
  expect(totals).toEqual([
    {
      kind: 'sale',
      currency: 'USD',
      events: 3,
      amountMinor: 9_007_199_254_741_092n,
      from: '2026-10-31',
      to: '2026-11-05',
    },
    { kind: 'sale', currency: 'EUR', ...day },
    { kind: 'transfer', currency: 'USD', ...day },
  ]);
  expect(addedTotals(totals, totals).map(({ events }) => events)).toEqual([6, 2, 2]);
});
