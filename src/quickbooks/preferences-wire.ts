// What we read of a company's Preferences: its currencies, what it tracks, and until when its books are closed.

export interface Preferences {
  readonly homeCurrency: string | null;
  /** Null where QuickBooks does not say. */
  readonly multiCurrency: boolean | null;
  readonly departmentTracking: boolean | null;
  /** Line by line: an entry of ours may hold lines of several item classes. */
  readonly classTracking: boolean | null;
  /** YYYY-MM-DD; null where QuickBooks gives none. */
  readonly closedUntil: string | null;
}

interface WirePreferences {
  readonly CurrencyPrefs?: {
    readonly HomeCurrency?: { readonly value?: unknown };
    readonly MultiCurrencyEnabled?: unknown;
  };
  readonly AccountingInfoPrefs?: {
    readonly BookCloseDate?: unknown;
    readonly TrackDepartments?: unknown;
    readonly ClassTrackingPerTxnLine?: unknown;
  };
}

export function readPreferences(preferences: unknown): Preferences {
  const { CurrencyPrefs, AccountingInfoPrefs } = preferences as WirePreferences;
  const currency = CurrencyPrefs?.HomeCurrency?.value;
  const closed = AccountingInfoPrefs?.BookCloseDate;
  return {
    homeCurrency: typeof currency === 'string' ? currency : null,
    multiCurrency: flag(CurrencyPrefs?.MultiCurrencyEnabled),
    departmentTracking: flag(AccountingInfoPrefs?.TrackDepartments),
    classTracking: flag(AccountingInfoPrefs?.ClassTrackingPerTxnLine),
    // A date of QuickBooks may carry an offset behind it.
    closedUntil: typeof closed === 'string' ? (/^\d{4}-\d{2}-\d{2}/.exec(closed)?.[0] ?? null) : null,
  };
}

const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);
