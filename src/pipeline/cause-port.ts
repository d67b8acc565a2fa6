// Causes at the port to storage: what is open, and which postings hang on it.
import type { Cause, CauseKind } from '../posting/causes.ts';
import type { PostingRow } from './posting-port.ts';

export interface OpenCause {
  readonly id: string;
  readonly key: string;
  readonly cause: Cause;
  readonly firstSeen: Date;
}

/** Of what a cause holds, the next postings by their ids; `after` null: the first. */
export interface HeldSlice {
  readonly after: string | null;
  readonly limit: number;
}

export interface LetGo {
  /** Those that nothing else holds. */
  readonly free: readonly PostingRow[];
  /** After which id there may be more; null: that was the last of it. */
  readonly more: string | null;
}

/** Takes postings off the closed period: those from a date on (null: of every date), and those that are dated otherwise now. */
export interface ClosedPeriodOpening {
  letGo(
    of: HeldSlice & { readonly openFrom: string | null; readonly moved: 'all' | 'chosen' | 'none' },
  ): Promise<LetGo>;
}

export interface CauseStoring {
  open(): Promise<readonly OpenCause[]>;
  openOf(kinds: readonly CauseKind[]): Promise<readonly OpenCause[]>;
  openForPostings(postingIds: readonly string[]): Promise<readonly OpenCause[]>;
  /** Ids by cause key; what is open already keeps its first-seen time. */
  raise(causes: readonly { id: string; key: string; cause: Cause }[], now: Date): Promise<ReadonlyMap<string, string>>;
  hold(links: readonly { causeId: string; postingId: string }[]): Promise<void>;
  /** Takes postings off all their causes. */
  unhold(postingIds: readonly string[]): Promise<void>;
  resolve(causeIds: readonly string[], now: Date): Promise<void>;
  resolveKinds(kinds: readonly CauseKind[], now: Date): Promise<void>;
  /** Takes postings off a cause: those from a date on; null: of every date. */
  letGo(of: HeldSlice & { readonly causeId: string; readonly dateFrom: string | null }): Promise<LetGo>;
  /** Earliest business date that hangs on each cause. */
  firstDates(causeIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Events and their amounts that hang on each cause, in the company's currency alone. */
  held(): Promise<ReadonlyMap<string, { events: number; amountMinor: bigint }>>;
  /** Resolves causes of these kinds on which nothing hangs any more. */
  resolveEmpty(kinds: readonly CauseKind[], now: Date): Promise<void>;
  /** What waits for the connection as a whole: every event that is ready, or sent and not answered. */
  heldByLane(): Promise<{ events: number; amountMinor: bigint }>;
}
