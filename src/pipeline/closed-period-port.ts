// Closed periods at the ports: what a person sees and decides, and what that asks of the database.
import type { FinancialEventKind } from '../events/financial-event.ts';
import type { ClosedPeriodChoice, ClosedPeriodPolicy } from '../posting/closed-period.ts';

/** Of a posting. */
export interface PostingDates {
  /** The date of its entry in QuickBooks: its business date, or the first open day where the books were closed then. */
  readonly postingDate: string;
  /** What a person decided, where the company is asked each time; null: nobody has. */
  readonly closedChoice: ClosedPeriodChoice | null;
}

/** An event's entry, or a day's summary with all its parts, that waits because the books are closed. */
export interface ClosedEntry {
  /** Of its first part. */
  readonly postingId: string;
  readonly postingKey: string;
  readonly businessDate: string;
  readonly closedChoice: ClosedPeriodChoice | null;
  readonly events: number;
  /** Of its events in the company's currency, each as what it is without its sign. */
  readonly amountMinor: bigint;
}

/** Where a list left off; null before the first. */
export type ClosedEntryCursor = { readonly businessDate: string; readonly postingId: string } | null;

export interface ClosedPeriodStoring {
  /** Null: the business date. */
  savePostingDates(
    dates: readonly { readonly postingId: string; readonly postingDate: string | null }[],
  ): Promise<void>;
  /** The oldest first, and how many there are in all. */
  waiting(request: {
    readonly after: ClosedEntryCursor;
    readonly limit: number;
  }): Promise<{ readonly entries: readonly ClosedEntry[]; readonly total: number }>;
  /** Saves a choice for those that wait without it; null: for all. Answers the ids of the postings that it was saved for, part by part. */
  choose(request: {
    readonly postingIds: readonly string[] | null;
    readonly choice: ClosedPeriodChoice;
    readonly limit: number;
  }): Promise<readonly string[]>;
}

/** One event's entry or one day's summary that waits. */
export interface ClosedEntryView extends Omit<ClosedEntry, 'postingKey'> {
  readonly location: string;
  /** Null for a day's summary. */
  readonly event: { readonly id: string; readonly kind: FinancialEventKind; readonly number: string } | null;
  /** Null for an event with an entry of its own. A summary goes by the id of its first part. */
  readonly summary: { readonly id: string; readonly sequence: number } | null;
}

export interface ClosedPeriodView {
  readonly policy: ClosedPeriodPolicy;
  /** Null: the books are open, as far as is known. */
  readonly closedUntil: string | null;
  /** Whether QuickBooks gives that date; otherwise it was learned from what it refused: at least until then. */
  readonly given: boolean;
  /** Null: no open day is known, or all days are. */
  readonly firstOpenDay: string | null;
  readonly currency: string;
  readonly waiting: readonly ClosedEntryView[];
  readonly total: number;
  readonly nextCursor: string | null;
}

export interface ClosedPeriodDecision {
  readonly choice: ClosedPeriodChoice;
  /** Ids of first parts; null: all that wait. */
  readonly postingIds: readonly string[] | null;
}

export interface ClosedPeriodBooks {
  closedPeriod(page: { readonly cursor: string | null; readonly limit: number }): Promise<ClosedPeriodView>;
  /** Answers how many events and days were decided. */
  decideClosedPeriod(
    decision: ClosedPeriodDecision,
    who: string,
  ): Promise<{ ok: true; decided: number } | { readonly ok: false; readonly code: string; readonly message: string }>;
}
