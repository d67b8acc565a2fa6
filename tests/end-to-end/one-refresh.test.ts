// Processes that need a fresh token of one connection at the same moment.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sale } from '../../bench/sales.ts';
import { root } from '../source-files.ts';
import { caller, eventually } from './app.ts';
import { preparedDataDir } from './data-dir.ts';
import { type Part, startHalf } from './parts.ts';
import { type Shop, shopMaker } from './shops.ts';
import { type Surroundings, startSurroundings } from './surroundings.ts';
import { listenOnTheWire, type Wire } from './wire.ts';

/** So long that processes which start at once surely meet in it. */
const refreshMs = 10_000;

let around: Surroundings;
let maker: Awaited<ReturnType<typeof shopMaker>>;
let shop: Shop;
let wire: Wire;
let environment: NodeJS.ProcessEnv;
/** What was asked for at each refresh. */
const refreshes: string[] = [];
let removeData: () => Promise<void>;
const workers: Part[] = [];

beforeAll(async () => {
  const data = await preparedDataDir();
  removeData = data.remove;
  around = await startSurroundings(data.dataDir);
  wire = await listenOnTheWire(around.quickbooksUrl, (call) => {
    call.on('data', (data: Buffer) => {
      if (data.includes('grant_type=refresh_token')) refreshes.push(data.toString());
    });
    return undefined;
  });
  environment = { ...around.environment, QUICKBOOKS_EMULATOR_PORT: String(wire.port) };
  maker = await shopMaker(around.environment);
  shop = await maker.open('Main Street', { overlappingRefreshRevokes: true });
});
afterAll(async () => {
  for (const worker of workers) await worker.stop();
  await maker?.close();
  wire?.close();
  await around?.stop();
  await removeData?.();
});

/** A process of its own that reads from QuickBooks; its exit code. */
async function audit(): Promise<number | null> {
  const child = spawn(process.execPath, ['bin/tillbook.js', 'audit', '--company', 'Main Street', '--json'], {
    cwd: root,
    env: environment,
    stdio: 'ignore',
  });
  const [code] = await once(child, 'exit');
  return code;
}

test('a token that three processes want refreshed is spent once, and all go on with the new one', async () => {
  const control = caller(`${around.quickbooksUrl}/_emulator/companies/${shop.realmId}`, {});
  workers.push(await startHalf('work', environment));
  await control('PUT', '/settings', { refreshMs });
  // From the next refresh on the refresh token is another one, too, and the one of now is worth nothing.
  await control('POST', '/tokens/rotate', {});
  await control('POST', '/tokens/expire', {});
  const books = maker.composition.booksOf(shop.companyId);
  const readings = [audit(), audit()];
  await books.recordEvents([sale('t-1')]);
  expect(await Promise.all(readings)).toEqual([0, 0]);
  await eventually('the worker has posted', async () => (await books.sync()).counts.synced === 1, 60_000);

  expect(refreshes).toHaveLength(1);
  expect((await books.connection()).state).toBe('connected');
  // What was spent twice would be void by now.
  await control('PUT', '/settings', { refreshMs: 0 });
  await control('POST', '/tokens/expire', {});
  expect(await audit()).toBe(0);
  expect(refreshes).toHaveLength(2);
});
