// Who is connected to what, asked in the middle of a transaction.
import { expect, test } from 'vitest';
import { createClock } from '../clock.ts';
import { openStore } from '../store/database.ts';
import type { Insert } from '../store/row-buffer.ts';
import { openGrants } from './grants.ts';

const scope = 'com.intuit.quickbooks.accounting';
const facts: Insert = { start: 'INSERT INTO facts (key, value)', columnCount: 2 };

test('an app is connected to the companies that it was given, until it is not any more', () => {
  const store = openStore(':memory:');
  const grants = openGrants(store, createClock());
  grants.connect('1', 'till', scope);
  expect(grants.isConnected('1', 'till')).toBe(true);
  expect(grants.isConnected('2', 'till')).toBe(false);
  expect(grants.isConnected('1', 'another app')).toBe(false);
  grants.revokeCompany('1');
  expect(grants.isConnected('1', 'till')).toBe(false);
  grants.connect('1', 'till', scope);
  expect(grants.isConnected('1', 'till')).toBe(true);
  store.close();
});

test('who is connected is told in a transaction without writing the rows that it has gathered', () => {
  const store = openStore(':memory:');
  const grants = openGrants(store, createClock());
  store.transaction(() => {
    store.insert(facts, ['one', 'row']);
    grants.connect('1', 'till', scope);
    store.insert(facts, ['another', 'row']);
    expect(grants.isConnected('1', 'till')).toBe(true);
    expect(store.unwritten(facts)).toEqual([['another', 'row']]);
  });
  store.close();
});
