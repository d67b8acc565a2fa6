// Events at the port to storage: as they are recorded, as they are stored, and the versions of one that came again.
import type { FinancialEventKind } from '../events/financial-event.ts';
import type { EventRow } from './company-books.ts';

export interface NewEvent {
  readonly id: string;
  readonly key: string;
  readonly source: string;
  readonly kind: FinancialEventKind;
  readonly sourceId: string;
  readonly number: string;
  readonly occurredAt: string;
  readonly businessDate: string;
  readonly location: string;
  readonly currency: string;
  readonly exchangeRate: string | null;
  readonly amountMinor: bigint;
  readonly reverses: string | null;
  /** JSON text. */
  readonly body: string;
  readonly digest: Buffer;
  readonly status: 'never-synced' | 'ready';
  readonly postingKey: string | null;
  /** Absent: it is the first of its key. */
  readonly versionOf?: string;
  readonly version?: number;
}

export interface StoredEvent extends EventRow {
  readonly reverses: string | null;
  readonly exchangeRate: string | null;
  readonly body: unknown;
  readonly digest: Buffer;
  readonly postingKey: string | null;
  readonly recordedAt: Date;
  readonly handledOutsideReason: string | null;
  /** Key of the event that it is a version of, or that its reversal makes way for one; null: it is the first of its key. */
  readonly versionOf: string | null;
  readonly version: number;
}

/** Other content under the key of an event, which nobody has put aside or taken. */
export interface OtherContent {
  readonly id: string;
  readonly body: unknown;
  readonly digest: Buffer;
  readonly seenAt: Date;
}

export interface VersionStoring {
  /** Versions and reversals that came after the first of this key, in the order in which they were made. */
  versionsOf(key: string): Promise<readonly StoredEvent[]>;
  /** By the key of the first: that of the version in force. Only those that have one. */
  versionsInForce(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The latest last. */
  otherContents(eventId: string): Promise<readonly OtherContent[]>;
  /** That became versions: event id and digest of each. */
  contentsTaken(eventIds: readonly string[]): Promise<readonly { readonly eventId: string; readonly digest: Buffer }[]>;
  /** It stands as this version from now on; coming again it is a duplicate. */
  takeContent(taken: { readonly id: string; readonly versionId: string }): Promise<void>;
}
