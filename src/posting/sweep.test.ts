import { describe, expect, it } from 'vitest';
import {
  acceptedPerSweepMax,
  askedPauseMs,
  isNews,
  isSpent,
  lookBackMs,
  meteredMonth,
  nextSweep,
  overlapMs,
  type SweepStanding,
  sweepEveryMs,
} from './sweep.ts';

const now = new Date('2026-11-20T12:00:00Z');
const ago = (ms: number): Date => new Date(now.getTime() - ms);
const standing = (change: Partial<SweepStanding> = {}): SweepStanding => ({
  coveredUntil: ago(10 * 60_000),
  sweptAt: ago(8 * 60_000),
  askedAt: null,
  accepted: 0,
  acceptedAt: null,
  rereading: false,
  busy: false,
  ...change,
});

describe('a sweep', () => {
  it('is not made while nothing asks for it', () => {
    expect(nextSweep(standing(), now)).toEqual({ step: 'none' });
  });

  it('is made once a day, from where the last one ended', () => {
    const coveredUntil = ago(sweepEveryMs + 1000);
    expect(nextSweep(standing({ coveredUntil, sweptAt: ago(sweepEveryMs) }), now)).toEqual({
      step: 'changes',
      since: coveredUntil,
    });
    expect(nextSweep(standing({ sweptAt: ago(sweepEveryMs - 1) }), now).step).toBe('none');
  });

  it('is made for a webhook, and no oftener than the pause lets it', () => {
    expect(nextSweep(standing({ askedAt: now }), now).step).toBe('changes');
    const soon = { askedAt: now, sweptAt: ago(askedPauseMs - 1) };
    expect(nextSweep(standing(soon), now).step).toBe('none');
    expect(nextSweep(standing({ ...soon, sweptAt: ago(askedPauseMs) }), now).step).toBe('changes');
  });

  it('is made before our own new entries would fill what QuickBooks tells at once', () => {
    expect(nextSweep(standing({ accepted: acceptedPerSweepMax - 1 }), now).step).toBe('none');
    expect(nextSweep(standing({ accepted: acceptedPerSweepMax }), now).step).toBe('changes');
  });

  it('for our own new entries, or while there are many, waits until they have settled', () => {
    const many = { accepted: acceptedPerSweepMax, acceptedAt: ago(overlapMs - 1) };
    expect(nextSweep(standing(many), now).step).toBe('none');
    expect(nextSweep(standing({ ...many, askedAt: now }), now).step).toBe('none');
    expect(nextSweep(standing({ ...many, acceptedAt: ago(overlapMs) }), now).step).toBe('changes');
    expect(nextSweep(standing({ ...many, acceptedAt: ago(overlapMs), busy: true }), now).step).toBe('none');
    const few = { ...many, accepted: acceptedPerSweepMax - 1 };
    expect(nextSweep(standing({ ...few, askedAt: now, busy: true }), now).step).toBe('changes');
  });

  it('is made all the same in a shop that never rests, while they fit what QuickBooks tells at once', () => {
    const steady = { accepted: acceptedPerSweepMax, acceptedAt: now, sweptAt: ago(60 * 60_000) };
    expect(nextSweep(standing(steady), now).step).toBe('changes');
    expect(nextSweep(standing({ ...steady, sweptAt: ago(60 * 60_000 - 1) }), now).step).toBe('none');
    expect(nextSweep(standing({ ...steady, accepted: 2 * acceptedPerSweepMax }), now).step).toBe('none');
  });

  it('is put off until a backlog is through, but for no longer than a day', () => {
    const backlog = { accepted: 10_000, busy: true };
    expect(nextSweep(standing(backlog), now).step).toBe('none');
    expect(nextSweep(standing({ ...backlog, busy: false }), now).step).toBe('changes');
    expect(nextSweep(standing({ ...backlog, sweptAt: ago(sweepEveryMs) }), now).step).toBe('changes');
  });

  it('reads everything again where QuickBooks no longer tells, and goes on once it has begun', () => {
    const old = { sweptAt: ago(lookBackMs + 1), coveredUntil: ago(lookBackMs + 1) };
    expect(nextSweep(standing(old), now).step).toBe('reread');
    expect(nextSweep(standing({ ...old, coveredUntil: ago(lookBackMs) }), now).step).toBe('changes');
    expect(nextSweep(standing({ rereading: true }), now).step).toBe('reread');
  });
});

it('a webhook about what is known already is no news, one without a time is', () => {
  expect(isNews(ago(1), now)).toBe(false);
  expect(isNews(now, now)).toBe(true);
  expect(isNews(null, now)).toBe(true);
});

it('a budget is spent once as many calls were made; without one it never is', () => {
  expect(isSpent({ calls: 9 }, 10)).toBe(false);
  expect(isSpent({ calls: 10 }, 10)).toBe(true);
  expect(isSpent({ calls: 0 }, 0)).toBe(true);
  expect(isSpent({ calls: 1_000_000 }, null)).toBe(false);
  expect(meteredMonth(new Date('2026-11-30T23:59:59Z'))).toBe('2026-11');
});
