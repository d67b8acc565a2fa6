// The query language: its whole grammar, its errors, and what it finds.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entry, startLocalCompany } from './local-company.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
const hostile = `Bob's \\ "50%" <b>`;
beforeAll(async () => {
  company = await startLocalCompany();
  const create = (path: string, body: unknown) => company.api('POST', path, body);
  await create('/customer', { DisplayName: hostile.replaceAll('"', '') });
  for (let index = 1; index <= 12; index += 1) {
    const TxnDate = `2026-10-${String(index).padStart(2, '0')}`;
    await create(
      '/journalentry',
      entry(index, { TxnDate, DocNumber: `Q-${String(index).padStart(2, '0')}`, PrivateNote: `note ${index}` }),
    );
  }
  const closed = await create('/account', { Name: 'Closed', AccountType: 'Bank' });
  const { Id, SyncToken } = closed.body.Account ?? {};
  await create('/account', { Id, SyncToken, sparse: true, Active: false });
});
afterAll(() => company.emulator.close());

async function found(text: string): Promise<{ names: unknown[]; response: Record<string, unknown> }> {
  const answer = await company.query(text);
  expect(answer.body.Fault, `${text}: ${answer.text}`).toBeUndefined();
  const response = (answer.body.QueryResponse ?? {}) as Record<string, unknown>;
  const rows = Object.values(response).find(Array.isArray) as Record<string, unknown>[] | undefined;
  return { response, names: (rows ?? []).map((row) => row.DocNumber ?? row.Name ?? row.DisplayName) };
}

async function refused(text: string): Promise<string> {
  const { status, body } = await company.query(text);
  expect([text, status]).toEqual([text, 400]);
  return String(body.Fault?.Error?.[0]?.code);
}

describe('finds', () => {
  test.each([
    [`DocNumber = 'Q-03'`, ['Q-03']],
    [`docnumber = 'q-03'`, ['Q-03']],
    [`DocNumber IN ('Q-01', 'Q-05', 'Q-99')`, ['Q-01', 'Q-05']],
    [`DocNumber LIKE 'Q-1%'`, ['Q-10', 'Q-11', 'Q-12']],
    [`DocNumber LIKE '%-_1'`, []],
    [`DocNumber LIKE '%0%' AND TxnDate > '2026-10-08'`, ['Q-09', 'Q-10']],
    [`TxnDate >= '2026-10-11'`, ['Q-11', 'Q-12']],
    [`TxnDate < '2026-10-02'`, ['Q-01']],
    [`TxnDate <= '2026-10-02' AND TxnDate > '2026-10-01'`, ['Q-02']],
    [`PrivateNote = 'NOTE 7'`, ['Q-07']],
    [`TxnDate > CURRENT_DATE`, []],
    [`MetaData.CreateTime > '2020-01-01T00:00:00-08:00' AND DocNumber = 'Q-04'`, ['Q-04']],
    [`MetaData.LastUpdatedTime < '2020-01-01'`, []],
  ])('where %s', async (where, expected) => {
    expect((await found(`select * from JournalEntry where ${where}`)).names).toEqual(expected);
  });

  test('a number that was sent without quotes, as a whole, by its beginning and by its middle', async () => {
    const { body } = await company.api('POST', '/journalentry', entry(1, { DocNumber: 471100 }));
    for (const where of [`= '471100'`, `like '4711%'`, `like '%110%'`]) {
      expect((await found(`select * from JournalEntry where DocNumber ${where}`)).names).toEqual([471100]);
    }
    const { Id, SyncToken } = body.JournalEntry ?? {};
    expect((await company.api('POST', '/journalentry?operation=delete', { Id, SyncToken })).status).toBe(200);
  });

  test('notes and numbers in any case, over whatever lies between, beside a day', async () => {
    const like = (conditions: string) => found(`select * from JournalEntry where ${conditions}`);
    expect((await like(`PrivateNote like 'NO%E 1%'`)).names).toEqual(['Q-01', 'Q-10', 'Q-11', 'Q-12']);
    expect((await like(`PrivateNote like '%11' and DocNumber like 'q-1%'`)).names).toEqual(['Q-11']);
    expect((await like(`PrivateNote like 'note%' and TxnDate = '2026-10-03'`)).names).toEqual(['Q-03']);
    expect((await like(`PrivateNote like '%note' and TxnDate = '2026-10-03'`)).names).toEqual([]);
    const counted = await found(`select count(*) from JournalEntry where PrivateNote like '%ote 1%'`);
    expect(counted.response.totalCount).toBe(4);
  });

  test('quoted text with an escaped quote and a backslash', async () => {
    const text = hostile.replaceAll('"', '');
    const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
    expect((await found(`select * from Customer where DisplayName = '${escaped}'`)).names).toEqual([text]);
  });

  test('in order, up and down, in either spelling, in any case', async () => {
    const first = async (rest: string) => (await found(`SELECT * FROM journalentry ${rest} MAXRESULTS 2`)).names;
    expect(await first('ORDERBY DocNumber DESC')).toEqual(['Q-12', 'Q-11']);
    expect(await first('order by TxnDate asc')).toEqual(['Q-01', 'Q-02']);
    expect(await first('OrderBy TxnDate')).toEqual(['Q-01', 'Q-02']);
  });

  test('pages, the two counts in either order', async () => {
    for (const rest of ['STARTPOSITION 5 MAXRESULTS 3', 'maxresults 3 startposition 5']) {
      const { names, response } = await found(`select * from JournalEntry ${rest}`);
      expect(names).toEqual(['Q-05', 'Q-06', 'Q-07']);
      expect(response).toMatchObject({ startPosition: 5, maxResults: 3 });
    }
  });

  test('a count, and nothing as an empty answer', async () => {
    expect((await found('select count(*) from JournalEntry')).response).toEqual({ totalCount: 12 });
    expect((await found(`SELECT COUNT(*) FROM JournalEntry WHERE DocNumber LIKE 'Q-0%'`)).response).toEqual({
      totalCount: 9,
    });
    expect((await found(`select * from JournalEntry where DocNumber = 'none'`)).response).toEqual({});
  });

  test('only the named properties, with domain and sparse', async () => {
    const { response } = await found(`select Id, DocNumber from JournalEntry where DocNumber = 'Q-01'`);
    expect(response.JournalEntry).toEqual([
      { Id: expect.any(String), DocNumber: 'Q-01', domain: 'QBO', sparse: false },
    ]);
  });

  test('a hundred rows unless told otherwise, and a thousand at most', async () => {
    const short = await startLocalCompany({ template: 'empty' });
    const items = (from: number) =>
      Array.from({ length: 30 }, (_, index) => ({
        bId: String(index),
        operation: 'create',
        Class: { Name: `C${from + index}` },
      }));
    for (let from = 0; from < 1020; from += 30) await short.api('POST', '/batch', { BatchItemRequest: items(from) });
    const counted = async (rest: string) =>
      (await short.query(`select * from Class ${rest}`)).body.QueryResponse?.maxResults;
    expect([await counted(''), await counted('maxresults 1000')]).toEqual([100, 1000]);
    await short.emulator.close();
  });

  test('inactive names only when the query speaks of Active', async () => {
    const names = async (where: string) =>
      (await found(`select * from Account where Name like 'Closed%'${where}`)).names;
    expect(await names('')).toEqual([]);
    expect(await names(' and Active = false')).toEqual(['Closed (deleted)']);
    expect(await names(' and Active in (true, false)')).toEqual(['Closed (deleted)']);
  });

  test('by a body of plain text as well', async () => {
    const response = await fetch(`${company.emulator.url}/v3/company/${company.realmId}/query`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${company.tokens.access}`,
        accept: 'application/json',
        'content-type': 'application/text',
      },
      body: 'select count(*) from JournalEntry',
    });
    expect(await response.json()).toMatchObject({ QueryResponse: { totalCount: 12 } });
  });
});

describe('refuses', () => {
  test.each([
    ['', '4000'],
    ['select', '4000'],
    ['select * from', '4000'],
    ['update Account', '4000'],
    ["select * from Account where Name = 'open", '4000'],
    ["select * from Account where Name != 'x'", '4000'],
    ["select * from Account where Name = 'a' or Name = 'b'", '4000'],
    ["select * from Account where (Name = 'a')", '4000'],
    ['select * from Account where Name in ()', '4000'],
    ["select * from Account where Name in ('a'", '4000'],
    ['select * from Account group by Name', '4000'],
    ['select * from Account maxresults many', '4000'],
    ['select count(Id) from Account', '4000'],
    ['select * from Account startposition 0', '4001'],
    ['select * from Account startposition -1', '4001'],
    ['select * from Account maxresults -1', '4001'],
    ['select * from Account maxresults 1001', '4001'],
    ["select * from Account where Id > '1'", '4001'],
    ["select * from Account where Id like '1%'", '4001'],
    ["select * from Account where Nonsense = '1'", '4001'],
    ['select * from Account orderby Nonsense', '4001'],
    ['select * from Nonsense', '4001'],
  ])('%s with %s', async (text, code) => {
    expect(await refused(text)).toBe(code);
  });

  test.each([
    ['startposition 0', 'QueryValidationError: value 0 is too small. Min allowed value is 1'],
    ['maxresults 1500', 'QueryValidationError: value 1500 is too large. Max allowed value is 1000'],
  ])('%s in the words that were recorded', async (rest, detail) => {
    const { body } = await company.query(`select * from Account ${rest}`);
    expect(body.Fault?.Error?.[0]).toMatchObject({ Message: 'Invalid query', Detail: detail });
  });
});
