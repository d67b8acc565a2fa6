// What we read of a company's Preferences: its currencies, and until when its books are closed.

export interface Preferences {
  readonly homeCurrency: string | null;
  /** Null where QuickBooks does not say. */
  readonly multiCurrency: boolean | null;
  /** YYYY-MM-DD; null where QuickBooks gives none. */
  readonly closedUntil: string | null;
}

interface WirePreferences {
  readonly CurrencyPrefs?: {
    readonly HomeCurrency?: { readonly value?: unknown };
    readonly MultiCurrencyEnabled?: unknown;
  };
  readonly AccountingInfoPrefs?: { readonly BookCloseDate?: unknown };
}

export function readPreferences(preferences: unknown): Preferences {
  const { CurrencyPrefs, AccountingInfoPrefs } = preferences as WirePreferences;
  const currency = CurrencyPrefs?.HomeCurrency?.value;
  const several = CurrencyPrefs?.MultiCurrencyEnabled;
  const closed = AccountingInfoPrefs?.BookCloseDate;
  return {
    homeCurrency: typeof currency === 'string' ? currency : null,
    multiCurrency: typeof several === 'boolean' ? several : null,
    // A date of QuickBooks may carry an offset behind it.
    closedUntil: typeof closed === 'string' ? (/^\d{4}-\d{2}-\d{2}/.exec(closed)?.[0] ?? null) : null,
  };
}
