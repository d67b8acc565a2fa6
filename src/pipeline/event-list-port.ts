// Lists of events: what they can be narrowed by, what a row says, views that a person keeps, and what is done with many at once.
import type { FinancialEventKind } from '../events/financial-event.ts';
import type { Particulars } from '../events/particulars.ts';
import type { CauseKind } from '../posting/causes.ts';
import type { Balance } from './dashboard-port.ts';
import type { OperationRefusal } from './operation-refusal.ts';
import type { EventStatus } from './standing.ts';

export interface EventRow {
  readonly id: string;
  readonly key: string;
  readonly source: string;
  readonly sourceId: string;
  readonly kind: FinancialEventKind;
  readonly number: string;
  readonly businessDate: string;
  readonly occurredAt: string;
  readonly location: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly status: EventStatus;
}

export interface EventFilter {
  readonly status?: EventStatus;
  readonly kinds?: readonly FinancialEventKind[];
  readonly location?: string;
  readonly source?: string;
  readonly dateFrom?: string;
  readonly dateTo?: string;
  /** Decimals, both inclusive: of events in a currency with as many decimals as the company's. */
  readonly amountFrom?: string;
  readonly amountTo?: string;
  /** Begin or end of a number whatever its case, an exact amount, a key, or a document number of QuickBooks. */
  readonly q?: string;
  readonly cause?: CauseKind;
  /** What moved what is owed on gift cards. */
  readonly moved?: 'gift-cards';
  /** Those that a person picked, and no others. */
  readonly ids?: readonly string[];
  readonly cursor?: string;
  readonly limit: number;
}

/** Which of several versions it is; null: it has no other version. */
export type VersionStanding = 'in-force' | 'replaced' | 'reversal' | null;

/** As they add up to what is owed: sold and adjusted less redeemed. */
export interface GiftCardsMoved {
  readonly soldMinor: bigint;
  readonly redeemedMinor: bigint;
  readonly adjustedMinor: bigint;
}

/** Of all events: at face value as sold, reloaded and adjusted; redeemed; and what is left to owe. */
export interface GiftCardsView extends Balance {
  readonly currency: string;
}

export interface ListedEvent extends EventRow {
  readonly particulars: Particulars;
  readonly version: number;
  readonly versionStanding: VersionStanding;
  /** Where that was asked for. */
  readonly giftCards?: GiftCardsMoved;
}

export interface EventPage {
  readonly events: readonly ListedEvent[];
  readonly nextCursor: string | null;
}

/** As it is stored, before it is known what stands beside it. */
export interface ListRow extends EventRow {
  readonly body: unknown;
  readonly reverses: string | null;
  readonly versionOf: string | null;
  readonly version: number;
}

/** How many a filter finds; counting ends at a limit. */
export interface EventCount {
  readonly count: number;
  /** There are more than were counted. */
  readonly more: boolean;
}

/** A page of what was taken out; what could not be is named. */
export interface HandledOutside {
  readonly handled: number;
  /** Somebody had taken these out before, and that reason stands. */
  readonly alreadyHandled: number;
  readonly refused: readonly { readonly id: string; readonly number: string; readonly message: string }[];
  readonly nextCursor: string | null;
}

/** A filter that a person keeps under a name. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** As it came: checked by whoever saved it. */
  readonly filter: Readonly<Record<string, unknown>>;
}

export interface ViewStoring {
  /** Of one person, by name. */
  list(userId: string): Promise<readonly SavedView[]>;
  /** In the place of the one of this name; its id. */
  save(view: { id: string; userId: string; name: string; filter: SavedView['filter']; now: Date }): Promise<string>;
  /** False where the person has none of this id. */
  remove(userId: string, id: string): Promise<boolean>;
}

export interface EventListBooks {
  /** Newest business date first. */
  listEvents(filter: EventFilter): Promise<EventPage>;
  giftCards(): Promise<GiftCardsView>;
  /** Of those that a retry could move, or a person take out. */
  countUnsettled(filter: Partial<EventFilter>): Promise<EventCount>;
  /** One page of what the filter finds, each by itself as a lone one would be. */
  handleManyOutside(
    request: { readonly filter: EventFilter; readonly reason: string },
    who: string,
  ): Promise<({ ok: true } & HandledOutside) | OperationRefusal>;
  views(userId: string): Promise<readonly SavedView[]>;
  saveView(view: {
    readonly userId: string;
    readonly name: string;
    readonly filter: SavedView['filter'];
  }): Promise<({ ok: true } & SavedView) | OperationRefusal>;
  removeView(userId: string, id: string): Promise<{ ok: true } | OperationRefusal>;
}

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
