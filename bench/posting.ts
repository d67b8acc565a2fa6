// What the benchmarks of the engine share: its parts as processes, a backlog for shops, and what came of it.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { ensureProgram } from '../bin/program.js';
import { caller, eventually, temporaryDataDir } from '../tests/end-to-end/app.ts';
import { type Part, startPart } from '../tests/end-to-end/parts.ts';
import { type Shop, type ShopMaker, shopMaker } from '../tests/end-to-end/shops.ts';
import { type Surroundings, startSurroundings } from '../tests/end-to-end/surroundings.ts';
import { processorSeconds } from './process-time.ts';
import { sales } from './sales.ts';

const eventsAtOnce = 1_000;
const shopsAtOnce = 8;
const askEveryMs = 500;
const postedWithinMs = 20 * 60_000;

export interface Bench {
  readonly around: Surroundings;
  readonly maker: ShopMaker;
}

export async function withBench<T>(work: (bench: Bench) => Promise<T>): Promise<T> {
  const { dataDir, remove } = await temporaryDataDir();
  const around = await startSurroundings(dataDir);
  const maker = await shopMaker(around.environment);
  try {
    return await work({ around, maker });
  } finally {
    await maker.close();
    await around.stop();
    await remove();
  }
}

export async function openShops(
  { maker }: Bench,
  options: { readonly count: number; readonly settings: Readonly<Record<string, unknown>> },
): Promise<Shop[]> {
  const shops: Shop[] = [];
  while (shops.length < options.count) {
    const numbers = Array.from(
      { length: Math.min(shopsAtOnce, options.count - shops.length) },
      (_, n) => shops.length + n,
    );
    shops.push(...(await Promise.all(numbers.map((number) => maker.open(`Shop ${number}`, options.settings)))));
  }
  return shops;
}

/** The same number of sales for each, recorded and not yet posted. */
export async function recordSales(
  { maker }: Bench,
  of: { readonly shops: readonly Shop[]; readonly each: number; readonly prefix: string },
): Promise<void> {
  for (const { companyId } of of.shops) {
    const books = maker.composition.booksOf(companyId);
    for (let first = 0; first < of.each; first += eventsAtOnce) {
      await books.recordEvents(sales(`${of.prefix}-${first}`, Math.min(eventsAtOnce, of.each - first)));
    }
  }
}

export interface Posted {
  readonly entries: number;
  /** From the first intent to the last outcome. */
  readonly seconds: number;
  /** Processor time of each process, in words. */
  readonly processorTime: string;
}

/** Starts a worker, has it post everything, and ends it. */
export async function post(bench: Bench, startWorker: (around: Surroundings) => Promise<Part>): Promise<Posted> {
  const { around, maker } = bench;
  const began = new Date();
  const worker = await startWorker(around);
  const pids = { worker, database: around.database, 'local QuickBooks': around.quickbooks };
  const taken = () =>
    Object.entries(pids).map(([name, { process }]) => ({ name, seconds: processorSeconds(process.pid ?? 0) }));
  const before = taken();
  const isPosted = async () => {
    // Asking is work for the database, too.
    await sleep(askEveryMs);
    return (await maker.composition.storage.companiesWithOpenPostings()).length === 0;
  };
  await eventually('everything is posted', isPosted, postedWithinMs);
  const processorTime = taken()
    .map(({ name, seconds }, index) => `${name} ${(seconds - (before[index]?.seconds ?? 0)).toFixed(1)} s`)
    .join(', ');
  await worker.stop();
  return { ...(await postedSince(around, began)), processorTime };
}

async function postedSince(around: Surroundings, began: Date): Promise<Pick<Posted, 'entries' | 'seconds'>> {
  const client = new Client({ connectionString: around.database.connectionString });
  await client.connect();
  const { rows } = await client.query<{ entries: number; seconds: number }>(
    `select count(*)::int as entries, extract(epoch from max(accepted_at) - min(first_sent_at))::float as seconds
     from tillbook.posting where state = 'accepted' and first_sent_at >= $1`,
    [began],
  );
  await client.end();
  return rows[0] ?? { entries: 0, seconds: 0 };
}

/** `tillbook work` without the pace of the lanes. */
export async function startUnpacedWorker({ environment }: Surroundings): Promise<Part> {
  const program = await ensureProgram(fileURLToPath(new URL('unpaced-worker.ts', import.meta.url)));
  if (program === null) throw new Error('dist/ cannot be written');
  return startPart({
    name: 'a worker without a pace',
    args: [join(program, 'main.js')],
    environment,
    isReady: (part) => part.output().includes('working'),
  });
}

/** What Tillbook has called at the QuickBooks of these shops. */
export async function callsOf({ around }: Bench, shops: readonly Shop[]): Promise<{ calls: number; metered: number }> {
  const sum = { calls: 0, metered: 0 };
  for (const { realmId } of shops) {
    const { body } = await caller(around.quickbooksUrl, {})<{
      clients: { clientId: string; calls: number; metered: number }[];
    }>('GET', `/_emulator/companies/${realmId}/calls`);
    for (const client of body.clients.filter(({ clientId }) => clientId === 'tillbook-local')) {
      sum.calls += client.calls;
      sum.metered += client.metered;
    }
  }
  return sum;
}
