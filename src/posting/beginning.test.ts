import { describe, expect, it } from 'vitest';
import { aloneMs, beginningOf, isRollWanted, type RollStanding, rollFreshMs } from './beginning.ts';
import { batchSizeMax, pace, type RecentCall, sendingKind } from './limits.ts';

const dayMs = 24 * 60 * 60_000;
const now = new Date('2026-11-20T12:00:00Z');
const ago = (ms: number): Date => new Date(now.getTime() - ms);
const called: RollStanding = { isCalled: true, calledAt: ago(0), announced: false, aloneUntil: null };
const shown: RollStanding = { ...called, calledAt: ago(dayMs), announced: true };
const wanted = (roll: RollStanding, sending = true) => isRollWanted(roll, { sending, now });

describe('the roll', () => {
  it('is called where it was not, in these books and since they were connected', () => {
    expect(wanted({ ...called, isCalled: false }, false)).toBe(true);
    expect(wanted({ ...called, calledAt: null })).toBe(true);
    expect(wanted(called)).toBe(false);
  });

  it('is called again right before the first entry goes, and not as long as nothing does', () => {
    const old = { ...called, calledAt: ago(rollFreshMs + 1) };
    expect([wanted(old), wanted(old, false)]).toEqual([true, false]);
    expect(wanted({ ...called, calledAt: ago(rollFreshMs) })).toBe(false);
  });

  it('is called once more after the first entry, and then no more', () => {
    expect([wanted(shown), wanted(shown, false)]).toEqual([true, true]);
    expect(wanted({ ...shown, aloneUntil: new Date(now.getTime() + aloneMs) })).toBe(false);
    expect(wanted({ ...shown, aloneUntil: ago(dayMs) })).toBe(false);
  });
});

describe('entries', () => {
  it('go one by one until whoever began at the same moment has seen us, and in batches from then on', () => {
    expect(beginningOf(called, now)).toBe('unannounced');
    expect(beginningOf(shown, now)).toBe('alone');
    expect(beginningOf({ ...shown, aloneUntil: new Date(now.getTime() + 1) }, now)).toBe('alone');
    expect(beginningOf({ ...shown, aloneUntil: now }, now)).toBe('free');
  });

  it('go one by one for longer than a look may be old', () => {
    expect(aloneMs).toBeGreaterThan(2 * rollFreshMs);
  });

  it.each([100, 500])(
    'take 95 % of what batches permit in the first minute, too, each answered within %i ms',
    (answerMs) => {
      const oneByOne: RollStanding = { ...shown, aloneUntil: new Date(now.getTime() + aloneMs) };
      const until = new Date(now.getTime() + 60_000);
      const calls: RecentCall[] = [];
      let sent = 0;
      for (let at = now; at < until; ) {
        const ready = beginningOf(oneByOne, at) === 'free' ? batchSizeMax : 1;
        const kind = sendingKind({ ready, calls, now: at });
        const answer = pace({ calls, kind, by: 'lane', now: at });
        if (!answer.ok) {
          at = answer.until;
          continue;
        }
        calls.push({ at, kind });
        sent += ready;
        at = new Date(at.getTime() + answerMs);
      }
      expect(sent).toBeGreaterThanOrEqual(0.95 * 40 * batchSizeMax);
    },
  );
});
