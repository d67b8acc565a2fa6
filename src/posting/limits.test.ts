import { describe, expect, it } from 'vitest';
import { type CallKind, longestWindowMs, pace, type RecentCall, sendingKind, windows } from './limits.ts';

const start = Date.UTC(2026, 10, 3);
const at = (ms: number): Date => new Date(start + ms);

/** Calls as fast as the pace allows, and when each was made. */
function drain(kind: CallKind, untilMs: number, by: 'lane' | 'person' = 'lane'): number[] {
  const calls: RecentCall[] = [];
  let now = at(0);
  while (now.getTime() < start + untilMs) {
    const answer = pace({ calls, kind, by, now });
    if (answer.ok) calls.push({ at: now, kind });
    else now = answer.until;
  }
  return calls.map((call) => call.at.getTime() - start);
}

/** The most calls in any stretch of this length. */
function mostWithin(times: readonly number[], windowMs: number): number {
  return Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + windowMs).length));
}

describe('limits', () => {
  it('lets the first call go at once', () => {
    expect(pace({ calls: [], kind: 'single', by: 'lane', now: at(0) })).toEqual({ ok: true });
  });

  it.each(['lane', 'person'] as const)('stays under ten a second and 500 a minute with single calls of a %s', (by) => {
    const times = drain('single', 180_000, by);
    expect(mostWithin(times, 1_000)).toBeLessThan(10);
    expect(mostWithin(times, 60_000)).toBeLessThanOrEqual(500);
  });

  it('leaves room for a person who asks while the lane makes all the calls it may', () => {
    const calls = drain('read', 10_000).map((ms): RecentCall => ({ at: at(ms), kind: 'read' }));
    expect(pace({ calls, kind: 'read', by: 'lane', now: at(10_000) }).ok).toBe(false);
    expect(pace({ calls, kind: 'read', by: 'person', now: at(10_000) }).ok).toBe(true);
  });

  it('drains a backlog at 95 % of 40 batches a minute or more, and never more than 40', () => {
    const times = drain('batch', 600_000);
    expect(mostWithin(times, 60_000)).toBe(40);
    expect(times.length).toBeGreaterThanOrEqual(0.95 * 400);
  });

  it('counts batches and reads among the requests, but reads not among the batches', () => {
    const reads = Array.from({ length: 40 }, (_, index): RecentCall => ({ at: at(index * 1_000), kind: 'read' }));
    expect(pace({ calls: reads, kind: 'batch', by: 'lane', now: at(45_000) }).ok).toBe(true);
    const batches = reads.map((call): RecentCall => ({ ...call, kind: 'batch' }));
    expect(pace({ calls: batches, kind: 'batch', by: 'lane', now: at(45_000) })).toEqual({
      ok: false,
      until: at(61_000),
    });
    expect(pace({ calls: batches, kind: 'single', by: 'lane', now: at(45_000) }).ok).toBe(true);
  });

  it('names a time at which the call is allowed, whatever the order of the calls given', () => {
    const calls = [900, 100, 500, 0, 300, 700, 200, 600, 400].map((ms): RecentCall => ({ at: at(ms), kind: 'single' }));
    const answer = pace({ calls, kind: 'single', by: 'person', now: at(1_000) });
    expect(answer).toEqual({ ok: false, until: at(1_100) });
    expect(pace({ calls, kind: 'single', by: 'person', now: at(1_100) }).ok).toBe(true);
    expect(pace({ calls, kind: 'single', by: 'lane', now: at(1_100) })).toEqual({ ok: false, until: at(1_300) });
  });

  it('sends one alone and thirty as a batch, whatever went before', () => {
    const calls = Array.from({ length: 40 }, (_, index): RecentCall => ({ at: at(index), kind: 'batch' }));
    expect(sendingKind({ ready: 1, calls: [], now: at(50) })).toBe('single');
    expect(sendingKind({ ready: 30, calls, now: at(50) })).toBe('batch');
  });

  it('sends fewer than thirty as a batch while batches are to spare, else one by one', () => {
    const calls = Array.from({ length: 20 }, (_, index): RecentCall => ({ at: at(index * 100), kind: 'batch' }));
    expect(sendingKind({ ready: 29, calls: calls.slice(1), now: at(3_000) })).toBe('batch');
    expect(sendingKind({ ready: 29, calls, now: at(3_000) })).toBe('single');
    expect(sendingKind({ ready: 29, calls, now: at(61_000) })).toBe('batch');
  });

  it('forgets what is older than its longest window', () => {
    const old = Array.from({ length: 500 }, (): RecentCall => ({ at: at(0), kind: 'batch' }));
    expect(pace({ calls: old, kind: 'batch', by: 'lane', now: at(longestWindowMs) })).toEqual({ ok: true });
    expect(windows.every((window) => window.windowMs <= longestWindowMs)).toBe(true);
  });
});
