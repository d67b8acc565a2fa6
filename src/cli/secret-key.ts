// The installation's secret: a file of 32 bytes, made at the first start and readable by its owner alone.
import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CommandError } from './command-error.ts';

const keyBytes = 32;

export interface Secrets {
  /** 32 bytes; QuickBooks tokens are encrypted with it. */
  readonly encryptionKey: Buffer;
  /** Signs sessions; made from the same secret, of no use for the tokens. */
  readonly sessionSecret: string;
  /** Signs the webhooks of the local QuickBooks. */
  readonly localVerifierToken: string;
}

export async function readSecrets(keyFile: string): Promise<Secrets> {
  const text = await readFile(keyFile, 'utf8').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return makeKey(keyFile);
    throw new CommandError('key-file', `The key file ${keyFile} cannot be read: ${error.message}`, { cause: error });
  });
  const key = Buffer.from(text.trim(), 'hex');
  if (key.length !== keyBytes) {
    throw new CommandError(
      'key-file',
      `The key file ${keyFile} does not hold ${keyBytes} bytes in hexadecimal (${keyBytes * 2} digits). ` +
        'Put back the one that was there: without it the QuickBooks connection has to be made anew.',
    );
  }
  const derived = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', purpose, keyBytes)).toString('hex');
  return {
    encryptionKey: key,
    sessionSecret: derived('tillbook sessions'),
    localVerifierToken: derived('tillbook local webhooks'),
  };
}

async function makeKey(keyFile: string): Promise<string> {
  const cannot = (error: unknown) =>
    new CommandError('key-file', `The key file ${keyFile} cannot be made: ${(error as Error).message}`, {
      cause: error,
    });
  await mkdir(dirname(keyFile), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw cannot(error);
  });
  const key = `${randomBytes(keyBytes).toString('hex')}\n`;
  try {
    await writeFile(keyFile, key, { mode: 0o600, flag: 'wx' });
    return key;
  } catch (error) {
    // Two first starts at once: the key that was written first is the one.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readFile(keyFile, 'utf8');
    throw cannot(error);
  }
}
