// A worker that is paused in the middle of a call, as by a machine that sleeps, and wakes when its lane is another's.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sale } from '../../bench/sales.ts';
import type { CompanyBooks } from '../../src/pipeline/company-books.ts';
import { putFaults, readEntries } from '../kills/quickbooks.ts';
import { caller, eventually } from './app.ts';
import { preparedDataDir } from './data-dir.ts';
import { type Part, startHalf } from './parts.ts';
import { type Shop, shopMaker } from './shops.ts';
import { type Surroundings, startSurroundings } from './surroundings.ts';

/** Longer than it takes to see that the call is under way, shorter than the lease. */
const answerAfterMs = 20_000;
/** The lease has to run out first. */
const takenOverWithinMs = 120_000;

let around: Surroundings;
let maker: Awaited<ReturnType<typeof shopMaker>>;
let shop: Shop;
let books: CompanyBooks;
let removeData: () => Promise<void>;
const workers: Part[] = [];

beforeAll(async () => {
  const data = await preparedDataDir();
  removeData = data.remove;
  around = await startSurroundings(data.dataDir);
  maker = await shopMaker(around.environment);
  shop = await maker.open('Main Street');
  books = maker.composition.booksOf(shop.companyId);
});
afterAll(async () => {
  for (const worker of workers) if (!worker.hasEnded()) await worker.kill();
  await maker?.close();
  await around?.stop();
  await removeData?.();
});

async function startWorker(): Promise<Part> {
  const worker = await startHalf('work', around.environment);
  workers.push(worker);
  return worker;
}

const entries = () => readEntries(around.quickbooksUrl, shop.realmId);

/** All that a worker could write: what stands at QuickBooks, what was called there, and each event with its timeline. */
async function standing(): Promise<unknown> {
  const { events } = await books.listEvents({ limit: 10 });
  const calls = await caller(around.quickbooksUrl, {})<{
    clients: { clientId: string; calls: number }[];
  }>('GET', `/_emulator/companies/${shop.realmId}/calls`);
  return {
    entries: await entries(),
    calls: calls.body.clients.find(({ clientId }) => clientId === 'tillbook-local'),
    events: await Promise.all(events.map(({ id }) => books.event(id))),
    connection: await books.connection(),
  };
}

test('a worker that wakes after its lease is gone writes nothing, to QuickBooks or to the books', async () => {
  const paused = await startWorker();
  await putFaults(around.quickbooksUrl, shop.realmId, [
    // By its name: what this test reads there must not use it up.
    { call: 'journalentry', fault: 'latency', latencyMs: answerAfterMs, times: 1 },
  ]);
  await books.recordEvents([sale('t-1')]);
  await eventually('the call is under way', async () => (await entries()).length === 1);
  expect((await books.sync()).counts.synced).toBe(0);
  paused.process.kill('SIGSTOP');
  await books.recordEvents([sale('t-2'), sale('t-3')]);

  await startWorker();
  const isDone = async () => (await books.sync()).counts.synced === 3;
  await eventually('another worker has taken over', isDone, takenOverWithinMs);
  const before = await standing();
  expect(before).toMatchObject({ entries: { length: 3 } });

  paused.process.kill('SIGCONT');
  // It hears the answer to its call first, and ends when it is through with that.
  expect(await paused.stop()).toBe(0);
  expect(await standing()).toEqual(before);
});
