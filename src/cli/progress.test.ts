// What a person sees while events are recorded, on a terminal and in a log.
import { expect, test } from 'vitest';
import { noCounts } from '../pipeline/source-port.ts';
import { Progress, type ProgressOptions, sumUp } from './progress.ts';

const counts = (recorded: number, duplicate = 0) => ({ ...noCounts(), recorded, duplicate });

function progress(options: Partial<ProgressOptions> & { terminal?: number } = {}) {
  const written: string[] = [];
  const clock = { ms: 0 };
  const output = {
    write: (text: string) => written.push(text),
    ...(options.terminal !== undefined && { isTTY: true, columns: options.terminal }),
  };
  const shown = new Progress({
    where: 'into the books of My shop',
    share: () => 0.5,
    nowMs: () => clock.ms,
    ...options,
    output,
  });
  return { shown, written, clock };
}

test('in a log, a line at once, and then one every five seconds', () => {
  const { shown, written, clock } = progress();
  for (const second of [1, 2, 3, 4, 5, 6, 7]) {
    clock.ms = second * 1000;
    shown.show(counts(second * 1000));
  }
  expect(written).toEqual([
    '1,000 events (50 %, 1,000 a second) into the books of My shop\n',
    '6,000 events (50 %, 1,000 a second) into the books of My shop\n',
  ]);
});

test('says how many were there already, so that an import begun again does not look as if from nothing', () => {
  const { shown, written, clock } = progress();
  clock.ms = 1000;
  shown.show(counts(200, 1800));
  expect(written.join('')).toContain('2,000 events (50 %, 2,000 a second, 1,800 there already) into the books');
});

test('says no share where the size of the input is not known', () => {
  const { shown, written } = progress({ share: () => null });
  shown.show(counts(10));
  expect(written).toEqual(['10 events into the books of My shop\n']);
});

test('says nothing of no events', () => {
  const { shown, written } = progress();
  shown.show(noCounts());
  expect(written).toEqual([]);
});

test('on a terminal, a bar that is written over, as long as the line permits', () => {
  const { shown, written, clock } = progress({ terminal: 60 });
  clock.ms = 1000;
  shown.show(counts(1000));
  expect(written).toEqual([`\r\u001B[K${'█'.repeat(12)}${'░'.repeat(12)} 1,000 events (50 %, 1,000 a second`]);
  clock.ms = 1050;
  shown.show(counts(1001));
  expect(written).toHaveLength(1);
  clock.ms = 1100;
  shown.show(counts(1001));
  expect(written).toHaveLength(2);
});

test('a line said meanwhile stands above the bar, and at the end the bar is gone', () => {
  const { shown, written } = progress({ terminal: 30 });
  shown.say('before');
  shown.show(counts(1000));
  shown.say('row 14: required');
  shown.end();
  shown.say('after');
  const [first, bar, said, end, last] = written;
  expect(first).toBe('before\n');
  expect(said).toBe(`\r\u001B[Krow 14: required\n${bar?.replace('\r\u001B[K', '')}`);
  expect([end, last]).toEqual(['\r\u001B[K', 'after\n']);
});

test('the sum names every count, also those of nothing', () => {
  expect(sumUp({ recorded: 3, duplicate: 2, conflict: 1, invalid: 0, faults: 0 })).toBe(
    'recorded 3, duplicate 2 (there already), conflict 1, invalid 0',
  );
  expect(sumUp(counts(3), 'new')).toMatch(/^new 3, /);
});
