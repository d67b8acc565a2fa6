// What counts as changed at QuickBooks, and what an account may hold besides ours.
import { describe, expect, test } from 'vitest';
import {
  type AcceptedSum,
  accountBalances,
  isEqual,
  type LedgerEntry,
  ledgerChanges,
  type PostedEntry,
} from './compare-ledger.ts';

const posted: PostedEntry = {
  documentNumber: 'TB-1',
  entryId: 'p-1',
  date: '2026-11-03',
  currency: 'USD',
  exchangeRate: null,
  lines: [
    { accountId: '35', side: 'debit', amountMinor: 10_000n },
    { accountId: '35', side: 'credit', amountMinor: 1200n },
    { accountId: '79', side: 'credit', amountMinor: 8800n },
  ],
};
const held: LedgerEntry = {
  documentNumber: 'TB-1',
  entryId: 'p-1',
  date: '2026-11-03',
  currency: 'USD',
  exchangeRate: null,
  lines: posted.lines.map(({ amountMinor, ...line }) => ({ ...line, amountHundredths: amountMinor })),
};

describe('an entry', () => {
  test('is unchanged in any order of lines, split, and where the currency is left out', () => {
    expect(ledgerChanges(posted, held)).toEqual([]);
    const split = [
      { accountId: '79', side: 'credit' as const, amountHundredths: 8000n },
      { accountId: '79', side: 'credit' as const, amountHundredths: 800n },
      ...held.lines.slice(0, 2).reverse(),
    ];
    expect(ledgerChanges(posted, { ...held, currency: null, lines: split })).toEqual([]);
  });

  test('is changed where an amount moved to another account, both named', () => {
    const lines = held.lines.map((line) => (line.accountId === '79' ? { ...line, accountId: '80' } : line));
    expect(ledgerChanges(posted, { ...held, lines })).toEqual([
      { what: 'amount', accountId: '79', side: 'credit', postedHundredths: 8800n, heldHundredths: 0n },
      { what: 'amount', accountId: '80', side: 'credit', postedHundredths: 0n, heldHundredths: 8800n },
    ]);
  });

  test('is changed where change given was netted against the cash received', () => {
    const lines = [
      { accountId: '35', side: 'debit' as const, amountHundredths: 8800n },
      { accountId: '79', side: 'credit' as const, amountHundredths: 8800n },
    ];
    expect(ledgerChanges(posted, { ...held, lines }).map((change) => change.what)).toEqual(['amount', 'amount']);
  });

  test.each<[string, Partial<LedgerEntry>]>([
    ['date', { date: '2026-11-04' }],
    ['document number', { documentNumber: 'TB-2' }],
    ['marker', { entryId: null }],
    ['currency', { currency: 'EUR' }],
  ])('is changed in its %s', (what, change) => {
    expect(ledgerChanges(posted, { ...held, ...change })).toMatchObject([{ what }]);
  });

  test('is changed in its rate, not in how the rate is written', () => {
    const foreign = { ...posted, currency: 'EUR', exchangeRate: '1.0850' };
    const there = { ...held, currency: 'EUR', exchangeRate: '1.085' };
    expect(ledgerChanges(foreign, there)).toEqual([]);
    expect(ledgerChanges(foreign, { ...there, exchangeRate: '1.09' })).toMatchObject([{ what: 'exchange rate' }]);
  });
});

describe('the balance of an account', () => {
  const sum = (change: Partial<AcceptedSum>): AcceptedSum => ({
    ...{ accountId: '35', currency: 'USD', exchangeRate: null, lines: 2 },
    ...{ everMinor: 5000n, yearMinor: 2000n },
    ...change,
  });
  const balances = (sums: readonly AcceptedSum[], heldHundredths: bigint, ofYear: readonly string[] = []) =>
    accountBalances(sums, { held: new Map([['35', heldHundredths]]), ofYear: new Set(ofYear) });

  test('is ours since ever, or since the year began where the account begins anew each year', () => {
    expect(balances([sum({})], 5000n)).toMatchObject([{ oursHundredths: 5000n, heldHundredths: 5000n }]);
    expect(balances([sum({})], 5000n, ['35'])).toMatchObject([{ oursHundredths: 2000n }]);
    expect(balances([sum({ accountId: '99' })], 5000n)).toMatchObject([{ accountId: '99', heldHundredths: 0n }]);
  });

  test('adds up several currencies at their rates, and is equal but for the rounding of their lines', () => {
    const sums = [sum({}), sum({ currency: 'EUR', exchangeRate: '1.1', everMinor: 1001n, lines: 3 })];
    const [balance] = balances(sums, 6103n);
    expect(balance).toMatchObject({ oursHundredths: 6101n, roundingHundredths: 2n });
    expect(balance && isEqual(balance)).toBe(true);
    expect(balances(sums, 6104n).map(isEqual)).toEqual([false]);
    expect(balances([sum({})], 5001n).map(isEqual)).toEqual([false]);
  });
});
