// A company's settings as a person sees and changes them.
import type { CompanyDaySetting, DaySetting } from '../events/day-settings.ts';
import type { ClosedPeriodPolicy } from '../posting/closed-period.ts';
import type { PostingMode } from '../posting/posting-mode.ts';

/** The time zone and day end of today, and all there are by date. */
export interface DaysInForce<Setting extends DaySetting = DaySetting> {
  /** IANA name; null, of a location: the company's. */
  readonly timeZone: Setting['timeZone'];
  /** HH:MM after midnight at which the business day ends; null, of a location: the company's. */
  readonly dayEnd: Setting['dayEnd'];
  /** The first holds from the beginning. */
  readonly days: readonly Setting[];
}

export interface CompanySettings extends DaysInForce<CompanyDaySetting> {
  readonly name: string;
  readonly currency: string;
  readonly postingMode: PostingMode;
  readonly postingModeFrom: string | null;
  readonly discounts: 'net' | 'gross';
  /** Up to so much, in the company's currency, a ticket's difference goes to over and short; zero: none does. */
  readonly overShortCapMinor: bigint;
  /** Days after its end that a day waits for late events before its summary is made. */
  readonly summaryGraceDays: number;
  /** Metered calls a month after which sweeps are left out; null: none. */
  readonly meteredBudget: number | null;
  /** What becomes of entries that are dated where the books are closed. */
  readonly closedPeriods: ClosedPeriodPolicy;
}

/** `overShortCap` is decimal text in the company's currency. */
export type SettingsChange = Partial<Omit<CompanySettings, 'overShortCapMinor' | 'days'>> & {
  readonly overShortCap?: string;
  /** The business date from which time zone and day end hold; null: from the beginning. */
  readonly dayFrom?: string | null;
  /** What the person saw of them: where something of it is otherwise by now, nothing is changed. Absent: whatever is there. */
  readonly seen?: Partial<Omit<CompanySettings, 'overShortCapMinor'>> & { readonly overShortCap?: string };
};
