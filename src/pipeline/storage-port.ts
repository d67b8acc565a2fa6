// The port to storage: what the pipeline asks of the database, one company and one transaction at a time.
import type { DaySetting, Days } from '../events/day-settings.ts';
import type { EventAmount } from '../events/event-amount.ts';
import type { Account, Mapping } from '../journal/account-mapping.ts';
import type { AccountShift } from '../journal/account-shifts.ts';
import type { Dimension, DimensionKind } from '../journal/dimension.ts';
import type { JournalEntry, JournalLine } from '../journal/journal-entry.ts';
import type { Role, SubjectKind } from '../journal/role.ts';
import type { RollStanding } from '../posting/beginning.ts';
import type { Cause, CauseKind } from '../posting/causes.ts';
import type { PostingState } from '../posting/posting.ts';
import type { PostingModes } from '../posting/posting-mode.ts';
import type { PostingRecordKind } from '../posting/record-kind.ts';
import type { AuditNote, AuditReach, AuditRow, InBooks } from './audit-log-port.ts';
import type { AuditReading } from './audit-port.ts';
import type { ClosedPeriodStoring, PostingDates } from './closed-period-port.ts';
import type {
  CompanySettings,
  DaysInForce,
  EventFilter,
  EventStatus,
  LineShare,
  Location,
  MappingChange,
  OverShortMonth,
  PastMapping,
  RepostOffer,
  Subject,
} from './company-books.ts';
import type { ConnectionRow, ConnectionStoring } from './connection-port.ts';
import type { ChangeStores, SweepRow } from './drift-port.ts';
import type { EventCount, ListRow, ViewStoring } from './event-list-port.ts';
import type { NewEvent, StoredEvent, VersionStoring } from './event-port.ts';
import type { ImportStoring } from './import-port.ts';
import type { EntryToWrite } from './ledger-port.ts';
import type { MergeStoring } from './merge-port.ts';
import type { NotificationStoring } from './notification-port.ts';
import type { RepostStoring } from './period-port.ts';
import type { RecheckStoring } from './recheck-port.ts';
import type { RollCallStoring } from './roll-call-port.ts';
import type { SalesStoring } from './sales-port.ts';
import type { DayOfLocation, SummaryStoring } from './summary-port.ts';
import type { TieOutStoring } from './tie-out-port.ts';

export type { NewEvent, StoredEvent } from './event-port.ts';

/** One transaction on one company's rows; everything in it is kept, or nothing. May be run again after a deadlock. */
export interface Storage {
  transaction<T>(companyId: string, work: (store: CompanyStore) => Promise<T>): Promise<T>;
}

/** Over all companies, without seeing into any. */
export interface TokensEnding {
  /** Connections whose access token ended before the one time, or whose refresh token ends before the other. */
  companiesWithTokensEnding(before: { accessEnded: Date; refreshEnds: Date }): Promise<readonly string[]>;
}

export interface CompanyStore extends ChangeStores {
  readonly company: CompanyStoring;
  readonly events: EventStoring;
  readonly subjects: SubjectStoring;
  readonly days: DayStoring;
  readonly chart: ChartStoring;
  readonly merges: MergeStoring;
  readonly dimensions: DimensionStoring;
  readonly postings: PostingStoring;
  readonly causes: CauseStoring;
  readonly lane: LaneStoring;
  readonly connection: ConnectionStoring;
  readonly closedPeriods: ClosedPeriodStoring & ClosedPeriodOpening;
  readonly rechecks: RecheckStoring;
  readonly sales: SalesStoring;
  readonly audit: AuditReading;
  readonly summaries: SummaryStoring;
  readonly tieOuts: TieOutStoring;
  readonly reposts: RepostStoring;
  readonly rollCalls: RollCallStoring;
  readonly imports: ImportStoring;
  readonly views: ViewStoring;
  readonly notifications: NotificationStoring;
}

export interface CompanyRow extends Omit<CompanySettings, keyof DaysInForce> {
  /** Of which `postingMode` and `postingModeFrom` are the last. */
  readonly postingModes: PostingModes;
  readonly syncStart: string | null;
  readonly syncState: 'not-started' | 'running' | 'paused';
}

export interface CompanyStoring {
  read(): Promise<CompanyRow>;
  /**
   * Holds sync start still until the transaction ends, so that no event falls between recording and starting the sync.
   * `alone`: after whoever else records, and before whoever comes then.
   */
  readForRecording(how: { readonly alone: boolean }): Promise<CompanyRow>;
  /** Waits for whoever records, and has them wait until the transaction ends. */
  readForChange(): Promise<CompanyRow>;
  save(change: Partial<Omit<CompanyRow, 'postingMode' | 'postingModeFrom'>>): Promise<void>;
  writeAudit(entry: AuditNote & { readonly id: string; readonly at: Date; readonly inBooks: InBooks }): Promise<void>;
  readAudit(reach: AuditReach): Promise<readonly AuditRow[]>;
  /** To which QuickBooks company each connection in the audit log was made, the latest first. */
  auditConnections(): Promise<readonly { readonly at: Date; readonly realmId: string }[]>;
  auditPeople(): Promise<readonly string[]>;
}

/** Where a scan over events left off; null before the first. */
export type EventCursor = { readonly businessDate: string; readonly id: string } | null;

/** What a filter means at the moment. */
export interface FilterContext {
  /** Ready events show as what they are to a person: action required. */
  readonly laneHeld: boolean;
  /** The text that was searched for, where it is an amount. */
  readonly amountMinor: bigint | null;
  /** Where amounts are asked for. */
  readonly amounts: AmountRange | null;
  /** Payment types that redeem a gift card, where what moved those is asked for. */
  readonly giftCardTypes: readonly string[];
}

/** Both inclusive, null: no bound; of events in a currency with so many decimals. */
export interface AmountRange {
  readonly fromMinor: bigint | null;
  readonly toMinor: bigint | null;
  readonly decimals: number;
}

export interface EventStoring extends VersionStoring {
  /** Ids of those that were not there before. A pending posting is made for each that has a posting key. */
  insert(events: readonly NewEvent[], now: Date): Promise<ReadonlySet<string>>;
  /** To voids that came before what they void, and have none yet. */
  giveAmounts(amounts: readonly (EventAmount & { readonly key: string })[]): Promise<void>;
  /** Ids of the events of which nobody has put this other content aside: those for a person to see. */
  insertConflicts(
    conflicts: readonly { id: string; eventId: string; body: string; digest: Buffer }[],
    now: Date,
  ): Promise<ReadonlySet<string>>;
  /** The first one stands: what has come besides it is no news any more. */
  putConflictsAside(eventId: string, who: string, now: Date): Promise<void>;
  byKeys(keys: readonly string[]): Promise<ReadonlyMap<string, StoredEvent>>;
  byPostingKeys(postingKeys: readonly string[]): Promise<readonly StoredEvent[]>;
  /** A page of the events of one posting key, by event key; what a person took out is among them. */
  ofPosting(request: { postingKey: string; after: string | null; limit: number }): Promise<readonly StoredEvent[]>;
  byId(id: string): Promise<StoredEvent | null>;
  /** Another event than `exceptId` that reverses this key, the first one recorded. */
  firstReversalOf(key: string): Promise<StoredEvent | null>;
  /** Keys of events that reverse one of these. */
  reversalsOf(keys: readonly string[]): Promise<readonly StoredEvent[]>;
  list(filter: EventFilter, context: FilterContext): Promise<{ events: readonly ListRow[]; nextCursor: string | null }>;
  /** Of these statuses; counting ends at the limit. */
  count(
    filter: Partial<EventFilter>,
    context: FilterContext & { readonly statuses: readonly EventStatus[]; readonly limit: number },
  ): Promise<EventCount>;
  /** Oldest first, in pages, events with one of these statuses. */
  scan(request: {
    statuses: readonly EventStatus[];
    dateFrom: string | null;
    after: EventCursor;
    limit: number;
  }): Promise<readonly StoredEvent[]>;
  /** Whether any event is recorded; of the company where the location is null. */
  isRecordedAt(location: string | null): Promise<boolean>;
  /** As kept with every change: no event is read for it. */
  countByStatus(): Promise<Readonly<Record<EventStatus, number>>>;
  /** Adds up what has changed since, where that is much. */
  foldCounts(): Promise<void>;
  /** Ready and a pending posting each; how many. One that was handled outside stays so, with a posting that says it. */
  putInScope(request: { dateFrom: string | null; now: Date }): Promise<number>;
  /** Days with events that are not in scope yet, from a business date on. */
  daysOutOfScope(dateFrom: string | null): Promise<readonly DayOfLocation[]>;
  /** Puts a day's events that are not in scope into a summary; how many become ready. */
  putDaysInScope(days: readonly (DayOfLocation & { postingKey: string })[]): Promise<number>;
  /** Gives events their posting: ready, unless a person took them out. A pending posting is made where an event has its own. */
  moveTo(moves: readonly { eventId: string; postingKey: string }[], now: Date): Promise<void>;
  /** Which parts of its summary each event is in; events that are not named are in all. */
  savePostingParts(postingKey: string, parts: readonly { part: number; eventKeys: readonly string[] }[]): Promise<void>;
  /** The first reason stands until it is undone. */
  setHandledOutside(id: string, reason: string): Promise<void>;
  /** Undoes it for an event that has no posting. */
  putBackNeverSynced(id: string): Promise<void>;
  /** Sets the status of every event of these postings from the postings' states. */
  refreshStatus(postingKeys: readonly string[]): Promise<void>;
}

export interface LearnedSubject {
  readonly kind: SubjectKind;
  readonly purpose: string;
  readonly code: string;
  readonly name: string;
  readonly takesDeposits: boolean;
  readonly lastUsed: string;
}

export type LocationRow = Omit<Location, keyof DaysInForce>;

export interface SubjectStoring {
  learn(subjects: readonly LearnedSubject[], now: Date): Promise<void>;
  learnLocations(codes: readonly { code: string; name: string }[], now: Date): Promise<void>;
  list(kind: SubjectKind | null): Promise<readonly Subject[]>;
  save(subject: Subject, now: Date): Promise<void>;
  locations(): Promise<readonly LocationRow[]>;
  saveLocation(location: LocationRow, now: Date): Promise<void>;
}

export interface DayStoring {
  /** By date, of the company and of each location. */
  read(): Promise<Days>;
  /** In place of all that were saved; null: the company's own. */
  save(location: string | null, settings: readonly DaySetting[]): Promise<void>;
}

export interface ChartStoring {
  accounts(): Promise<readonly Account[]>;
  /** As they were last read of this QuickBooks company, connected or not. */
  accountsOf(realmId: string): Promise<readonly Account[]>;
  /** Replaces the chart as it was when it was asked for: what is not among them any more becomes inactive. */
  replaceAccounts(accounts: readonly Account[], realmId: string, askedAt: Date): Promise<void>;
  /** One more, or one as it is now; the others stay as they are. */
  addAccount(account: Account, realmId: string, now: Date): Promise<void>;
  mappings(): Promise<readonly Mapping[]>;
  /** All that were ever made for a role and subject, the latest saved first; at most `limit`. */
  mappingHistory(of: {
    readonly role: Role;
    readonly subject: string | null;
    readonly limit: number;
  }): Promise<readonly PastMapping[]>;
  /** Each ends the mapping that it takes the place of; what was built by that one still says so. */
  saveMappings(changes: readonly MappingChange[], who: string, now: Date): Promise<void>;
  clearMappings(now: Date): Promise<void>;
}

export interface DimensionStoring {
  list(kind: DimensionKind): Promise<readonly Dimension[]>;
  /** As they were last read of this QuickBooks company, connected or not. */
  listOf(kind: DimensionKind, realmId: string): Promise<readonly Dimension[]>;
  /** What is not among them any more becomes inactive. */
  replace(
    kind: DimensionKind,
    imported: { dimensions: readonly Dimension[]; realmId: string; now: Date },
  ): Promise<void>;
  /** Locations and item classes have none any more: ids mean others in another company. */
  clearChoices(): Promise<void>;
}

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

/** Proof of holding a lane; a write under it fails once another worker holds the lane or the time is up. */
export interface Lease {
  readonly token: bigint;
  readonly holder: string;
}

export type LaneCallKind = 'single' | 'batch' | 'read';

/** Everything that says what a lane may do, and what there is to do. */
export interface LaneStanding {
  readonly syncState: CompanyRow['syncState'];
  readonly connection: Pick<ConnectionRow, 'state' | 'realmId' | 'connectedAt'> | null;
  readonly pausedUntil: Date | null;
  /** Kinds of the causes that are open, of those asked for. */
  readonly causes: readonly CauseKind[];
  /** Postings to be built by now; where there are none, when the first is due. */
  readonly pending: boolean;
  readonly nextDueAt: Date | null;
  readonly ready: boolean;
  readonly unresolved: boolean;
  readonly recheck: boolean;
  /** In the company that is connected, as all that follows: of an account it is to be found out what became of its lines. */
  readonly goneAccount: boolean;
  readonly putBack: boolean;
  readonly repost: boolean;
  readonly roll: RollStanding;
  readonly sweep: SweepRow | null;
}

export interface LaneRow {
  readonly pausedUntil: Date | null;
  readonly pausedReason: string | null;
  readonly failures: number;
}

export interface LaneStoring {
  read(): Promise<LaneRow>;
  /** Read at once, since each step of a lane begins with it. */
  standing(of: { causeKinds: readonly CauseKind[]; now: Date }): Promise<LaneStanding>;
  acquire(request: {
    holder: string;
    now: Date;
    until: Date;
  }): Promise<{ readonly ok: true; readonly lease: Lease } | { readonly ok: false; readonly busyUntil: Date }>;
  /** Locks the lane's row to the end of the transaction and extends the lease; false when it is lost. */
  renew(lease: Lease, now: Date, until: Date): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  /** Has lane steps wait until the transaction ends, and waits for the one under way. */
  lock(): Promise<void>;
  pause(pause: { until: Date; reason: string; failures: number } | null): Promise<void>;
  /** Those before `forgetBefore` bear on nothing any more. */
  recordCall(call: { id: string; kind: LaneCallKind; at: Date; forgetBefore: Date }): Promise<void>;
  calls(since: Date): Promise<readonly { readonly at: Date; readonly kind: LaneCallKind }[]>;
}
