// Contract: connecting, knowing who it is, refreshing and revoking, through intuit-oauth and node-quickbooks.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Contract, consent, newOAuthClient, startContract } from './contract.fixture.ts';
import { callNodeQuickBooks } from './node-quickbooks.fixture.ts';

let quickbooks: Contract;
beforeAll(async () => {
  quickbooks = await startContract();
});
afterAll(() => quickbooks.close());

type Client = ReturnType<typeof newOAuthClient>;

async function connected(more: Record<string, unknown> = {}): Promise<Client> {
  const client = newOAuthClient(more);
  await client.createToken(await consent(client, quickbooks.realmId));
  return client;
}

const tokenOf = (client: Client, name: string) => String(client.getToken()[name]);
const nodeOf =
  (client: Client) =>
  (method: string, ...values: unknown[]) =>
    callNodeQuickBooks(
      {
        realmId: quickbooks.realmId,
        emulator: { url: quickbooks.url },
        tokens: { access: tokenOf(client, 'access_token'), refresh: tokenOf(client, 'refresh_token') },
      },
      method,
      values,
    );
const settings = (change: object) =>
  fetch(`${quickbooks.url}/_emulator/companies/${quickbooks.realmId}/settings`, {
    method: 'PUT',
    body: JSON.stringify(change),
  });

/** Whether the API still takes the access token. */
const works = (client: Client) =>
  nodeOf(client)('getCompanyInfo', quickbooks.realmId).then(
    () => true,
    () => false,
  );

describe('connecting', () => {
  test('brings the state and the company back with a code, and tokens for it that last an hour and a hundred days', async () => {
    const client = newOAuthClient();
    const callback = new URL(await consent(client, quickbooks.realmId));
    expect(callback.searchParams.get('state')).toBe('a state');
    expect(callback.searchParams.get('realmId')).toBe(quickbooks.realmId);
    expect(String(callback.searchParams.get('code')).length).toBeLessThanOrEqual(512);
    const answer = (await client.createToken(callback.href)).getJson();
    expect(answer).toMatchObject({ token_type: 'bearer', expires_in: 3600, x_refresh_token_expires_in: 8_640_000 });
    expect(answer).not.toHaveProperty('realmId');
    expect(answer).not.toHaveProperty('x_refresh_token_hard_expires_in');
    expect(client.isAccessTokenValid()).toBe(true);
    expect(tokenOf(client, 'realmId')).toBe(quickbooks.realmId);
  });

  test('says how long the five years still are, where the client asks', async () => {
    const client = await connected({ includeRefreshTokenHardExpiresIn: true });
    const left = Number((await client.refresh()).getJson().x_refresh_token_hard_expires_in);
    expect(left).toBeGreaterThan(157_670_000);
    expect(left).toBeLessThanOrEqual(157_680_000);
  });

  test('that is denied brings back an error and no code', async () => {
    const client = newOAuthClient();
    const uri = client.authorizeUri({ scope: ['com.intuit.quickbooks.accounting'], state: 's' });
    const response = await fetch(`${uri}&emulator_deny=1`, { redirect: 'manual' });
    const callback = new URL(response.headers.get('location') ?? '');
    expect([...callback.searchParams]).toEqual([
      ['error', 'access_denied'],
      ['state', 's'],
    ]);
    await expect(client.createToken(callback.href)).rejects.toThrow();
  });

  test('with a code that was used ends the tokens of its first use', async () => {
    const client = newOAuthClient();
    const callback = await consent(client, quickbooks.realmId);
    await client.createToken(callback);
    expect(await works(client)).toBe(true);
    await expect(newOAuthClient().createToken(callback)).rejects.toThrow();
    expect(await works(client)).toBe(false);
    await expect(client.refresh()).rejects.toThrow();
  });

  test('with the code of another client, or to another address, gives nothing', async () => {
    const client = newOAuthClient();
    const callback = await consent(client, quickbooks.realmId);
    await expect(newOAuthClient({ clientId: 'other' }).createToken(callback)).rejects.toThrow();
    await expect(newOAuthClient({ redirectUri: 'http://localhost:9/other' }).createToken(callback)).rejects.toThrow();
    await client.createToken(callback);
    expect(await works(client)).toBe(true);
  });
});

describe('who it is', () => {
  test('is said in an id token that intuit-oauth takes for Intuit’s own', async () => {
    expect(await (await connected()).validateIdToken()).toBe(true);
  });

  test('is not taken from an id token that was changed', async () => {
    const client = await connected();
    const [head, payload = '', signature] = tokenOf(client, 'id_token').split('.');
    const claims = { ...JSON.parse(atob(payload)), sub: 'somebody else' };
    const changed = [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
    client.setToken({ ...client.getToken(), id_token: changed });
    await expect(client.validateIdToken()).rejects.toThrow();
  });

  test('is told to both clients, as far as the scopes go', async () => {
    const client = await connected();
    const known = { sub: expect.any(String), givenName: 'Local', email: 'owner@example.com' };
    const told = (await client.getUserInfo()).getJson();
    expect(told).toMatchObject(known);
    expect(told).not.toHaveProperty('phoneNumber');
    expect(await nodeOf(client)('getUserInfo')).toEqual(told);
  });
});

describe('a refresh', () => {
  test('gives a new access token and keeps the refresh token within its day', async () => {
    const client = await connected();
    const [access, refresh] = [tokenOf(client, 'access_token'), tokenOf(client, 'refresh_token')];
    const answer = (await client.refresh()).getJson();
    expect(answer.refresh_token).toBe(refresh);
    expect(answer.access_token).not.toBe(access);
    expect(await works(client)).toBe(true);
  });

  test('through node-quickbooks is the same', async () => {
    const client = await connected();
    expect(await nodeOf(client)('refreshAccessToken')).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
  });

  test('of two at once is answered, the other is refused', async () => {
    await settings({ refreshMs: 300 });
    const client = await connected();
    const refresh = tokenOf(client, 'refresh_token');
    const answers = await Promise.allSettled([
      newOAuthClient().refreshUsingToken(refresh),
      newOAuthClient().refreshUsingToken(refresh),
    ]);
    await settings({ refreshMs: 0 });
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await newOAuthClient().refreshUsingToken(refresh);
  });

  test('with a token that is none, or of another client, is refused', async () => {
    await expect(newOAuthClient().refreshUsingToken('RT1-nonsense')).rejects.toThrow();
    const refresh = tokenOf(await connected(), 'refresh_token');
    await expect(newOAuthClient({ clientId: 'other' }).refreshUsingToken(refresh)).rejects.toThrow();
  });
});

describe('revoking', () => {
  test.each(['access_token', 'refresh_token'])('through intuit-oauth by the %s ends the connection', async (name) => {
    const client = await connected();
    const [access, refresh] = [tokenOf(client, 'access_token'), tokenOf(client, 'refresh_token')];
    await client.revoke({ [name]: name === 'access_token' ? access : refresh });
    client.setToken({ access_token: access, refresh_token: refresh });
    expect(await works(client)).toBe(false);
    await expect(newOAuthClient().refreshUsingToken(refresh)).rejects.toThrow();
  });

  test.each([true, false])('through node-quickbooks ends it as well, by the refresh token: %s', async (byRefresh) => {
    const client = await connected();
    await nodeOf(client)('revokeAccess', byRefresh);
    expect(await works(client)).toBe(false);
    await expect(nodeOf(client)('revokeAccess', byRefresh)).rejects.toMatchObject({ response: { status: 400 } });
  });

  test('the connection of one app leaves the others, and no tokens of its own', async () => {
    const [client, older, other] = [await connected(), await connected(), await connected({ clientId: 'other' })];
    await client.revoke({ access_token: tokenOf(client, 'access_token') });
    expect([await works(older), await works(other)]).toEqual([false, true]);
  });
});

test('intuit-oauth calls the API itself, and reads its faults', async () => {
  const client = await connected();
  const url = `v3/company/${quickbooks.realmId}/companyinfo/${quickbooks.realmId}`;
  expect((await client.makeApiCall({ url })).json).toMatchObject({ CompanyInfo: { CompanyName: 'Empty Company' } });
  const wrong = { url: `v3/company/${quickbooks.realmId}/account`, method: 'POST', body: {} };
  await expect(client.makeApiCall(wrong)).rejects.toThrow(/Required param missing/);
});

test('every answer of the token endpoint and of the API has an intuit_tid', async () => {
  const answers = [
    await fetch(`${quickbooks.url}/oauth2/v1/tokens/bearer`, { method: 'POST' }),
    await fetch(`${quickbooks.url}/v2/oauth2/tokens/revoke`, { method: 'POST' }),
    await fetch(`${quickbooks.url}/.well-known/openid_configuration/`),
    await fetch(`${quickbooks.url}/v3/company/1/companyinfo/1`),
  ];
  const ids = answers.map(({ headers }) => headers.get('intuit_tid'));
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) expect(id).toMatch(/^1-[\da-f-]{36}$/);
});
