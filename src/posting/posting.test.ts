import { describe, expect, it } from 'vitest';
import {
  assertTransition,
  isDisputed,
  isLegalTransition,
  legalTransitions,
  mayBeAtQuickbooks,
  postingStates,
  statesBefore,
} from './posting.ts';

describe('posting', () => {
  it('leaves accepted only to be looked up', () => {
    expect(legalTransitions.accepted).toEqual(['unknown']);
  });

  it('sends nothing whose intent was not saved', () => {
    const intoUnknown = postingStates.filter((from) => legalTransitions[from].includes('unknown'));
    const intoAccepted = postingStates.filter((from) => legalTransitions[from].includes('accepted'));
    expect(intoUnknown).toEqual(['intent-saved', 'accepted', 'number-taken', 'handled-outside']);
    expect(intoAccepted).toEqual(['intent-saved', 'unknown']);
    expect(postingStates.filter((from) => legalTransitions[from].includes('intent-saved'))).toEqual(['ready']);
  });

  it('does not build anew what may lie at QuickBooks, nor take out what nobody has looked up', () => {
    for (const from of ['intent-saved', 'unknown', 'number-taken'] as const) {
      expect(isLegalTransition(from, 'pending')).toBe(false);
    }
    expect(isLegalTransition('unknown', 'handled-outside')).toBe(false);
  });

  it('takes an illegal transition for a bug', () => {
    expect(() => assertTransition('accepted', 'ready')).toThrow('cannot go from accepted to ready');
    expect(() => assertTransition('unknown', 'accepted')).not.toThrow();
    expect(() => assertTransition('waiting', 'waiting')).not.toThrow();
  });

  it('names from where a statement over many may come into a state', () => {
    expect(statesBefore('accepted')).toEqual(['intent-saved', 'unknown', 'accepted']);
    expect(statesBefore('pending')).not.toContain('number-taken');
    for (const to of postingStates) {
      for (const from of postingStates) expect(statesBefore(to).includes(from)).toBe(isLegalTransition(from, to));
    }
  });

  it('reaches every state from pending', () => {
    const reached = new Set<string>(['pending']);
    for (const state of reached) {
      for (const next of legalTransitions[state as (typeof postingStates)[number]]) reached.add(next);
    }
    expect([...reached].sort()).toEqual([...postingStates].sort());
  });

  it('knows what may be at QuickBooks: what was sent, and what was found there whatever a person did', () => {
    const there = postingStates.filter((state) => mayBeAtQuickbooks({ state, foundThere: false }));
    expect(there).toEqual(['intent-saved', 'unknown', 'accepted', 'number-taken']);
    expect(postingStates.every((state) => mayBeAtQuickbooks({ state, foundThere: true }))).toBe(true);
  });

  it('disputes what was found there until it is settled or a person took it out, and nothing else', () => {
    expect(postingStates.filter((state) => isDisputed({ state, foundThere: false }))).toEqual([]);
    expect(postingStates.filter((state) => !isDisputed({ state, foundThere: true }))).toEqual(['handled-outside']);
  });
});
