// Money is shown and added up to the last digit.
import { describe, expect, it } from 'vitest';
import {
  formatAmount,
  formatCompact,
  formatMoney,
  formatPercent,
  isZero,
  minorUnits,
  sharePercent,
  sumAmounts,
} from './money.ts';

describe('money', () => {
  it('shows an amount too long for a float to the last digit', () => {
    expect(formatMoney('90071992547409931.07', 'USD')).toBe('$90,071,992,547,409,931.07');
  });

  it('shows as many decimals as the currency has', () => {
    expect(formatMoney('1250', 'JPY')).toBe('¥1,250');
    expect(formatAmount('1.5', 'KWD')).toBe('1.500');
  });

  it('shows percent to a tenth, and amounts on an axis short', () => {
    expect([12.5, -3, 1234.56].map(formatPercent)).toEqual(['12.5%', '-3%', '1,234.6%']);
    expect(formatCompact(12_345, 'USD')).toBe('$12K');
  });

  it('adds up exactly what floats would not', () => {
    expect(sumAmounts(['0.10', '0.20'])).toBe('0.30');
    expect(sumAmounts(['-0.05', '0.02'])).toBe('-0.03');
    expect(sumAmounts(['100', '200'])).toBe('300');
    expect(sumAmounts([])).toBe('0');
  });

  it('reads no minor units from what is no amount', () => {
    expect(minorUnits('12.34', 2)).toBe(1234n);
    expect(minorUnits('-0.01', 2)).toBe(-1n);
    expect(minorUnits('12.345', 2)).toBeNull();
    expect(minorUnits('twelve', 2)).toBeNull();
  });

  it('knows zero in every spelling', () => {
    expect(['0', '0.00', '-0.00', '0.01', '10'].map(isZero)).toEqual([true, true, true, false, false]);
  });

  it('gives no share of nothing', () => {
    expect(sharePercent('5.00', '0.00')).toBe(0);
    expect(sharePercent('1.00', '3.00')).toBe(33.3);
  });
});
