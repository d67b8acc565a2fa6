// What the engine itself can do, limits and pace off; what many companies take with them on; and how soon a lone event is in QuickBooks.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { caller, eventually } from '../tests/end-to-end/app.ts';
import { type Part, startHalf } from '../tests/end-to-end/parts.ts';
import { type Measured, summary } from './measure.ts';
import {
  type Bench,
  callsOf,
  openShops,
  type Posted,
  post,
  recordSales,
  startUnpacedWorker,
  withBench,
} from './posting.ts';
import { sale } from './sales.ts';

/** So many that the first seconds of a worker, in which its code is still being translated, tell little. */
const ceiling = { companies: 8, each: 4_500, runs: 3 };
const many = { companies: 1_000, each: 100 };
/** Seconds over a batch, as QuickBooks takes them. */
const slow = { each: 3_600, quickbooksMs: 6_000, minutes: 2 };
const lone = { events: 100, quickbooksMs: 100, withinMs: 60_000 };

/** Lanes side by side in one worker process: a lane by itself waits for QuickBooks most of the time. */
export function benchEngine(): Promise<Measured[]> {
  return withBench(async (bench) => {
    const { companies, each, runs } = ceiling;
    const shops = await openShops(bench, { count: companies, settings: { limits: false } });
    // What a connection begins with is of no posting: the roll is called once, a metered call for each company.
    await recordSales(bench, { shops, each: 1, prefix: 'first' });
    await post(bench, startUnpacedWorker);
    const before = await callsOf(bench, shops);
    const posted: Posted[] = [];
    for (let run = 0; run < runs; run += 1) {
      await recordSales(bench, { shops, each, prefix: `run-${run}` });
      posted.push(await post(bench, startUnpacedWorker));
    }
    const after = await callsOf(bench, shops);
    const entries = posted.reduce((sum, one) => sum + one.entries, 0);
    const made = { calls: after.calls - before.calls, metered: after.metered - before.metered };
    const times = posted.map(({ processorTime }) => processorTime).join('; ');
    return [
      summary(
        {
          name: 'journal entries posted, limits and pace off',
          unit: 'a second',
          runs,
          note: `one worker, ${companies} companies of ${each} six-line sales, batches; processor time ${times}`,
        },
        posted.map((one) => one.entries / one.seconds),
      ),
      once('calls to QuickBooks', 'for 1,000 postings', (made.calls * 1_000) / entries),
      once('of these metered', 'for 1,000 postings', (made.metered * 1_000) / entries),
    ];
  });
}

const once = (name: string, unit: string, figure: number, note = 'of all runs above'): Measured =>
  summary({ name, unit, runs: 1, note }, [figure]);

/** Each company has limits of its own: all of Intuit's are for a company, or for a company and an app. */
export function benchManyCompanies(): Promise<Measured[]> {
  return withBench(async (bench) => {
    const shops = await openShops(bench, { count: many.companies, settings: {} });
    await recordSales(bench, { shops, each: many.each, prefix: 'many' });
    const { entries, seconds, processorTime } = await post(bench, ({ environment }) => startHalf('work', environment));
    const what = `${many.companies} companies of ${many.each} entries drained, limits on`;
    return [once(what, 's', seconds, `${entries} entries by one worker; processor time ${processorTime}`)];
  });
}

/** A backlog that is never through, minute after minute from its first intent on. */
export function benchSlowQuickbooks(): Promise<Measured[]> {
  return withBench(async (bench) => {
    const { each, quickbooksMs, minutes } = slow;
    const shops = await openShops(bench, { count: 1, settings: { latencyMs: quickbooksMs } });
    await recordSales(bench, { shops, each, prefix: 'slow' });
    const worker = await startHalf('work', bench.around.environment);
    const perMinute = await acceptedByMinute(bench, minutes);
    await worker.stop();
    const note = `a backlog of one company, QuickBooks takes ${quickbooksMs} ms over each call`;
    const name = 'journal entries posted, limits on, where QuickBooks is slow';
    return [summary({ name, unit: 'a minute', runs: minutes, note }, perMinute)];
  });
}

/** Entries accepted in each minute after the first batch was sent. */
async function acceptedByMinute({ around }: Bench, minutes: number): Promise<number[]> {
  const client = new Client({ connectionString: around.database.connectionString });
  await client.connect();
  const read = async () => {
    const { rows } = await client.query<{ seconds: number; counts: number[] }>(
      `with batched as (select min(first_sent_at) as began from tillbook.posting where batch_id is not null)
       select extract(epoch from clock_timestamp() - began)::float as seconds,
         array(select (select count(*)::int from tillbook.posting
           where accepted_at > began + minute * interval '1 minute'
             and accepted_at <= began + (minute + 1) * interval '1 minute')
           from generate_series(0, $1::int - 1) as minute) as counts
       from batched`,
      [minutes],
    );
    return rows[0] ?? { seconds: 0, counts: [] };
  };
  const isOver = async () => {
    await sleep(1_000);
    return (await read()).seconds > minutes * 60;
  };
  await eventually('the minutes are over', isOver, (minutes + 2) * 60_000);
  const { counts } = await read();
  await client.end();
  return counts;
}

export function benchLoneEvents(): Promise<Measured[]> {
  return withBench(async (bench) => {
    const halves: Part[] = [];
    for (const half of ['serve', 'work'] as const) halves.push(await startHalf(half, bench.around.environment));
    const took = await postOneByOne(bench);
    for (const half of halves) await half.stop();
    const sorted = took.sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
    const note = `${lone.events} events one after the other on an idle lane, QuickBooks takes ${lone.quickbooksMs} ms`;
    const what = { unit: 'ms', runs: lone.events, note };
    return [
      summary({ name: 'from POST /events to accepted by QuickBooks', ...what }, took),
      once('99 of 100 within', 'ms', at(0.99), note),
    ];
  });
}

/** Milliseconds from the request to the outcome that was saved. */
async function postOneByOne(bench: Bench): Promise<number[]> {
  const { environment, database } = bench.around;
  const [shop] = await openShops(bench, { count: 1, settings: { latencyMs: lone.quickbooksMs } });
  if (shop === undefined) throw new Error('no shop');
  const till = caller(`http://localhost:${environment.PORT}`, { authorization: `Bearer ${shop.apiKey}` });
  const client = new Client({ connectionString: database.connectionString });
  await client.connect();
  const took: number[] = [];
  for (let number = 0; number < lone.events; number += 1) {
    const began = Date.now();
    const { body } = await till<{ results: { id: string }[] }>('POST', '/api/v1/events', {
      events: [sale(`lone-${number}`)],
    });
    const accepted = await eventually(
      'the event is accepted',
      async () => {
        const found = await client.query<{ accepted_at: Date | null }>(
          'select accepted_at from tillbook.posting where posting_id = $1',
          [body.results[0]?.id],
        );
        return found.rows[0]?.accepted_at;
      },
      lone.withinMs,
    );
    took.push(accepted.getTime() - began);
  }
  await client.end();
  return took;
}
