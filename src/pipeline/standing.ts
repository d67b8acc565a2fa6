// How the books stand, as a person sees it: where events are, what needs action, the connection and the sync.
import type { Role } from '../journal/role.ts';
import type { CauseKind } from '../posting/causes.ts';
import type { MeteredMonth } from './drift-port.ts';
import type { SyncState } from './lane-port.ts';

export const eventStatuses = [
  'never-synced',
  'ready',
  'syncing',
  'synced',
  'action-required',
  'failed',
  'handled-outside',
] as const;

export type EventStatus = (typeof eventStatuses)[number];

/** Action Required: one per cause. */
export interface Alert {
  readonly kind: CauseKind;
  /** Worded as in the console: "Action Required: Amex is missing a payment account". */
  readonly title: string;
  readonly role: Role | null;
  readonly subject: string | null;
  readonly eventsHeld: number;
  readonly amountHeldMinor: bigint;
  readonly currency: string;
  readonly firstSeen: Date;
  /** What to do, one sentence. */
  readonly action: string;
  /** QuickBooks' own words, where there are any. */
  readonly detail: string | null;
  /** The account that the one it is about was merged into: what it is mapped to may follow. */
  readonly mergedInto?: { readonly accountId: string; readonly name: string };
}

export interface ConnectionView {
  readonly state: 'not-connected' | 'set-up-incomplete' | 'connected' | 'reconnect-required';
  /** Roles still unmapped that events in scope need. */
  readonly left: number;
  readonly realmId: string | null;
  readonly companyName: string | null;
  readonly environment: 'local' | 'sandbox' | 'production';
  readonly connectedBy: string | null;
  readonly connectedAt: Date | null;
  readonly lastSuccessAt: Date | null;
  readonly lastErrorAt: Date | null;
  /** As it was said. */
  readonly lastError: string | null;
  readonly lastErrorInWords: string | null;
  readonly accountsImportedAt: Date | null;
  readonly pausedUntil: Date | null;
  readonly metered: MeteredMonth;
  /** The access ends then, within the next 14 days; null: not so soon. */
  readonly reconnectBy: Date | null;
}

export interface SyncView {
  readonly state: SyncState;
  readonly from: string | null;
  /** Events by status. */
  readonly counts: Readonly<Record<EventStatus, number>>;
  readonly pastEvents: number;
}
