// Pages of long lists: whichever index finds them, they are those that looking at every object gives.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entry, listOf, startLocalCompany } from './local-company.fixture.ts';

const entryCount = 1500;
const setUpMs = 60_000;
const itemsPerBatch = 30;

interface Entry {
  readonly Id: string;
  readonly TxnDate: string;
  readonly DocNumber: string;
  readonly MetaData: { readonly LastUpdatedTime: string };
}

let company: Awaited<ReturnType<typeof startLocalCompany>>;
let all: readonly Entry[];
beforeAll(async () => {
  company = await startLocalCompany();
  const dateOf = (index: number) => new Date(Date.UTC(2026, 0, 1 + ((index * 7) % 90))).toISOString().slice(0, 10);
  for (let from = 0; from < entryCount; from += itemsPerBatch) {
    if (from % 300 === 0) await company.request('PUT', '/_emulator/clock', { advanceMs: 5000 });
    const items = Array.from({ length: itemsPerBatch }, (_, at) => ({
      bId: `${at}`,
      operation: 'create',
      JournalEntry: entry(1, { TxnDate: dateOf(from + at), DocNumber: `No-${from + at}` }),
    }));
    await company.api('POST', '/batch', { BatchItemRequest: items });
  }
  const gone = Array.from({ length: itemsPerBatch }, (_, at) => ({
    bId: `${at}`,
    operation: 'delete',
    JournalEntry: { Id: `${1000 + at * 3}`, SyncToken: '0' },
  }));
  await company.api('POST', '/batch', { BatchItemRequest: gone });
  const { tables } = (await company.control('GET', '/snapshot')).body;
  all = listOf<{ type: string; body: string }>(tables?.objects)
    .filter(({ type }) => type === 'JournalEntry')
    .map(({ body }) => JSON.parse(body) as Entry)
    .sort((left, right) => Number(left.Id) - Number(right.Id));
  expect(all).toHaveLength(entryCount - itemsPerBatch);
}, setUpMs);
afterAll(() => company.emulator.close());

const idsOf = async (query: string) => {
  const { body } = await company.query(query);
  return listOf<Entry>(body.QueryResponse?.JournalEntry).map(({ Id }) => Id);
};
const byDate = (left: Entry, right: Entry) =>
  left.TxnDate < right.TxnDate ? -1 : left.TxnDate > right.TxnDate ? 1 : 0;

const page = fc.record({
  first: fc.integer({ min: 1, max: entryCount + 50 }),
  limit: fc.integer({ min: 1, max: 1000 }),
});
const day = fc
  .integer({ min: 0, max: 100 })
  .map((at) => new Date(Date.UTC(2025, 11, 28 + at)).toISOString().slice(0, 10));
const stamp = fc
  .nat({ max: entryCount - itemsPerBatch - 1 })
  .map((at) => all[at]?.MetaData.LastUpdatedTime ?? '')
  .chain((time) => fc.constantFrom(time, new Date(Date.parse(time) + 500).toISOString()));
const operator = fc.constantFrom('<', '<=', '>', '>=');

function holds(left: number | string, sign: string, right: number | string): boolean {
  return sign === '<' ? left < right : sign === '<=' ? left <= right : sign === '>' ? left > right : left >= right;
}

test('any page of everything, however deep', async () => {
  await fc.assert(
    fc.asyncProperty(page, async ({ first, limit }) => {
      const expected = all.slice(first - 1, first - 1 + limit).map(({ Id }) => Id);
      expect(await idsOf(`select * from JournalEntry startposition ${first} maxresults ${limit}`)).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test('any page of a range of dates, in the order of ids or of dates, either way', async () => {
  const order = fc.constantFrom('', 'orderby TxnDate', 'orderby TxnDate desc', 'orderby Id desc');
  await fc.assert(
    fc.asyncProperty(page, day, operator, order, async ({ first, limit }, date, sign, by) => {
      const meant = all.filter(({ TxnDate }) => holds(TxnDate, sign, date));
      if (by === 'orderby TxnDate') meant.sort(byDate);
      if (by === 'orderby TxnDate desc') meant.sort((left, right) => -byDate(left, right));
      if (by === 'orderby Id desc') meant.reverse();
      const place = `startposition ${first} maxresults ${limit}`;
      expect(await idsOf(`select * from JournalEntry where TxnDate ${sign} '${date}' ${by} ${place}`)).toEqual(
        meant.slice(first - 1, first - 1 + limit).map(({ Id }) => Id),
      );
    }),
    { numRuns: 60 },
  );
});

test('what changed since a moment, to the second that the objects show', async () => {
  await fc.assert(
    fc.asyncProperty(stamp, operator, async (moment, sign) => {
      const meant = all.filter(({ MetaData }) => holds(Date.parse(MetaData.LastUpdatedTime), sign, Date.parse(moment)));
      const where = `where MetaData.LastUpdatedTime ${sign} '${moment}'`;
      expect(await idsOf(`select * from JournalEntry ${where} maxresults 1000`)).toEqual(
        meant.slice(0, 1000).map(({ Id }) => Id),
      );
      const counted = await company.query(`select count(*) from JournalEntry ${where}`);
      expect(counted.body.QueryResponse?.totalCount).toBe(meant.length);
    }),
    { numRuns: 40 },
  );
});

test('numbers in whatever case, and what no index decides', async () => {
  const wanted = all.filter(({ DocNumber }) => ['No-7', 'No-1400'].includes(DocNumber)).map(({ Id }) => Id);
  expect(await idsOf(`select * from JournalEntry where DocNumber in ('no-1400', 'NO-7')`)).toEqual(wanted);
  const like = all.filter(({ DocNumber }) => DocNumber.startsWith('No-11')).map(({ Id }) => Id);
  expect(await idsOf(`select * from JournalEntry where DocNumber like 'no-11%' startposition 5 maxresults 20`)).toEqual(
    like.slice(4, 24),
  );
  const last = all.filter(({ DocNumber }) => DocNumber.endsWith('99')).at(-1);
  const byNumber = `select * from JournalEntry where DocNumber like '%99' orderby DocNumber desc`;
  expect((await idsOf(byNumber)).length).toBe(all.filter(({ DocNumber }) => DocNumber.endsWith('99')).length);
  expect(await idsOf(byNumber)).toContain(last?.Id);
});

test('the count stays right through deletions and a snapshot put back', async () => {
  const count = async () =>
    Number((await company.query('select count(*) from JournalEntry')).body.QueryResponse?.totalCount);
  const snapshot = await company.control('GET', '/snapshot');
  const { Id } = all[5] ?? {};
  await company.api('POST', '/journalentry?operation=delete', { Id, SyncToken: '0' });
  expect(await count()).toBe(all.length - 1);
  await company.control('PUT', '/snapshot', snapshot.body);
  expect(await count()).toBe(all.length);
  expect(await idsOf('select * from JournalEntry startposition 5 maxresults 3')).toEqual(
    all.slice(4, 7).map((found) => found.Id),
  );
});
