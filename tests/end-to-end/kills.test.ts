// A short run of `npm run kills`; docs/reliability.md has the result of a long one.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killAndCompare } from '../kills/kill-and-compare.ts';
import { preparedDataDir } from './data-dir.ts';

const withinMs = 600_000;

let data: Awaited<ReturnType<typeof preparedDataDir>>;
beforeAll(async () => {
  data = await preparedDataDir();
});
afterAll(() => data?.remove());

test('processes killed under load on a bad day of QuickBooks: each event is there exactly once', {
  timeout: withinMs,
}, async () => {
  const result = await killAndCompare({
    ...{ dataDir: data.dataDir, kills: 5, seed: 5, shops: 2 },
    ...{ throttles: false, pauseMsMax: 300, report: () => undefined },
  });
  expect(result).toMatchObject({ lost: [], doubled: [], strange: [], fallen: [] });
  expect(result.acknowledged).toBeGreaterThan(20);
  expect(result.right).toBeGreaterThanOrEqual(result.acknowledged);
  expect(result.calls.faulted).toBeGreaterThan(0);
});
