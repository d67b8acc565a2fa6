// The port to what is kept of each day: its sales, its sums by subject, and how far its events are.
import type { DayFigures, DaySum, SumKind } from '../events/day-figures.ts';
import type { SalesSummary } from './sales-reports.ts';
import type { EventStatus } from './standing.ts';

export interface SalesQuery {
  readonly from: string;
  readonly to: string;
  /** Null: all of them. */
  readonly location: string | null;
  readonly currency: string;
}

/** One of each kind and subject, with the name that people gave the subject. */
export interface KeptSum extends DaySum {
  readonly name: string;
}

/** Sales in a currency beside the company's: their amounts add up with nothing else. */
export interface OtherCurrency {
  readonly currency: string;
  readonly tickets: number;
  readonly netSalesMinor: bigint;
}

export interface EventsOfDay {
  readonly date: string;
  readonly counts: Readonly<Partial<Record<EventStatus, number>>>;
}

export interface SalesStoring {
  add(figures: readonly DayFigures[]): Promise<void>;
  summary(query: SalesQuery): Promise<SalesSummary>;
  /** What a period adds up to by subject. */
  sums(query: SalesQuery): Promise<readonly KeptSum[]>;
  /** The same from the first event on, up to a business date; only of kinds that are owed, or paid with. */
  sumsUntil(query: Omit<SalesQuery, 'from'>): Promise<readonly DaySum[]>;
  otherCurrencies(query: SalesQuery): Promise<readonly OtherCurrency[]>;
  /** Days that have events, by date, of whatever currency. */
  eventsByDay(query: Omit<SalesQuery, 'currency'>): Promise<readonly EventsOfDay[]>;
}

/** Which sums are kept from the first event on. */
export const balancedKinds: readonly SumKind[] = [
  'tender',
  'other-payment',
  'gift-card-issued',
  'deposit-taken',
  'deposit-applied',
];
