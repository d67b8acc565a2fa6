import { expect, it } from 'vitest';
import { countInVain, ownPauseMs, unansweredMax } from './unanswered.ts';

const firstSentAt = new Date('2026-11-03T12:00:00Z');
const later = (ms: number): Date => new Date(firstSentAt.getTime() + ms);

it('only an answer to another entry since it was sent makes the second time in vain count', () => {
  const count = (unanswered: number, answeredAfterMs: number | null) =>
    countInVain({
      unanswered,
      firstSentAt,
      entryAnsweredAt: answeredAfterMs === null ? null : later(answeredAfterMs),
    });
  expect([null, 0, 1].map((answered) => count(0, answered))).toEqual([1, 1, 1]);
  expect([null, 0, 1].map((answered) => count(1, answered))).toEqual([1, 1, 2]);
  expect([null, 0, 1].map((answered) => count(2, answered))).toEqual([3, 3, 3]);
  expect(unansweredMax).toBe(3);
});

it('what was sent in vain before waits by itself, a minute at first and five at most', () => {
  const pauses = [0, 60_000, 90_000, 240_000, 540_000].map((ms) =>
    ownPauseMs({ unanswered: 1, firstSentAt }, later(ms)),
  );
  expect(pauses).toEqual([60_000, 60_000, 90_000, 240_000, 300_000]);
});

it('whatever else is not answered makes the lane pause', () => {
  expect(ownPauseMs({ unanswered: 0, firstSentAt }, later(60_000))).toBeNull();
});
