import { type Access, type Accounting, changesMax } from '@tillbook/quickbooks-client';
import { describe, expect, it } from 'vitest';
import { ledgerVersions, readHeldVersion, readVersion } from './ledger-versions.ts';

const line = (amount: unknown, detail: object) => ({
  Id: '0',
  Amount: amount,
  Description: 'payment cash, main',
  DetailType: 'JournalEntryLineDetail',
  JournalEntryLineDetail: { PostingType: 'Debit', AccountRef: { value: '35', name: 'Cash' }, ...detail },
});
const entry = {
  ...{ domain: 'QBO', sparse: false, Id: '228', SyncToken: '3', TotalAmt: 0 },
  MetaData: { CreateTime: '2026-11-19T04:00:00-08:00', LastUpdatedTime: '2026-11-20T04:00:00-08:00' },
  ...{ TxnDate: '2026-11-19', DocNumber: 'TB-1', PrivateNote: 'note\ntillbook:0193f3a0-0000-7000-8000-000000000001' },
  CurrencyRef: { value: 'USD' },
  Line: [line(140.1, { ClassRef: { value: '7' } }), { DetailType: 'DescriptionOnly', Description: 'words' }],
};
const guard = { realmId: '1', assertHeld: () => undefined };
const answered = { httpStatus: 200, intuitTid: null };

/** Answers `changes` with these rows, and nothing else. */
function versionsOver(rows: ReadonlyMap<string, readonly unknown[]>, time: string | null = '2026-11-20T12:00:00Z') {
  const changes: Accounting['changes'] = async () => ({ outcome: 'done', value: { time, rows }, ...answered });
  const access: Access = { realmId: '1', accessToken: 'x' };
  return ledgerVersions({ changes } as Accounting, (_guard, call) => call(access));
}

describe('a body of before accounts were merged', () => {
  const { mergedBody } = versionsOver(new Map());
  const merged = new Map([['35', '90']]);
  const of = (...lines: object[]) => JSON.stringify({ TxnDate: '2026-11-19', Line: lines });

  it('names the account that is left, whatever the name of the other holds, and keeps every other byte', () => {
    const words = { PostingType: 'Debit', AccountRef: { name: 'Cash "{old}\\"', value: '35' } };
    const other = { PostingType: 'Credit', AccountRef: { value: '3', name: 'Sales' } };
    const left = { PostingType: 'Debit', AccountRef: { value: '90' } };
    expect(mergedBody(of(line(140.1, words), line(1, other)), merged)).toBe(of(line(140.1, left), line(1, other)));
    expect(mergedBody('{"Amount":120.00,"AccountRef":{"value":"35"}}', merged)).toBe(
      '{"Amount":120.00,"AccountRef":{"value":"90"}}',
    );
  });

  it('leaves words that look like a reference as they are', () => {
    const words = { ...line(1, { AccountRef: { value: '3' } }), Description: '"AccountRef":{"value":"35"}' };
    expect(mergedBody(of(words), merged)).toBe(of(words));
  });
});

describe('an entry as QuickBooks holds it', () => {
  it('is a version that can be compared, and the body that would have it so', () => {
    const held = readHeldVersion(entry);
    expect(held).toMatchObject({ quickbooksId: '228', syncToken: '3', changedAt: new Date('2026-11-20T12:00:00Z') });
    expect(held.enteredAt).toEqual(new Date('2026-11-19T12:00:00Z'));
    expect(held.version).toEqual({
      date: '2026-11-19',
      documentNumber: 'TB-1',
      entryId: '0193f3a0-0000-7000-8000-000000000001',
      note: entry.PrivateNote,
      currency: 'USD',
      exchangeRate: null,
      lines: [
        {
          ...{ accountId: '35', side: 'debit', amountHundredths: 14010n, description: 'payment cash, main' },
          ...{ departmentId: null, classId: '7' },
        },
      ],
    });
    expect(Object.keys(JSON.parse(held.body))).toEqual(['TxnDate', 'DocNumber', 'PrivateNote', 'CurrencyRef', 'Line']);
    expect(versionsOver(new Map()).versionOf(held.body)).toEqual(held.version);
  });

  it('with an amount that cannot be read has no version', () => {
    expect(readVersion({ Line: [line('1.005', {})] })).toBeNull();
    expect(readHeldVersion({ Id: '1', Line: [line('a lot', {})] }).version).toBeNull();
  });

  it('is put back by its own bytes over the token of what is there', () => {
    const body = '{"TxnDate":"2026-11-19","Line":[{"Amount":140.10}]}';
    const update = versionsOver(new Map()).updateBody({ body, quickbooksId: '228', syncToken: '3' });
    expect(update).toBe(`{"Id":"228","SyncToken":"3","sparse":false,${body.slice(1)}`);
    expect(JSON.parse(update)).toMatchObject({ Id: '228', SyncToken: '3', TxnDate: '2026-11-19' });
  });
});

describe('what changed', () => {
  const since = new Date('2026-11-19T12:00:00Z');

  it('comes sorted: what is there, and what is gone', async () => {
    const rows = new Map<string, readonly unknown[]>([
      [
        'Account',
        [
          { Id: '1', Name: 'Cash', AccountType: 'Bank', Active: false },
          { Id: '2', status: 'Deleted' },
        ],
      ],
      ['Class', [{ Id: '5', Name: 'Seasonal' }]],
      ['JournalEntry', [entry, { Id: '9', status: 'Deleted', domain: 'QBO' }]],
    ]);
    const changes = await versionsOver(rows).readChanges({ guard, since });
    expect(changes).toMatchObject({
      ok: true,
      at: new Date('2026-11-20T12:00:00Z'),
      whole: true,
      accounts: [{ id: '1', active: false }],
      goneAccounts: ['2'],
      dimensions: { department: [], class: [{ id: '5', name: 'Seasonal' }] },
      entries: [{ quickbooksId: '228' }],
      goneEntries: ['9'],
    });
  });

  it('is not whole where QuickBooks gave as much as it gives, and covers nothing without a time', async () => {
    const rows = new Map([['JournalEntry', Array.from({ length: changesMax }, () => entry)]]);
    expect(await versionsOver(rows, null).readChanges({ guard, since })).toMatchObject({
      whole: false,
      at: since,
    });
  });
});
