// Output that is there as a whole or not at all: written beside its file, and put in its place when nothing is missing.
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { CommandError } from './command-error.ts';

export type Write = (data: string | Uint8Array) => Promise<void> | void;

/** `path` undefined: standard output, which cannot be taken back. A run that is killed leaves at most `path.PID.part`. */
export async function writeWhole<T>(
  path: string | undefined,
  work: (write: Write) => Promise<T>,
  { mode = 0o666 }: { readonly mode?: number } = {},
): Promise<T> {
  if (path === undefined) return work((data) => writeTo(process.stdout, data));
  const target = await targetOf(path);
  const part = target.isPlace ? `${target.path}.${process.pid}.part` : target.path;
  const output = createWriteStream(part, { mode });
  // A disk that is full is told by the next write, or by the end.
  output.on('error', () => undefined);
  try {
    const done = await work((data) => writeTo(output, data));
    output.end();
    await finished(output);
    if (target.isPlace) await rename(part, target.path);
    return done;
  } catch (error) {
    await closed(output);
    if (target.isPlace) await rm(part, { force: true });
    throw isSystemError(error)
      ? new CommandError('not-writable', `${path} cannot be written: ${error.message}`, { cause: error })
      : error;
  }
}

/** A device or a pipe (`/dev/null`) is written to as it is: nothing may take its place. A link stays, and its file changes. */
async function targetOf(path: string): Promise<{ readonly path: string; readonly isPlace: boolean }> {
  const there = await stat(path).catch(() => null);
  if (there === null) return { path, isPlace: true };
  return { path: await realpath(path), isPlace: there.isFile() };
}

async function writeTo(output: Writable, data: string | Uint8Array): Promise<void> {
  if (output.errored !== null) throw output.errored;
  if (!output.write(data)) await once(output, 'drain');
}

/** What is still being opened would be there again after it was removed. */
async function closed(output: WriteStream): Promise<void> {
  output.destroy();
  await finished(output).catch(() => undefined);
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
