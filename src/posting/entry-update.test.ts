import { describe, expect, it } from 'vitest';
import { afterReading, afterUpdate, nextUpdateStep } from './entry-update.ts';
import type { EntryVersion } from './entry-version.ts';
import { type CallContext, type Outcome, resendWindowMs, settledAfterMs } from './next-step.ts';

const now = new Date('2026-11-20T12:00:00Z');
const ago = (ms: number): Date => new Date(now.getTime() - ms);
const ours: EntryVersion = {
  date: '2026-11-20',
  documentNumber: 'TB-1',
  entryId: 'entry',
  note: '',
  currency: 'USD',
  exchangeRate: null,
  lines: [],
};
const theirs: EntryVersion = { ...ours, date: '2026-11-21' };
const context: CallContext = { sentBefore: false, failures: 0, ownPauseMs: null, closedUntil: null, now };
const refusal = (code: string, message = 'no'): Outcome => ({
  outcome: 'refused',
  httpStatus: 400,
  code,
  message,
  detail: '',
  element: null,
});
const unknown: Outcome = { outcome: 'unknown', reason: 'no answer', pauseMs: null };

describe('an update over the version that was seen', () => {
  it('is sent once it is asked for, and again unchanged while QuickBooks remembers it', () => {
    expect(nextUpdateStep({ state: 'asked', sentAt: null, nextStepAt: null }, now).step).toBe('send');
    const sent = { state: 'sent', sentAt: ago(1000), nextStepAt: null } as const;
    expect(nextUpdateStep(sent, now).step).toBe('send-again');
    expect(nextUpdateStep({ ...sent, nextStepAt: new Date(now.getTime() + 1) }, now).step).toBe('wait');
    expect(nextUpdateStep({ ...sent, sentAt: ago(resendWindowMs) }, now).step).toBe('read');
  });

  it('is written by an answer, and refused where QuickBooks does so for good', () => {
    expect(afterUpdate({ outcome: 'accepted', quickbooksId: '7', syncToken: '4' }, context)).toMatchObject({
      state: 'written',
      syncToken: '4',
    });
    expect(afterUpdate(refusal('6210', 'The books are closed'), context)).toMatchObject({
      state: 'refused',
      problem: 'The books are closed',
    });
  });

  it('looks at what is there where somebody was quicker, or where an earlier sending may have been written', () => {
    expect(afterUpdate(refusal('5010'), context)).toMatchObject({ state: 'read', problem: null });
    expect(afterUpdate(refusal('610'), context)).toMatchObject({ state: 'read', problem: 'no', isRefused: true });
    const again = { ...context, sentBefore: true };
    expect(afterUpdate(refusal('610'), again)).toMatchObject({ state: 'read', problem: 'no', isRefused: false });
    expect(afterUpdate(refusal('6210'), { ...context, sentBefore: true })).toMatchObject({ state: 'read' });
  });

  it('is refused where another entry has its number: an update that was sent once only was written by no other call', () => {
    const taken = refusal('6140', 'Duplicate Document Number Error');
    const refused = { state: 'refused', problem: 'Duplicate Document Number Error' };
    expect(afterUpdate(taken, context)).toMatchObject(refused);
    expect(afterUpdate(taken, { ...context, sentBefore: true }).state).toBe('read');
  });

  it('stays sent while the outcome is unknown, and is free again where it certainly was not written', () => {
    expect(afterUpdate(unknown, context)).toMatchObject({ state: 'sent', lane: { effect: 'pause' } });
    const notSent: Outcome = { outcome: 'not-sent', why: 'authentication', reason: 'revoked' };
    expect(afterUpdate(notSent, context)).toMatchObject({ state: 'asked', lane: { effect: 'blocked' } });
    expect(afterUpdate(notSent, { ...context, sentBefore: true }).state).toBe('sent');
  });
});

describe('what is there after an unknown outcome', () => {
  const unanswered = { unanswered: 0, entryAnsweredAt: null };
  const sent = { ours, over: '1', sentAt: ago(settledAfterMs), ...unanswered, problem: null, isRefused: false, now };

  it('is ours: it was written', () => {
    expect(afterReading({ syncToken: '2', version: ours }, sent)).toEqual({ state: 'written', syncToken: '2' });
  });

  it('is what was there before: it was not written, once no call can be under way any more', () => {
    const held = { syncToken: '1', version: theirs };
    expect(afterReading(held, sent)).toEqual({ state: 'asked', unanswered: 1 });
  });

  it('is what was there before as often as it is sent, while QuickBooks answers others: it is refused', () => {
    const held = { syncToken: '1', version: theirs };
    const answersOthers = { ...sent, unanswered: 2, entryAnsweredAt: now };
    expect(afterReading(held, { ...answersOthers, unanswered: 1 })).toEqual({ state: 'asked', unanswered: 2 });
    expect(afterReading(held, { ...sent, unanswered: 1 })).toEqual({ state: 'asked', unanswered: 1 });
    expect(afterReading(held, answersOthers)).toMatchObject({ state: 'refused', problem: /no usable answer/ });
    expect(afterReading({ syncToken: '2', version: ours }, answersOthers)).toMatchObject({ state: 'written' });
  });

  it('is what was there before: a later refusal is told only once the first call cannot be under way any more', () => {
    const held = { syncToken: '1', version: theirs };
    const dueAt = new Date(now.getTime() + 1);
    const waiting = { state: 'sent', nextStepAt: dueAt };
    const refused = { state: 'refused', problem: 'closed' };
    const cases = [
      { sinceMs: settledAfterMs - 1, problem: null, after: waiting },
      { sinceMs: settledAfterMs - 1, problem: 'closed', after: waiting },
      { sinceMs: settledAfterMs, problem: null, after: { state: 'asked', unanswered: 1 } },
      { sinceMs: settledAfterMs, problem: 'closed', after: refused },
    ];
    for (const { sinceMs, problem, after } of cases) {
      expect(afterReading(held, { ...sent, sentAt: ago(sinceMs), problem })).toEqual(after);
    }
  });

  it('is what was there before: a refusal is told at once where nothing was sent before', () => {
    const held = { syncToken: '1', version: theirs };
    const refused = { ...sent, sentAt: now, problem: 'inactive', isRefused: true };
    expect(afterReading(held, refused)).toEqual({ state: 'refused', problem: 'inactive' });
  });

  it('is something else, or gone: somebody was quicker', () => {
    expect(afterReading({ syncToken: '2', version: theirs }, sent)).toEqual({ state: 'overtaken', problem: null });
    expect(afterReading(null, sent)).toEqual({ state: 'overtaken', problem: null });
  });
});
