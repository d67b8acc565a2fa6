// What happens past the API: an accountant edits, deletes and matches; tokens run out and rotate.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { entry, startLocalCompany } from './local-company.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
beforeAll(async () => {
  company = await startLocalCompany();
});
afterAll(() => company.emulator.close());

const accountant = (body: object) => company.control('POST', '/accountant', body);
const code = ({ body }: { body: { Fault?: { Error?: unknown } } }) =>
  (body.Fault?.Error as { code: string }[] | undefined)?.[0]?.code;

describe('an accountant', () => {
  let id: string;
  beforeEach(async () => {
    id = String((await company.api('POST', '/journalentry', entry(12))).body.JournalEntry?.Id);
  });
  const read = async () => (await company.api('GET', `/journalentry/${id}`)).body.JournalEntry;

  test('edits an entry: an app that knew it before is stale', async () => {
    expect((await accountant({ does: 'edit', id })).status).toBe(200);
    expect(await read()).toMatchObject({ SyncToken: '1', PrivateNote: 'Edited by the accountant' });
    const late = await company.api('POST', '/journalentry', { ...entry(13), Id: id, SyncToken: '0' });
    expect([late.status, code(late)]).toEqual([400, '5010']);
  });

  test('changes what is asked, amounts as well, and the balances follow', async () => {
    const balance = async () => Number((await company.api('GET', '/account/1')).body.Account?.CurrentBalance);
    const before = await balance();
    await accountant({ does: 'edit', id, change: { Line: entry(20).Line } });
    expect((await balance()) - before).toBeCloseTo(8, 5);
  });

  test('deletes an entry: an app finds that another user deleted it', async () => {
    await accountant({ does: 'delete', id });
    const gone = await company.api('GET', `/journalentry/${id}`);
    expect([gone.status, code(gone), gone.body.Fault?.Error?.[0]?.Detail]).toEqual([
      ...[400, '610'],
      'Object Not Found : Another user has deleted this transaction.',
    ]);
  });

  test('matches an entry with one from the bank: an app cannot delete it until it is not', async () => {
    await accountant({ does: 'match', id });
    const remove = () => company.api('POST', '/journalentry?operation=delete', { Id: id, SyncToken: '0' });
    expect(code(await remove())).toBe('6480');
    const items = [{ bId: '1', operation: 'delete', JournalEntry: { Id: id, SyncToken: '0' } }];
    const batched = await company.api('POST', '/batch', { BatchItemRequest: items });
    expect(batched.body.BatchItemResponse?.[0]?.Fault?.Error?.[0]?.code).toBe('6480');
    await accountant({ does: 'unmatch', id });
    expect((await remove()).status).toBe(200);
  });

  test('makes an account inactive: an entry for it is refused until it is active again', async () => {
    const made = await company.api('POST', '/account', { Name: 'Till 2', AccountType: 'Bank' });
    const account = { entity: 'Account', id: String(made.body.Account?.Id) };
    const [debit, credit] = entry(1).Line;
    const detail = { PostingType: 'Debit', AccountRef: { value: account.id } };
    const post = () =>
      company.api('POST', '/journalentry', { Line: [{ ...debit, JournalEntryLineDetail: detail }, credit] });
    await accountant({ does: 'deactivate', ...account });
    expect(code(await post())).toBe('610');
    await accountant({ does: 'activate', ...account });
    expect((await post()).status).toBe(200);
  });

  test('works in closed books and in a lapsed company, where an app cannot', async () => {
    await company.control('PUT', '/settings', { closingDate: '2026-11-30', lapsed: true });
    expect(code(await company.api('POST', '/journalentry', { ...entry(1), Id: id, SyncToken: '0' }))).toBe('6190');
    expect((await accountant({ does: 'edit', id })).status).toBe(200);
    await company.control('PUT', '/settings', { closingDate: null, lapsed: false });
  });

  test.each([
    [{ does: 'burn' }, 'does'],
    [{ does: 'edit', entity: 'Nothing' }, 'entity'],
    [{ does: 'edit', id: '999999' }, 'id'],
    [{ does: 'edit', id: [1] }, 'id'],
    [{ does: 'edit', change: { Colour: 'red' } }, 'does'],
    [{ does: 'edit', change: { Line: [] } }, 'does'],
    [{ does: 'void' }, 'does'],
    [{ does: 'deactivate' }, 'does'],
    [{ does: 'match', entity: 'Account', id: '1' }, 'does'],
  ])('cannot %j, and is told why', async (body, field) => {
    const answer = await accountant({ id, ...body });
    expect([answer.status, answer.body.problems]).toEqual([400, [expect.objectContaining({ field })]]);
    expect(await read()).toMatchObject({ SyncToken: '0' });
  });
});

describe('tokens', () => {
  const refresh = (token: string) =>
    company.request('POST', '/oauth2/v1/tokens/bearer', {
      grant_type: 'refresh_token',
      refresh_token: token,
      client_id: 'test',
    });
  const issue = async () =>
    String((await company.control('POST', '/tokens', { client_id: 'test' })).body.refresh_token);

  test('rotate: the next refresh gives a new value, and the old one is no longer taken', async () => {
    const old = await issue();
    expect((await refresh(old)).body.refresh_token).toBe(old);
    await company.control('POST', '/tokens/rotate', {});
    const next = await refresh(old);
    expect(next.body.refresh_token).not.toBe(old);
    expect((await refresh(old)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await refresh(String(next.body.refresh_token))).status).toBe(200);
  });

  test('run out: access tokens answer 401 and are refreshed, refresh tokens cannot be', async () => {
    const token = await issue();
    await company.control('POST', '/tokens/expire', {});
    expect((await company.api('GET', '/account/1')).status).toBe(401);
    const { body } = await refresh(token);
    const path = `/v3/company/${company.realmId}/account/1`;
    expect((await company.request('GET', path, undefined, String(body.access_token))).status).toBe(200);
    await company.control('POST', '/tokens/expire', { token: 'refresh' });
    expect((await refresh(token)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await company.control('POST', '/tokens/expire', { token: 'all' })).status).toBe(400);
  });
});
