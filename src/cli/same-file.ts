// Whether two names are one file, so that nothing is written over what is being read.
import { realpathSync } from 'node:fs';

/** By whatever name: writing to it would destroy what is to be read. */
export function isSameFile(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}
