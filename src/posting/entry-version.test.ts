import { describe, expect, it } from 'vitest';
import { type EntryVersion, isSameEntry, type VersionLine, versionDifference } from './entry-version.ts';

const line = (change: Partial<VersionLine> = {}): VersionLine => ({
  accountId: '1',
  side: 'debit',
  amountHundredths: 1000n,
  description: 'payment cash, main',
  departmentId: null,
  classId: null,
  ...change,
});
const debit = line();
const credit = line({ accountId: '2', side: 'credit', description: 'sales apparel, main' });
const ours: EntryVersion = {
  date: '2026-11-20',
  documentNumber: 'TB-1',
  entryId: 'posting',
  note: 'memo',
  currency: 'USD',
  exchangeRate: null,
  lines: [debit, credit],
};

describe('two versions of an entry', () => {
  it('are the same whatever the order of their lines and the words of their memo', () => {
    const theirs = { ...ours, note: 'seen by me', lines: [line({ ...credit, description: 'Sales' }), debit] };
    expect(isSameEntry(ours, theirs)).toBe(true);
  });

  it('are the same where QuickBooks leaves out the currency, or adds the rate of 1', () => {
    expect(isSameEntry(ours, { ...ours, currency: null, exchangeRate: '1' })).toBe(true);
    expect(isSameEntry({ ...ours, exchangeRate: '1.1000' }, { ...ours, exchangeRate: '1.1' })).toBe(true);
    expect(isSameEntry({ ...ours, exchangeRate: '1.1' }, { ...ours, exchangeRate: '1.2' })).toBe(false);
  });

  it('differ by each field on its own', () => {
    const theirs = { ...ours, date: '2026-11-21', documentNumber: 'X', entryId: null, currency: 'EUR' };
    expect(versionDifference(ours, theirs).fields).toEqual([
      { field: 'date', ours: '2026-11-20', theirs: '2026-11-21' },
      { field: 'document-number', ours: 'TB-1', theirs: 'X' },
      { field: 'marker', ours: 'posting', theirs: '' },
      { field: 'currency', ours: 'USD', theirs: 'EUR' },
    ]);
    expect(isSameEntry(ours, theirs)).toBe(false);
  });

  it('show a line that went to another account beside the line it was', () => {
    const moved = line({ ...credit, accountId: '3' });
    expect(versionDifference(ours, { ...ours, lines: [moved, debit] }).lines).toEqual([
      { ours: debit, theirs: debit, same: true },
      { ours: credit, theirs: moved, same: false },
    ]);
  });

  it('show a line of another amount, and one more that was added, each by itself', () => {
    const less = line({ ...credit, amountHundredths: 900n });
    const added = line({ ...credit, accountId: '9', amountHundredths: 100n, description: '' });
    expect(versionDifference(ours, { ...ours, lines: [debit, added, less] }).lines).toEqual([
      { ours: debit, theirs: debit, same: true },
      { ours: credit, theirs: less, same: false },
      { ours: null, theirs: added, same: false },
    ]);
  });

  it('show a line that was taken away, and one whose class was changed', () => {
    const classed = line({ classId: '7' });
    const { lines } = versionDifference(ours, { ...ours, lines: [classed] });
    expect(lines).toEqual([
      { ours: debit, theirs: classed, same: false },
      { ours: credit, theirs: null, same: false },
    ]);
    expect(isSameEntry(ours, { ...ours, lines: [classed, credit] })).toBe(false);
  });

  it('pair equal lines one to one', () => {
    const twice = { ...ours, lines: [debit, line(), credit] };
    expect(isSameEntry(twice, { ...twice, lines: [line(), credit, line()] })).toBe(true);
    expect(isSameEntry(twice, ours)).toBe(false);
  });
});
