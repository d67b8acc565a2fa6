import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchItemId,
  batchRequestId,
  documentNumber,
  entryIdentity,
  entryIdOf,
  findMarker,
  findOwner,
  marker,
  requestId,
} from './posting-key.ts';

const companyId = '0193588c-9c00-7b1a-8f3e-00000000000c';
const entryId = '0193588c-9c00-7b1a-8f3e-0123456789ab';

/** By whole-number arithmetic, and without the letters that are left out. */
function numberOf(id: string): string {
  const bits = BigInt(`0x${id.replaceAll('-', '')}`) & ((1n << 90n) - 1n);
  const digits = bits.toString(32).toUpperCase().padStart(18, '0');
  const letters = [...'ABCDEFGHJKMNPQRSTVWXYZ'];
  return `TB-${digits.replace(/[A-V]/g, (digit) => letters[digit.charCodeAt(0) - 'A'.charCodeAt(0)] ?? '')}`;
}

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
    expect(documentNumber(entryId)).toBe(documentNumber(entryId));
    expect(documentNumber(other)).not.toBe(documentNumber(entryId));
  });

  it('has one id for a posting key and part, which is a UUID made of a hash', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{64}$/), (hash) => {
        expect(entryIdOf(hash)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(documentNumber(entryIdOf(hash))).toMatch(/^TB-/);
      }),
    );
    expect(entryIdentity({ key: 'till/sale/1', part: 12 })).not.toBe(entryIdentity({ key: 'till/sale/11', part: 2 }));
  });

  it('keeps what differs between two ids in the document number', () => {
    const bits = [14, 20, 30, 40, 61, 64, 70, 73];
    for (const bit of bits) {
      const changed = (BigInt(`0x${entryId.replaceAll('-', '')}`) ^ (1n << BigInt(bit))).toString(16).padStart(32, '0');
      const other = changed.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      expect(documentNumber(other)).not.toBe(documentNumber(entryId));
    }
  });

  it('has the low 90 bits of the id for its document number, in base 32', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(documentNumber(id)).toBe(numberOf(id));
      }),
    );
  });

  it('has a new request id for each attempt and none other', () => {
    expect(requestId(entryId, 1)).toBe(requestId(entryId, 1));
    expect(requestId(entryId, 2)).not.toBe(requestId(entryId, 1));
    expect(batchRequestId(entryId)).not.toBe(requestId(entryId, 1));
  });

  it('finds its marker again within a longer note', () => {
    expect(findMarker(`Ticket 104233, Main Street\n${marker(entryId, companyId)}`)).toBe(entryId);
    expect(findOwner(`Ticket 104233, Main Street\n${marker(entryId, companyId)} (see Anna)`)).toBe(companyId);
    expect([findMarker(`tillbook:${entryId}`), findOwner(`tillbook:${entryId}`)]).toEqual([entryId, null]);
    expect(findMarker('tillbook: what a nice program')).toBeNull();
    expect(findMarker('')).toBeNull();
  });

  it('takes an id that is no UUID for a bug', () => {
    expect(() => documentNumber('42')).toThrow('UUID');
    expect(() => marker('42', companyId)).toThrow('UUID');
    expect(() => batchItemId(12_345_678_901)).toThrow('longer than the 10');
  });
});
