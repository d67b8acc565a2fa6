// Told to end by a service manager, with real processes: what is under way is brought to an end, within a time that is bounded.
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sale } from '../../bench/sales.ts';
import type { CompanyBooks } from '../../src/pipeline/company-books.ts';
import { putFaults, readEntries } from '../kills/quickbooks.ts';
import { type App, caller, eventually, startApp } from './app.ts';
import { preparedDataDir } from './data-dir.ts';
import { type Part, startHalf } from './parts.ts';
import { type Shop, shopMaker } from './shops.ts';
import { type Surroundings, startSurroundings } from './surroundings.ts';

/** QuickBooks does what it is asked and says so only then: far longer than anybody waits. */
const hangsMs = 110_000;
/** What docs/reliability.md says, and a little for a busy machine. */
const endsWithinMs = 25_000 + 5_000;
const goneAtOnceMs = 5_000;

let around: Surroundings;
let maker: Awaited<ReturnType<typeof shopMaker>>;
let removeData: () => Promise<void>;
const parts: Part[] = [];

beforeAll(async () => {
  const data = await preparedDataDir();
  removeData = data.remove;
  around = await startSurroundings(data.dataDir);
  maker = await shopMaker(around.environment);
});
afterEach(async () => {
  for (const part of parts.splice(0)) if (!part.hasEnded()) await part.kill();
});
afterAll(async () => {
  await maker?.close();
  await around?.stop();
  await removeData?.();
});

async function startOne(command: 'serve' | 'work'): Promise<Part> {
  const part = await startHalf(command, around.environment);
  parts.push(part);
  return part;
}

/** The next call of this name is acted on, and answered when nobody waits for it any more. */
const hanging = (call: string): object => ({ call, fault: 'latency', latencyMs: hangsMs, times: 1 });

/** A shop whose next call of this name hangs at QuickBooks. */
async function shopWithHangingCall(name: string, call: string): Promise<{ shop: Shop; books: CompanyBooks }> {
  const shop = await maker.open(name);
  await putFaults(around.quickbooksUrl, shop.realmId, [hanging(call)]);
  return { shop, books: maker.composition.booksOf(shop.companyId) };
}

const entriesOf = ({ realmId }: Shop) => readEntries(around.quickbooksUrl, realmId);
const isSynced = (books: CompanyBooks, count: number) => async () => (await books.sync()).counts.synced === count;

async function took(work: Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work;
  return performance.now() - began;
}

test('a worker whose call hangs gives it up, gives its lane back, and ends in order; another posts it once', async () => {
  const { shop, books } = await shopWithHangingCall('Hanging call', 'journalentry');
  const worker = await startOne('work');
  await books.recordEvents([sale('t-1')]);
  await eventually('the call is under way', async () => (await entriesOf(shop)).length === 1);

  expect(await took(worker.stop())).toBeLessThan(endsWithinMs);
  expect(worker.process.exitCode).toBe(0);

  await startOne('work');
  // Sooner than a lease would run out: the worker before had given it back.
  await eventually('another has heard of it', isSynced(books, 1), 25_000);
  expect(await entriesOf(shop)).toHaveLength(1);
});

test('one that is told a second time ends at once, and nothing is lost or doubled', async () => {
  const { shop, books } = await shopWithHangingCall('In a hurry', 'journalentry');
  const worker = await startOne('work');
  await books.recordEvents([sale('t-1')]);
  await eventually('the call is under way', async () => (await entriesOf(shop)).length === 1);

  worker.process.kill('SIGTERM');
  // Signals within a second are one that a terminal and npm have both passed on.
  await eventually('it is about to end', async () => !worker.hasEnded());
  const told = performance.now();
  await eventually('another signal means haste', async () => performance.now() - told > 1_100);
  expect(await took(worker.stop())).toBeLessThan(goneAtOnceMs);
  expect(worker.process.exitCode).toBe(128 + 15);

  await startOne('work');
  // The lease of one that could not give it back has to run out first.
  await eventually('another has taken over', isSynced(books, 1), 90_000);
  expect(await entriesOf(shop)).toHaveLength(1);
});

test('a server ends in order while a request that it answers waits for QuickBooks', async () => {
  const { shop } = await shopWithHangingCall('Hanging import', '*');
  const server = await startOne('serve');
  const person = caller(`http://localhost:${around.environment.PORT}`, { authorization: `Bearer ${shop.apiKey}` });
  const calls = async () => {
    const { body } = await caller(around.quickbooksUrl, {})<{ clients: { clientId: string; calls: number }[] }>(
      'GET',
      `/_emulator/companies/${shop.realmId}/calls`,
    );
    return body.clients.find(({ clientId }) => clientId === 'tillbook-local')?.calls ?? 0;
  };
  const before = await calls();
  const asked = person<{ code: string }>('POST', '/api/v1/accounts/import', {}).catch(() => null);
  // The chart and the preferences are asked for side by side: one of them hangs.
  await eventually('the calls are under way', async () => (await calls()) >= before + 2);
  expect(await took(server.stop())).toBeLessThan(endsWithinMs);
  expect(server.process.exitCode, server.output()).toBe(0);
  await asked;
});

test('everything in one process ends in order while a call hangs, and the next start goes on from there', async () => {
  const { dataDir, remove } = await preparedDataDir();
  const first = await startApp({ dataDir });
  const making = await shopMaker(first.environment);
  const shop = await making.open('All in one');
  const held = (app: App) => readEntries(app.quickbooksUrl, shop.realmId);
  await putFaults(first.quickbooksUrl, shop.realmId, [hanging('journalentry')]);
  await making.composition.booksOf(shop.companyId).recordEvents([sale('t-1')]);
  await eventually('the call is under way', async () => (await held(first)).length === 1);
  // It would begin anew with the local QuickBooks.
  await putFaults(first.quickbooksUrl, shop.realmId, []);
  await making.close();
  const ended = once(first.process, 'exit');
  first.process.kill('SIGTERM');
  expect(await took(ended)).toBeLessThan(endsWithinMs);
  expect(first.process.exitCode).toBe(0);
  await eventually('it says so', async () => first.output().includes('Tillbook has stopped.'));

  const second = await startApp({ dataDir });
  const after = await shopMaker(second.environment);
  await eventually('it is posted', isSynced(after.composition.booksOf(shop.companyId), 1), 60_000);
  expect(await held(second)).toHaveLength(1);
  await after.close();
  await second.stop();
  await remove();
});
