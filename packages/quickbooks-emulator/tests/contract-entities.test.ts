// Contract: every entity made, read, changed, found, refused and deleted through node-quickbooks.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Contract, type Row, startContract } from './contract.fixture.ts';
import { makeBasics, samples } from './samples.fixture.ts';

let quickbooks: Contract;
beforeAll(async () => {
  quickbooks = await startContract();
  await makeBasics(quickbooks);
});
afterAll(() => quickbooks.close());

const found = async (plural: string, type: string, criteria: unknown) =>
  ((await quickbooks.call(`find${plural}`, criteria)).QueryResponse as Row)[type] as Row[] | undefined;

describe.each(samples)('$type', ({ type, plural, body, change, refused }) => {
  let made: Row;

  test('is made with an id, a sync token of 0 and its times, whole and of this domain', async () => {
    made = await quickbooks.call(`create${type}`, body(quickbooks.ref));
    expect(made).toMatchObject({
      domain: 'QBO',
      sparse: false,
      Id: expect.stringMatching(/^\d+$/),
      SyncToken: '0',
      MetaData: {
        CreateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[78]:00$/),
        LastUpdatedTime: made.MetaData && (made.MetaData as Row).CreateTime,
      },
    });
    expect(JSON.stringify(made)).not.toContain('null');
  });

  test('is read as it was answered', async () => {
    expect(await quickbooks.call(`get${type}`, made.Id)).toEqual(made);
  });

  test('is found by its id, by when it was made, and counted', async () => {
    expect(await found(plural, type, { Id: made.Id })).toEqual([made]);
    const since = [{ field: 'MetaData.LastUpdatedTime', value: '2020-01-01T00:00:00-08:00', operator: '>=' }];
    expect(await found(plural, type, [...since, { field: 'Id', value: made.Id }])).toEqual([made]);
    const { QueryResponse } = await quickbooks.call(`find${plural}`, [{ count: true }]);
    expect(Number((QueryResponse as Row).totalCount)).toBeGreaterThan(0);
  });

  test('keeps what a sparse update does not name, and its token rises', async () => {
    const changed = await quickbooks.call(`update${type}`, { Id: made.Id, SyncToken: '0', ...change });
    const { MetaData: _, ...kept } = made;
    expect(changed).toMatchObject({ ...kept, ...change, ...namesIn(changed), SyncToken: '1' });
  });

  test('takes back whole what it answered, and loses what a full update leaves out', async () => {
    const now = await quickbooks.call(`get${type}`, made.Id);
    const again = await quickbooks.call(`update${type}`, { ...now, sparse: false });
    expect(again).toEqual({ ...now, SyncToken: '2', MetaData: again.MetaData });
    const key = Object.keys(change)[0] ?? '';
    if (/Name$|^Note$/.test(key)) return;
    const less = { ...again, sparse: false, [key]: undefined };
    expect((await quickbooks.call(`update${type}`, less))[key]).not.toEqual(Object.values(change)[0]);
  });

  test('is not changed by one who read it before another did', async () => {
    expect(await quickbooks.codes(`update${type}`, { Id: made.Id, SyncToken: '0', ...change })).toEqual(['5010']);
  });

  test('is refused with a field that nobody knows, with an id that is none, and where nothing is', async () => {
    expect(await quickbooks.codes(`create${type}`, { ...body(quickbooks.ref), Mood: 'good' })).toEqual(['2010']);
    expect(await quickbooks.codes(`get${type}`, '1.5')).toEqual(['2030']);
    expect(await quickbooks.codes(`get${type}`, '987654')).toEqual(['610']);
  });

  if (refused.length > 0) {
    test.each(refused)('%s is refused', async (_, more, code) => {
      const wrong = { ...body(quickbooks.ref), ...more(quickbooks.ref) };
      expect(await quickbooks.codes(`create${type}`, wrong)).toEqual([code]);
    });
  }

  test('goes: a name becomes inactive, what else there is is deleted', async () => {
    const before = await quickbooks.call(`get${type}`, made.Id);
    const isName = 'Active' in before;
    if (isName) {
      const gone = await quickbooks.call(`update${type}`, { Id: made.Id, SyncToken: before.SyncToken, Active: false });
      expect(String(gone.Name ?? gone.DisplayName)).toMatch(/ \(deleted\)$/);
      expect(await found(plural, type, { Id: made.Id })).toBeUndefined();
      expect(await found(plural, type, { Id: made.Id, Active: false })).toEqual([gone]);
    } else if (type !== 'TaxAgency') {
      expect(await quickbooks.call(`delete${type}`, made.Id)).toEqual({
        [type]: { domain: 'QBO', status: 'Deleted', Id: made.Id },
        time: expect.any(String),
      });
      expect(await quickbooks.codes(`get${type}`, made.Id)).toEqual(['610']);
    }
  });
});

/** A new name is in the full name as well. */
function namesIn({ FullyQualifiedName }: Row): Row {
  return FullyQualifiedName === undefined ? {} : { FullyQualifiedName };
}

describe('the lines of a transaction', () => {
  const line = (Amount: number, more: Row = {}) => ({
    ...more,
    Amount,
    DetailType: 'AccountBasedExpenseLineDetail',
    AccountBasedExpenseLineDetail: { AccountRef: quickbooks.ref('rent') },
  });
  const ids = (transaction: Row) => (transaction.Line as Row[]).map(({ Id, Amount }) => [Id, Amount]);

  test('keep their ids over a change, new ones get new ids, and the list is replaced as a whole', async () => {
    const VendorRef = quickbooks.ref('vendor');
    const made = await quickbooks.call('createBill', { VendorRef, Line: [line(1, { Id: '7' }), line(2)] });
    expect(ids(made)).toEqual([
      ['1', 1],
      ['2', 2],
    ]);
    const change = {
      Id: made.Id,
      SyncToken: '0',
      sparse: true,
      Line: [line(3), line(4, { Id: '2' }), line(5, { Id: '9' })],
    };
    expect(ids(await quickbooks.call('updateBill', change))).toEqual([
      ['3', 3],
      ['2', 4],
      ['4', 5],
    ]);
  });

  test('of a journal entry are numbered from nothing', async () => {
    const { body } = samples.find(({ type }) => type === 'JournalEntry') ?? {};
    const made = await quickbooks.call('createJournalEntry', body?.(quickbooks.ref));
    expect(ids(made).map(([id]) => id)).toEqual(['0', '1', '2']);
    const lines = (made.Line as Row[]).map(({ Id: _, ...rest }) => rest);
    const changed = await quickbooks.call('updateJournalEntry', { ...made, Line: lines });
    expect(ids(changed).map(([id]) => id)).toEqual(['3', '4', '5']);
  });
});

describe('the company', () => {
  test('is read by its own id, and changed', async () => {
    const info = await quickbooks.call('getCompanyInfo', quickbooks.realmId);
    expect(info).toMatchObject({ Id: '1', CompanyName: 'Empty Company', SyncToken: '0' });
    const name = { LegalName: 'Empty Company Incorporated' };
    const change = () => ({ Id: '1', SyncToken: '0', ...name });
    expect(await quickbooks.call('updateCompanyInfo', change())).toMatchObject({ ...name, SyncToken: '1' });
    expect(await found('CompanyInfos', 'CompanyInfo', {})).toMatchObject([name]);
    expect(await quickbooks.codes('updateCompanyInfo', change())).toEqual(['5010']);
  });

  test('has preferences, whose closing date closes the books', async () => {
    const preferences = await quickbooks.call('getPreferences');
    const prefs = (BookCloseDate: string | null, SyncToken: string) => ({
      Id: '1',
      SyncToken,
      AccountingInfoPrefs: { ...(preferences.AccountingInfoPrefs as Row), BookCloseDate },
    });
    await quickbooks.call('updatePreferences', prefs('2026-01-31', String(preferences.SyncToken)));
    const { body } = samples.find(({ type }) => type === 'Transfer') ?? {};
    const on = (TxnDate: string) => quickbooks.codes('createTransfer', { ...body?.(quickbooks.ref), TxnDate });
    expect([await on('2026-01-31'), await on('2026-02-01')]).toEqual([['6210'], []]);
    expect(await found('Preferenceses', 'Preferences', {})).toMatchObject([
      { AccountingInfoPrefs: { BookCloseDate: '2026-01-31' } },
    ]);
    await quickbooks.call('updatePreferences', prefs(null, '1'));
    expect(await on('2026-01-31')).toEqual([]);
  });
});
