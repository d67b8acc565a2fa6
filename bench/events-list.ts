// The list of events at ten million: the first page, each filter, and what people put together, over HTTP on the whole program.
import { startEmbeddedPostgres } from '../src/postgres/embedded/embedded-postgres.ts';
import { migrate } from '../src/postgres/migrate.ts';
import { openStorage } from '../src/postgres/storage.ts';
import { type Caller, signIn, startApp, temporaryDataDir } from '../tests/end-to-end/app.ts';
import { type Measured, measure } from './measure.ts';
import { fillTenMillion, tenMillion } from './ten-million.ts';

const eventCount = 10_000_000;
const runs = 7;

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

export async function benchEventsList(): Promise<Measured[]> {
  const { dataDir, remove } = await temporaryDataDir();
  try {
    await prepare(dataDir);
    const app = await startApp({ dataDir });
    try {
      const person = await signIn(app);
      const measured: Measured[] = [];
      for (const [name, query] of questions) measured.push(await benchQuestion(person, name, query));
      return measured;
    } finally {
      await app.stop();
    }
  } finally {
    await remove();
  }
}

async function prepare(dataDir: string): Promise<void> {
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
    await fillTenMillion(server.connectionString, { companyId, count: eventCount });
  } finally {
    await server.stop();
  }
}

function benchQuestion(person: Caller, name: string, query: string): Promise<Measured> {
  const what = { name, unit: 'ms', runs, note: query === '' ? 'of 10,000,000 events, 50 rows' : `\`${query}\`` };
  return measure(what, async () => {
    const started = performance.now();
    const { status } = await person('GET', `/api/v1/events?${query}`);
    if (status !== 200) throw new Error(`${query} was answered ${status}`);
    return performance.now() - started;
  });
}
