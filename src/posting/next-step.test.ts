import { describe, expect, it } from 'vitest';
import {
  afterCall,
  afterLookUp,
  backOffMs,
  type CallContext,
  type Found,
  nextStep,
  type Outcome,
  resendWindowMs,
  settledAfterMs,
  strongestEffect,
  throttlePauseMs,
} from './next-step.ts';
import { isLegalTransition, postingStates } from './posting.ts';

const sentAt = new Date('2026-11-03T12:00:00Z');
const later = (ms: number): Date => new Date(sentAt.getTime() + ms);
const context: CallContext = {
  sentBefore: false,
  failures: 0,
  ownPauseMs: null,
  closedUntil: '2026-10-31',
  now: sentAt,
};
const refusal = (code: string, rest: Partial<Extract<Outcome, { outcome: 'refused' }>> = {}): Outcome => ({
  outcome: 'refused',
  httpStatus: 400,
  code,
  message: '',
  detail: '',
  element: null,
  ...rest,
});

describe('the next step', () => {
  const unknown = { state: 'unknown', firstSentAt: sentAt, foundThere: false, nextStepAt: null, batch: null } as const;

  it('sends what is ready', () => {
    expect(
      nextStep({ state: 'ready', firstSentAt: null, foundThere: false, nextStepAt: null, batch: null }, sentAt),
    ).toEqual({
      step: 'send',
    });
  });

  it('asks by the same request id for ten minutes, then by document number', () => {
    expect(nextStep(unknown, later(resendWindowMs - 1))).toEqual({ step: 'send-again' });
    expect(nextStep(unknown, later(resendWindowMs))).toEqual({ step: 'look-up' });
    expect(nextStep({ ...unknown, state: 'intent-saved' }, later(1))).toEqual({ step: 'send-again' });
    expect(nextStep({ ...unknown, state: 'intent-saved' }, later(resendWindowMs))).toEqual({ step: 'look-up' });
  });

  it('sends a batch again only as a whole', () => {
    expect(nextStep({ ...unknown, batch: { settled: false } }, later(1))).toEqual({ step: 'send-again' });
    expect(nextStep({ ...unknown, batch: { settled: true } }, later(1))).toEqual({ step: 'look-up' });
  });

  it('looks up what was found there before, however lately it was sent', () => {
    expect(nextStep({ ...unknown, foundThere: true }, later(1))).toEqual({ step: 'look-up' });
  });

  it('waits for its time', () => {
    const until = later(5_000);
    expect(nextStep({ ...unknown, nextStepAt: until }, later(4_999))).toEqual({ step: 'wait', until });
    expect(nextStep({ ...unknown, nextStepAt: until }, until)).toEqual({ step: 'send-again' });
  });

  it('has nothing to do in any other state', () => {
    const done = postingStates.filter((state) => !['ready', 'intent-saved', 'unknown'].includes(state));
    for (const state of done) expect(nextStep({ ...unknown, state }, later(1))).toEqual({ step: 'none' });
  });

  it('takes an unknown outcome of what was never sent for a bug', () => {
    expect(() => nextStep({ ...unknown, firstSentAt: null }, sentAt)).toThrow('has been sent');
  });
});

describe('after a call', () => {
  it('an accepted entry is settled and the lane healthy', () => {
    expect(afterCall({ outcome: 'accepted', quickbooksId: '228', syncToken: '0' }, context)).toMatchObject({
      state: 'accepted',
      cause: null,
      lane: { effect: 'healthy' },
      lookUp: false,
    });
  });

  it('an unknown outcome pauses the lane, longer with each failure, and is asked for after the pause', () => {
    const outcome: Outcome = { outcome: 'unknown', reason: 'time-out', pauseMs: null };
    const first = afterCall(outcome, context);
    expect(first).toMatchObject({ state: 'unknown', cause: null, lookUp: false });
    expect(first.lane).toEqual({ effect: 'pause', until: later(2_000), reason: 'time-out', failures: 1 });
    expect(first.nextStepAt).toEqual(later(2_000));
    expect(afterCall(outcome, { ...context, failures: 3 }).nextStepAt).toEqual(later(16_000));
  });

  it('an unknown outcome of what was sent in vain before pauses it alone, and the lane goes on', () => {
    const again = { ...context, failures: 3, ownPauseMs: 60_000 };
    const waits = { state: 'unknown', nextStepAt: later(60_000), lane: { effect: 'none' }, lookUp: false };
    expect(afterCall({ outcome: 'unknown', reason: 'time-out', pauseMs: null }, again)).toMatchObject(waits);
    expect(afterCall(refusal('10000'), again)).toMatchObject(waits);
    // What is no affair of one entry.
    for (const outcome of [
      { outcome: 'unknown', reason: 'throttled', pauseMs: throttlePauseMs } as const,
      { outcome: 'not-sent', why: 'unreachable', reason: 'ECONNREFUSED' } as const,
      refusal('3001'),
      refusal('140'),
    ]) {
      expect(afterCall(outcome, again).lane).toMatchObject({ effect: 'pause' });
    }
  });

  it('a throttle pauses for a minute and is unknown: it may come after the write', () => {
    const throttled = afterCall({ outcome: 'unknown', reason: 'throttled', pauseMs: throttlePauseMs }, context);
    expect(throttled).toMatchObject({ state: 'unknown', nextStepAt: later(60_000) });
    expect(afterCall(refusal('3001'), context)).toMatchObject({ state: 'unknown', nextStepAt: later(60_000) });
  });

  it('of a batch refused as a whole is to be had from each entry alone, unless the batch was sent before', () => {
    const outcome: Outcome = { outcome: 'not-sent', why: 'batch-refused', reason: '2010' };
    const lane = { effect: 'healthy' };
    expect(afterCall(outcome, context)).toMatchObject({ state: 'ready', cause: null, lookUp: false, lane });
    expect(afterCall(outcome, { ...context, sentBefore: true })).toMatchObject({
      state: 'unknown',
      cause: null,
      lookUp: true,
      lane,
    });
  });

  it('what certainly was not sent is ready again, unless an earlier call may have been written', () => {
    const outcome: Outcome = { outcome: 'not-sent', why: 'unreachable', reason: 'ECONNREFUSED' };
    expect(afterCall(outcome, context)).toMatchObject({ state: 'ready', cause: null, lane: { effect: 'pause' } });
    expect(afterCall(outcome, { ...context, sentBefore: true })).toMatchObject({ state: 'unknown' });
  });

  it('a refused connection or a lapsed company holds the lane, not the entry', () => {
    const refused: Outcome = { outcome: 'not-sent', why: 'authentication', reason: 'HTTP 401' };
    const blocked = { state: 'ready', cause: null, lane: { effect: 'blocked', cause: { kind: 'authentication' } } };
    expect(afterCall(refused, context)).toMatchObject(blocked);
    expect(afterCall(refusal('120'), context)).toMatchObject(blocked);
    expect(afterCall(refusal('6190'), context)).toMatchObject({
      state: 'ready',
      lane: { effect: 'blocked', cause: { kind: 'company-lapsed' } },
    });
  });

  it('a company that is away for a while is tried later', () => {
    expect(afterCall(refusal('140'), context)).toMatchObject({ state: 'ready', lane: { effect: 'pause' } });
  });

  it('a closed period holds the entry until the cause goes', () => {
    expect(afterCall(refusal('6210'), context)).toMatchObject({
      state: 'waiting',
      cause: { kind: 'closed-period', closedUntil: '2026-10-31' },
      lane: { effect: 'healthy' },
    });
  });

  it('any other refusal is refused, with what QuickBooks said', () => {
    expect(afterCall(refusal('2300', { message: 'does not balance' }), context)).toMatchObject({
      state: 'refused',
      cause: { kind: 'refused', code: '2300', message: 'does not balance' },
    });
    expect(afterCall(refusal('610', { detail: 'something is inactive' }), context)).toMatchObject({
      state: 'refused',
      cause: { kind: 'refused', code: '610' },
    });
  });

  it('a refusal of a later call says nothing about the first: it is looked up', () => {
    const again = { ...context, sentBefore: true };
    expect(afterCall(refusal('6210'), again)).toMatchObject({ state: 'unknown', cause: null, lookUp: true });
    expect(afterCall(refusal('600'), context)).toMatchObject({ state: 'unknown', lookUp: true });
    expect(afterCall(refusal('6140'), context)).toMatchObject({ state: 'unknown', lookUp: true });
  });

  it('goes only where a posting may go', () => {
    const outcomes: readonly Outcome[] = [
      { outcome: 'accepted', quickbooksId: '1', syncToken: '0' },
      { outcome: 'unknown', reason: '', pauseMs: null },
      { outcome: 'not-sent', why: 'authentication', reason: '' },
      ...['600', '610', '140', '6210', '6190', '10000', '2300'].map((code) => refusal(code)),
    ];
    for (const outcome of outcomes) {
      expect(isLegalTransition('intent-saved', afterCall(outcome, context).state)).toBe(true);
      expect(isLegalTransition('unknown', afterCall(outcome, { ...context, sentBefore: true }).state)).toBe(true);
    }
  });
});

describe('after a look-up', () => {
  const entry: Found = { quickbooksId: '228', syncToken: '0', ours: true, equal: true };
  const asked = {
    documentNumber: 'TB-0123',
    firstSentAt: sentAt,
    refusal: null,
    foundThere: false,
    unanswered: 0,
    entryAnsweredAt: null,
    closedUntil: null,
    now: later(settledAfterMs),
  };

  it('ours and equal is accepted, also beside an entry that merely has the number', () => {
    const accepted = { state: 'accepted', quickbooksId: '228', syncToken: '0' };
    expect(afterLookUp([entry], asked)).toEqual(accepted);
    expect(afterLookUp([{ ...entry, quickbooksId: '7', ours: false }, entry], asked)).toEqual(accepted);
  });

  it.each([
    ['not ours', [{ ...entry, ours: false }]],
    ['ours and changed', [{ ...entry, equal: false }]],
    ['ours twice', [{ ...entry, quickbooksId: '227' }, entry]],
  ])('the number alone proves nothing: %s is a number taken', (_, found) => {
    expect(afterLookUp(found, asked)).toMatchObject({ state: 'number-taken', cause: { kind: 'number-taken' } });
  });

  it('not found is ready again only once no call can be under way any more', () => {
    expect(afterLookUp([], asked)).toEqual({ state: 'ready', unanswered: 1 });
    expect(afterLookUp([], { ...asked, now: later(settledAfterMs - 1) })).toEqual({
      state: 'unknown',
      nextStepAt: later(settledAfterMs),
    });
  });

  it('not found as often as it is sent, while QuickBooks answers others, is a refusal', () => {
    const answersOthers = { ...asked, entryAnsweredAt: later(1) };
    expect(afterLookUp([], { ...answersOthers, unanswered: 1 })).toEqual({ state: 'ready', unanswered: 2 });
    const refused = { state: 'refused', cause: { kind: 'refused', code: 'no-usable-answer' } };
    expect(afterLookUp([], { ...answersOthers, unanswered: 2 })).toMatchObject(refused);
    // What was sent in vain before and after QuickBooks had answered others is no affair of theirs.
    expect(afterLookUp([], { ...asked, unanswered: 2 })).toMatchObject(refused);
    expect(afterLookUp([entry], { ...answersOthers, unanswered: 2 })).toMatchObject({ state: 'accepted' });
  });

  it('not found in an outage, however long, is never more than once in vain', () => {
    for (const entryAnsweredAt of [null, sentAt, later(-1)]) {
      expect(afterLookUp([], { ...asked, unanswered: 1, entryAnsweredAt })).toEqual({ state: 'ready', unanswered: 1 });
    }
  });

  it('not found any more, after it had been there, was not sent in vain', () => {
    const gone = { ...asked, foundThere: true, unanswered: 2, entryAnsweredAt: later(1) };
    expect(afterLookUp([], gone)).toEqual({ state: 'ready', unanswered: 0 });
  });

  it('not found after a refusal is that refusal, once no call can be under way any more', () => {
    const refused = { ...asked, refusal: refusal('6210') };
    expect(afterLookUp([], refused)).toMatchObject({ state: 'waiting', cause: { kind: 'closed-period' } });
    expect(afterLookUp([], { ...refused, refusal: refusal('2300') })).toMatchObject({ state: 'refused' });
    expect(afterLookUp([entry], refused)).toMatchObject({ state: 'accepted' });
    for (const code of ['6210', '2300', '600']) {
      expect(afterLookUp([], { ...asked, refusal: refusal(code), now: later(settledAfterMs - 1) })).toEqual({
        state: 'unknown',
        nextStepAt: later(settledAfterMs),
      });
    }
  });
});

describe('the lane', () => {
  it('backs off from two seconds to five minutes', () => {
    expect([0, 1, 2, 7, 8, 1_000].map(backOffMs)).toEqual([2_000, 4_000, 8_000, 256_000, 300_000, 300_000]);
  });

  it('follows the strongest of what a batch says', () => {
    const pause = (ms: number) => ({ effect: 'pause', until: later(ms), reason: '', failures: 1 }) as const;
    const blocked = { effect: 'blocked', cause: { kind: 'authentication' } } as const;
    expect(strongestEffect([])).toEqual({ effect: 'none' });
    expect(strongestEffect([{ effect: 'none' }, { effect: 'healthy' }])).toEqual({ effect: 'healthy' });
    expect(strongestEffect([{ effect: 'healthy' }, pause(1), pause(9), pause(5)])).toEqual(pause(9));
    expect(strongestEffect([pause(9), blocked])).toEqual(blocked);
  });
});
