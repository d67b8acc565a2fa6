// Which refusals say that what we know of the QuickBooks company is no longer so.
import { describe, expect, it } from 'vitest';
import type { Cause } from './causes.ts';
import { contradictedBy } from './recheck.ts';

const refused = (code: string): Cause => ({ kind: 'refused', code, message: '', detail: '' });

describe('a refusal', () => {
  it.each(['610', '2500', '000610'])('%s contradicts the chart of accounts', (code) => {
    expect(contradictedBy(refused(code))).toBe('accounts');
  });

  it.each(['6000', '2300', '', '4711'])('%j contradicts nothing that was read', (code) => {
    expect(contradictedBy(refused(code))).toBeNull();
  });

  it('of a closed period contradicts the closing date that we know, or know nothing of', () => {
    expect(contradictedBy({ kind: 'closed-period', closedUntil: null })).toBe('closing-date');
    expect(contradictedBy({ kind: 'closed-period', closedUntil: '2026-10-31' })).toBeNull();
  });

  it('that waits for a person contradicts nothing', () => {
    expect(contradictedBy({ kind: 'authentication' })).toBeNull();
    expect(contradictedBy({ kind: 'missing-account', role: 'payment', subject: 'amex' })).toBeNull();
  });
});
