// The port to storage: what the pipeline asks of the database, one company and one transaction at a time.
import type { DaySetting, Days } from '../events/day-settings.ts';
import type { EventAmount } from '../events/event-amount.ts';
import type { Account, Mapping } from '../journal/account-mapping.ts';
import type { Dimension, DimensionKind } from '../journal/dimension.ts';
import type { Role, SubjectKind } from '../journal/role.ts';
import type { PostingModes } from '../posting/posting-mode.ts';
import type { AuditNote, AuditReach, AuditRow, InBooks } from './audit-log-port.ts';
import type { AuditReading } from './audit-port.ts';
import type { CauseStoring, ClosedPeriodOpening } from './cause-port.ts';
import type { ClosedPeriodStoring } from './closed-period-port.ts';
import type {
  CompanySettings,
  DaysInForce,
  EventFilter,
  EventStatus,
  Location,
  MappingChange,
  PastMapping,
  Subject,
} from './company-books.ts';
import type { ConnectionStoring } from './connection-port.ts';
import type { ChangeStores } from './drift-port.ts';
import type { EventCount, FilterContext, ListRow, ViewStoring } from './event-list-port.ts';
import type { NewEvent, StoredEvent, VersionStoring } from './event-port.ts';
import type { ImportStoring } from './import-port.ts';
import type { LaneStoring, SyncState } from './lane-port.ts';
import type { MergeStoring } from './merge-port.ts';
import type { NotificationStoring } from './notification-port.ts';
import type { RepostStoring } from './period-port.ts';
import type { PostingStoring } from './posting-port.ts';
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
  readonly syncState: SyncState;
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
  /** Of both kinds. */
  inactive(): Promise<readonly (Dimension & { readonly kind: DimensionKind })[]>;
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
