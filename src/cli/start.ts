// `tillbook start`, `serve` and `work`: the running program in one process, or its halves on any number of machines.
// What only one of them needs is loaded by it alone: a worker serves nothing, and neither half a local QuickBooks.
import { join, relative } from 'node:path';
import type { Config } from '../config.ts';
import { startWorker } from '../jobs/worker.ts';
import { createLog, type Log } from '../log.ts';
import { notifyAll } from '../pipeline/notify.ts';
import { drainLane } from '../pipeline/post-entries.ts';
import { refreshTokens } from '../pipeline/refresh-tokens.ts';
import { leftBefore, runImport } from '../pipeline/run-import.ts';
import { CommandError } from './command-error.ts';
import { type Composition, compose, localQuickbooksUrl, localWebhooks } from './compose.ts';
import { untilToldToEnd } from './ending.ts';
import { subscribeAllLocally } from './local-webhooks.ts';
import { publicUrlOf } from './public-url.ts';

/** A newcomer needs a company to connect to. */
const firstQuickbooksCompany = { template: 'retail', name: 'Main Street Retail' } as const;

export async function start(config: Config): Promise<void> {
  // People read this terminal; what goes well needs no lines in it.
  const log = createLog(config, { quiet: true });
  await run({ config, log, command: 'start', shared: false }, async (composition) => {
    if (config.intuit === null) await serveLocalQuickbooks(config, composition);
    // The embedded server was started by this process: whoever held a lane before was killed, and its time need not run out.
    if (config.databaseUrl === null) await composition.storage.endLeases();
    await listenHttp(config, composition, log);
    // Last, so that it is told to stop first: nothing new is begun while requests are still being answered.
    await startPosting(composition, log);
    process.stdout.write(`${welcome(config, composition)}\n`);
  });
  process.stdout.write('Tillbook has stopped.\n');
}

export async function serve(config: Config): Promise<void> {
  const log = createLog(config);
  await run({ config, log, command: 'serve', shared: true }, async (composition) => {
    await listenHttp(config, composition, log);
    log.info({ url: publicUrlOf(config) }, 'serving');
  });
}

export async function work(config: Config): Promise<void> {
  const log = createLog(config);
  await run({ config, log, command: 'work', shared: true }, async (composition) => {
    await startPosting(composition, log);
    log.info('working');
  });
}

/** Composes, begins, and ends in order: when told to, or when the database is lost. */
async function run(
  options: { config: Config; log: Log; command: string; shared: boolean },
  begin: (composition: Composition) => Promise<void>,
): Promise<void> {
  const { log } = options;
  const toldToEnd = untilToldToEnd((withinMs) => log.error({ withinMs }, 'did not end in time; ended without order'));
  const composition = await compose(options.config, options);
  try {
    await Promise.race([begin(composition), composition.databaseLost]);
    await Promise.race([toldToEnd, composition.databaseLost]);
  } finally {
    composition.giveUpCallsSoon();
    await composition.services.stopAll();
  }
}

async function serveLocalQuickbooks(config: Config, { services, secrets }: Composition): Promise<void> {
  const { FileInUseError, startEmulator } = await import('@tillbook/quickbooks-emulator');
  const start = () =>
    startEmulator({
      port: config.emulatorPort,
      host: config.host,
      file: join(config.dataDir, 'quickbooks-emulator.sqlite'),
      firstCompany: firstQuickbooksCompany,
      redirectUris: [`${publicUrlOf(config)}/api/v1/connection/callback`],
    }).catch((error: unknown) => {
      if (!(error instanceof FileInUseError)) throw error;
      throw new CommandError('already-running', `One is running already on this data folder: ${error.message}`);
    });
  const emulator = await served(
    { port: config.emulatorPort, variable: 'QUICKBOOKS_EMULATOR_PORT', what: 'the local QuickBooks' },
    start,
  );
  services.started('local QuickBooks', () => emulator.close());
  // Of a start at another port, say: it is told anew where to.
  await subscribeAllLocally(localWebhooks(config, secrets));
}

export async function startPosting({ ports, importPorts, storage, services }: Composition, log: Log): Promise<void> {
  const worker = await startWorker({
    jobsPool: storage.jobsPool,
    clock: ports.clock,
    databaseNow: () => storage.databaseNow(),
    drainLane: (companyId, options) => drainLane(ports, companyId, options),
    companiesWithOpenPostings: async () => [
      ...new Set([
        ...(await storage.companiesWithOpenPostings()),
        ...(await storage.companiesToSweep()),
        ...(await storage.companiesReposting()),
      ]),
    ],
    refreshTokens: () => refreshTokens(ports, storage),
    notify: async () => {
      if (ports.notifier !== undefined) await notifyAll({ ...ports, notifier: ports.notifier }, storage);
    },
    imports: {
      toRun: () => storage.importsToRun(leftBefore(ports.clock.now())),
      run: (run) => runImport(importPorts, run),
    },
    onError: (error, task) => log.error({ err: error, task }, 'a job failed; it will be tried again'),
  });
  services.started('worker', () => worker.stop());
}

async function listenHttp(config: Config, composition: Composition, log: Log): Promise<void> {
  const { serveHttp } = await import('./serve-http.ts');
  const server = await served({ port: config.port, variable: 'PORT', what: 'Tillbook' }, () =>
    serveHttp({ config, composition, log }),
  );
  composition.services.started('http', () => server.close());
}

async function served<T>(
  wanted: { readonly port: number; readonly variable: string; readonly what: string },
  listen: () => Promise<T>,
): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is taken by another program' : 'may not be used by this user';
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw new CommandError(
      'port-taken',
      `Port ${wanted.port} ${why}, so ${wanted.what} cannot be served there. ` +
        `Choose another one: ${wanted.variable}=${wanted.port + 10}`,
      { cause: error },
    );
  }
}

function welcome(config: Config, { databaseLiesAt }: Composition): string {
  const signIn =
    config.owner === null ? 'the first page makes your account, the next ones ask for it' : `as ${config.owner.email}`;
  const quickbooks =
    config.intuit === null
      ? `a local one with a shop to connect to, ${localQuickbooksUrl(config)}`
      : `Intuit, ${config.intuit.environment}`;
  const dataDir = relative(process.cwd(), config.dataDir) || '.';
  const lines: [string, string][] = [
    ['Open', publicUrlOf(config)],
    ['Sign in', signIn],
    ['QuickBooks', quickbooks],
    ['Data', dataDir.startsWith('..') ? config.dataDir : dataDir],
  ];
  if (databaseLiesAt !== null) {
    lines.push(['Database', `${databaseLiesAt}, since the database's user may not enter the data folder`]);
  }
  const table = lines.map(([name, value]) => `  ${name.padEnd(12)}${value}`).join('\n');
  return `\nTillbook is running.\n\n${table}\n\nPress Ctrl-C to stop.\n`;
}
