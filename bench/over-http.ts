// Over HTTP, with a real database and the local QuickBooks: events recorded per second, and entries posted per minute under its limits.
import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type App,
  type Caller,
  caller,
  connect,
  eventually,
  signIn,
  startApp,
  temporaryDataDir,
} from '../tests/end-to-end/app.ts';
import { type Measured, measure, perSecond } from './measure.ts';
import { accountNames, sale, sales } from './sales.ts';

const batchSize = 1_000;
const batches = 10;
const lone = 1_000;
const connections = 16;
const ingestRuns = 5;
/** QuickBooks allows 40 batches of 30 a minute. */
const entriesPerMinuteMax = 1_200;
const postingMinutes = 3;

export async function benchOverHttp(): Promise<Measured[]> {
  const { dataDir, remove } = await temporaryDataDir();
  const app = await startApp({ dataDir });
  try {
    const till = caller(app.url, { authorization: `Bearer ${apiKey(app)}` });
    return [...(await benchIngestion(till)), ...(await benchPosting(app, till))];
  } finally {
    await app.stop();
    await remove();
  }
}

function apiKey(app: App): string {
  const made = spawnSync(process.execPath, ['bin/tillbook.js', 'api-key', 'create', '--name', 'bench'], {
    env: app.environment,
    encoding: 'utf8',
  });
  const key = made.stdout.trim().split(/\s+/).at(-1);
  if (made.status !== 0 || key === undefined) throw new Error(`no API key: ${made.stderr}`);
  return key;
}

async function benchIngestion(till: Caller): Promise<Measured[]> {
  const inBatches = await measure(
    {
      name: 'events recorded over HTTP, durable',
      unit: 'a second',
      runs: ingestRuns,
      note: `requests of ${batchSize}, two at a time, ${batches * batchSize} events a run`,
    },
    async (run) => {
      const bodies = Array.from({ length: batches }, (_, batch) => ({ events: sales(`b${run}-${batch}`, batchSize) }));
      return timed(bodies, {
        atOnce: 2,
        events: batches * batchSize,
        send: (events) => till('POST', '/api/v1/events', events),
      });
    },
  );
  const alone = await measure(
    {
      name: 'the same, one event a request',
      unit: 'a second',
      runs: ingestRuns,
      note: `${connections} connections, ${lone} events a run`,
    },
    async (run) => {
      const bodies = Array.from({ length: lone }, (_, index) => ({ events: [sale(`s${run}-${index}`)] }));
      return timed(bodies, {
        atOnce: connections,
        events: lone,
        send: (events) => till('POST', '/api/v1/events', events),
      });
    },
  );
  return [inBatches, alone];
}

async function timed(
  bodies: unknown[],
  options: { atOnce: number; events: number; send: (body: unknown) => Promise<{ status: number }> },
): Promise<number> {
  const waiting = [...bodies];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: options.atOnce }, async () => {
      for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) {
        const { status } = await options.send(body);
        if (status !== 200) throw new Error(`an event was answered ${status}`);
      }
    }),
  );
  return perSecond(options.events, performance.now() - started);
}

async function benchPosting(app: App, till: Caller): Promise<Measured[]> {
  const person = await signIn(app);
  const realmId = await connect(app, person);
  await person('POST', '/api/v1/accounts/import', {});
  const { body } = await person<{ accounts: { id: string; name: string }[] }>('GET', '/api/v1/accounts');
  const mappings = accountNames.map(([role, subject, name]) => ({
    role,
    subject,
    accountId: body.accounts.find((account) => account.name === name)?.id,
  }));
  const saved = await person('PUT', '/api/v1/mappings', { mappings });
  if (saved.status !== 200) throw new Error(`the mapping was answered ${saved.status}`);
  // More than can go in the time: the lane is never idle.
  await till('POST', '/api/v1/events', { events: sales('posted', batchSize) });
  await person('POST', '/api/v1/sync/start', { from: '2026-01-01' });
  await person('POST', '/api/v1/sync/past-events', {});

  const synced = async () => {
    const { body: sync } = await person<{ counts: Record<string, number> }>('GET', '/api/v1/sync');
    return sync.counts.synced ?? 0;
  };
  await eventually('the first entries are accepted', async () => (await synced()) > 0, 60_000);
  const posted = await measure(
    {
      name: 'journal entries posted, the limits of QuickBooks on',
      unit: 'a minute',
      runs: postingMinutes,
      note: `a backlog, minute after minute; at most ${entriesPerMinuteMax} by batches`,
    },
    async () => {
      const before = await synced();
      const started = performance.now();
      await delay(60_000);
      return (((await synced()) - before) * 60_000) / (performance.now() - started);
    },
  );
  const { body: calls } = await caller(app.quickbooksUrl, {})<{
    counters: { calls: number; metered: number; refused: number };
  }>('GET', `/_emulator/companies/${realmId}/calls`);
  const share = {
    ...posted,
    name: 'share of what batches permit',
    unit: '%',
    median: (posted.median / entriesPerMinuteMax) * 100,
    least: (posted.least / entriesPerMinuteMax) * 100,
    most: (posted.most / entriesPerMinuteMax) * 100,
    note: `${calls.counters.refused} calls refused by the limits; ${calls.counters.metered} metered`,
  };
  return [posted, share];
}
