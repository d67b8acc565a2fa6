// The emulator as Intuit's own OAuth client and node-quickbooks see it, both as they come from npm.
import OAuthClient from 'intuit-oauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entry, startLocalCompany } from './local-company.fixture.ts';
import { callNodeQuickBooks } from './node-quickbooks.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;

beforeAll(async () => {
  company = await startLocalCompany();
  const { url } = company.emulator;
  OAuthClient.authorizeEndpoint = `${url}/connect/oauth2`;
  OAuthClient.tokenEndpoint = `${url}/oauth2/v1/tokens/bearer`;
  OAuthClient.revokeEndpoint = `${url}/v2/oauth2/tokens/revoke`;
});

afterAll(() => company.emulator.close());

const redirectUri = 'http://localhost:9/callback';
const newClient = () =>
  new OAuthClient({ clientId: 'id', clientSecret: 'secret', environment: 'sandbox', redirectUri });

async function consent(client: OAuthClient): Promise<string> {
  const uri = client.authorizeUri({
    scope: [OAuthClient.scopes.Accounting, OAuthClient.scopes.OpenId],
    state: 'a state',
  });
  const response = await fetch(`${uri}&emulator_approve=${company.realmId}`, { redirect: 'manual' });
  return response.headers.get('location') ?? '';
}

test('intuit-oauth connects, refreshes and revokes', async () => {
  const client = newClient();
  const callback = await consent(client);
  expect(new URL(callback).searchParams.get('state')).toBe('a state');
  const issued = (await client.createToken(callback)).getJson();
  expect(issued).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
  expect(issued.id_token).toEqual(expect.any(String));
  const refreshed = (await client.refreshUsingToken(String(issued.refresh_token))).getJson();
  expect(refreshed.refresh_token).toBe(issued.refresh_token);
  await client.revoke({ token: String(issued.refresh_token) });
  await expect(client.refreshUsingToken(String(issued.refresh_token))).rejects.toThrow();
});

test('a code used twice ends the tokens of its first use', async () => {
  const client = newClient();
  const callback = await consent(client);
  const issued = (await client.createToken(callback)).getJson();
  await expect(newClient().createToken(callback)).rejects.toThrow();
  await expect(client.refreshUsingToken(String(issued.refresh_token))).rejects.toThrow();
});

const call = (method: string, ...values: unknown[]) => callNodeQuickBooks(company, method, values);

test('node-quickbooks creates, reads, updates, queries and deletes a journal entry', async () => {
  const made = await call('createJournalEntry', entry(12.34, { DocNumber: 'NQ-1' }));
  expect(made).toMatchObject({ SyncToken: '0', DocNumber: 'NQ-1', domain: 'QBO' });
  expect(await call('getJournalEntry', made.Id)).toEqual(made);
  const changed = await call('updateJournalEntry', { Id: made.Id, SyncToken: '0', PrivateNote: 'seen' });
  expect(changed).toMatchObject({ SyncToken: '1', PrivateNote: 'seen', DocNumber: 'NQ-1' });
  const found = await call('findJournalEntries', [{ field: 'DocNumber', value: 'NQ-1', operator: '=' }]);
  expect(found).toMatchObject({ QueryResponse: { JournalEntry: [{ Id: made.Id }] } });
  expect(await call('deleteJournalEntry', made.Id)).toMatchObject({ JournalEntry: { status: 'Deleted', Id: made.Id } });
  await expect(call('getJournalEntry', made.Id)).rejects.toBeDefined();
});

test('node-quickbooks reads the company, its preferences and its accounts, and sends a batch', async () => {
  expect(await call('getCompanyInfo', company.realmId)).toMatchObject({ CompanyName: 'Corner Shop' });
  expect(await call('getPreferences')).toMatchObject({ AccountingInfoPrefs: { DepartmentTerminology: 'Location' } });
  const banks = await call('findAccounts', { AccountType: 'Bank', asc: 'Name', limit: 2 });
  expect(banks).toMatchObject({ QueryResponse: { maxResults: 2 } });
  const answer = await call('batch', [
    { bId: '1', operation: 'create', JournalEntry: entry() },
    { bId: '2', Query: 'select count(*) from account' },
  ]);
  expect(answer).toMatchObject({ BatchItemResponse: [{ bId: '1', JournalEntry: { SyncToken: '0' } }, { bId: '2' }] });
});
