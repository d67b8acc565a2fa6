// JSON pointers, as lines of an entry name their sources.
import { describe, expect, it } from 'vitest';
import { partAt } from './part-at.ts';

describe('the part a JSON pointer names', () => {
  const event = { payments: [{ paymentType: 'cash' }, { paymentType: 'visa' }], 'a/b': { '~': 1 } };

  it('is found in lists and objects', () => {
    expect(partAt(event, '/payments/1')).toEqual({ paymentType: 'visa' });
    expect(partAt(event, '/payments/0/paymentType')).toBe('cash');
    expect(partAt(event, '')).toBe(event);
  });

  it('is found behind escaped names', () => {
    expect(partAt(event, '/a~1b/~0')).toBe(1);
  });

  it('is nothing where the pointer leads nowhere, nor what objects inherit', () => {
    expect(partAt(event, '/payments/7')).toBeUndefined();
    expect(partAt(event, 'payments')).toBeUndefined();
    expect(partAt(event, '/constructor')).toBeUndefined();
  });
});
