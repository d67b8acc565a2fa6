// Processes that need a fresh token of one connection at the same moment.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sale } from '../../bench/sales.ts';
import { root } from '../source-files.ts';
import { caller, eventually, freePort, temporaryDataDir } from './app.ts';
import { type Part, startHalf } from './parts.ts';
import { type Shop, shopMaker } from './shops.ts';
import { type Surroundings, startSurroundings } from './surroundings.ts';

/** So long that processes which start at once surely meet in it. */
const refreshMs = 10_000;

let around: Surroundings;
let maker: Awaited<ReturnType<typeof shopMaker>>;
let shop: Shop;
let wire: { readonly server: Server; readonly refreshes: string[]; readonly environment: NodeJS.ProcessEnv };
let removeData: () => Promise<void>;
const workers: Part[] = [];

beforeAll(async () => {
  const data = await temporaryDataDir();
  removeData = data.remove;
  around = await startSurroundings(data.dataDir);
  wire = await listenOnTheWire();
  maker = await shopMaker(around.environment);
  shop = await maker.open('Main Street', { overlappingRefreshRevokes: true });
});
afterAll(async () => {
  for (const worker of workers) await worker.stop();
  await maker?.close();
  wire?.server.closeAllConnections();
  wire?.server.close();
  await around?.stop();
  await removeData?.();
});

/** Passes everything on to the local QuickBooks and notes each refresh. */
async function listenOnTheWire(): Promise<typeof wire> {
  const refreshes: string[] = [];
  const { hostname, port: quickbooksPort } = new URL(around.quickbooksUrl);
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const onward = request({ hostname, port: quickbooksPort, method, headers, path: url }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.on('data', (data: Buffer) => {
      if (data.includes('grant_type=refresh_token')) refreshes.push(data.toString());
    });
    incoming.pipe(onward);
  });
  const port = await freePort();
  server.listen(port);
  await once(server, 'listening');
  return { server, refreshes, environment: { ...around.environment, QUICKBOOKS_EMULATOR_PORT: String(port) } };
}

/** A process of its own that reads from QuickBooks; its exit code. */
async function audit(): Promise<number | null> {
  const child = spawn(process.execPath, ['bin/tillbook.js', 'audit', '--company', 'Main Street', '--json'], {
    cwd: root,
    env: wire.environment,
    stdio: 'ignore',
  });
  const [code] = await once(child, 'exit');
  return code;
}

test('a token that three processes want refreshed is spent once, and all go on with the new one', async () => {
  const control = caller(`${around.quickbooksUrl}/_emulator/companies/${shop.realmId}`, {});
  workers.push(await startHalf('work', wire.environment));
  await control('PUT', '/settings', { refreshMs });
  // From the next refresh on the refresh token is another one, too, and the one of now is worth nothing.
  await control('POST', '/tokens/rotate', {});
  await control('POST', '/tokens/expire', {});
  const books = maker.composition.booksOf(shop.companyId);
  const readings = [audit(), audit()];
  await books.recordEvents([sale('t-1')]);
  expect(await Promise.all(readings)).toEqual([0, 0]);
  await eventually('the worker has posted', async () => (await books.sync()).counts.synced === 1, 60_000);

  expect(wire.refreshes).toHaveLength(1);
  expect((await books.connection()).state).toBe('connected');
  // What was spent twice would be void by now.
  await control('PUT', '/settings', { refreshMs: 0 });
  await control('POST', '/tokens/expire', {});
  expect(await audit()).toBe(0);
  expect(wire.refreshes).toHaveLength(2);
});
