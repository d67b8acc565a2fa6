// Postings at the port to storage: how each stands, what was built for it, what was sent, and what came of it.
import type { AccountShift } from '../journal/account-shifts.ts';
import type { JournalEntry, JournalLine } from '../journal/journal-entry.ts';
import type { CauseKind } from '../posting/causes.ts';
import type { PostingState } from '../posting/posting.ts';
import type { PostingRecordKind } from '../posting/record-kind.ts';
import type { PostingDates } from './closed-period-port.ts';
import type { EventFilter, LineShare, OverShortMonth, RepostOffer } from './company-books.ts';
import type { FilterContext } from './event-list-port.ts';
import type { EntryToWrite } from './ledger-port.ts';

export interface PostingRow extends PostingDates {
  readonly id: string;
  readonly key: string;
  readonly part: number;
  readonly state: PostingState;
  readonly businessDate: string;
  readonly attempt: number;
  readonly requestId: string | null;
  readonly documentNumber: string | null;
  readonly body: string | null;
  readonly batchId: string | null;
  readonly batchItemId: string | null;
  readonly batchSize: number | null;
  readonly firstSentAt: Date | null;
  readonly nextStepAt: Date | null;
  /** Not built before then; null: at once. */
  readonly notBefore: Date | null;
  /** Something lies at QuickBooks under its number: looked up before it is built or sent anew. */
  readonly foundThere: boolean;
  /** Its batch came to nothing as a whole: it goes by a call of its own. */
  readonly goesAlone: boolean;
  /** Sent in vain so often, no usable answer having come. */
  readonly unanswered: number;
  readonly quickbooksId: string | null;
  readonly syncToken: string | null;
  readonly realmId: string | null;
}

/** One entry of the timeline. */
export interface PostingRecord {
  readonly id: string;
  readonly postingId: string;
  readonly at: Date;
  readonly what: PostingRecordKind;
  readonly requestId: string | null;
  readonly httpStatus: number | null;
  readonly intuitTid: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** An entry whose lines tell some of their sources, and how many they have. */
export interface EntryHead extends JournalEntry {
  readonly lines: readonly (JournalLine & { readonly fromCount: number })[];
}

/** What one event has in an entry, each line with the number, from 1, of the line that it is a share of. */
export interface EntryShare extends JournalEntry {
  readonly lines: readonly (JournalLine & { readonly lineNumber: number })[];
}

export interface Intent {
  readonly postingId: string;
  /** The company at QuickBooks that it is meant for. */
  readonly realmId: string;
  readonly requestId: string;
  readonly documentNumber: string;
  readonly body: string;
  readonly digest: Buffer;
  readonly batchId: string | null;
  readonly batchItemId: string | null;
  readonly batchSize: number | null;
}

/** How a posting stands after an answer, a look-up or a person. Null fields are cleared. */
export interface PostingChange {
  readonly postingId: string;
  readonly state: PostingState;
  readonly attempt: number;
  readonly quickbooksId: string | null;
  readonly syncToken: string | null;
  readonly realmId: string | null;
  readonly acceptedAt: Date | null;
  readonly nextStepAt: Date | null;
  readonly goesAlone: boolean;
  readonly unanswered: number;
}

export interface PostingStoring {
  /** The oldest first, of those that may be built by now. */
  pending(limit: number, now: Date): Promise<readonly PostingRow[]>;
  /** The oldest first, of those that were not sent in vain. */
  ready(limit: number): Promise<readonly PostingRow[]>;
  /** Of those that were, the one to go next; null also while another of them is under way. */
  readyAgain(): Promise<PostingRow | null>;
  /** Sent, or about to be, by this or an earlier holder of the lane; the oldest intent first. */
  unresolved(limit: number): Promise<readonly PostingRow[]>;
  /** What waits or was refused, and is certainly not at QuickBooks. */
  heldUnsent(limit: number): Promise<readonly PostingRow[]>;
  /** In the order of the batch; what is settled of it is not among them. */
  unresolvedOfBatch(batchId: string): Promise<readonly PostingRow[]>;
  byKeys(postingKeys: readonly string[]): Promise<readonly PostingRow[]>;
  byIds(postingIds: readonly string[]): Promise<readonly PostingRow[]>;
  addPart(part: { id: string; key: string; part: number; businessDate: string }, now: Date): Promise<void>;
  entries(postingIds: readonly string[]): Promise<ReadonlyMap<string, JournalEntry>>;
  /** What of them is written to QuickBooks. */
  entriesToWrite(postingIds: readonly string[]): Promise<ReadonlyMap<string, EntryToWrite>>;
  /** The same, each line with its first sources alone, and how many it has. */
  entryHeads(postingIds: readonly string[], sourcesMax: number): Promise<ReadonlyMap<string, EntryHead>>;
  /** What single events have in entries that many share, by event key and then by posting. */
  shares(
    postingIds: readonly string[],
    eventKeys: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, EntryShare>>>;
  /** Replaces what was built before. */
  saveEntries(entries: readonly { postingId: string; entry: JournalEntry }[], now: Date): Promise<void>;
  /** Of what is posted or on its way: what these would have given another account. Voids follow what they void. */
  shifted(request: { shifts: readonly AccountShift[]; linesMax: number }): Promise<RepostOffer | null>;
  removeEntries(postingIds: readonly string[]): Promise<void>;
  setState(postingIds: readonly string[], state: PostingState): Promise<void>;
  saveIntents(intents: readonly Intent[], now: Date): Promise<void>;
  saveChanges(changes: readonly PostingChange[]): Promise<void>;
  /** Back to pending under a new attempt; leaves out what QuickBooks may hold. */
  rebuild(postingIds: readonly string[]): Promise<void>;
  /** What is built but was never sent goes back to pending, since the accounts it was built for may have changed; how many. */
  rebuildUnsent(): Promise<number>;
  appendRecords(records: readonly PostingRecord[]): Promise<void>;
  records(postingIds: readonly string[]): Promise<readonly PostingRecord[]>;
  /** Postings that only a person's retry moves, of the events that a filter finds; the oldest first. */
  retryable(
    request: FilterContext & {
      readonly filter: Partial<EventFilter>;
      readonly causeKinds: readonly CauseKind[];
      readonly limit: number;
    },
  ): Promise<readonly PostingRow[]>;
  /** Refused ones whose entry uses an account that is not active in the chart. */
  refusedOverAccounts(realmId: string): Promise<readonly PostingRow[]>;
  /** Refused ones with a line of one of these locations and item classes, or that mirrors one with one of these ids. */
  refusedOverDimensions(of: {
    locations: readonly string[];
    itemClasses: readonly string[];
    departmentIds: readonly string[];
    classIds: readonly string[];
  }): Promise<readonly PostingRow[]>;
  /** Total and currency of each entry. */
  totals(postingIds: readonly string[]): Promise<ReadonlyMap<string, { amountMinor: bigint; currency: string }>>;
  /** A page of what one line came from, `line` from 1. */
  lineSources(of: {
    postingId: string;
    line: number;
    offset: number;
    limit: number;
  }): Promise<{ sources: readonly LineShare[]; currency: string; total: number } | null>;
  /** What the cap on over and short let go, the latest month first. */
  overShort(monthsMax: number): Promise<readonly OverShortMonth[]>;
}
