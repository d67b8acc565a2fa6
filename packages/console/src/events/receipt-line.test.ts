// A part of an event in the words of a receipt.
import { describe, expect, it } from 'vitest';
import { receiptLine } from './receipt-line.ts';

describe('a receipt line', () => {
  it('names what was sold, how many, and for how much', () => {
    const line = { type: 'item', itemClass: 'apparel', description: 'Wool scarf', quantity: '1', amount: '90.00' };
    expect(receiptLine(line)).toBe('Wool scarf · apparel · 1 × · 90.00');
  });

  it('names a payment by its type, and what has no name by its kind', () => {
    expect(receiptLine({ paymentType: 'visa', amount: '25.00' })).toBe('visa · 25.00');
    expect(receiptLine({ type: 'tip', amount: '2.00' })).toBe('tip · 2.00');
  });

  it('is empty for what is no part', () => {
    expect(receiptLine(undefined)).toBe('');
    expect(receiptLine('90.00')).toBe('');
    expect(receiptLine({ amount: 90 })).toBe('');
  });
});
