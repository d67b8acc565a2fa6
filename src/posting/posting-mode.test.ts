// A mode holds from its date on until the next; choosing one changes nothing before the dates it is about.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseMode, type PostingMode, type PostingModes, postingModeOn } from './posting-mode.ts';

const perEvent = (from: string | null) => ({ from, mode: 'per-event' }) as const;
const daily = (from: string | null) => ({ from, mode: 'daily-summary' }) as const;

test('without a choice every event has its own entry', () => {
  expect(postingModeOn('2026-11-03', [])).toBe('per-event');
  expect(postingModeOn('2026-11-03', [daily('2026-11-04')])).toBe('per-event');
});

test('a choice holds from its very date', () => {
  const modes = chooseMode([], daily('2026-11-04'));
  expect(['2026-11-03', '2026-11-04', '2030-01-01'].map((date) => postingModeOn(date, modes))).toEqual([
    'per-event',
    'daily-summary',
    'daily-summary',
  ]);
});

test.each<[string, PostingModes, { from: string | null; mode: PostingMode }, PostingModes]>([
  [
    'back to per event, from a later date',
    [daily('2026-11-01')],
    perEvent('2026-12-01'),
    [daily('2026-11-01'), perEvent('2026-12-01')],
  ],
  ['back to per event, from the beginning', [daily('2026-11-01')], perEvent(null), []],
  ['from an earlier date than before', [daily('2026-11-01')], daily('2026-10-01'), [daily('2026-10-01')]],
  ['from a later date than before', [daily('2026-11-01')], daily('2026-12-01'), [daily('2026-12-01')]],
  [
    'over choices that would begin later',
    [daily('2026-11-01'), perEvent('2026-12-01')],
    daily('2026-11-15'),
    [daily('2026-11-01')],
  ],
  ['twice the same', [daily(null)], daily(null), [daily(null)]],
])('%s', (_name, modes, chosen, expected) => {
  expect(chooseMode(modes, chosen)).toEqual(expected);
});

const date = fc.integer({ min: 1, max: 28 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`);
const choice = fc.record({
  from: fc.option(date, { freq: 8 }),
  mode: fc.constantFrom<PostingMode>('per-event', 'daily-summary'),
});

test('after any choices the last one holds from its date on, and the list never says the same twice', () => {
  fc.assert(
    fc.property(fc.array(choice, { minLength: 1, maxLength: 8 }), date, (choices, on) => {
      const modes = choices.reduce<PostingModes>(chooseMode, []);
      const last = choices.at(-1);
      if (last !== undefined && (last.from === null || last.from <= on))
        expect(postingModeOn(on, modes)).toBe(last.mode);
      for (const [index, { from, mode }] of modes.entries()) {
        expect(mode).not.toBe(modes[index - 1]?.mode ?? 'per-event');
        expect((from ?? '') > (modes[index - 1]?.from ?? '') || index === 0).toBe(true);
      }
    }),
  );
});
