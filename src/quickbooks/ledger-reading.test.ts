// What QuickBooks answers is read exactly, or not at all.
import { describe, expect, test } from 'vitest';
import { readHeldEntry, readTrialBalance } from './ledger-reading.ts';

const entryId = '019abcde-0000-7000-8000-000000000001';

const line = (PostingType: string, Amount: unknown, value: string) => ({
  DetailType: 'JournalEntryLineDetail',
  Amount,
  JournalEntryLineDetail: { PostingType, AccountRef: { value, name: 'Cash' } },
});

const entry = {
  Id: '228',
  DocNumber: 'TB-1',
  PrivateNote: `Ticket 1\ntillbook:${entryId}`,
  TxnDate: '2026-11-03',
  CurrencyRef: { value: 'EUR' },
  ExchangeRate: 1.085,
  Line: [
    line('Debit', 140.1, '35'),
    { DetailType: 'DescriptionOnly', Description: 'thanks' },
    line('Credit', '140.10', '79'),
  ],
};

describe('an entry', () => {
  test('is read with its marker, its rate and its amounts in hundredths', () => {
    expect(readHeldEntry(entry)).toEqual({
      quickbooksId: '228',
      documentNumber: 'TB-1',
      entryId,
      date: '2026-11-03',
      currency: 'EUR',
      exchangeRate: '1.085',
      lines: [
        { accountId: '35', side: 'debit', amountHundredths: 14010n },
        { accountId: '79', side: 'credit', amountHundredths: 14010n },
      ],
    });
  });

  test('without marker, currency and rate has none', () => {
    const plain = { ...entry, PrivateNote: 'typed by hand', CurrencyRef: undefined, ExchangeRate: undefined };
    expect(readHeldEntry(plain)).toMatchObject({ entryId: null, currency: null, exchangeRate: null });
  });

  test.each([1e21, '1,40', null, '1.005'])('with the amount %j is not read', (amount) => {
    expect(readHeldEntry({ ...entry, Line: [line('Debit', amount, '35')] })).toBeNull();
  });
});

describe('a trial balance', () => {
  const row = (id: string | undefined, debit: string, credit: string) => ({
    ColData: [{ value: 'Account', ...(id !== undefined && { id }) }, { value: debit }, { value: credit }],
    type: 'Data',
  });
  const report = (rows: readonly unknown[]) => ({ Header: {}, Rows: { Row: rows } });

  test('is debits less credits by account, within sections too; totals are no account', () => {
    const section = { Rows: { Row: [row('4', '', '12.5')] }, type: 'Section' };
    const total = { Summary: { ColData: [{ value: 'TOTAL' }, { value: '1.00' }] }, type: 'Section' };
    const balances = readTrialBalance(report([row('35', '1250.00', ''), section, row(undefined, '3.00', ''), total]));
    expect([...(balances ?? [])]).toEqual([
      ['35', 125000n],
      ['4', -1250n],
    ]);
  });

  test('without rows is empty; with an amount that cannot be read, nothing', () => {
    expect(readTrialBalance({ Header: {}, Rows: {} })).toEqual(new Map());
    expect(readTrialBalance(report([row('35', '12.345', '')]))).toBeNull();
  });
});
