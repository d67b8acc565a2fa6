// Starts the whole program as a newcomer does (one process, a fresh data folder, free ports) and talks to it over HTTP.
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';

const readyWithinMs = 150_000;
const pollMs = 100;
/** Of the time that it has waited already, waits so much until it asks again: who waits for minutes would ask thousands of times. */
const pollShare = 0.02;

export const owner = { email: 'owner@example.com', password: 'correct horse battery' };

export interface App {
  readonly url: string;
  readonly quickbooksUrl: string;
  readonly dataDir: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly process: ChildProcess;
  output(): string;
  /** Ends it in order, as Ctrl-C does. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

/**
 * Below what Linux, macOS and Windows give to whoever asks for any port: a port found free there may be the near end
 * of somebody's connection by the time a program wants to listen at it.
 */
const [firstPort, endOfPorts] = [20_000, 32_000];
let nextPort = firstPort + (process.pid % (endOfPorts - firstPort));

/** Free, and nobody else's who chooses one here, in any process, until this process ends. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < endOfPorts - firstPort; tried += 1) {
    const port = nextPort;
    nextPort = port + 1 < endOfPorts ? port + 1 : firstPort;
    if ((await reserve(port)) && (await canBeListenedAt(port))) return port;
  }
  throw new Error('no port is free');
}

/** By a datagram socket of the same number, which is in no program's way, and which the system gives up with the process. */
function reserve(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', () => resolve(false));
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => {
      socket.unref();
      resolve(true);
    });
  });
}

function canBeListenedAt(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

export async function temporaryDataDir(): Promise<{ dataDir: string; remove(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tillbook-end-to-end-'));
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Waits for a condition of the outside world, by asking again; fails with what was last seen. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  withinMs = 30_000,
): Promise<T> {
  const began = performance.now();
  const waited = () => performance.now() - began;
  let failure: unknown;
  while (waited() < withinMs) {
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined && answer !== false) return answer;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    await delay(Math.max(pollMs, waited() * pollShare));
  }
  throw new Error(`${what}: not within ${withinMs} ms`, { cause: failure });
}

export async function startApp(options: {
  dataDir: string;
  port?: number;
  quickbooksPort?: number;
  environment?: Record<string, string>;
}): Promise<App> {
  const port = options.port ?? (await freePort());
  const quickbooksPort = options.quickbooksPort ?? (await freePort());
  const environment = {
    ...process.env,
    PORT: String(port),
    QUICKBOOKS_EMULATOR_PORT: String(quickbooksPort),
    TILLBOOK_DATA_DIR: options.dataDir,
    TILLBOOK_OWNER_EMAIL: owner.email,
    TILLBOOK_OWNER_PASSWORD: owner.password,
    ...options.environment,
  };
  const child = spawn(process.execPath, ['bin/tillbook.js', 'start'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  child.stdout.on('data', (data: Buffer) => output.push(data.toString()));
  child.stderr.on('data', (data: Buffer) => output.push(data.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

  const url = `http://localhost:${port}`;
  await Promise.race([
    eventually('the program is ready', async () => (await fetch(`${url}/readyz`)).ok, readyWithinMs),
    ended.then((code) => {
      throw new Error(`the program ended with ${code} before it was ready:\n${output.join('')}`);
    }),
  ]);
  return {
    url,
    quickbooksUrl: `http://localhost:${quickbooksPort}`,
    dataDir: options.dataDir,
    environment,
    process: child,
    output: () => output.join(''),
    stop: async () => {
      child.kill('SIGINT');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export interface Answer<T> {
  readonly status: number;
  readonly type: string;
  readonly body: T;
}

/** A signed-in person (cookie and Origin) or a program (API key), as one function per call. */
export type Caller = <T = unknown>(method: string, path: string, body?: unknown) => Promise<Answer<T>>;

export function caller(baseUrl: string, headers: Record<string, string>): Caller {
  return async <T>(method: string, path: string, body?: unknown) => {
    const raw = typeof body === 'string';
    const response = await fetch(baseUrl + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': raw ? 'application/x-ndjson' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return { status: response.status, type, body: (type.includes('json') ? JSON.parse(text) : text) as T };
  };
}

export async function signIn(app: App): Promise<Caller> {
  const response = await fetch(`${app.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: app.url },
    body: JSON.stringify(owner),
  });
  if (response.status !== 200) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((value) => value.split(';')[0])
    .join('; ');
  return caller(app.url, { cookie, origin: app.url });
}

/** As a person does, in a browser: at the page that was asked for. */
export async function signInOnPage(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel('Email').fill(owner.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** QuickBooks' id of the account of this name. */
export async function accountId(person: Caller, name: string): Promise<string> {
  const { body } = await person<{ accounts: { id: string; name: string }[] }>('GET', '/api/v1/accounts');
  const account = body.accounts.find((one) => one.name === name);
  if (account === undefined) throw new Error(`The chart has no ${name}.`);
  return account.id;
}

/** Maps whatever has a suggestion as it is suggested. */
export async function acceptSuggestions(person: Caller): Promise<void> {
  type Suggestions = { suggestions: { role: string; subject: string | null; accountId: string }[] };
  const { body } = await person<Suggestions>('GET', '/api/v1/mappings/suggestions');
  const mappings = body.suggestions.map(({ role, subject, accountId }) => ({ role, subject, accountId }));
  await person('PUT', '/api/v1/mappings', { mappings });
}

/** Connects to the first company of the local QuickBooks, answering the consent page without a browser. */
export async function connect(app: App, person: Caller): Promise<string> {
  const quickbooks = caller(app.quickbooksUrl, {});
  const { body } = await quickbooks<{ companies: { realmId: string }[] }>('GET', '/_emulator/companies');
  const realmId = body.companies[0]?.realmId;
  if (realmId === undefined) throw new Error('the local QuickBooks has no company');
  const { body: consent } = await person<{ consentUrl: string }>('POST', '/api/v1/connection/connect', {});
  const answered = await fetch(`${consent.consentUrl}&emulator_approve=${realmId}`, { redirect: 'manual' });
  const back = new URL(answered.headers.get('location') ?? '');
  const finished = await person('GET', back.pathname + back.search);
  if (finished.status >= 400) throw new Error(`the callback answered ${finished.status}`);
  return realmId;
}
