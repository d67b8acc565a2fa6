import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchItemId, batchRequestId, documentNumber, findMarker, marker, requestId } from './posting-key.ts';

const postingId = '0193588c-9c00-7b1a-8f3e-0123456789ab';

describe('posting key', () => {
  it('keeps within the lengths that QuickBooks takes', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 1, max: 40_000 }), (id, attempt) => {
        expect(documentNumber(id)).toMatch(/^TB-[0-9A-HJKMNP-TV-Z]{18}$/);
        expect(requestId(id, attempt).length).toBeLessThanOrEqual(36);
        expect(batchRequestId(id).length).toBeLessThanOrEqual(36);
      }),
    );
    expect(batchItemId(29)).toBe('29');
  });

  it('is the same each time and differs from posting to posting', () => {
    const other = '0193588c-9c00-7b1a-8f3e-0123456789ac';
    expect(documentNumber(postingId)).toBe(documentNumber(postingId));
    expect(documentNumber(other)).not.toBe(documentNumber(postingId));
  });

  it('keeps all random bits of a version 7 id in the document number', () => {
    const bits = [14, 20, 30, 40, 61, 64, 70, 73];
    for (const bit of bits) {
      const changed = (BigInt(`0x${postingId.replaceAll('-', '')}`) ^ (1n << BigInt(bit)))
        .toString(16)
        .padStart(32, '0');
      const other = changed.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      expect(documentNumber(other)).not.toBe(documentNumber(postingId));
    }
  });

  it('has a new request id for each attempt and none other', () => {
    expect(requestId(postingId, 1)).toBe(requestId(postingId, 1));
    expect(requestId(postingId, 2)).not.toBe(requestId(postingId, 1));
    expect(batchRequestId(postingId)).not.toBe(requestId(postingId, 1));
  });

  it('finds its marker again within a longer note', () => {
    expect(findMarker(`Ticket 104233, Main Street\n${marker(postingId)}`)).toBe(postingId);
    expect(findMarker('tillbook: what a nice program')).toBeNull();
    expect(findMarker('')).toBeNull();
  });

  it('takes an id that is no UUID for a bug', () => {
    expect(() => documentNumber('42')).toThrow('UUID');
    expect(() => marker('42')).toThrow('UUID');
    expect(() => batchItemId(12_345_678_901)).toThrow('longer than the 10');
  });
});
