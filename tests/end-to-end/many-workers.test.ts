// A server and two workers beside each other over one database: a lane has one writer at a time, and everything is posted once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sales } from '../../bench/sales.ts';
import { putFaults, readEntries } from '../kills/quickbooks.ts';
import { caller, eventually } from './app.ts';
import { preparedDataDir } from './data-dir.ts';
import { type Part, startHalf } from './parts.ts';
import { type Shop, shopMaker } from './shops.ts';
import { type Surroundings, startSurroundings } from './surroundings.ts';
import { listenOnTheWire, type Wire } from './wire.ts';

const shopCount = 3;
const each = 20;
/** Long enough that two writers of one lane would meet. */
const answerAfterMs = 300;
const postedWithinMs = 120_000;

let around: Surroundings;
let maker: Awaited<ReturnType<typeof shopMaker>>;
const wires: Wire[] = [];
let shops: Shop[];
let removeData: () => Promise<void>;
const parts: Part[] = [];

/** By company: calls that write under way now, and most at once, over whichever wire. */
const writing = new Map<string, { now: number; most: number }>();
/** By worker: how many of them. */
const written = [0, 0];

/** Each worker has a wire of its own, so that it is known whose calls they are. */
async function startWorker(worker: number): Promise<Part> {
  const wire = await listenOnTheWire(around.quickbooksUrl, (call) => {
    const [, realmId] = /^\/v3\/company\/(\d+)\/(?:journalentry|batch)\?/.exec(call.url ?? '') ?? [];
    if (call.method !== 'POST' || realmId === undefined) return undefined;
    const lane = writing.get(realmId) ?? { now: 0, most: 0 };
    writing.set(realmId, lane);
    lane.now += 1;
    lane.most = Math.max(lane.most, lane.now);
    written[worker] = (written[worker] ?? 0) + 1;
    return () => {
      lane.now -= 1;
    };
  });
  wires.push(wire);
  return startHalf('work', { ...around.environment, QUICKBOOKS_EMULATOR_PORT: String(wire.port) });
}

beforeAll(async () => {
  const data = await preparedDataDir();
  removeData = data.remove;
  around = await startSurroundings(data.dataDir);
  maker = await shopMaker(around.environment);
  shops = [];
  for (let number = 0; number < shopCount; number += 1) shops.push(await maker.open(`Shop ${number}`));
  for (const { realmId } of shops) {
    await putFaults(around.quickbooksUrl, realmId, [{ call: '*', fault: 'latency', latencyMs: answerAfterMs }]);
  }
});
afterAll(async () => {
  for (const part of parts) await part.stop();
  await maker?.close();
  for (const wire of wires) wire.close();
  await around?.stop();
  await removeData?.();
});

test('a lane has one writer at a time, whoever is woken, and every event is in QuickBooks once', async () => {
  parts.push(await startHalf('serve', around.environment), ...(await Promise.all([startWorker(0), startWorker(1)])));
  // One event a request: each wakes the lane anew, while one of the workers has it.
  await Promise.all(
    shops.map(async ({ apiKey }, shop) => {
      const till = caller(`http://localhost:${around.environment.PORT}`, { authorization: `Bearer ${apiKey}` });
      for (const event of sales(`shop-${shop}`, each)) {
        expect((await till('POST', '/api/v1/events', { events: [event] })).status).toBe(200);
      }
    }),
  );
  for (const { companyId, realmId } of shops) {
    const books = maker.composition.booksOf(companyId);
    await eventually('all is posted', async () => (await books.sync()).counts.synced === each, postedWithinMs);
    expect(await readEntries(around.quickbooksUrl, realmId)).toHaveLength(each);
    expect(writing.get(realmId)).toMatchObject({ now: 0, most: 1 });
  }
  // Both were at work, or it would be no wonder.
  expect(Math.min(...written)).toBeGreaterThan(0);
});
