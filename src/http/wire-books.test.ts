// Money and moments as the wire has them.
import { expect, test } from 'vitest';
import { wireAlert, wireAuditEntry, wireOutstandingAmount, wirePreflightProblem } from './wire-books.ts';

test("an alert's amount has the decimals of its currency, whatever its size", () => {
  const alert = {
    kind: 'missing-account',
    title: 'Action Required: Amex is missing a payment account',
    role: 'payment',
    subject: 'amex',
    eventsHeld: 2,
    firstSeen: new Date('2026-11-03T16:20:05Z'),
    action: 'Map it',
    detail: null,
  } as const;
  expect(wireAlert({ ...alert, amountHeldMinor: 9007199254740993n, currency: 'USD' })).toEqual({
    ...alert,
    currency: 'USD',
    amountHeld: '90071992547409.93',
    firstSeen: '2026-11-03T16:20:05.000Z',
  });
  expect(wireAlert({ ...alert, amountHeldMinor: -5n, currency: 'USD' }).amountHeld).toBe('-0.05');
  expect(wireAlert({ ...alert, amountHeldMinor: 1500n, currency: 'JPY' }).amountHeld).toBe('1500');
  expect(wireAlert({ ...alert, amountHeldMinor: 1n, currency: 'KWD' }).amountHeld).toBe('0.001');
});

test('a problem of the preflight has its amount in the currency of the company', () => {
  const of = { key: 'x', from: '2026-11-03', to: '2026-11-04', examples: [{ id: '1', number: '7' }] };
  const problem = { ...of, kind: 'conflict', role: null, subject: null, message: 'x', named: 'x', events: 1 } as const;
  expect(wirePreflightProblem({ ...problem, amountMinor: 120n }, 'USD')).toEqual({ ...problem, amount: '1.20' });
});

test('what was outstanding has its amount in its own currency', () => {
  const of = { key: 'x', kind: 'deposits', subject: 'cash', name: 'Cash', account: null, side: 'credit' } as const;
  expect(wireOutstandingAmount({ ...of, amountMinor: -120n, currency: 'JPY' })).toEqual({
    ...{ ...of, amount: '-120', currency: 'JPY' },
  });
});

test('what an audit entry tells is an object on the wire, whatever was kept', () => {
  const entry = {
    id: '1',
    at: new Date('2026-11-03T16:20:05Z'),
    who: 'owner@example.com',
    action: 'settings-saved',
    names: { accounts: { 79: 'Cash' }, classes: {}, departments: {} },
    inBooks: null,
  };
  const wire = {
    id: '1',
    at: '2026-11-03T16:20:05.000Z',
    who: 'owner@example.com',
    what: 'settings-saved',
    names: entry.names,
    inBooks: null,
  };
  expect(wireAuditEntry({ ...entry, detail: { name: 'Shop' } })).toEqual({ ...wire, detail: { name: 'Shop' } });
  expect(wireAuditEntry({ ...entry, detail: ['a'] })).toEqual({ ...wire, detail: { detail: ['a'] } });
  expect(wireAuditEntry({ ...entry, detail: null })).toEqual({ ...wire, detail: { detail: null } });
  expect(wireAuditEntry({ ...entry, detail: {}, inBooks: { released: 3 } }).inBooks).toEqual({ released: 3 });
});
