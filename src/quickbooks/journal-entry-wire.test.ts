import { describe, expect, it } from 'vitest';
import type { JournalEntry, JournalLine } from '../journal/journal-entry.ts';
import type { EntryToPrepare } from '../pipeline/ledger-port.ts';
import { marker } from '../posting/posting-key.ts';
import { cannotHold, entryBody, readFoundEntry } from './journal-entry-wire.ts';
import { quickbooksEntryUrl } from './quickbooks-entry-url.ts';

const entryId = '0193588c-9c00-7b1a-8f3e-0123456789ab';
const companyId = '0193588c-9c00-7b1a-8f3e-00000000000c';
const line = (change: Partial<JournalLine>): JournalLine => ({
  rule: 'sale.tender',
  role: 'payment',
  subject: 'cash',
  side: 'debit',
  amountMinor: 14010n,
  location: 'main',
  from: [],
  accountId: '35',
  mapping: null,
  ...change,
});
const entry: JournalEntry = {
  events: ['till/sale/t-104233'],
  businessDate: '2026-11-03',
  location: 'main',
  currency: 'USD',
  exchangeRate: null,
  memo: 'Ticket 104233, Main Street',
  lines: [line({}), line({ role: 'sales', subject: 'apparel', side: 'credit', accountId: '79' })],
};

const none = { departmentId: null, classId: null };

function body(change: Partial<JournalEntry>, options: Partial<EntryToPrepare> = {}): string {
  const written = entryBody({
    entry: { ...entry, ...change },
    postingDate: change.businessDate ?? entry.businessDate,
    documentNumber: 'TB-0123',
    marker: marker(entryId, companyId),
    tracked: [],
    homeCurrency: 'USD',
    ...options,
  });
  if (!written.ok) throw new Error(written.reason);
  return written.body;
}

describe('an entry on the wire', () => {
  it('is what QuickBooks takes for a journal entry', () => {
    expect(JSON.parse(body({}))).toEqual({
      TxnDate: '2026-11-03',
      DocNumber: 'TB-0123',
      PrivateNote: `Ticket 104233, Main Street\n${marker(entryId, companyId)}`,
      CurrencyRef: { value: 'USD' },
      Line: [
        {
          Description: 'payment cash, main',
          Amount: 140.1,
          DetailType: 'JournalEntryLineDetail',
          JournalEntryLineDetail: { PostingType: 'Debit', AccountRef: { value: '35' } },
        },
        {
          Description: 'sales apparel, main',
          Amount: 140.1,
          DetailType: 'JournalEntryLineDetail',
          JournalEntryLineDetail: { PostingType: 'Credit', AccountRef: { value: '79' } },
        },
      ],
    });
  });

  it('is the same bytes each time', () => {
    expect(body({})).toBe(body({}));
  });

  it.each([
    [1n, 'USD', '0.01'],
    [100n, 'USD', '1.00'],
    [9_007_199_254_741_05n, 'USD', '9007199254741.05'],
    [140n, 'JPY', '140.00'],
    [12_350n, 'KWD', '12.35'],
    [10n, 'KWD', '0.01'],
    [5_0000n, 'CLF', '5.00'],
  ])('writes %s of %s exactly as %s', (amountMinor, currency, text) => {
    const lines = [line({ amountMinor }), line({ amountMinor, side: 'credit' })];
    expect(body({ currency, lines }, { homeCurrency: currency })).toContain(`"Amount":${text},`);
  });

  it('refuses what QuickBooks could not hold exactly', () => {
    const fils = [line({ amountMinor: 14_011n }), line({ amountMinor: 14_011n, side: 'credit' })];
    expect(() => body({ currency: 'KWD', lines: fils })).toThrow('cannot hold an amount of line 1 exactly (KWD)');
    expect(() => body({ lines: [line({ amountMinor: 10n ** 15n })] })).toThrow('exactly');
    expect(() => body({ lines: [line({ amountMinor: 0n })] })).toThrow('exactly');
  });

  it('says the same of an entry before its body is written', () => {
    const second = [line({}), line({ amountMinor: 14_011n, side: 'credit' })];
    expect(cannotHold({ ...entry, currency: 'KWD', lines: second })).toBe(
      'QuickBooks cannot hold an amount of line 2 exactly (KWD)',
    );
    expect(() => body({ currency: 'KWD', lines: second })).toThrow('line 2');
    expect(cannotHold(entry)).toBeNull();
  });

  it('names the currency, and a rate only where it is not the home currency', () => {
    const foreign = { currency: 'CAD', exchangeRate: '0.7312345678' };
    expect(JSON.parse(body(foreign))).toMatchObject({ CurrencyRef: { value: 'CAD' }, ExchangeRate: 0.7312345678 });
    expect(body({ exchangeRate: '1' })).not.toContain('ExchangeRate');
  });

  it('names the department of a line that is tracked by one', () => {
    const tracked = [none, { ...none, departmentId: '5' }];
    const written = JSON.parse(body({ lines: [line({}), line({ location: 'outlet', side: 'credit' })] }, { tracked }));
    expect(written.Line[0].JournalEntryLineDetail).not.toHaveProperty('DepartmentRef');
    expect(written.Line[1].JournalEntryLineDetail).toMatchObject({ DepartmentRef: { value: '5' } });
  });

  it('keeps the marker whatever the memo', () => {
    const note = JSON.parse(body({ memo: 'é'.repeat(5_000) })).PrivateNote;
    expect(note).toHaveLength(4_000);
    expect(note.endsWith(marker(entryId, companyId))).toBe(true);
    expect(JSON.parse(body({ memo: '' })).PrivateNote).toBe(marker(entryId, companyId));
    expect(JSON.parse(body({ lines: [line({ subject: 'x'.repeat(5_000) })] })).Line[0].Description).toHaveLength(4_000);
  });

  it('of another date than its business date says the true one in its note and on every line', () => {
    const moved = JSON.parse(body({ memo: 'Ticket 1'.repeat(1_000) }, { postingDate: '2026-12-01' }));
    expect(moved.TxnDate).toBe('2026-12-01');
    expect(moved.PrivateNote).toHaveLength(4_000);
    expect(
      moved.PrivateNote.endsWith(
        `\nBusiness date 2026-11-03: the books were closed then.\n${marker(entryId, companyId)}`,
      ),
    ).toBe(true);
    expect(moved.Line.map((one: { Description: string }) => one.Description)).toEqual([
      'payment cash, main, of 2026-11-03',
      'sales apparel, main, of 2026-11-03',
    ]);
    expect(body({})).not.toContain('Business date');
  });

  it('is ASCII, and Unicode once read', () => {
    const memo = 'Café 🎁 "quoted" \\ \u0000\u2028 \ud800 end';
    const written = body({ memo });
    expect(written).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(written).PrivateNote).toBe(
      `Café 🎁 "quoted" \\  \u2028 \ufffd end\n${marker(entryId, companyId)}`,
    );
    // Shortened in the middle of a character.
    expect(JSON.parse(body({ memo: '🎁'.repeat(3_000) })).PrivateNote).not.toMatch(/\p{Surrogate}/u);
  });
});

describe('a found entry', () => {
  const sent = body({});
  const held = { ...JSON.parse(sent), Id: '228', SyncToken: '1', CurrencyRef: { value: 'USD', name: 'US Dollar' } };

  const withDetail = (change: object) => ({
    ...held.Line[0],
    JournalEntryLineDetail: { ...held.Line[0].JournalEntryLineDetail, ...change },
  });

  it('is ours and equal when it is what was sent, with what QuickBooks adds', () => {
    const lines = [{ DetailType: 'DescriptionOnly', Description: 'note' }, ...[...held.Line].reverse()];
    expect(readFoundEntry({ ...held, Line: lines }, sent)).toEqual({
      quickbooksId: '228',
      syncToken: '1',
      ours: true,
      equal: true,
      leftAccounts: [],
    });
  });

  it('says which accounts it has left, where nothing else is different', () => {
    const elsewhere = { ...held, Line: [withDetail({ AccountRef: { value: '99' } }), held.Line[1]] };
    const left = held.Line[0].JournalEntryLineDetail.AccountRef.value;
    expect(readFoundEntry(elsewhere, sent)).toMatchObject({ ours: true, equal: false, leftAccounts: [left] });
    expect(readFoundEntry({ ...elsewhere, TxnDate: '2026-11-04' }, sent)).toMatchObject({ leftAccounts: [] });
  });

  it('is not ours without our marker, whatever its number', () => {
    expect(readFoundEntry({ ...held, PrivateNote: 'by hand' }, sent)).toMatchObject({ ours: false, equal: false });
    expect(readFoundEntry({ ...held, PrivateNote: undefined }, sent)).toMatchObject({ ours: false });
    const another = marker('0193588c-9c00-7b1a-8f3e-0123456789ac', companyId);
    expect(readFoundEntry({ ...held, PrivateNote: another }, sent)).toMatchObject({ ours: false });
  });

  it.each([
    ['an amount', { Line: [{ ...held.Line[0], Amount: 140.11 }, held.Line[1]] }],
    ['a line', { Line: [held.Line[0]] }],
    ['the date', { TxnDate: '2026-11-04' }],
    ['a side', { Line: [held.Line[0], held.Line[0]] }],
    ['a class', { Line: [withDetail({ ClassRef: { value: '3' } }), held.Line[1]] }],
    ['a department', { Line: [withDetail({ DepartmentRef: { value: '5' } }), held.Line[1]] }],
    ['an amount into what cannot be read', { Line: [{ ...held.Line[0], Amount: 'much' }, held.Line[1]] }],
    ['the number', { DocNumber: 'MINE' }],
  ])('is not equal when %s was changed', (_, change) => {
    expect(readFoundEntry({ ...held, ...change }, sent)).toMatchObject({ ours: true, equal: false });
  });

  it('is equal where a company of one currency does not name it', () => {
    expect(readFoundEntry({ ...held, CurrencyRef: undefined }, sent)).toMatchObject({ equal: true });
  });

  it('is equal with other words in its memo, and with the rate of 1 that QuickBooks adds', () => {
    const memo = `Checked\n${held.PrivateNote}`;
    expect(readFoundEntry({ ...held, PrivateNote: memo, ExchangeRate: 1 }, sent)).toMatchObject({ equal: true });
  });

  it('is not equal in another currency, nor at another rate', () => {
    const foreign = body({ currency: 'CAD', exchangeRate: '0.73' });
    expect(readFoundEntry({ ...held }, foreign)).toMatchObject({ equal: false });
    const there = JSON.parse(foreign);
    expect(readFoundEntry(there, foreign)).toMatchObject({ equal: true });
    expect(readFoundEntry({ ...there, ExchangeRate: 0.74 }, foreign)).toMatchObject({ ours: true, equal: false });
  });
});

describe('the address of an entry', () => {
  const place = { localUrl: 'http://localhost:4790/', realmId: '4620', quickbooksId: '228' };

  it('is at QuickBooks, in its sandbox, or here', () => {
    expect(quickbooksEntryUrl({ ...place, environment: 'production' })).toBe(
      'https://qbo.intuit.com/app/journal?txnId=228',
    );
    expect(quickbooksEntryUrl({ ...place, environment: 'sandbox' })).toBe(
      'https://sandbox.qbo.intuit.com/app/journal?txnId=228',
    );
    expect(quickbooksEntryUrl({ ...place, environment: 'local' })).toBe(
      'http://localhost:4790/app/journal?txnId=228&realm=4620',
    );
  });
});

it('a line names what it is tracked by, and nothing where it is tracked by nothing', () => {
  const tracked = [{ departmentId: '7', classId: null }, { departmentId: '7', classId: '500' }, none];
  const lines = [
    line({ subject: 'apparel' }),
    line({ role: 'sales', subject: 'apparel', side: 'credit' }),
    line({ role: 'inventory', subject: 'home' }),
  ];
  const sent = JSON.parse(body({ lines }, { tracked })) as {
    Line: { JournalEntryLineDetail: Record<string, unknown> }[];
  };
  const carried = sent.Line.map(({ JournalEntryLineDetail: { ClassRef, DepartmentRef } }) => ({
    ClassRef,
    DepartmentRef,
  }));
  const department = { DepartmentRef: { value: '7' } };
  expect(carried).toEqual([
    { ...department, ClassRef: undefined },
    { ...department, ClassRef: { value: '500' } },
    { DepartmentRef: undefined, ClassRef: undefined },
  ]);
});
