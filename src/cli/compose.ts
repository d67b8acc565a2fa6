// Puts the parts together: storage, the ledger over QuickBooks or its local stand-in, and the books over both.
import { setMaxListeners } from 'node:events';
import { endpointsOnOneHost, intuitEndpoints } from '@tillbook/quickbooks-client';
import { newId, systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { createImportWake, createNotifyWake, createWake } from '../jobs/wake.ts';
import type { Log } from '../log.ts';
import { createNotifier } from '../notifications/notifier.ts';
import type { CompanyBooks } from '../pipeline/company-books.ts';
import type { Ledger } from '../pipeline/ledger-port.ts';
import { countMetered } from '../pipeline/metered.ts';
import { openBooks } from '../pipeline/open-books.ts';
import type { PipelinePorts } from '../pipeline/ports.ts';
import type { RunPorts } from '../pipeline/run-import.ts';
import { migrate } from '../postgres/migrate.ts';
import { openStorage, type PostgresStorage } from '../postgres/storage.ts';
import { createAuthorization, type QuickbooksApp } from '../quickbooks/quickbooks-authorization.ts';
import { quickbooksEntryUrl } from '../quickbooks/quickbooks-entry-url.ts';
import { createLedger } from '../quickbooks/quickbooks-ledger.ts';
import { importFiles } from '../sources/import-files.ts';
import { type LocalWebhooks, localClientId, subscribeLocally } from './local-webhooks.ts';
import { openDatabase } from './open-database.ts';
import { publicUrlOf } from './public-url.ts';
import { readSecrets, type Secrets } from './secret-key.ts';
import { Services } from './services.ts';

const localApp = { clientId: localClientId, clientSecret: localClientId };

/** QuickBooks seldom takes this long, and what it is asked under the same request id later it has answered by then. */
const callsEndWithinMs = 8_000;

export interface Composition {
  readonly storage: PostgresStorage;
  readonly ports: PipelinePorts;
  readonly importPorts: RunPorts;
  readonly secrets: Secrets;
  readonly services: Services;
  /** Where an embedded database lies when that is not under the data folder; else null. */
  readonly databaseLiesAt: string | null;
  /** Rejects when the database is gone while it is needed. */
  readonly databaseLost: Promise<never>;
  /** The program is to end: calls to QuickBooks that are still under way a while later are given up. */
  giveUpCallsSoon(): void;
  booksOf(companyId: string): CompanyBooks;
}

/** `shared`: works beside a program that runs on the same data folder. */
export async function compose(
  config: Config,
  options: { readonly command: string; readonly shared: boolean; readonly log: Log },
): Promise<Composition> {
  const { log } = options;
  const services = new Services(log);
  try {
    const secrets = await readSecrets(config);
    const database = await openDatabase(config, options);
    services.started('database', database.close);
    await migrate(database.connectionString);
    let closing = false;
    const onError = (error: Error) => {
      // A connection that was told to end may still hear that the server ends, too.
      if (!closing) log.warn({ reason: error.message }, 'a database connection broke');
    };
    const storage = openStorage({
      connectionString: database.connectionString,
      keys: secrets.keys,
      onError,
      tellsNews: true,
      onNews: (kinds) => {
        // Where this fails, the run of the next minute finds it.
        if (kinds.has('notifications')) wakeNotify().catch(onError);
      },
    });
    const wakeNotify = createNotifyWake(storage.jobsPool, () => storage.databaseNow());
    services.started('storage', () => {
      closing = true;
      return storage.close();
    });
    await storage.check();
    const ending = new AbortController();
    // Each call under way listens to it, and there may be many.
    setMaxListeners(0, ending.signal);
    const ports = pipelinePorts({ config, storage, log, secrets, ending: ending.signal });
    return {
      storage,
      ports,
      importPorts: importPorts(ports, storage),
      secrets,
      services,
      databaseLiesAt: database.liesAt,
      databaseLost: database.lost,
      giveUpCallsSoon: () => void setTimeout(() => ending.abort(), callsEndWithinMs).unref(),
      booksOf: openBooks(ports),
    };
  } catch (error) {
    await services.stopAll();
    throw error;
  }
}

export function localQuickbooksUrl(config: Config): string {
  return `http://localhost:${config.emulatorPort}`;
}

/** Where the local QuickBooks sends what changed there. */
export function localWebhooks(config: Config, secrets: Secrets): LocalWebhooks {
  const host = config.host === '0.0.0.0' ? '127.0.0.1' : config.host;
  return {
    quickbooksUrl: localQuickbooksUrl(config),
    url: `http://${host}:${config.port}/webhooks/quickbooks`,
    verifierToken: secrets.localVerifierToken,
  };
}

function pipelinePorts(parts: {
  config: Config;
  storage: PostgresStorage;
  log: Log;
  secrets: Secrets;
  ending: AbortSignal;
}): PipelinePorts {
  const { config, storage, log, secrets, ending } = parts;
  const clock = systemClock;
  const app = { ...quickbooksApp(config), ending };
  const environment = config.intuit?.environment ?? 'local';
  const ledgers = new Map<string, Ledger>();
  return {
    storage,
    clock,
    newId,
    ledgerOf(companyId) {
      const known = ledgers.get(companyId);
      if (known !== undefined) return known;
      const onMetered = () => countMetered({ storage, clock }, companyId);
      const ledger = createLedger({ app, tokens: storage.tokenStore(companyId), clock, onMetered });
      ledgers.set(companyId, ledger);
      return ledger;
    },
    authorization: createAuthorization({ app, clock }),
    environment,
    entryUrl: (realmId, quickbooksId) =>
      quickbooksEntryUrl({ environment, localUrl: localQuickbooksUrl(config), realmId, quickbooksId }),
    wake: createWake(storage.jobsPool),
    notifier: createNotifier({
      mail: config.mail,
      consoleUrl: publicUrlOf(config),
      privateWebhooks: config.privateWebhooks,
      clock,
    }),
    ...(environment === 'local' && {
      connected: (realmId: string) =>
        subscribeLocally(localWebhooks(config, secrets), realmId).catch((error: unknown) =>
          log.warn({ err: error }, 'the local QuickBooks sends no webhooks; the daily sweep finds what changes'),
        ),
    }),
    onWakeError: (error) => log.warn({ err: error }, 'a lane was not woken; the sweep will find its work'),
  };
}

function importPorts(ports: PipelinePorts, storage: PostgresStorage): RunPorts {
  const wake = createImportWake(storage.jobsPool);
  return {
    ...ports,
    files: importFiles,
    wakeImport: (companyId, importId) => wake({ companyId, importId }).catch(ports.onWakeError),
    unlessUnderWay: (what, work) => storage.unlessUnderWay(what, work),
  };
}

function quickbooksApp(config: Config): QuickbooksApp {
  if (config.intuit === null) return { endpoints: endpointsOnOneHost(localQuickbooksUrl(config)), ...localApp };
  const { clientId, clientSecret, environment } = config.intuit;
  return { endpoints: intuitEndpoints[environment], clientId, clientSecret };
}

/** For a command that does one thing with the books and ends. */
export async function withComposition<T>(
  config: Config,
  options: { readonly command: string; readonly log: Log },
  work: (composition: Composition) => Promise<T>,
): Promise<T> {
  const composition = await compose(config, { ...options, shared: true });
  try {
    return await Promise.race([work(composition), composition.databaseLost]);
  } finally {
    await composition.services.stopAll();
  }
}
