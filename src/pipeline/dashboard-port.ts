// The dashboard as the console and programs see it: a period's sales, what is owed, how far each day is, and what needs a person.

import type { Comparison, Days } from './compared-period.ts';
import type { OtherCurrency } from './sales-port.ts';
import type { SalesSummary } from './sales-reports.ts';
import type { Alert, ConnectionView, EventStatus, SyncView } from './standing.ts';

export interface DashboardQuery extends Days {
  /** Null: all of them. */
  readonly location: string | null;
  readonly comparison: Comparison;
  /** YYYY-MM, of the calendar; null: that of the period's last day. */
  readonly month: string | null;
}

/** How far a day's events are: the worst that is true of any. */
export const dayStates = ['none', 'synced', 'never-synced', 'waiting', 'action-required'] as const;

export type DayState = (typeof dayStates)[number];

export interface CalendarDay {
  readonly date: string;
  readonly state: DayState;
  readonly events: number;
  readonly counts: Readonly<Record<EventStatus, number>>;
}

/** What was issued or taken in the period, what was redeemed or applied, and what is left at its end since the first event. */
export interface Balance {
  readonly balanceMinor: bigint;
  readonly addedMinor: bigint;
  readonly usedMinor: bigint;
}

export interface DashboardView {
  readonly sales: SalesSummary;
  /** The same days before, where they were asked for. */
  readonly compared: SalesSummary | null;
  readonly itemClasses: readonly { readonly itemClass: string; readonly name: string; readonly amountMinor: bigint }[];
  readonly giftCards: Balance;
  readonly deposits: Balance;
  /** Sales that are in none of these figures. */
  readonly otherCurrencies: readonly OtherCurrency[];
  readonly month: string;
  readonly calendar: readonly CalendarDay[];
  readonly alerts: readonly Alert[];
  readonly connection: ConnectionView;
  readonly sync: SyncView;
  /** Changes made in QuickBooks that wait for a person. */
  readonly driftCount: number;
  readonly locations: readonly { readonly code: string; readonly name: string }[];
}

export interface DashboardBooks {
  dashboard(query: DashboardQuery): Promise<DashboardView>;
  salesSummary(query: { from: string; to: string; location: string | null }): Promise<SalesSummary>;
}
