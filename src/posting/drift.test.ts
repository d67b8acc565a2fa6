import { describe, expect, it } from 'vitest';
import {
  afterPutBack,
  afterReading,
  assertDriftTransition,
  compareHeld,
  driftStates,
  legalDriftTransitions,
  nextPutBackStep,
} from './drift.ts';
import type { EntryVersion } from './entry-version.ts';
import { type CallContext, type Outcome, resendWindowMs, settledAfterMs } from './next-step.ts';

const now = new Date('2026-11-20T12:00:00Z');
const ago = (ms: number): Date => new Date(now.getTime() - ms);
const ours: EntryVersion = {
  date: '2026-11-20',
  documentNumber: 'TB-1',
  postingId: 'posting',
  note: '',
  currency: 'USD',
  exchangeRate: null,
  lines: [],
};
const theirs: EntryVersion = { ...ours, date: '2026-11-21' };
const context: CallContext = { sentBefore: false, failures: 0, closedUntil: null, now };
const refusal = (code: string, message = 'no'): Outcome => ({
  outcome: 'refused',
  httpStatus: 400,
  code,
  message,
  detail: '',
  element: null,
});
const unknown: Outcome = { outcome: 'unknown', reason: 'no answer', pauseMs: null };

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

describe('putting ours back', () => {
  it('is sent once it is asked for, and again unchanged while QuickBooks remembers it', () => {
    expect(nextPutBackStep({ state: 'open', sentAt: null, nextStepAt: null }, now).step).toBe('none');
    expect(nextPutBackStep({ state: 'settled', sentAt: now, nextStepAt: null }, now).step).toBe('none');
    expect(nextPutBackStep({ state: 'put-back-asked', sentAt: null, nextStepAt: null }, now).step).toBe('send');
    const sent = { state: 'put-back-sent', sentAt: ago(1000), nextStepAt: null } as const;
    expect(nextPutBackStep(sent, now).step).toBe('send-again');
    expect(nextPutBackStep({ ...sent, nextStepAt: new Date(now.getTime() + 1) }, now).step).toBe('wait');
    expect(nextPutBackStep({ ...sent, sentAt: ago(resendWindowMs) }, now).step).toBe('read');
  });

  it('is settled by an answer, and still open where QuickBooks refuses it for good', () => {
    expect(afterPutBack({ outcome: 'accepted', quickbooksId: '7', syncToken: '4' }, context)).toMatchObject({
      state: 'settled',
      syncToken: '4',
    });
    expect(afterPutBack(refusal('6210', 'The books are closed'), context)).toMatchObject({
      state: 'open',
      problem: 'The books are closed',
    });
  });

  it('looks at what is there where somebody was quicker, or where an earlier sending may have been written', () => {
    expect(afterPutBack(refusal('5010'), context)).toMatchObject({ state: 'read', problem: null });
    expect(afterPutBack(refusal('610'), context)).toMatchObject({ state: 'read' });
    expect(afterPutBack(refusal('6210'), { ...context, sentBefore: true })).toMatchObject({ state: 'read' });
  });

  it('stays sent while the outcome is unknown, and is free again where it certainly was not written', () => {
    expect(afterPutBack(unknown, context)).toMatchObject({ state: 'put-back-sent', lane: { effect: 'pause' } });
    const notSent: Outcome = { outcome: 'not-sent', why: 'authentication', reason: 'revoked' };
    expect(afterPutBack(notSent, context)).toMatchObject({ state: 'put-back-asked', lane: { effect: 'blocked' } });
    expect(afterPutBack(notSent, { ...context, sentBefore: true }).state).toBe('put-back-sent');
  });
});

describe('what is there after an unknown outcome', () => {
  const sent = { ours, over: '1', sentAt: ago(settledAfterMs), problem: null, now };

  it('is ours: it was written', () => {
    expect(afterReading({ syncToken: '2', version: ours }, sent)).toEqual({ state: 'settled', syncToken: '2' });
  });

  it('is what was there before: it was not written, once no call can be under way any more', () => {
    const held = { syncToken: '1', version: theirs };
    expect(afterReading(held, sent)).toEqual({ state: 'put-back-asked' });
  });

  it('is what was there before: a later refusal is told only once the first call cannot be under way any more', () => {
    const held = { syncToken: '1', version: theirs };
    const dueAt = new Date(now.getTime() + 1);
    const waiting = { state: 'put-back-sent', nextStepAt: dueAt };
    const refused = { state: 'open', theirs: false, problem: 'closed' };
    const cases = [
      { sinceMs: settledAfterMs - 1, problem: null, after: waiting },
      { sinceMs: settledAfterMs - 1, problem: 'closed', after: waiting },
      { sinceMs: settledAfterMs, problem: null, after: { state: 'put-back-asked' } },
      { sinceMs: settledAfterMs, problem: 'closed', after: refused },
    ];
    for (const { sinceMs, problem, after } of cases) {
      expect(afterReading(held, { ...sent, sentAt: ago(sinceMs), problem })).toEqual(after);
    }
  });

  it('is something else, or gone: a person decides anew', () => {
    expect(afterReading({ syncToken: '2', version: theirs }, sent)).toEqual({
      state: 'open',
      theirs: true,
      problem: null,
    });
    expect(afterReading(null, sent)).toEqual({ state: 'open', theirs: true, problem: null });
  });
});
