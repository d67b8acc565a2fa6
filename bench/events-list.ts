// The list of events at ten million: the first page, each filter, and what people put together, over HTTP on the whole program.
import { startEmbeddedPostgres } from '../src/postgres/embedded/embedded-postgres.ts';
import { migrate } from '../src/postgres/migrate.ts';
import { openStorage } from '../src/postgres/storage.ts';
import { type Caller, signIn, startApp, temporaryDataDir } from '../tests/end-to-end/app.ts';
import { type Budgeted, measure } from './measure.ts';
import { fillTenMillion, tenMillion } from './ten-million.ts';

/** What the budgets are of. */
export const listedEvents = 10_000_000;
const runs = 7;
const warmUps = 10;
const firstPageMsMax = 100;
const filteredMsMax = 200;
/** Making them is given up after that: the machine is too slow or too busy for figures that say something. */
const fillWithinMs = 45 * 60_000;

const questions: readonly (readonly [string, string])[] = [
  ['the first page', ''],
  ['status: failed', 'status=failed'],
  ['status: action required', 'status=action-required'],
  ['status: synced, nearly all', 'status=synced'],
  ['kind: sale, nine of ten', 'kind=sale'],
  ['kind: gift card adjustment, 5 of 1,000', 'kind=gift-card-adjustment'],
  ['kinds of the inventory list', 'kind=transfer,inventory-adjustment'],
  ['a location', 'location=shop-9'],
  ['a location closed two years ago', `location=${tenMillion.closedLocation}`],
  ['the same and a rare kind', `location=${tenMillion.closedLocation}&kind=gift-card-adjustment`],
  ['a source of one event in 1,000, the oldest', `source=${tenMillion.rareSource}`],
  ['a month two years ago', 'dateFrom=2024-11-01&dateTo=2024-11-30'],
  ['that month, a location and a kind', 'dateFrom=2024-11-01&dateTo=2024-11-30&location=shop-9&kind=purchasing-return'],
  ['a year and failed', 'dateFrom=2024-01-01&dateTo=2024-12-31&status=failed'],
  ['what moved gift cards, three of a hundred', 'moved=gift-cards'],
  ['the same of a location', 'moved=gift-cards&location=shop-9'],
  ['the same of a location closed two years ago', `moved=gift-cards&location=${tenMillion.closedLocation}`],
  ['an exact amount', 'amount=25.00'],
  ['amounts from 100 to 200', 'amountFrom=100&amountTo=200'],
  ['amounts from 2,500, a location', 'amountFrom=2500&location=shop-9'],
  ['cause: missing account', 'cause=missing-account'],
  ['cause: refused', 'cause=refused'],
  ['search: a number of today', 'q=10099500'],
  ['search: a number of three years ago', 'q=100500'],
  ['search: the last four digits', 'q=4233'],
  ['search: the first three', 'q=104'],
  ['search: an amount', 'q=25.00'],
  ['search: a key', 'q=till/sale/1234567'],
  ['search: what nothing has', 'q=zzzz'],
  ['search and failed', 'q=42&status=failed'],
  ['search and a location', 'q=2345&location=shop-9'],
];

export async function benchEventsList(count: number): Promise<Budgeted[]> {
  const { dataDir, remove } = await temporaryDataDir();
  try {
    await prepare(dataDir, count);
    const app = await startApp({ dataDir });
    try {
      const person = await signIn(app);
      // What a process does for the first time says little of a day's work with it.
      for (let asked = 0; asked < warmUps; asked += 1) await person('GET', '/api/v1/events');
      const measured: Budgeted[] = [];
      for (const [name, query] of questions) measured.push(await benchQuestion(person, { name, query, count }));
      return measured;
    } finally {
      await app.stop();
    }
  } finally {
    await remove();
  }
}

async function prepare(dataDir: string, count: number): Promise<void> {
  const server = await startEmbeddedPostgres({
    tillbookDir: dataDir,
    holder: 'bench',
    durable: false,
    settings: { max_wal_size: '8GB' },
  });
  try {
    await migrate(server.connectionString);
    const storage = openStorage({ connectionString: server.connectionString, keys: () => [Buffer.alloc(32)] });
    const { companyId } = await storage.ensureFirstCompany();
    await storage.close();
    await fillTenMillion(server.connectionString, { companyId, count, said: progressOf(count) });
  } finally {
    await server.stop();
  }
}

/** On standard error, so that the figures alone are the output. */
function progressOf(count: number): (step: string) => void {
  const started = performance.now();
  return (step) => {
    const tookMs = performance.now() - started;
    process.stderr.write(`${count.toLocaleString('en-US')} events: ${step}, after ${Math.round(tookMs / 1000)} s\n`);
    if (tookMs > fillWithinMs) throw new Error(`They are not there within ${fillWithinMs / 60_000} minutes.`);
  };
}

async function benchQuestion(
  person: Caller,
  { name, query, count }: { name: string; query: string; count: number },
): Promise<Budgeted> {
  const isFirstPage = query === '';
  const note = isFirstPage ? `of ${count.toLocaleString('en-US')} events, 50 rows` : `\`${query}\``;
  const measured = await measure({ name, unit: 'ms', runs, note }, async () => {
    const started = performance.now();
    const { status } = await person('GET', `/api/v1/events?${query}`);
    if (status !== 200) throw new Error(`${query} was answered ${status}`);
    return performance.now() - started;
  });
  return { ...measured, budget: isFirstPage ? firstPageMsMax : filteredMsMax };
}
