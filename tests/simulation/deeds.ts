// What is done in a world: by tills and owners in Tillbook, by accountants in QuickBooks, and by QuickBooks itself.
import type { PeriodChoice } from '../../src/pipeline/period-port.ts';
import type { EventJson } from './draw-events.ts';

export type Mode = 'per-event' | 'daily-summary';

/** What is done in a company at a time: by a till or its owner. */
export type BooksDeed =
  | { readonly does: 'deliver'; readonly events: readonly EventJson[] }
  | { readonly does: 'map'; readonly labels: readonly string[] }
  | { readonly does: 'switch-mode'; readonly mode: Mode; readonly from: string | null }
  | { readonly does: 'pause-sync' | 'start-sync' | 'import-accounts' | 'reconnect' | 'disconnect' | 'retry-failed' }
  | { readonly does: 'retry-one' | 'take-out' | 'keep-first' | 'take-version' | 'send-past' }
  | { readonly does: 'close-policy'; readonly policy: ClosedPolicy }
  | { readonly does: 'decide-closed'; readonly choice: 'first-open-day' | 'wait' }
  | { readonly does: 'decide-drift' }
  /** What is mapped there already goes to the other account from the beginning, or back to the first. */
  | { readonly does: 'remap'; readonly labels: readonly string[]; readonly to: 'first' | 'other' }
  | { readonly does: 'repost'; readonly choice: PeriodChoice }
  | { readonly does: 'cancel-repost' }
  /** From now on the books are kept in another QuickBooks company: a new one, or the last one before. */
  | { readonly does: 'move-books'; readonly to: 'new' | 'former' };

/** By its accountant, or by QuickBooks itself. */
export type QuickbooksDeed =
  | { readonly does: 'close-books'; readonly until: string | null }
  /** An account, a department or a class. */
  | { readonly does: 'activate' | 'deactivate'; readonly label: string }
  | { readonly does: 'lapse' | 'renew' | 'revoke' | 'expire-access' | 'expire-refresh' | 'rotate' | 'forget-requests' }
  | { readonly does: 'bad-day'; readonly rules: readonly Readonly<Record<string, unknown>>[] }
  /** From now on the one entry that is drawn for it gets no usable answer. */
  | { readonly does: 'leave-unanswered' }
  /** Enters something of their own under a number of ours: `exactly`, a copy of our entry. */
  | { readonly does: 'reuse-number'; readonly exactly: boolean }
  /** One account into another, as by giving it that one's name: for good. */
  | ({ readonly does: 'merge' } & Merge)
  /** Does something to one of our entries: `unheard`, to one that Tillbook does not know to be there, if there is one. */
  | { readonly does: 'touch'; readonly how: Touch; readonly unheard?: true };

/** Accounts by their names. */
export interface Merge {
  readonly account: string;
  readonly into: string;
}

export type Deed = BooksDeed | QuickbooksDeed;

export const touches = ['amount', 'account', 'date', 'number', 'marker', 'words', 'delete', 'undo', 'match'] as const;
/** What an accountant does to an entry: `words` are their own affair, and `undo` has it as it was. */
export type Touch = (typeof touches)[number];

/** What becomes of entries in a closed period. */
export const closedPolicies = ['hold', 'first-open-day', 'ask'] as const;
export type ClosedPolicy = (typeof closedPolicies)[number];

/** A deed, and how long after the one before; left out: some time. */
export interface Step {
  readonly deed: Deed;
  readonly afterMs?: number;
}
