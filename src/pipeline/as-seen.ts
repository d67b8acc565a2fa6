// Two people, or one in two windows: the second sees what the first did before anything of it is undone.
import { isDeepStrictEqual } from 'node:util';

/** Whether all that was seen of something is as it is now. */
export function isAsSeen<Thing extends object>(seen: Partial<Thing>, now: Partial<Thing>): boolean {
  const standing = new Map<string, unknown>(Object.entries(now));
  return Object.entries(seen).every(([field, value]) => isDeepStrictEqual(value, standing.get(field)));
}

/** Of what is given the fields that are not so already. */
export function whatDiffers<Given extends object>(given: Given, standing: object): Partial<Given> {
  const now = new Map<string, unknown>(Object.entries(standing));
  const differing = Object.entries(given).filter(([field, value]) => !isDeepStrictEqual(value, now.get(field)));
  return Object.fromEntries(differing) as Partial<Given>;
}
