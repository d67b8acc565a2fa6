// Names and totals of daily summaries.
import { describe, expect, it } from 'vitest';
import type { SummaryRow } from '../api/wire.ts';
import { summaryName, summaryTotals, supplementOf } from './summary-name.ts';

function part(total: string | null, currency: string | null): SummaryRow['parts'][number] {
  return {
    part: 1,
    state: 'ready',
    postingDate: '2026-11-03',
    documentNumber: null,
    quickbooksUrl: null,
    total,
    currency,
  };
}

describe('daily summaries', () => {
  it('are named by their day and location', () => {
    expect(summaryName({ businessDate: '2026-11-19', sequence: 1 }, 'Main Street')).toBe('Nov 19, 2026, Main Street');
  });

  it('number the supplements of a day from its second, and say so of none before', () => {
    expect(supplementOf({ sequence: 1 })).toBeNull();
    expect(supplementOf({ sequence: 2 })).toBe('supplement 1');
    expect(summaryName({ businessDate: '2026-11-19', sequence: 3 }, 'Outlet')).toBe(
      'Nov 19, 2026, Outlet, supplement 2',
    );
  });

  it('add up by currency, exactly', () => {
    expect(summaryTotals([part('0.10', 'USD'), part('5', 'JPY'), part('0.20', 'USD')])).toEqual(['$0.30', '¥5']);
  });

  it('have no total while no entry is made', () => {
    expect(summaryTotals([part(null, null)])).toEqual([]);
  });
});
