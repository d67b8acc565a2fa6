// How many of a line's tickets are read at once: few to begin with, then more.

export const sourcesPerPage = { first: 20, next: 100 };

/** What is read next, where so many are there; null where that is all. */
export function nextSources(shown: number, total: number): { offset: number; limit: number } | null {
  if (shown >= total) return null;
  return { offset: shown, limit: sourcesPerPage.next };
}
