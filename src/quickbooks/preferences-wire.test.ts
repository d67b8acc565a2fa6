// Preferences as QuickBooks gives them, whole or with parts left out.
import { describe, expect, it } from 'vitest';
import { readPreferences } from './preferences-wire.ts';

describe('preferences', () => {
  it('give the currencies, what is tracked and the closing date', () => {
    const given = {
      CurrencyPrefs: { HomeCurrency: { value: 'USD' }, MultiCurrencyEnabled: false },
      AccountingInfoPrefs: { BookCloseDate: '2026-10-31', TrackDepartments: true, ClassTrackingPerTxnLine: false },
    };
    expect(readPreferences(given)).toEqual({
      homeCurrency: 'USD',
      multiCurrency: false,
      departmentTracking: true,
      classTracking: false,
      closedUntil: '2026-10-31',
    });
  });

  it.each([
    ['2026-10-31-07:00', '2026-10-31'],
    ['', null],
    [null, null],
    ['soon', null],
  ])('read the closing date %j as %j', (date, closedUntil) => {
    expect(readPreferences({ AccountingInfoPrefs: { BookCloseDate: date } }).closedUntil).toBe(closedUntil);
  });

  it('may lack everything', () => {
    const nothing = { homeCurrency: null, multiCurrency: null, departmentTracking: null, classTracking: null };
    expect(readPreferences({})).toEqual({ ...nothing, closedUntil: null });
  });
});
