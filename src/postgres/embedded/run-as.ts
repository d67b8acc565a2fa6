// Who the server runs as: PostgreSQL refuses to be root, so root lends it to the owner of the data, else to `nobody`.
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const usualNobodyId = 65534;

export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** Null when the server runs as whoever we are. */
export async function chooseRunAs(clusterDir: string): Promise<RunAs | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(clusterDir).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const [uid, gid] = await Promise.all([idOfNobody('-u'), idOfNobody('-g')]);
  return { uid, gid };
}

async function idOfNobody(flag: '-u' | '-g'): Promise<number> {
  const answer = await run('id', [flag, 'nobody']).catch(() => null);
  const id = Number(answer?.stdout ?? Number.NaN);
  // macOS prints -2 as an unsigned number; spawn wants it signed.
  return Number.isInteger(id) ? id | 0 : usualNobodyId;
}

/** Whether the server's user can do `test FLAG PATH`: asked of the system itself, so that ACLs and mounts count too. */
export async function canReach(runAs: RunAs | null, flag: '-x' | '-w', path: string): Promise<boolean> {
  try {
    await run('/bin/sh', ['-c', 'test "$0" "$1"', flag, path], { ...(runAs ?? {}), cwd: '/' });
    return true;
  } catch {
    return false;
  }
}
