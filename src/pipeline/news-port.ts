// News of a company's books: that something of a kind has changed. Enough for a page to know what to read again, and nothing of what is in them.

export const newsKinds = [
  'alerts',
  'events',
  'sales',
  'connection',
  'mappings',
  'settings',
  'drift',
  'reposts',
  'reconciliation',
  'imports',
  'notifications',
  'people',
  'audit-log',
] as const;
export type NewsKind = (typeof newsKinds)[number];

export interface NewsListener {
  /** From here on all news is told; what there was before has to be read. */
  hearing(): void;
  /** News of other processes is not heard for now. */
  deaf(): void;
  heard(kinds: readonly NewsKind[]): void;
}

/** Told after the transaction that changed something, whichever process it was in; several that come together are told as one. */
export interface NewsHearing {
  /** Until the answer is called. */
  subscribe(companyId: string, listener: NewsListener): () => void;
}
