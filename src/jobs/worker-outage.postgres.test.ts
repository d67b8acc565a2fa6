// The database goes away in the middle of a call to QuickBooks: the worker lives on, and what was sent is found again.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openRunningBooks, openTestStorage, sale, type TestBooks } from '../pipeline/books.fixture.ts';
import { drainLane } from '../pipeline/post-entries.ts';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { startTestWorker } from './worker.fixture.ts';

const millisecond = 1;

let test: TestStorage;
let shop: TestBooks;
let admin: Client;

beforeAll(async () => {
  test = await openTestStorage();
  shop = await openRunningBooks(test);
  await shop.books.recordEvents([sale('t-0'), sale('t-1')]);
  admin = new Client({ connectionString: inject('adminUrl') });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await test.close();
});

const databaseName = () => new URL(test.connectionString).pathname.slice(1);

async function takeDatabaseAway(): Promise<void> {
  await admin.query(`alter database ${databaseName()} allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [databaseName()]);
}

const giveDatabaseBack = () => admin.query(`alter database ${databaseName()} allow_connections true`);

it('a database that goes away mid-work is waited for, and nothing is posted twice', async () => {
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const errors: string[] = [];
  const post = shop.ledger.postBatch.bind(shop.ledger);
  shop.ledger.postBatch = async (batch) => {
    if (shop.ledger.entries.length === 0) await takeDatabaseAway();
    return post(batch);
  };
  const worker = await startTestWorker(test, {
    companiesWithOpenPostings: () => test.storage.companiesWithOpenPostings(),
    drainLane: async (companyId, options) => {
      const result = await drainLane(shop.ports, companyId, options);
      if (result.outcome === 'idle') finish();
      return result;
    },
    onError: (_error, task) => {
      errors.push(task);
      // The lease of the drain that could not even give it back runs out.
      test.clock.advance(31_000);
      void giveDatabaseBack();
    },
  });
  await finished;
  await worker.stop();
  expect(errors).toEqual(['drain-lane']);
  expect(shop.ledger.entries).toHaveLength(2);
  expect(new Set(shop.ledger.calls.filter(({ kind }) => kind === 'batch').map(({ requestId }) => requestId)).size).toBe(
    1,
  );
  const { events } = await shop.books.listEvents({ limit: 10 });
  expect(events.map(({ status }) => status)).toEqual(['synced', 'synced']);
});

it('a database that goes away when a job has just ended does not end the process', async () => {
  const { jobsPool } = test.storage;
  const query = jobsPool.query.bind(jobsPool);
  const connect = jobsPool.connect.bind(jobsPool);
  let isBack = false;
  const giveBack = async (): Promise<void> => {
    await giveDatabaseBack();
    isBack = true;
  };
  const givingBack = async (error: unknown): Promise<never> => {
    await giveBack();
    throw error;
  };
  let drains = 0;
  let answersLeft = 0;
  let drainAgain: () => void = () => undefined;
  const drainedAgain = new Promise<void>((resolve) => {
    drainAgain = resolve;
  });
  // Asked last before graphile-worker says how the job ended: it goes away in between.
  jobsPool.query = (async (text: string, values?: unknown[]) => {
    const answer = await query(text, values).catch(givingBack);
    if (answersLeft > 0) {
      answersLeft -= 1;
      if (answersLeft === 0) await takeDatabaseAway();
    }
    return answer;
  }) as typeof jobsPool.query;
  // Whoever asks next finds it away, and it is back for the one after: graphile-worker asks on clients that it holds.
  jobsPool.connect = ((done?: Parameters<typeof connect>[0]) =>
    done === undefined ? connect().catch(givingBack) : connect(done)) as typeof jobsPool.connect;
  const worker = await startTestWorker(test, {
    companiesWithOpenPostings: async () => ['company'],
    drainLane: async () => {
      drains += 1;
      if (drains > 1) {
        if (isBack) drainAgain();
        // A job that was found before it went says nothing of how it came back.
        return isBack ? { outcome: 'idle' } : { outcome: 'later', at: new Date() };
      }
      // When the next job is due is asked before.
      answersLeft = 2;
      // By a job of its own, and not by the next minute's sweep, where graphile-worker gets over it by itself.
      return { outcome: 'later', at: new Date() };
    },
    onError: () => void giveBack(),
  });
  await drainedAgain;
  await worker.stop();
  expect(drains).toBeGreaterThan(1);
});

it('a database that is away for the ends of two jobs, one after the other, does not end the work', async () => {
  const { jobsPool } = test.storage;
  const query = jobsPool.query.bind(jobsPool);
  const [bothAtWork, bothAnswered, drainedAgain] = [deferred(), deferred(), deferred()];
  let drains = 0;
  let answers = 0;
  let askedInVain = 0;
  // Two jobs are about to end when the database goes away. graphile-worker says in one go what ends at one moment: the second ends later.
  jobsPool.query = (async (text: string, values?: unknown[]) => {
    const answer = await query(text, values).catch(async (error: unknown) => {
      // A third job, such as the sweep that found the two, is under way still and asks until it is back.
      askedInVain += 1;
      if (askedInVain > 1) await giveDatabaseBack();
      throw error;
    });
    if (drains !== 2 || answers === 2) return answer;
    answers += 1;
    const isSecond = answers === 2;
    if (isSecond) void takeDatabaseAway().then(bothAnswered.resolve);
    await bothAnswered.promise;
    if (isSecond) await sleep(2 * millisecond);
    return answer;
  }) as typeof jobsPool.query;
  const worker = await startTestWorker(test, {
    companiesWithOpenPostings: async () => ['one', 'another'],
    drainLane: async () => {
      drains += 1;
      if (drains === 2) bothAtWork.resolve();
      if (drains > 2) drainedAgain.resolve();
      await bothAtWork.promise;
      return { outcome: 'idle' };
    },
    // It is back once the worker has noticed, and tries to begin anew.
    onError: () => void giveDatabaseBack(),
  });
  await drainedAgain.promise;
  await worker.stop();
  expect(drains).toBeGreaterThan(2);
});

function deferred(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
