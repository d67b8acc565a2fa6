// The installation's secret: 32 bytes in a file, made at the first start and readable by its owner alone, or in the environment.
import { hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import type { KeyRing } from '../postgres/token-encryption.ts';
import { CommandError } from './command-error.ts';

const keyBytes = 32;

export interface Secrets {
  /** The key in force and the one before it, as the file says at the moment: it may change while a program runs. */
  readonly keys: KeyRing;
  /** Signs sessions; made from the same secret, of no use for the tokens. */
  readonly sessionSecret: string;
  /** Signs the webhooks of the local QuickBooks. */
  readonly localVerifierToken: string;
}

export async function readSecrets({ keyFile, keys }: Pick<Config, 'keyFile' | 'keys'>): Promise<Secrets> {
  if (keys !== null) {
    const given = keys.map((key) => Buffer.from(key, 'hex'));
    return secretsOf(() => given);
  }
  await readFile(keyFile, 'utf8').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return makeKey(keyFile);
    throw unreadable(keyFile, error);
  });
  let last = keysIn(keyFile);
  return secretsOf(() => {
    try {
      last = keysIn(keyFile);
    } catch (error) {
      // A file that is away for a moment keeps no running program from its work.
      if (!(error instanceof CommandError)) throw error;
    }
    return last;
  });
}

function secretsOf(keys: KeyRing): Secrets {
  const [current = Buffer.alloc(0)] = keys();
  const derived = (purpose: string) => Buffer.from(hkdfSync('sha256', current, '', purpose, keyBytes)).toString('hex');
  return {
    keys,
    sessionSecret: derived('tillbook sessions'),
    localVerifierToken: derived('tillbook local webhooks'),
  };
}

/** The key of a line each; the first is the one in force. */
function keysIn(keyFile: string): readonly Buffer[] {
  const lines = textOf(keyFile).trim().split(/\s+/);
  const keys = lines.map((line) => Buffer.from(line, 'hex'));
  if (keys.every((key) => key.length === keyBytes)) return keys;
  throw new CommandError(
    'key-file',
    `The key file ${keyFile} does not hold ${keyBytes} bytes in hexadecimal (${keyBytes * 2} digits). ` +
      'Put back the one that was there: without it the QuickBooks connection has to be made anew.',
  );
}

function textOf(keyFile: string): string {
  try {
    return readFileSync(keyFile, 'utf8');
  } catch (error) {
    throw unreadable(keyFile, error);
  }
}

const unreadable = (keyFile: string, error: unknown) =>
  new CommandError('key-file', `The key file ${keyFile} cannot be read: ${(error as Error).message}`, { cause: error });

const newKey = (): string => `${randomBytes(keyBytes).toString('hex')}\n`;

/** A new key in force, the one that was in force behind it: in one move, so that a reader finds both or neither. */
export async function putKeyInFront(keyFile: string): Promise<void> {
  const [current = Buffer.alloc(0)] = keysIn(keyFile);
  const written = `${keyFile}.${process.pid}.new`;
  try {
    await writeFile(written, `${newKey()}${current.toString('hex')}\n`, { mode: 0o600, flush: true });
    await rename(written, keyFile);
  } catch (error) {
    await rm(written, { force: true });
    throw new CommandError('key-file', `The key file ${keyFile} cannot be changed: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function makeKey(keyFile: string): Promise<void> {
  const cannot = (error: unknown) =>
    new CommandError('key-file', `The key file ${keyFile} cannot be made: ${(error as Error).message}`, {
      cause: error,
    });
  await mkdir(dirname(keyFile), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw cannot(error);
  });
  const written = `${keyFile}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(written, newKey(), { mode: 0o600, flag: 'wx', flush: true });
    await link(written, keyFile);
  } catch (error) {
    // Two first starts at once: the key that was written first is the one.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannot(error);
  } finally {
    await rm(written, { force: true });
  }
}
