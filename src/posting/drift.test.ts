import { describe, expect, it } from 'vitest';
import { assertDriftTransition, compareHeld, driftStates, legalDriftTransitions } from './drift.ts';
import type { EntryVersion } from './entry-version.ts';

const ours: EntryVersion = {
  date: '2026-11-20',
  documentNumber: 'TB-1',
  entryId: 'posting',
  note: '',
  currency: 'USD',
  exchangeRate: null,
  lines: [],
};
const theirs: EntryVersion = { ...ours, date: '2026-11-21' };

describe('the states of a drift', () => {
  it('a settled one stays settled, and every other can be settled', () => {
    expect(legalDriftTransitions.settled).toEqual([]);
    for (const state of driftStates) {
      if (state !== 'settled') expect(legalDriftTransitions[state]).toContain('settled');
    }
    expect(() => assertDriftTransition('settled', 'open')).toThrow('cannot go from settled to open');
  });

  it('nothing is sent that nobody asked for', () => {
    expect(driftStates.filter((from) => legalDriftTransitions[from].includes('put-back-sent'))).toEqual([
      'put-back-asked',
    ]);
  });
});

describe('what QuickBooks holds', () => {
  it('is a drift where it differs from what is in force, cannot be read, or is gone', () => {
    expect(compareHeld(ours, { syncToken: '1', version: theirs })).toBe('drift');
    expect(compareHeld(ours, { syncToken: '1', version: null })).toBe('drift');
    expect(compareHeld(ours, null)).toBe('drift');
    expect(compareHeld(ours, { syncToken: '1', version: { ...ours, note: 'their words' } })).toBe('same');
  });

  it('is none where its deletion was accepted', () => {
    expect(compareHeld(null, null)).toBe('nothing');
    expect(compareHeld(null, { syncToken: '1', version: ours })).toBe('drift');
  });
});
