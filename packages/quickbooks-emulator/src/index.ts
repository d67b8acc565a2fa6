// A local QuickBooks Online: started in a process or a test, on a port of its own or without one.
import type { AddressInfo } from 'node:net';
import type { Problem } from './company/settings.ts';
import { type Emulator, openEmulator } from './emulator.ts';
import { type InProcessFetch, inProcessFetch } from './http/in-process.ts';
import { createEmulatorServer } from './http/server.ts';
import { type App, type AppRules, parseAppRules } from './oauth/apps.ts';
import { createCompany, type NewCompany } from './templates/templates.ts';

export type { Settings } from './company/settings.ts';
export type { FaultKind, FaultRule } from './faults/fault-rules.ts';
export type { InProcessFetch, InProcessRequest } from './http/in-process.ts';
export type { App } from './oauth/apps.ts';
export { FileInUseError } from './store/database.ts';
export type { NewCompany, Template } from './templates/templates.ts';

/** An app in the options is not one. */
export class InvalidAppsError extends Error {
  readonly code = 'invalid-apps';
  constructor(problems: readonly Problem[]) {
    super(problems.map(({ field, rule }) => `${field} ${rule}`).join('; '));
  }
}

export interface EmulatorOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** An SQLite file, or ':memory:', the default. A file open elsewhere is refused with FileInUseError. */
  readonly file?: string;
  /** Made only where there is no company yet. */
  readonly firstCompany?: NewCompany;
  /** Registered redirect addresses; those of this machine are always taken. */
  readonly redirectUris?: readonly string[];
  /** Registered apps, in place of those of the file; without any, any client id and secret will do. */
  readonly apps?: readonly (Pick<App, 'clientId'> & Partial<App>)[];
  /** Apps that are not registered; default welcome. */
  readonly otherApps?: AppRules['others'];
}

export interface RunningEmulator {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts an emulator and answers when it listens. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const { port = 0, host = '127.0.0.1', file = ':memory:', firstCompany, redirectUris } = options;
  const emulator = openEmulator({ file, redirectUris });
  const server = createEmulatorServer(emulator);
  try {
    registerApps(emulator, options);
    if (firstCompany && emulator.companies.list().length === 0) createCompany(emulator, firstCompany);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    emulator.close();
    throw error;
  }
  const address = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${address.port}`,
    port: address.port,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      emulator.close();
    },
  };
}

export interface InProcessEmulator {
  /** Any address will do; of it, only the path and what follows are looked at. */
  readonly fetch: InProcessFetch;
  close(): void;
}

/** The same without a socket, by a clock of the caller's: for tests that must repeat exactly. */
export function createEmulator(
  options: Pick<EmulatorOptions, 'file' | 'redirectUris'> & { readonly now?: () => number } = {},
): InProcessEmulator {
  const { file = ':memory:', redirectUris, now } = options;
  const emulator = openEmulator({ file, redirectUris, now });
  return { fetch: inProcessFetch(emulator), close: emulator.close };
}

function registerApps({ apps: registered }: Emulator, { apps, otherApps: others }: EmulatorOptions): void {
  if (apps === undefined && others === undefined) return;
  const parsed = parseAppRules({ apps, others });
  if (!parsed.ok) throw new InvalidAppsError(parsed.problems);
  registered.put(parsed.rules);
}
