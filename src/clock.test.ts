// Ids: UUIDs of version 7, in the order of their time, and no two alike.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from './clock.ts';

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const anyTime = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });

test('an id is a UUID of version 7 that begins with its time', () => {
  fc.assert(
    fc.property(anyTime, (time) => {
      const id = newId(time);
      expect(id).toMatch(uuidV7);
      expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(time.getTime());
    }),
  );
});

test('ids of a later time come behind those of an earlier one', () => {
  fc.assert(
    fc.property(anyTime, fc.integer({ min: 1, max: 1_000_000 }), (time, later) => {
      expect(newId(time) < newId(new Date(time.getTime() + later))).toBe(true);
    }),
  );
});

test('no two ids of one time are alike', () => {
  const now = new Date('2026-11-20T12:00:00Z');
  expect(new Set(Array.from({ length: 10_000 }, () => newId(now))).size).toBe(10_000);
});
