// Two accounts that an accountant merges: what referred to the one refers to the other, and how the API and webhooks tell of it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { entry, line, listOf, startLocalCompany } from './local-company.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
let from: string;
let into: string;
let posted: string;
let count = 0;
beforeAll(async () => {
  company = await startLocalCompany();
});
afterAll(() => company.emulator.close());
beforeEach(async () => {
  await company.control('PUT', '/settings', {
    mergedTransactions: 'kept',
    mergedAccount: 'inactive',
    closingDate: null,
  });
  count += 1;
  [from, into] = [await account(`Old till ${count}`), await account(`New till ${count}`)];
  const Line = [line(from, 'Debit', 12), line('2', 'Credit', 12)];
  posted = String((await company.api('POST', '/journalentry', { ...entry(12), Line })).body.JournalEntry?.Id);
});

async function account(Name: string, more: object = {}): Promise<string> {
  return String((await company.api('POST', '/account', { Name, AccountType: 'Bank', ...more })).body.Account?.Id);
}
const merge = (more: object = {}) =>
  company.control('POST', '/accountant', { does: 'merge', entity: 'Account', id: from, into, ...more });
const read = async (path: string) => (await company.api('GET', path)).body;
const entryNow = async () => (await read(`/journalentry/${posted}`)).JournalEntry;
const accountOfFirstLine = async () => {
  const [first] = listOf<{ JournalEntryLineDetail: { AccountRef: object } }>((await entryNow())?.Line);
  return first?.JournalEntryLineDetail.AccountRef;
};
const changedSince = async (since: string) =>
  listOf((await read(`/cdc?entities=Account,JournalEntry&changedSince=${since}`)).CDCResponse).flatMap((answer) =>
    listOf<Record<string, unknown>>(answer.QueryResponse).flatMap((one) => [
      ...listOf(one.Account),
      ...listOf(one.JournalEntry),
    ]),
  );

describe('an account that is merged into another', () => {
  test('leaves its lines and its balance to it, is inactive, and is refused from then on', async () => {
    expect((await merge()).body).toMatchObject({ Id: into });
    expect(await accountOfFirstLine()).toEqual({ value: into, name: `New till ${count}` });
    expect((await read(`/account/${into}`)).Account).toMatchObject({ CurrentBalance: 12, Active: true });
    expect((await read(`/account/${from}`)).Account).toMatchObject({
      ...{ CurrentBalance: 0, Active: false, Name: `Old till ${count} (deleted)` },
    });
    const Line = [line(from, 'Debit', 1), line('2', 'Credit', 1)];
    expect((await company.api('POST', '/journalentry', { ...entry(1), Line })).status).toBe(400);
  });

  test('moves what is dated in closed books as well', async () => {
    await company.control('PUT', '/settings', { closingDate: '2030-12-31' });
    await merge();
    expect(await accountOfFirstLine()).toMatchObject({ value: into });
  });

  test('is what an item posts to no longer', async () => {
    const [income, other] = [
      await account(`Hats ${count}`, { AccountType: 'Income' }),
      await account(`Caps ${count}`, { AccountType: 'Income' }),
    ];
    const item = { Name: `Hat ${count}`, Type: 'Service', IncomeAccountRef: { value: income } };
    const id = String((await company.api('POST', '/item', item)).body.Item?.Id);
    await merge({ id: income, into: other });
    expect((await read(`/item/${id}`)).Item?.IncomeAccountRef).toMatchObject({ value: other });
  });

  test.each(['kept', 'changed'])('has its transactions %s, as is set', async (mergedTransactions) => {
    await company.control('PUT', '/settings', { mergedTransactions });
    await company.request('PUT', '/_emulator/clock', { advanceMs: 60_000 });
    const since = new Date(
      Date.parse(String((await company.request('PUT', '/_emulator/clock', { advanceMs: 1 })).body.now)),
    );
    await merge();
    const changed = await changedSince(since.toISOString());
    const told = changed.some(({ Id, Line }) => Id === posted && Line !== undefined);
    expect([told, (await entryNow())?.SyncToken]).toEqual(
      mergedTransactions === 'changed' ? [true, '1'] : [false, '0'],
    );
    expect(changed.some(({ Id, Active }) => Id === from && Active === false)).toBe(true);
  });

  test('is taken away by the nightly processing where that is set', async () => {
    await company.control('PUT', '/settings', { mergedAccount: 'gone' });
    const since = String((await company.request('PUT', '/_emulator/clock', { advanceMs: 1000 })).body.now);
    await merge();
    expect((await company.api('GET', `/account/${from}`)).status).toBe(400);
    const gone = (await changedSince(since)).find(({ Id, status }) => Id === from && status === 'Deleted');
    expect(gone).toBeDefined();
  });

  test.each(['classic', 'cloudevents'])('is told by a webhook as what was merged away: %s', async (format) => {
    const url = 'http://127.0.0.1:9/nobody';
    await company.control('PUT', '/webhooks', [{ url, verifierToken: 'token', format }]);
    await merge();
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const told = JSON.stringify((await company.control('GET', '/webhooks/deliveries')).body);
    await company.control('PUT', '/webhooks', []);
    const words = format === 'classic' ? `"operation":"Merge"` : 'qbo.account.merged.v1';
    const id = format === 'classic' ? `"deletedId":"${from}"` : `"data":{"deletedid":"${from}"}`;
    expect([told.includes(words), told.includes(id)]).toEqual([true, true]);
  });

  test('cannot be of another type, be itself, be inactive, or have accounts below it', async () => {
    const sales = await account(`Sales ${count}`, { AccountType: 'Income' });
    await account(`Drawer ${count}`, { ParentRef: { value: from }, SubAccount: true });
    const answers = [
      ...[await merge({ into: sales }), await merge({ into: from }), await merge({ into: '99999' })],
      ...[await merge(), await merge({ entity: 'JournalEntry', id: posted })],
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    expect(await accountOfFirstLine()).toMatchObject({ value: from });
  });
});
