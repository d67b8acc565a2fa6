import { describe, expect, it } from 'vitest';
import type { EntryVersion } from './entry-version.ts';
import { accountsLeftBy, type SeenOf, takenOverBy } from './merged-account.ts';

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
const seen = (theirs: EntryVersion, of: { ours?: EntryVersion; isTouched?: true } = {}) => ({
  ...{ ours, theirs, isTouched: false },
  ...of,
});
const intoOf = (all: readonly SeenOf[], alsoGone: readonly string[] = []) =>
  takenOverBy('1', { seen: all, alsoGone: new Set(alsoGone) });
const moved = version('debit 2 1000', 'credit 3 1000');

describe('an account that is gone', () => {
  it('was merged into the one that all its lines have gone to', () => {
    const other = seen(version('debit 3 50', 'credit 2 50'), { ours: version('debit 3 50', 'credit 1 50') });
    expect(intoOf([seen(moved), other])).toBe('2');
  });

  it('was merged into one that the entry was posted to, too', () => {
    const both = version('debit 1 1000', 'debit 2 1000', 'credit 3 2000');
    const theirs = version('debit 2 1000', 'debit 2 1000', 'credit 3 2000');
    expect(intoOf([seen(theirs, { ours: both })])).toBe('2');
  });

  it('was merged though an entry was changed besides, where another tells', () => {
    const changed = seen(version('debit 2 900', 'credit 3 900'), { isTouched: true });
    expect(intoOf([changed])).toBeNull();
    expect(intoOf([changed, seen(moved)])).toBe('2');
  });

  it('was merged though others of the same entries went elsewhere at the same time', () => {
    const both = seen(version('debit 2 1000', 'credit 4 1000'));
    expect(intoOf([both], ['1', '3'])).toBe('2');
    expect(intoOf([both], ['1'])).toBeNull();
    expect(intoOf([seen(version('debit 2 1000', 'credit 4 900', 'credit 4 100'))], ['1', '3'])).toBeNull();
  });

  it('may have one entry changed by hand to another account: it takes two of these to tell', () => {
    expect(intoOf([seen(moved, { isTouched: true })])).toBeNull();
    expect(intoOf([seen(moved, { isTouched: true }), seen(moved, { isTouched: true })])).toBe('2');
  });

  it('is not told by an entry in which more was changed', () => {
    const redated = { ...moved, date: '2026-11-01' };
    const alsoElse = version('debit 2 1000', 'credit 4 1000');
    for (const theirs of [redated, alsoElse]) expect(intoOf([seen(theirs), seen(theirs)])).toBeNull();
  });

  it('was not merged where a line of it is as it was, its lines went to several, or nothing of it is there', () => {
    expect(intoOf([seen(moved), seen(ours)])).toBeNull();
    expect(intoOf([seen(moved), seen(version('debit 4 1000', 'credit 3 1000'))])).toBeNull();
    expect(intoOf([])).toBeNull();
  });
});

describe('accounts that an entry has left', () => {
  it('are those whose lines are on others with their amounts and sides', () => {
    expect(accountsLeftBy(ours, moved)).toEqual(['1']);
    expect(accountsLeftBy(ours, version('debit 2 1000', 'credit 4 1000'))).toEqual(['1', '3']);
    expect(accountsLeftBy(ours, ours)).toEqual([]);
  });

  it('are none where anything else is different', () => {
    expect(accountsLeftBy(ours, version('debit 2 900', 'credit 3 900'))).toEqual([]);
    expect(accountsLeftBy(ours, version('debit 2 400', 'debit 1 600', 'credit 3 1000'))).toEqual([]);
    expect(accountsLeftBy(ours, { ...moved, date: '2026-11-21' })).toEqual([]);
    const ofClass = (entry: EntryVersion) => ({
      ...entry,
      lines: entry.lines.map((line) => ({ ...line, classId: '7' })),
    });
    expect(accountsLeftBy(ours, ofClass(ours))).toEqual([]);
    expect(accountsLeftBy(ours, ofClass(moved))).toEqual([]);
  });
});
