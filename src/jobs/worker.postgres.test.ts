// The worker wakes at once, comes back when told, finds what no wake reached, and finishes its lane before it stops.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestStorage, type TestStorage } from '../postgres/storage.fixture.ts';
import { createImportWake, createWake } from './wake.ts';
import { startTestWorker } from './worker.fixture.ts';

const waitMs = 500;
const hourMs = 60 * 60_000;
/** Of two clocks, each of which rounds. */
const timerToleranceMs = 5;

let test: TestStorage;

beforeAll(async () => {
  test = await openTestStorage();
});
afterAll(async () => {
  await test.close();
});

function deferred<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: (value) => resolve(value) };
}

describe('the worker', () => {
  it('drains a lane as soon as it is woken, and again when there is more to do', async () => {
    const drained: string[] = [];
    const twice = deferred<void>();
    const worker = await startTestWorker(test, {
      drainLane: async (companyId) => {
        drained.push(companyId);
        if (drained.length === 1) return { outcome: 'later', at: new Date() };
        twice.resolve();
        return { outcome: 'idle' };
      },
    });
    await createWake(test.storage.jobsPool)('company-1');
    await twice.promise;
    await worker.stop();
    expect(drained).toEqual(['company-1', 'company-1']);
  });

  it('looks at a lane with nothing to do for now no later for that, where it was woken meanwhile', async () => {
    const drained: string[] = [];
    const twice = deferred<void>();
    const wake = createWake(test.storage.jobsPool);
    const worker = await startTestWorker(test, {
      concurrency: 1,
      drainLane: async (companyId) => {
        drained.push(companyId);
        if (drained.length === 2) {
          twice.resolve();
          return { outcome: 'idle' };
        }
        await wake(companyId);
        return { outcome: 'look-again', at: new Date(Date.now() + hourMs) };
      },
    });
    await wake('company-7');
    await twice.promise;
    await worker.stop();
    expect(drained).toEqual(['company-7', 'company-7']);
  });

  it.each([
    ['behind', -10],
    ['ahead of', 10],
  ])('waits for as long as it is told, where its clock is %s that of the database', async (_where, minutes) => {
    const clock = { now: () => new Date(Date.now() + minutes * 60_000) };
    const drainedAt: number[] = [];
    const twice = deferred<void>();
    const worker = await startTestWorker(test, {
      clock,
      drainLane: async () => {
        drainedAt.push(performance.now());
        if (drainedAt.length === 1) return { outcome: 'later', at: new Date(clock.now().getTime() + waitMs) };
        twice.resolve();
        return { outcome: 'idle' };
      },
    });
    await createWake(test.storage.jobsPool)(`company-${minutes}`);
    await twice.promise;
    await worker.stop();
    const [first = 0, second = 0] = drainedAt;
    expect(second - first).toBeGreaterThan(waitMs - timerToleranceMs);
  });

  it('lets a single event in between the turns of a backlog that has no end', async () => {
    const drained: string[] = [];
    const begun = deferred<void>();
    const done = deferred<void>();
    const ended = new Set<string>();
    let seen = false;
    const worker = await startTestWorker(test, {
      concurrency: 1,
      drainLane: async (companyId) => {
        drained.push(companyId);
        begun.resolve();
        if (companyId === 'single') seen = true;
        else if (!seen) return { outcome: 'later', at: new Date() };
        ended.add(companyId);
        if (ended.size === 6) done.resolve();
        return { outcome: 'idle' };
      },
    });
    const wake = createWake(test.storage.jobsPool);
    await Promise.all(Array.from({ length: 5 }, (_, index) => wake(`backlog-${index}`)));
    await begun.promise;
    await wake('single');
    const turnsBefore = drained.length;
    await done.promise;
    await worker.stop();
    // Behind at most one turn of each that was waiting, and the two that the queue may have taken up already.
    expect(drained.indexOf('single') - turnsBefore).toBeLessThanOrEqual(5 + 2);
  });

  it('sweeps when it starts: a wake that was lost is found', async () => {
    const found = deferred<string>();
    const worker = await startTestWorker(test, {
      companiesWithOpenPostings: async () => ['company-2'],
      drainLane: async (companyId) => {
        found.resolve(companyId);
        return { outcome: 'idle' };
      },
    });
    expect(await found.promise).toBe('company-2');
    await worker.stop();
  });

  it('runs an import as soon as it is woken, finds one that no wake reached, and keeps the other slots for lanes', async () => {
    const run: string[] = [];
    const two = deferred<void>();
    const three = deferred<void>();
    const release = deferred<void>();
    const drained = deferred<void>();
    const worker = await startTestWorker(test, {
      imports: {
        toRun: async () => (!run.includes('found') ? [{ companyId: 'company-4', importId: 'found' }] : []),
        run: async ({ importId }) => {
          run.push(importId);
          if (run.length === 2) two.resolve();
          if (run.length === 3) three.resolve();
          await release.promise;
          return 'rests';
        },
      },
      drainLane: async () => {
        drained.resolve();
        return { outcome: 'idle' };
      },
    });
    const wakeImport = createImportWake(test.storage.jobsPool);
    await wakeImport({ companyId: 'company-4', importId: 'woken' });
    await two.promise;
    await wakeImport({ companyId: 'company-5', importId: 'third' });
    await createWake(test.storage.jobsPool)('company-5');
    await drained.promise;
    expect(run.sort()).toEqual(['found', 'woken']);
    release.resolve();
    await three.promise;
    await worker.stop();
    expect(run).toContain('third');
  });

  it('tells a drain that it is to stop, and stops after it has', async () => {
    const begun = deferred<void>();
    let finished = false;
    const worker = await startTestWorker(test, {
      drainLane: async (_companyId, { stopping }) => {
        begun.resolve();
        await new Promise((resolve) => stopping.addEventListener('abort', resolve, { once: true }));
        finished = true;
        return { outcome: 'idle' };
      },
    });
    await createWake(test.storage.jobsPool)('company-3');
    await begun.promise;
    await worker.stop();
    expect(finished).toBe(true);
  });
});
