// Undo and repost, at the ports: the period that is chosen, what would change in it, and how far a repost has come.
import type { FinancialEventKind } from '../events/financial-event.ts';
import type { LineChange } from '../journal/change-accounts.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import type { EntryUpdate } from '../posting/entry-update.ts';
import type { PostingState } from '../posting/posting.ts';
import type { RepostItemState, StayReason } from '../posting/repost.ts';
import type { DriftLinePair } from './drift-port.ts';

export interface PeriodChoice {
  /** First and last business date. */
  readonly from: string;
  readonly to: string;
  /** Null: all of them. */
  readonly locations: readonly string[] | null;
  readonly kinds: readonly FinancialEventKind[] | null;
}

/** A posting of the period, or one that belongs to it, without the bytes that were sent. */
export interface PeriodEntry {
  readonly id: string;
  readonly key: string;
  readonly part: number;
  readonly state: PostingState;
  readonly foundThere: boolean;
  readonly businessDate: string;
  readonly postingDate: string;
  readonly location: string;
  readonly documentNumber: string | null;
  readonly realmId: string | null;
  readonly quickbooksId: string | null;
  readonly syncToken: string | null;
}

/** An event by what its lines depend on. */
export interface PeriodEvent {
  readonly key: string;
  readonly kind: FinancialEventKind;
  readonly businessDate: string;
  readonly postingKey: string | null;
}

export interface RepostRow extends PeriodChoice {
  readonly id: string;
  readonly realmId: string;
  readonly who: string;
  readonly at: Date;
  readonly cancelledBy: string | null;
  readonly cancelledAt: Date | null;
  readonly endedAt: Date | null;
}

export interface RepostItem extends Omit<EntryUpdate, 'state'> {
  readonly repostId: string;
  readonly state: RepostItemState;
  /** The order in which they go, from 1. */
  readonly place: number;
  /** The body that the entry is to have. */
  readonly target: string;
  readonly changes: readonly LineChange[];
  readonly reason: StayReason | null;
  /** What QuickBooks said. */
  readonly problem: string | null;
  readonly endedAt: Date | null;
}

export type OpenRepostItem = Omit<RepostItem, 'state'> & { readonly state: 'asked' | 'sent' };

export type RepostCounts = Readonly<Record<RepostItemState, number>>;

export interface RepostStoring {
  /** By business date and id; the lot, up to a limit. */
  entriesIn(choice: PeriodChoice, limit: number): Promise<readonly PeriodEntry[]>;
  entriesOf(postingKeys: readonly string[]): Promise<readonly PeriodEntry[]>;
  /** Posting keys of what voids an event of these, and what voids that. */
  voidsOf(postingKeys: readonly string[]): Promise<readonly string[]>;
  events(keys: readonly string[]): Promise<ReadonlyMap<string, PeriodEvent>>;
  add(row: RepostRow): Promise<void>;
  addItems(items: readonly RepostItem[]): Promise<void>;
  byId(id: string): Promise<RepostRow | null>;
  /** Newest first. */
  list(limit: number): Promise<readonly RepostRow[]>;
  /** The one that has not ended, of one company at QuickBooks. */
  running(realmId: string): Promise<RepostRow | null>;
  counts(repostId: string): Promise<RepostCounts>;
  /** Those that stayed, in the order in which they were to go. */
  left(of: {
    readonly repostId: string;
    readonly after: number | null;
    readonly limit: number;
  }): Promise<readonly RepostItem[]>;
  /** What comes next of the one that runs: what was sent before what is asked for. */
  underWay(of: { readonly realmId: string; readonly limit: number }): Promise<readonly OpenRepostItem[]>;
  save(item: RepostItem | OpenRepostItem): Promise<void>;
  /** What nothing was sent of stays as it is; how many. */
  cancel(of: { readonly repostId: string; readonly who: string; readonly now: Date }): Promise<number>;
  end(repostId: string, now: Date): Promise<void>;
  /** Posting keys among these with a void of what is still to be written: it is built once that is. */
  voidsHeldUp(postingKeys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Postings among these of which an update was sent, and what came of it is not known. */
  sentOf(postingIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** What QuickBooks holds of an accepted posting from now on. */
  noteWritten(of: {
    readonly postingId: string;
    readonly body: string;
    readonly digest: Buffer;
    readonly syncToken: string;
    readonly now: Date;
  }): Promise<void>;
}

/** One account over the entries of the period, in minor units, debits positive. */
export interface AccountDifference {
  readonly account: { readonly id: string; readonly name: string; readonly number: string | null };
  readonly currency: string;
  readonly beforeMinor: bigint;
  readonly afterMinor: bigint;
}

export interface EntryName {
  readonly postingId: string;
  readonly documentNumber: string | null;
  readonly businessDate: string;
  /** The date in QuickBooks. */
  readonly postingDate: string;
  readonly location: string;
  readonly quickbooksUrl: string | null;
  /** The first of them. */
  readonly events: readonly { readonly id: string; readonly key: string; readonly number: string }[];
  readonly eventCount: number;
}

export interface EntryChange extends EntryName {
  readonly currency: string;
  /** Not chosen itself: it voids something that is. */
  readonly follows: boolean;
  /** Those that differ; `ours` as it is, `theirs` as it would be. */
  readonly lines: readonly DriftLinePair[];
  readonly sameLines: number;
}

export interface StayingEntry extends EntryName {
  readonly reason: StayReason;
  /** What is missing, or what QuickBooks said. */
  readonly detail: string | null;
}

export interface PeriodPreview extends PeriodChoice {
  /** Names what was looked at: what is confirmed is this and nothing else. */
  readonly token: string;
  /** Entries of the period in QuickBooks, or on their way. */
  readonly entries: number;
  readonly changing: number;
  /** Lines in those. */
  readonly changingLines: number;
  readonly staying: number;
  /** Not posted yet: they go under the mapping of today by themselves. */
  readonly notPosted: number;
  readonly reasons: readonly { readonly reason: StayReason; readonly entries: number }[];
  readonly accounts: readonly AccountDifference[];
  /** A page. */
  readonly changes: readonly EntryChange[];
  readonly stays: readonly StayingEntry[];
  readonly nextCursor: string | null;
  /** The repost that has to end before another can begin. */
  readonly running: string | null;
  /** What was changed in QuickBooks since is not known: nothing was asked for this. */
  readonly knownUntil: Date | null;
}

export interface RepostView extends RepostRow {
  readonly state: 'running' | 'done' | 'cancelled';
  readonly entries: number;
  readonly written: number;
  readonly toGo: number;
  readonly left: number;
  /** A page of those that stayed. */
  readonly stays: readonly StayingEntry[];
  readonly nextCursor: string | null;
  /** Why it does not go on for now, in a sentence. */
  readonly waitsFor: string | null;
}

type PeriodRefusal = { readonly ok: false; readonly code: string; readonly message: string };

export type RepostAsked =
  | { readonly ok: true; readonly id: string; readonly entries: number }
  /** What was shown is not what would be done any more: here is what would be. */
  | (PeriodRefusal & { readonly preview?: PeriodPreview });

export interface PeriodBooks {
  previewPeriod(
    choice: PeriodChoice,
    page: { readonly cursor: string | null; readonly limit: number },
  ): Promise<({ readonly ok: true } & PeriodPreview) | PeriodRefusal>;
  repostPeriod(choice: PeriodChoice, of: { readonly token: string; readonly who: string }): Promise<RepostAsked>;
  repost(id: string, page: { readonly cursor: string | null; readonly limit: number }): Promise<RepostView | null>;
  reposts(): Promise<readonly RepostView[]>;
  cancelRepost(id: string, who: string): Promise<{ readonly ok: true; readonly left: number } | PeriodRefusal>;
}

/** What an entry would be, before it is named for people. */
export interface EntryPlan {
  readonly entry: PeriodEntry;
  readonly before: JournalEntry;
  readonly after: JournalEntry;
  readonly changes: readonly LineChange[];
  /** How many lines get another account, department or class. */
  readonly lines: number;
  /** Not chosen itself: it voids something that is. */
  readonly follows: boolean;
  /** As QuickBooks is to hold it. */
  readonly target: string;
}
