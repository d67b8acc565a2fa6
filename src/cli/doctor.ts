// `tillbook doctor`: looks at what Tillbook needs on this machine, changes nothing, and says what to do about what is wrong.
import { access, constants, stat, statfs } from 'node:fs/promises';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { checkConnection } from '../postgres/embedded/check-connection.ts';
import { findEmbeddedPostgres } from '../postgres/embedded/embedded-postgres.ts';
import { explainError } from './explain-error.ts';

const freeBytesMin = 1024 ** 3;
const answerWithinMs = 2_000;
/** Node 20 gets no more fixes since 2026-04-30: https://nodejs.org/en/about/previous-releases */
const maintainedNodeMajor = 22;

type Finding =
  | { readonly mark: 'ok' | 'note'; readonly what: string }
  | { readonly mark: 'wrong'; readonly what: string; readonly todo: string };

const signs = { ok: 'ok   ', note: 'note ', wrong: 'WRONG' } as const;

export async function doctor(): Promise<void> {
  const findings = [checkNodeVersion(), ...(await checkAll())];
  for (const finding of findings) {
    process.stdout.write(`${signs[finding.mark]}  ${finding.what}\n`);
    if (finding.mark === 'wrong') process.stdout.write(`       → ${finding.todo}\n`);
  }
  if (findings.some(({ mark }) => mark === 'wrong')) process.exitCode = 1;
}

async function checkAll(): Promise<readonly Finding[]> {
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((what) => ({ mark: 'wrong', what, todo: 'Correct the environment (tillbook --help).' }));
  }
  return Promise.all([
    checkDataDir(config),
    checkSpace(config),
    checkKeyFile(config),
    checkDatabase(config),
    checkPort('PORT', config.host, config.port, 'Tillbook'),
    ...(config.intuit === null
      ? [checkPort('QUICKBOOKS_EMULATOR_PORT', config.host, config.emulatorPort, 'the local QuickBooks')]
      : []),
  ]);
}

function checkNodeVersion(): Finding {
  const version = process.versions.node;
  const maintained = Number(version.split('.')[0]) >= maintainedNodeMajor;
  if (maintained) return { mark: 'ok', what: `Node ${version}` };
  return { mark: 'note', what: `Node ${version} works, but gets no more security fixes; Node 24 does` };
}

async function checkDataDir({ dataDir }: Config): Promise<Finding> {
  const exists = await stat(dataDir).catch(() => null);
  const asked = exists === null ? dirname(dataDir) : dataDir;
  try {
    await access(asked, constants.W_OK | constants.X_OK);
    return { mark: 'ok', what: `data folder ${dataDir}${exists === null ? ' (made at the first start)' : ''}` };
  } catch {
    return {
      mark: 'wrong',
      what: `${asked} cannot be written to`,
      todo: 'Let this user write there, or choose another folder with TILLBOOK_DATA_DIR.',
    };
  }
}

async function checkSpace({ dataDir }: Config): Promise<Finding> {
  const space = await statfs(dataDir).catch(() => statfs(dirname(dataDir)));
  const freeBytes = space.bavail * space.bsize;
  const what = `${(freeBytes / 1024 ** 3).toFixed(1)} GB free`;
  if (freeBytes >= freeBytesMin) return { mark: 'ok', what };
  return { mark: 'wrong', what, todo: 'Make room: a full disk stops the database.' };
}

async function checkKeyFile({ keyFile, keys }: Config): Promise<Finding> {
  if (keys !== null) return { mark: 'ok', what: 'key in TILLBOOK_KEY' };
  const found = await stat(keyFile).catch(() => null);
  if (found === null) return { mark: 'ok', what: `key file ${keyFile} (made at the first start)` };
  if ((found.mode & 0o077) === 0) return { mark: 'ok', what: `key file ${keyFile}` };
  return { mark: 'wrong', what: `others can read the key file ${keyFile}`, todo: `chmod 600 ${keyFile}` };
}

async function checkDatabase(config: Config): Promise<Finding> {
  try {
    const url = config.databaseUrl ?? (await findEmbeddedPostgres(config.dataDir));
    if (url === null) return { mark: 'ok', what: 'embedded database, not running' };
    const version = await checkConnection(url);
    const which = config.databaseUrl === null ? 'embedded database, running' : 'database of DATABASE_URL';
    return { mark: 'ok', what: `${which}: PostgreSQL ${version}` };
  } catch (error) {
    return { mark: 'wrong', what: explainError(error), todo: 'Check DATABASE_URL, or the log in the data folder.' };
  }
}

async function checkPort(variable: string, host: string, port: number, whose: string): Promise<Finding> {
  const taken = await answers(host, port);
  return {
    mark: 'ok',
    what: `port ${port} (${variable}) is ${taken ? `in use, by ${whose} if it is running` : 'free'}`,
  };
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new Socket().setTimeout(answerWithinMs);
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
    socket.connect(port, host);
  });
}
