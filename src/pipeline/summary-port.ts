// What daily summaries ask of the database: which there are, and the locks by which nothing joins one that is being sent.
import type { SummaryIdentity } from '../posting/posting-key.ts';
import type { SummaryListFilter } from './company-books.ts';

/** One location's business date. */
export interface DayOfLocation {
  readonly businessDate: string;
  readonly location: string;
}

export interface SummaryRow extends SummaryIdentity {
  readonly key: string;
}

/** Identities of daily summaries. Whoever adds to one holds it open; whoever builds or sends it locks it. */
export interface SummaryStoring {
  /** The latest of each day, held open until the transaction ends. */
  holdLatest(days: readonly DayOfLocation[]): Promise<readonly SummaryRow[]>;
  /** With a pending first part; a summary that is there already stays as it is. */
  add(summaries: readonly (SummaryRow & { postingId: string; notBefore: Date })[], now: Date): Promise<void>;
  /** Waits for whoever holds them open, and keeps others from it until the transaction ends. */
  lock(keys: readonly string[]): Promise<readonly SummaryRow[]>;
  byKeys(keys: readonly string[]): Promise<readonly SummaryRow[]>;
  /** Of which the posting with this id is a part. */
  byPostingId(postingId: string): Promise<SummaryRow | null>;
  /** Pending parts are not built before this instead. */
  postpone(postponed: readonly { key: string; notBefore: Date }[]): Promise<void>;
  /** Pending ones that are not to be built yet. */
  notDue(now: Date): Promise<readonly SummaryRow[]>;
  /** Newest business date first. */
  list(filter: SummaryListFilter): Promise<{ summaries: readonly SummaryRow[]; nextCursor: string | null }>;
  /** The highest sequence of a day. */
  lastSequence(day: DayOfLocation): Promise<number>;
  /** Events by summary, what a person took out left out. */
  eventCounts(keys: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** What the tickets of each come to in the company's currency, voids and reversals taken away; what a person took out left out. */
  ticketSums(keys: readonly string[]): Promise<ReadonlyMap<string, bigint>>;
}
