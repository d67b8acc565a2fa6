// Two people, or one in two windows: the second sees what the first did before anything of it is undone.
import { isDeepStrictEqual } from 'node:util';

/** Whether all that was seen of something is as it is now. */
export function isAsSeen<Thing extends object>(seen: Partial<Thing>, now: Partial<Thing>): boolean {
  const standing = new Map<string, unknown>(Object.entries(now));
  return Object.entries(seen).every(([field, value]) => isDeepStrictEqual(value, standing.get(field)));
}
