// Pages of what QuickBooks lists by its time: each begins where the last one ended, so that what is added, changed or deleted meanwhile moves none.

export interface TimedPage<Since extends Date | null> {
  readonly since: Since;
  /** From 0 on, of what is of `since` or later. */
  readonly page: number;
}

/** After a full page whose last row is of `last`. Where that is the moment at which it began, page by page. */
export function pageAfter<Since extends Date | null>(
  { since, page }: TimedPage<Since>,
  last: Date | null,
): TimedPage<Since | Date> {
  const isLater = last !== null && (since === null || last > since);
  return isLater ? { since: last, page: 0 } : { since, page: page + 1 };
}
