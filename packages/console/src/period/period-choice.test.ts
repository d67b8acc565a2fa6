import { expect, test } from 'vitest';
import { listOf, listText, periodOf } from './period-choice.ts';

test('a period is two days in order; all locations and kinds unless some are named', () => {
  expect(periodOf({ from: '2026-11-01', to: '2026-11-30' })).toEqual({
    ...{ from: '2026-11-01', to: '2026-11-30', locations: null, kinds: null },
  });
  expect(
    periodOf({ from: '2026-11-01', to: '2026-11-01', locations: 'main,outlet', kinds: 'sale,bribe' }),
  ).toMatchObject({
    locations: ['main', 'outlet'],
    kinds: ['sale'],
  });
});

test.each([
  [{}],
  [{ from: '2026-11-01' }],
  [{ from: '2026-11-31', to: '2026-12-01' }],
  [{ from: '2026-11-02', to: '2026-11-01' }],
])('%j is none', (search) => {
  expect(periodOf(search)).toBeNull();
});

test('any code goes into the address and comes back', () => {
  const codes = ['main', 'a,b', '100%', ''];
  expect(listOf(listText(codes))).toEqual(codes);
  expect(listText([])).toBeUndefined();
  expect(listOf('100%')).toEqual(['100%']);
});
