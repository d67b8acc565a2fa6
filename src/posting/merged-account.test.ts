import { describe, expect, it } from 'vitest';
import type { EntryVersion } from './entry-version.ts';
import { takenOverBy } from './merged-account.ts';

/** "debit 1 1000": a line. */
function version(...lines: readonly string[]): EntryVersion {
  return {
    ...{ date: '2026-11-20', documentNumber: 'TB-1', entryId: 'entry', note: '', currency: 'USD', exchangeRate: null },
    lines: lines.map((line) => {
      const [side, accountId = '', amount = ''] = line.split(' ');
      return {
        ...{ accountId, amountHundredths: BigInt(amount), description: '', departmentId: null, classId: null },
        side: side === 'debit' ? 'debit' : 'credit',
      };
    }),
  };
}
const ours = version('debit 1 1000', 'credit 3 1000');

describe('an account that is gone', () => {
  it('was merged into the one that all its lines have gone to', () => {
    const other = { ours: version('debit 3 50', 'credit 1 50'), theirs: version('debit 3 50', 'credit 2 50') };
    expect(takenOverBy('1', [{ ours, theirs: version('debit 2 1000', 'credit 3 1000') }, other])).toBe('2');
  });

  it('was merged into one that the entry was posted to, too', () => {
    const both = version('debit 1 1000', 'debit 2 1000', 'credit 3 2000');
    expect(takenOverBy('1', [{ ours: both, theirs: version('debit 2 1000', 'debit 2 1000', 'credit 3 2000') }])).toBe(
      '2',
    );
  });

  it('was merged though an entry was changed besides, where another tells', () => {
    const changed = { ours, theirs: version('debit 2 900', 'credit 3 900') };
    expect(takenOverBy('1', [changed])).toBeNull();
    expect(takenOverBy('1', [changed, { ours, theirs: version('debit 2 1000', 'credit 3 1000') }])).toBe('2');
  });

  it('was not merged where a line of it is as it was, its lines went to several, or nothing of it is there', () => {
    const moved = { ours, theirs: version('debit 2 1000', 'credit 3 1000') };
    expect(takenOverBy('1', [moved, { ours, theirs: ours }])).toBeNull();
    expect(takenOverBy('1', [moved, { ours, theirs: version('debit 4 1000', 'credit 3 1000') }])).toBeNull();
    expect(takenOverBy('1', [])).toBeNull();
  });
});
