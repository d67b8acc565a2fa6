// Everything a person or a till can do with one company's books: what HTTP and the command line call.

import type { EventProblem } from '../events/financial-event.ts';
import type { RecentKeys } from '../events/recent-keys.ts';
import type { Dimension, DimensionKind } from '../journal/dimension.ts';
import type { LineSource, Side } from '../journal/journal-entry.ts';
import type { MappingVia } from '../journal/mapping.ts';
import type { ReasonPurpose, Role, SubjectKind } from '../journal/role.ts';
import type { Rule } from '../journal/rule.ts';
import type { CauseWords } from '../posting/cause-words.ts';
import type { Cause, CauseKind } from '../posting/causes.ts';
import type { PostingState } from '../posting/posting.ts';
import type { PostingMode } from '../posting/posting-mode.ts';
import type { AuditLogBooks } from './audit-log-port.ts';
import type { ClosedPeriodBooks } from './closed-period-port.ts';
import type { CompanySettings, DaysInForce, SettingsChange } from './company-settings.ts';
import type { DashboardBooks } from './dashboard-port.ts';
import type { DriftBooks, DriftView } from './drift-port.ts';
import type { EventFilter, EventListBooks, EventRow } from './event-list-port.ts';
import type { MappingBooks } from './mapping-port.ts';
import type { NotificationBooks } from './notification-port.ts';
import type { OperationRefusal } from './operation-refusal.ts';
import type { PeriodBooks } from './period-port.ts';
import type { OverShortMonth, SalesSummary } from './sales-reports.ts';
import type { Alert, ConnectionView, EventStatus, SyncView } from './standing.ts';
import type { TieOutBooks } from './tie-out-port.ts';

export type {
  MappingChange,
  MappingRefusal,
  MappingRow,
  MappingSuggestion,
  PastMapping,
  RepostOffer,
  SavedMappings,
} from './mapping-port.ts';
export type { OperationRefusal } from './operation-refusal.ts';
export { eventStatuses } from './standing.ts';
export type {
  Alert,
  CompanySettings,
  ConnectionView,
  DaysInForce,
  EventFilter,
  EventRow,
  EventStatus,
  OverShortMonth,
  SalesSummary,
  SettingsChange,
  SyncView,
};

/** One result per event given, in their order. */
export interface RecordResult {
  readonly index: number;
  readonly key: string | null;
  readonly id: string | null;
  readonly status: 'recorded' | 'duplicate' | 'conflict' | 'invalid';
  readonly problems: readonly EventProblem[];
}

/** What recording an event would do. */
export interface CheckResult {
  readonly index: number;
  readonly key: string | null;
  readonly status: 'new' | 'duplicate' | 'conflict' | 'invalid';
  readonly problems: readonly EventProblem[];
  /** Null of an invalid one. */
  readonly event: CheckedEvent | null;
}

export type CheckedEvent = Pick<EventRow, 'kind' | 'number' | 'businessDate' | 'location' | 'amountMinor' | 'currency'>;

export interface ExplainedLine {
  readonly role: Role;
  readonly subject: string | null;
  /** Null where unmapped. */
  readonly account: { readonly id: string; readonly name: string; readonly number: string | null } | null;
  readonly debitMinor: bigint;
  readonly creditMinor: bigint;
  readonly location: string;
  /** The first of them, those of the event that is looked at before others. */
  readonly from: readonly LineSource[];
  /** How many parts it came from in all. */
  readonly fromCount: number;
  /** In words: "payment 2, cash", "line 1, apparel". */
  readonly explanation: string;
  /** Null: it was built before rules were kept. */
  readonly rule: { readonly name: Rule; readonly sentence: string } | null;
  /** What gave its account. Null: nothing did, or, where it has one, it was built before mappings were kept. */
  readonly mapping: LineMapping | null;
}

export interface LineMapping {
  readonly via: MappingVia;
  /** Of the mapping itself: another than the line's where a parent's or the company default gave the account. */
  readonly role: Role;
  readonly subject: string | null;
  readonly applicableFrom: string | null;
  readonly savedAt: Date | null;
  readonly savedBy: string | null;
}

export interface EntryView {
  readonly events: readonly string[];
  readonly businessDate: string;
  readonly location: string;
  readonly currency: string;
  readonly exchangeRate: string | null;
  readonly memo: string;
  readonly totalMinor: bigint;
  readonly lines: readonly ExplainedLine[];
}

export interface TimelineItem {
  readonly at: Date;
  readonly what: string;
  /** A sentence for people. */
  readonly message: string;
  readonly requestId: string | null;
  readonly intuitTid: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface ConnectRequest {
  readonly redirectUri: string;
  readonly who: string;
  /** Another QuickBooks company may take the place of the one in which entries have been posted. */
  readonly newBooks?: boolean;
}

export interface PostingView {
  readonly id: string;
  /** The date of its entry in QuickBooks: another than the business date where the books were closed then. */
  readonly postingDate: string;
  readonly part: number;
  readonly state: PostingState;
  readonly documentNumber: string | null;
  readonly quickbooksId: string | null;
  /** Opens the entry in QuickBooks. */
  readonly quickbooksUrl: string | null;
  /** It lies in a QuickBooks company in which the books were kept before. */
  readonly inFormerBooks: boolean;
  readonly entry: EntryView | null;
  readonly timeline: readonly TimelineItem[];
  /** What somebody made of it in QuickBooks, while nobody has decided, or where that was accepted; else null. */
  readonly drift: DriftView | null;
}

/** The daily summary that an event is part of. */
export interface SummaryRef {
  readonly id: string;
  readonly businessDate: string;
  readonly location: string;
  /** 1 for the day's own, more for a supplement. */
  readonly sequence: number;
}

export interface EventView extends EventRow {
  readonly recordedAt: Date;
  readonly handledOutsideReason: string | null;
  readonly body: unknown;
  /** What it makes, or would make under today's mapping; empty where the event does not foot. */
  readonly entries: readonly EntryView[];
  readonly postings: readonly PostingView[];
  readonly causes: readonly CauseView[];
  /** Null for an event with an entry of its own. */
  readonly summary: SummaryRef | null;
  readonly version: number;
  /** All under its key, the first of them too; empty where there is one alone. */
  readonly versions: readonly EventVersionView[];
  /** What came besides it and waits for a person, the latest last. */
  readonly otherContents: readonly OtherContentView[];
}

export interface EventVersionView
  extends Pick<EventRow, 'id' | 'amountMinor' | 'currency' | 'businessDate' | 'status'> {
  readonly version: number;
  /** It takes the version before back, to make way for this one. */
  readonly isReversal: boolean;
}

export interface OtherContentView {
  readonly id: string;
  readonly seenAt: Date;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly body: unknown;
}

/** A summary in a list. */
export interface SummaryListRow extends SummaryRef {
  readonly status: EventStatus;
  /** When it is made, where it waits for the day to be over; null: it waits for no time. */
  readonly dueAt: Date | null;
  readonly events: number;
  readonly parts: readonly {
    readonly part: number;
    readonly state: PostingState;
    readonly postingDate: string;
    readonly documentNumber: string | null;
    readonly quickbooksUrl: string | null;
    /** Null while it has not been built. */
    readonly total: { readonly amountMinor: bigint; readonly currency: string } | null;
  }[];
}

export interface SummaryView extends SummaryListRow {
  readonly postings: readonly PostingView[];
  readonly causes: readonly CauseView[];
  /** Of a day that waits: the events that hold it, the first of them, and how many there are. */
  readonly blocked: readonly (EventRow & { readonly causes: readonly CauseView[] })[];
  readonly blockedCount: number;
  /** The day's own summary and its supplements, this one too, in their order. */
  readonly day: readonly SummaryOfDay[];
  readonly currency: string;
}

export interface SummaryOfDay extends Pick<SummaryListRow, 'id' | 'sequence' | 'status' | 'events'> {
  /** What its tickets come to in the company's currency, with what was taken back taken away. */
  readonly ticketsMinor: bigint;
}

export interface SummaryListFilter {
  readonly location?: string;
  readonly dateFrom?: string;
  readonly dateTo?: string;
  readonly cursor?: string;
  readonly limit: number;
}

export interface LineShare extends LineSource {
  readonly amountMinor: bigint;
}

/** What one line of a summary came from: a page of it. */
export interface LineSourcesPage {
  readonly sources: readonly (LineShare & { readonly number: string; readonly eventId: string })[];
  readonly currency: string;
  readonly total: number;
}

export interface CauseView extends CauseWords {
  readonly cause: Cause;
}

export interface Preview {
  readonly results: readonly {
    readonly index: number;
    readonly key: string | null;
    readonly status: 'valid' | 'invalid';
    readonly problems: readonly EventProblem[];
  }[];
  readonly entries: readonly EntryView[];
  readonly causes: readonly { readonly cause: Cause; readonly message: string; readonly events: readonly string[] }[];
}

export interface Subject {
  readonly kind: SubjectKind;
  readonly purpose: '' | ReasonPurpose;
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
  readonly parentCode: string | null;
  readonly takesDeposits: boolean;
  readonly lastUsed: string | null;
  /** Of an item class: what its lines carry in QuickBooks. */
  readonly quickbooksClassId: string | null;
}

/** QuickBooks' departments or classes as imported, and whether it takes them on lines; null: it has not said. */
export interface DimensionsView {
  readonly tracking: boolean | null;
  readonly dimensions: readonly Dimension[];
}

export interface Location extends DaysInForce {
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
  readonly quickbooksDepartmentId: string | null;
}

export interface LocationChange extends Partial<Omit<Location, 'code' | 'days'>> {
  /** The business date from which time zone and day end hold; null: from the beginning. */
  readonly from?: string | null;
  /** What the person saw of it: where something of it is otherwise by now, nothing is changed. Absent: whatever is there. */
  readonly seen?: Partial<Location>;
}

export interface PreflightProblem extends CauseWords {
  /** The same of each page that it is on. */
  readonly key: string;
  readonly kind: CauseKind | 'missing-deposit-account';
  readonly role: Role | null;
  readonly subject: string | null;
  readonly events: number;
  readonly amountMinor: bigint;
  /** First and last business date; null where it is of no event. */
  readonly from: string | null;
  readonly to: string | null;
  /** The first of the events. */
  readonly examples: readonly { readonly id: string; readonly number: string }[];
}

/** Money taken ahead, gift cards not redeemed, goods on hand, goods on their way between locations. */
export const outstandingKinds = ['deposits', 'gift-cards', 'stock', 'in-transit'] as const;
export type OutstandingKind = (typeof outstandingKinds)[number];

/** What QuickBooks has to be opened with: come in before sync start and not gone out again, by events that are not synced. */
export interface OutstandingAmount {
  /** The same of each page that it is on. */
  readonly key: string;
  readonly kind: OutstandingKind;
  /** An item class of stock; the others are one amount for an account and currency. */
  readonly subject: string | null;
  readonly name: string | null;
  /** As mapped on the day that the sync starts from; null: not yet. */
  readonly account: { readonly id: string; readonly name: string; readonly number: string | null } | null;
  readonly side: Side;
  /** Negative where more went out than these events show coming in. */
  readonly amountMinor: bigint;
  readonly currency: string;
}

export interface PreflightRequest {
  readonly cursor: string | null;
  readonly events: number;
  /** The business date before which to look for what was outstanding; null: sync start, or today while there is none. */
  readonly outstandingBefore: string | null;
}

/** What so many of the events in scope would block, the oldest first. */
export interface PreflightPage {
  readonly problems: readonly PreflightProblem[];
  readonly outstanding: readonly OutstandingAmount[];
  readonly outstandingBefore: string;
  readonly checked: number;
  /** Null: these were the last. */
  readonly nextCursor: string | null;
}

/** The entries of one business date as they would be posted: those of its first events. */
export interface FirstDay {
  readonly date: string | null;
  readonly mode: PostingMode;
  readonly events: number;
  /** The day has more events than were looked at. */
  readonly more: boolean;
  readonly entries: readonly EntryView[];
  readonly causes: readonly (CauseView & { readonly events: readonly string[] })[];
}

export interface CompanyBooks
  extends DriftBooks,
    ClosedPeriodBooks,
    TieOutBooks,
    PeriodBooks,
    MappingBooks,
    DashboardBooks,
    EventListBooks,
    NotificationBooks,
    AuditLogBooks {
  readonly companyId: string;
  settings(): Promise<CompanySettings>;
  saveSettings(change: SettingsChange, who: string): Promise<{ ok: true } | OperationRefusal>;

  /** Records up to 1000 events in one transaction; resolves when they are durable. */
  recordEvents(inputs: readonly unknown[]): Promise<readonly RecordResult[]>;
  /** Records nothing. `earlier`: what was checked before, to which these are added. */
  checkEvents(inputs: readonly unknown[], earlier: RecentKeys): Promise<readonly CheckResult[]>;
  previewJournal(inputs: readonly unknown[], mode: PostingMode): Promise<Preview>;
  event(id: string): Promise<EventView | null>;
  retryFailed(filter: Partial<EventFilter>, who: string): Promise<{ released: number }>;
  retryEvent(id: string, who: string): Promise<{ ok: true; released: number } | OperationRefusal>;
  handleOutside(id: string, reason: string, who: string): Promise<{ ok: true } | OperationRefusal>;
  /** Ends a conflict: the first content stands, what came besides it is put aside and no news when it comes again. */
  keepFirst(id: string, who: string): Promise<{ ok: true } | OperationRefusal>;
  /** Ends a conflict the other way: other content (the latest, where none is named) stands as a version, an event of its own. */
  takeVersion(
    of: { readonly id: string; readonly contentId: string | null },
    who: string,
  ): Promise<{ ok: true; id: string; version: number; reversed: boolean } | OperationRefusal>;

  summaries(filter: SummaryListFilter): Promise<{
    summaries: readonly SummaryListRow[];
    nextCursor: string | null;
  }>;
  summary(id: string): Promise<SummaryView | null>;
  /** The tickets behind one line, `line` from 1, `offset` from 0. */
  lineSources(of: { postingId: string; line: number; offset: number; limit: number }): Promise<LineSourcesPage | null>;
  /** Posts a day that waits without the events that hold it: they follow in a supplement. */
  postWithoutBlocked(id: string, who: string): Promise<{ ok: true; left: number } | OperationRefusal>;
  overShort(): Promise<readonly OverShortMonth[]>;

  alerts(): Promise<readonly Alert[]>;
  subjects(kind: SubjectKind, options: { includeInactive: boolean }): Promise<readonly Subject[]>;
  saveSubject(
    subject: {
      kind: SubjectKind;
      purpose: string;
      code: string;
      name?: string;
      active?: boolean;
      parentCode?: string | null;
      quickbooksClassId?: string | null;
    },
    who: string,
  ): Promise<{ ok: true } | OperationRefusal>;
  locations(options: { includeInactive: boolean }): Promise<readonly Location[]>;
  saveLocation(code: string, change: LocationChange, who: string): Promise<{ ok: true } | OperationRefusal>;

  dimensions(kind: DimensionKind): Promise<DimensionsView>;

  connection(): Promise<ConnectionView>;
  /** The consent URL; its `state` is stored hashed and works once. */
  connect(request: ConnectRequest): Promise<{ consentUrl: string }>;
  finishConnect(
    callback: { state: string; code: string | null; realmId: string | null; error: string | null },
    redirectUri: string,
    who: string,
  ): Promise<{ ok: true } | OperationRefusal>;
  disconnect(who: string): Promise<void>;

  sync(): Promise<SyncView>;
  startSync(from: string, who: string): Promise<{ ok: true } | OperationRefusal>;
  pauseSync(who: string): Promise<{ ok: true } | OperationRefusal>;
  syncPastEvents(from: string | null, who: string): Promise<{ ok: true; events: number } | OperationRefusal>;
  preflight(): Promise<readonly PreflightProblem[]>;
  /** So many events of it at a time: a long history takes minutes, and no request should. */
  preflightPage(request: PreflightRequest): Promise<PreflightPage>;
  /** From a business date on; null: from the first event there is. */
  firstDay(from: string | null): Promise<FirstDay>;
}
